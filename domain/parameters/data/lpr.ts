import { LPR_TABLE } from '../../calendar/data/lpr';
import type { IsoDate } from '../../calendar/isoDate';
import { isoDate } from '../../calendar/isoDate';
import { type LprTenor, lprAt } from '../../calendar/lpr';
import type { Rate } from '../../money/rate';
import type { LprParameters } from '../lpr';
import type { Version } from '../version';

/** Each publication of the LPR as a version: the table itself belongs to the calendar. */
export const LPR_VERSIONS: readonly Version<LprParameters>[] = LPR_TABLE.rows.map((row) => {
  const effectiveFrom = isoDate(row.effectiveFrom);
  return {
    id: `lpr/${effectiveFrom}`,
    effectiveFrom,
    source: row.source,
    value: {
      oneYear: published('ONE_YEAR', effectiveFrom),
      fiveYearPlus: published('FIVE_YEAR_PLUS', effectiveFrom),
    },
  };
});

function published(tenor: LprTenor, date: IsoDate): Rate {
  const quote = lprAt(LPR_TABLE, tenor, date);
  if (!quote.ok) throw new RangeError(`no LPR on ${date}`);
  return quote.value.rate;
}
