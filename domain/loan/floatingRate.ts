import { dateOf, type IsoDate, partsOf } from '../calendar/isoDate';
import { type LprQuote, type LprTable, type LprTenor, lprAt, lprTenorOf } from '../calendar/lpr';
import { addMonths } from '../calendar/months';
import { addBasisPoints, type Rate } from '../money/rate';
import { Exact } from '../parameters/decimal';
import { accept, type RefusalOf, type Result } from '../result';
import type { LoanEvent } from './events';
import type { FloatingRate, LoanTerms, RepricingRule } from './terms';

/** One hundred percent. */
const BASIS_POINTS = 10_000;

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

/** The contract rate of a floating loan when it is looked up on a date: the LPR of its tenor plus the spread. */
export function floatingRateOn(
  table: LprTable,
  floating: FloatingRate,
  tenor: LprTenor,
  date: IsoDate,
): Result<RepricedRate, RefusalOf<typeof lprAt | typeof addBasisPoints>> {
  const lpr = lprAt(table, tenor, date);
  if (!lpr.ok) return lpr;
  const annualRate = addBasisPoints(lpr.value.rate, floating.spreadBasisPoints);
  return annualRate.ok ? accept({ annualRate: annualRate.value, lpr: lpr.value }) : annualRate;
}

/** What a rate is above the LPR, in basis points. */
export function spreadOver(lpr: Rate, annualRate: Rate): number {
  return new Exact(annualRate).minus(lpr).times(BASIS_POINTS).round().toNumber();
}

/** A day on which the rate of a loan is looked up, and the LPR that it then follows. */
export interface RepricingDate {
  readonly date: IsoDate;
  readonly tenor: LprTenor;
}

/**
 * The next day on which a floating rate is looked up: those of its rule, and the day from which an extension takes the
 * loan beyond the shorter tenor (贷款通则 art. 14). A rate that people agree on later is a fixed one.
 * @param events in force
 * @param maturity as it is now
 * @returns null when the rate is fixed, or no such day is left
 */
export function nextRepricing(
  { floating, startDate, termMonths }: LoanTerms,
  events: readonly LoanEvent[],
  maturity: IsoDate,
): RepricingDate | null {
  if (floating === undefined || events.some(isAgreedRate)) return null;
  const longerFrom = longerTenorFrom(events, startDate, termMonths);
  const ruled = repricingDates(floating.rule, startDate, maturity);
  const dates = longerFrom === null ? ruled : [...ruled, longerFrom].sort();
  const done = events.flatMap((event) =>
    event.kind === 'RATE_CHANGED' && event.lookedUp !== undefined ? [event.effectiveDate] : [],
  );
  const next = dates.find((date) => done.every((day) => date > day));
  if (next === undefined) return null;
  const isLonger = longerFrom !== null && longerFrom <= next;
  return { date: next, tenor: isLonger ? 'FIVE_YEAR_PLUS' : lprTenorOf(termMonths) };
}

function isAgreedRate(event: LoanEvent): boolean {
  return 'annualRate' in event && event.annualRate !== undefined && !('lookedUp' in event);
}

/** Null when no extension has come to that. */
function longerTenorFrom(
  events: readonly LoanEvent[],
  startDate: IsoDate,
  termMonths: number,
): IsoDate | null {
  let months = termMonths;
  for (const event of events) {
    if (event.kind !== 'EXTENDED') continue;
    const longer = months + event.extraMonths;
    if (lprTenorOf(months) !== lprTenorOf(longer)) return addMonths(startDate, months);
    months = longer;
  }
  return null;
}
