import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import { type Fen, subtractFen } from '../money/fen';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { anchorDayOf, type Period, regularPeriods } from './periods';
import { outstandingFen } from './remaining';
import { fillPeriods } from './rows';
import type { Schedule, ScheduleRow } from './types';

/** Terms by which the law tells loans apart (贷款通则 art. 8). */
const SHORT_TERM_MONTHS = 12;
const MEDIUM_TERM_MONTHS = 60;
const LONGEST_EXTENSION_MONTHS = 36;

/**
 * The longest that a loan may be extended (展期) in all, by 贷款通则 art. 12: a short loan by its own term, a
 * medium one by half of it, a long one by three years.
 * @param termMonths the original term
 */
export function maximumExtensionMonths(termMonths: number): number {
  if (termMonths <= SHORT_TERM_MONTHS) return termMonths;
  return termMonths <= MEDIUM_TERM_MONTHS ? Math.floor(termMonths / 2) : LONGEST_EXTENSION_MONTHS;
}

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
  | 'NOT_A_MULTIPLE_OF_INTERVAL'
  | 'EXTENSION_TOO_LONG';

/**
 * Moves the maturity of a running loan. Instalment loans get more rows and a new level over all remaining
 * rows; an interest-only loan pays interest for longer and the principal at the new end; a bullet loan has
 * its one row moved. The rate stays: see {@link changeRate} for a new one.
 * @param months how much later the loan ends: a multiple of the interval, except for BULLET
 * @param extendedSoFarMonths months of earlier extensions, which count against the maximum
 */
export function extend(
  remaining: Schedule,
  months: number,
  extendedSoFarMonths = 0,
): Result<Extension, ExtensionRefusal> {
  const { terms, rows } = remaining;
  const last = rows.at(-1);
  if (last === undefined) return refuse('NOTHING_OUTSTANDING');
  const wrong = wrongExtension(remaining, months, extendedSoFarMonths);
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

function wrongExtension({ terms }: Schedule, months: number, extendedSoFarMonths: number) {
  if (!Number.isInteger(months)) return refuse('NOT_INTEGER', 'months').refusal;
  if (!Number.isInteger(extendedSoFarMonths)) return refuse('NOT_INTEGER', 'extendedSoFarMonths').refusal;
  if (months <= 0) return refuse('OUT_OF_RANGE', 'months', { minimum: 1 }).refusal;
  const maximum = maximumExtensionMonths(terms.termMonths) - extendedSoFarMonths;
  if (months > maximum) return refuse('EXTENSION_TOO_LONG', 'months', { maximum }).refusal;
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
      ? { ...segment, interestDays: segment.interestDays + addedInterestDays }
      : segment,
  );
  return { number: row.number, dueDate, days: row.days + addedDays, segments };
}
