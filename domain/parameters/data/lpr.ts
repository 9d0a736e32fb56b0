import { isoDate } from '../../calendar/isoDate';
import type { LprQuote } from '../lpr';
import type { DecimalText, Version } from '../version';

/** First day in force, one-year rate, rate of five years and more, source. */
const PUBLISHED: readonly (readonly [string, DecimalText, DecimalText, string])[] = [
  ['2019-08-20', '0.0425', '0.0485', 'sina 2021-07-21 (code corpus)'],
  ['2019-09-20', '0.0420', '0.0485', 'unverified (from memory)'],
  ['2019-11-20', '0.0415', '0.0480', 'unverified (from memory)'],
  ['2020-02-20', '0.0405', '0.0475', 'unverified (from memory)'],
  ['2020-04-20', '0.0385', '0.0465', 'forexfreetradingtips.com/?p=15783; sina 2021-07-21'],
  ['2021-12-20', '0.0380', '0.0465', 'unverified (from memory)'],
  ['2022-01-20', '0.0370', '0.0460', 'sina 2022-03-21'],
  ['2022-05-20', '0.0370', '0.0445', 'unverified (from memory)'],
  ['2022-08-22', '0.0365', '0.0430', 'forexlive 2022-09-20'],
  ['2023-06-20', '0.0355', '0.0420', 'samacharcentral (2023-07)'],
  ['2023-08-21', '0.0345', '0.0420', 'marketscreener 2024-01'],
  ['2024-02-20', '0.0345', '0.0395', 'unverified (from memory)'],
  ['2024-07-22', '0.0335', '0.0385', 'unverified (from memory)'],
  ['2024-10-21', '0.0310', '0.0360', 'forexlive 2025-01-20; finanzen.at 2026-01-20'],
  ['2025-05-20', '0.0300', '0.0350', 'businesstimes.com.sg 2025-09; en.people.cn 2026-01-20'],
];

/** History of the LPR (全国银行间同业拆借中心); rows marked unverified have no source. */
export const LPR_VERSIONS: readonly Version<LprQuote>[] = PUBLISHED.map(
  ([effectiveFrom, oneYear, fiveYearPlus, source]) => ({
    id: `lpr/${effectiveFrom}`,
    effectiveFrom: isoDate(effectiveFrom),
    source,
    value: { oneYear, fiveYearPlus },
  }),
);
