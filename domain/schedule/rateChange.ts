import { dateOf, type IsoDate, partsOf } from '../calendar/isoDate';
import { type LprQuote, type LprTable, lprAt, lprTenorOf } from '../calendar/lpr';
import { addMonths } from '../calendar/months';
import { addBasisPoints, compareRates, type Rate } from '../money/rate';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { FieldReader, type FieldRefusal } from './fieldReader';
import { segmentsAtRate, segmentsFrom } from './periods';
import { periodStartOf } from './remaining';
import { fillPeriods, scheduleOf } from './rows';
import type { Schedule, ScheduleRow, ScheduleTerms } from './types';

/**
 * Changes the contract rate from a date on. Rows that are due by then stay as they are. In the row that the
 * date falls in, days before it bear the old rate and days from it on the new one (分段计息), by actual days;
 * from that row on a level payment is found anew, while the principal of an equal-principal loan stays. A rate
 * that is in force from the date on already changes nothing.
 */
export function changeRate(
  remaining: Schedule,
  effectiveDate: IsoDate,
  annualRate: Rate,
): Result<
  Schedule,
  | FieldRefusal
  | RefusalOf<typeof fillPeriods>
  | 'NOTHING_OUTSTANDING'
  | 'DATE_BEFORE_PERIOD'
  | 'DATE_AFTER_MATURITY'
> {
  const wrong = wrongChange(effectiveDate, annualRate);
  if (wrong !== undefined) return { ok: false, refusal: wrong };
  const first = remaining.rows[0];
  if (first === undefined) return refuse('NOTHING_OUTSTANDING');
  const fromDate = periodStartOf(first);
  if (effectiveDate < fromDate) return refuse('DATE_BEFORE_PERIOD', 'effectiveDate', { fromDate });
  const changedFrom = remaining.rows.findIndex((row) => effectiveDate < row.dueDate);
  const changedRow = remaining.rows[changedFrom];
  if (changedRow === undefined) return refuse('DATE_AFTER_MATURITY', 'effectiveDate');
  if (isInForce(remaining.rows.slice(changedFrom), effectiveDate, annualRate)) return accept(remaining);
  const terms: ScheduleTerms = { ...remaining.terms, annualRate, paymentMode: 'EXACT' };
  const periods = remaining.rows.slice(changedFrom).map((row) => ({
    ...row,
    segments: segmentsAtRate(row.segments, effectiveDate, row.dueDate, annualRate),
  }));
  const keptLevelFen = terms.method === 'EQUAL_PRINCIPAL' ? remaining.levelFen : undefined;
  const changed = fillPeriods(terms, changedRow.openingFen, periods, keptLevelFen);
  if (!changed.ok) return changed;
  const rows: readonly ScheduleRow[] = [...remaining.rows.slice(0, changedFrom), ...changed.value.rows];
  return accept(scheduleOf(terms, rows, changed.value.levelFen));
}

function isInForce(rows: readonly ScheduleRow[], date: IsoDate, annualRate: Rate): boolean {
  return rows.every(({ segments, dueDate }) =>
    segmentsFrom(segments, date, dueDate).every(
      (segment) => compareRates(segment.annualRate, annualRate) === 0,
    ),
  );
}

/** Values that a cast let through are refused and not computed with. */
function wrongChange(effectiveDate: IsoDate, annualRate: Rate) {
  const reader = new FieldReader({ effectiveDate, annualRate });
  reader.date('effectiveDate');
  reader.rate('annualRate');
  return reader.refusal;
}

/** When a floating rate is looked up anew. */
export type RepricingRule =
  /** Each 1 January. */
  | 'CALENDAR_YEAR'
  /** Each anniversary of the disbursement (对年对月对日). */
  | 'ANNIVERSARY';

/** A floating rate: LPR of the loan's tenor plus a spread that stays (中国人民银行公告〔2019〕第30号). */
export interface FloatingRate {
  readonly rule: RepricingRule;
  /** Added to the LPR; may be negative. In basis points, 1 = 0.01 %. */
  readonly spreadBasisPoints: number;
}

/** The days after `startDate` and before `maturityDate` on which a floating rate is looked up anew. */
export function repricingDates(
  rule: RepricingRule,
  startDate: IsoDate,
  maturityDate: IsoDate,
): readonly IsoDate[] {
  const dates: IsoDate[] = [];
  for (let year = 1; ; year += 1) {
    const date = rule === 'ANNIVERSARY' ? addMonths(startDate, 12 * year) : newYearAfter(startDate, year);
    if (date >= maturityDate) return dates;
    dates.push(date);
  }
}

function newYearAfter(date: IsoDate, years: number): IsoDate {
  return dateOf(partsOf(date).year + years, 1, 1);
}

/** A rate looked up, with the publication that it rests on. */
export interface RepricedRate {
  readonly annualRate: Rate;
  readonly lpr: LprQuote;
}

/**
 * The contract rate of a floating loan when it is looked up on a date: the LPR of the tenor that fits the
 * whole term, plus the spread.
 */
export function floatingRateOn(
  table: LprTable,
  floating: FloatingRate,
  termMonths: number,
  date: IsoDate,
): Result<RepricedRate, RefusalOf<typeof lprAt | typeof addBasisPoints>> {
  const lpr = lprAt(table, lprTenorOf(termMonths), date);
  if (!lpr.ok) return lpr;
  const annualRate = addBasisPoints(lpr.value.rate, floating.spreadBasisPoints);
  return annualRate.ok ? accept({ annualRate: annualRate.value, lpr: lpr.value }) : annualRate;
}

/** A remainder after repricing. */
export interface Repricing extends RepricedRate {
  readonly remaining: Schedule;
}

/**
 * Looks the floating rate up on a date and applies it from that date on. A rate that didn't move changes
 * nothing.
 */
export function reprice(
  remaining: Schedule,
  table: LprTable,
  floating: FloatingRate,
  date: IsoDate,
): Result<Repricing, RefusalOf<typeof floatingRateOn | typeof changeRate>> {
  const repriced = floatingRateOn(table, floating, remaining.terms.termMonths, date);
  if (!repriced.ok) return repriced;
  const { annualRate } = repriced.value;
  const changed = changeRate(remaining, date, annualRate);
  return changed.ok ? accept({ ...repriced.value, remaining: changed.value }) : changed;
}
