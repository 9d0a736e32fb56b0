import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import { type Fen, subtractFen } from '../money/fen';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { anchorDayOf, type Period, regularPeriods } from './periods';
import { outstandingFen } from './remaining';
import { fillPeriods } from './rows';
import type { Schedule, ScheduleRow } from './types';

/** What an extension changes. */
export interface Extension {
  readonly remaining: Schedule;
  readonly oldMaturity: IsoDate;
  readonly newMaturity: IsoDate;
  /** Interest of the new rows less that of the old ones. */
  readonly additionalInterestFen: Fen;
}

/** Why a loan can't be extended. */
export type ExtensionRefusal =
  | RefusalOf<typeof fillPeriods>
  | 'NOTHING_OUTSTANDING'
  | 'NOT_INTEGER'
  | 'OUT_OF_RANGE'
  | 'NOT_A_MULTIPLE_OF_INTERVAL';

/**
 * Moves the maturity of a running loan. Instalment loans get more rows and a new level over all remaining
 * rows; an interest-only loan pays interest for longer and the principal at the new end; a bullet loan has
 * its one row moved. The rate stays: see {@link changeRate} for a new one. How long it may be is said by the law in force
 * when it is asked for: `allowedExtension`.
 * @param months how much later the loan ends: a multiple of the interval, except for BULLET
 */
export function extend(remaining: Schedule, months: number): Result<Extension, ExtensionRefusal> {
  const { terms, rows } = remaining;
  const last = rows.at(-1);
  if (last === undefined) return refuse('NOTHING_OUTSTANDING');
  const wrong = wrongExtension(remaining, months);
  if (wrong !== undefined) return { ok: false, refusal: wrong };
  const periods =
    terms.method === 'BULLET'
      ? [bulletMoved(remaining, last, months)]
      : [...rows, ...regularPeriods(terms, last, months / terms.intervalMonths)];
  const extended = fillPeriods({ ...terms, paymentMode: 'EXACT' }, outstandingFen(remaining), periods);
  if (!extended.ok) return extended;
  return accept({
    remaining: extended.value,
    oldMaturity: last.dueDate,
    newMaturity: extended.value.rows.at(-1)?.dueDate ?? last.dueDate,
    additionalInterestFen: subtractFen(extended.value.totalInterestFen, remaining.totalInterestFen),
  });
}

function wrongExtension({ terms }: Schedule, months: number) {
  if (!Number.isInteger(months)) return refuse('NOT_INTEGER', 'months').refusal;
  if (months <= 0) return refuse('OUT_OF_RANGE', 'months', { minimum: 1 }).refusal;
  const { intervalMonths } = terms;
  if (terms.method === 'BULLET' || months % intervalMonths === 0) return undefined;
  return refuse('NOT_A_MULTIPLE_OF_INTERVAL', 'months', { intervalMonths }).refusal;
}

/** The period of a bullet loan that ends `months` later; the last segment takes the added days. */
function bulletMoved({ terms }: Schedule, row: ScheduleRow, months: number): Period {
  const dueDate = addMonths(row.dueDate, months, anchorDayOf(terms));
  const addedDays = daysBetween(row.dueDate, dueDate);
  const addedInterestDays = terms.dayCount === '30/360' ? months * 30 : addedDays;
  const segments = row.segments.map((segment, index) =>
    index === row.segments.length - 1
      ? { ...segment, interestDays: segment.interestDays + addedInterestDays * (segment.partsOfDay ?? 1) }
      : segment,
  );
  return { number: row.number, dueDate, days: row.days + addedDays, segments };
}
