import type { LprTable } from '../lpr';

/**
 * Changes of the loan prime rate since its reform, in percent as published on the 20th of a month by the
 * National Interbank Funding Center (中国人民银行公告〔2019〕第15号, article 1). Months without a row kept the
 * rate of the row before. Rows marked `unverified` lack a source that was seen.
 */
export const LPR_TABLE: LprTable = {
  version: '2026-01-20',
  confirmedUntil: '2026-01-20',
  rows: [
    {
      effectiveFrom: '2019-08-20',
      oneYearPercent: '4.25',
      fiveYearPlusPercent: '4.85',
      source: 'sina 2021-07-21 (code corpus)',
    },
    {
      effectiveFrom: '2019-09-20',
      oneYearPercent: '4.20',
      fiveYearPlusPercent: '4.85',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2019-11-20',
      oneYearPercent: '4.15',
      fiveYearPlusPercent: '4.80',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2020-02-20',
      oneYearPercent: '4.05',
      fiveYearPlusPercent: '4.75',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2020-04-20',
      oneYearPercent: '3.85',
      fiveYearPlusPercent: '4.65',
      source: 'forexfreetradingtips.com/?p=15783; sina 2021-07-21',
    },
    {
      effectiveFrom: '2021-12-20',
      oneYearPercent: '3.80',
      fiveYearPlusPercent: '4.65',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2022-01-20',
      oneYearPercent: '3.70',
      fiveYearPlusPercent: '4.60',
      source: 'sina 2022-03-21',
    },
    {
      effectiveFrom: '2022-05-20',
      oneYearPercent: '3.70',
      fiveYearPlusPercent: '4.45',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2022-08-22',
      oneYearPercent: '3.65',
      fiveYearPlusPercent: '4.30',
      source: 'forexlive 2022-09-20',
    },
    {
      effectiveFrom: '2023-06-20',
      oneYearPercent: '3.55',
      fiveYearPlusPercent: '4.20',
      source: 'samacharcentral (2023-07)',
    },
    {
      effectiveFrom: '2023-08-21',
      oneYearPercent: '3.45',
      fiveYearPlusPercent: '4.20',
      source: 'marketscreener 2024-01',
    },
    {
      effectiveFrom: '2024-02-20',
      oneYearPercent: '3.45',
      fiveYearPlusPercent: '3.95',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2024-07-22',
      oneYearPercent: '3.35',
      fiveYearPlusPercent: '3.85',
      source: 'from memory',
      unverified: true,
    },
    {
      effectiveFrom: '2024-10-21',
      oneYearPercent: '3.10',
      fiveYearPlusPercent: '3.60',
      source: 'forexlive 2025-01-20; finanzen.at 2026-01-20',
    },
    {
      effectiveFrom: '2025-05-20',
      oneYearPercent: '3.00',
      fiveYearPlusPercent: '3.50',
      source: 'businesstimes.com.sg 2025-09; en.people.cn 2026-01-20',
    },
  ],
};
