import { addDays, dateOf, daysBetween, daysInMonth, type IsoDate, partsOf } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyFraction } from '../money/rounding';
import { splitVat } from '../money/vat';
import type { FeeTiming } from './rule';

/** A fee that is charged in advance, once for each period of a service. */
export interface Subscription {
  readonly loanId: string;
  readonly rule: string;
  readonly timing: Extract<FeeTiming, 'PER_PROJECT' | 'MONTHLY' | 'QUARTERLY'>;
  /** Of a whole period. */
  readonly amountFen: Fen;
  /** Days of service: from (counted) to until (not counted). */
  readonly from: IsoDate;
  readonly until: IsoDate;
  /** The service ended early on that day (not counted). */
  readonly endedOn?: IsoDate | null | undefined;
}

/** One charge of a subscription. Its key is used once for ever: loan, rule and period. */
export interface PeriodCharge {
  readonly key: string;
  /** `2026-04`, `2026-Q2` or `PROJECT`. */
  readonly period: string;
  /** The first day of service in the period. */
  readonly chargedOn: IsoDate;
  /** Days of service in the period, and of the whole period; null: charged once for all. */
  readonly days: number | null;
  readonly periodDays: number | null;
  readonly amountFen: Fen;
  readonly netFen: Fen;
  readonly vatFen: Fen;
}

/** What of a period that was paid for comes back because the service ended in it. */
export interface PeriodRefund {
  readonly key: string;
  readonly on: IsoDate;
  readonly usedDays: number;
  readonly amountFen: Fen;
}

/** The period that a day is in: calendar months, or quarters. */
interface Period {
  readonly name: string;
  readonly from: IsoDate;
  /** Not counted. */
  readonly until: IsoDate;
}

/**
 * Everything that a subscription charges and gives back. A period that the service covers in part costs its days' part,
 * half up; what comes to nothing is not charged. House design.
 * @param existing keys that were charged before: they are not charged again
 */
export function subscriptionCharges(
  subscription: Subscription,
  existing: readonly string[],
  vatRate: Rate,
): { readonly charges: readonly PeriodCharge[]; readonly refunds: readonly PeriodRefund[] } {
  const all = allCharges(subscription, vatRate);
  return {
    charges: all.filter(({ key }) => !existing.includes(key)),
    refunds: all.flatMap((charge) => refundOf(subscription, charge)),
  };
}

function allCharges(subscription: Subscription, vatRate: Rate): readonly PeriodCharge[] {
  const { timing, from, until, endedOn } = subscription;
  const end = endedOn != null && endedOn < until ? endedOn : until;
  if (from >= end) return [];
  if (timing === 'PER_PROJECT') {
    const whole = { period: 'PROJECT', chargedOn: from, days: null, periodDays: null };
    return [priced(subscription, whole, subscription.amountFen, vatRate)].filter(isCharged);
  }
  const charges: PeriodCharge[] = [];
  for (let start = from; start < end; ) {
    const period = periodOf(timing, start);
    const serviceEnd = until < period.until ? until : period.until;
    const days = daysBetween(start, serviceEnd);
    const periodDays = daysBetween(period.from, period.until);
    const amountFen = multiplyFraction(subscription.amountFen, days, periodDays);
    charges.push(
      priced(subscription, { period: period.name, chargedOn: start, days, periodDays }, amountFen, vatRate),
    );
    start = period.until;
  }
  return charges.filter(isCharged);
}

const isCharged = ({ amountFen }: PeriodCharge): boolean => amountFen > 0;

function priced(
  { loanId, rule }: Subscription,
  when: Pick<PeriodCharge, 'period' | 'chargedOn' | 'days' | 'periodDays'>,
  amountFen: Fen,
  vatRate: Rate,
): PeriodCharge {
  return { key: `${loanId}/${rule}/${when.period}`, ...when, amountFen, ...splitVat(amountFen, vatRate) };
}

/** The unused part of the period in which the service ends early; a fee for all of it is not given back so. */
function refundOf({ amountFen, until, endedOn }: Subscription, charge: PeriodCharge): PeriodRefund[] {
  const { key, chargedOn, days, periodDays } = charge;
  if (endedOn == null || endedOn >= until || days === null || periodDays === null) return [];
  const usedDays = daysBetween(chargedOn, endedOn);
  if (usedDays >= days) return [];
  const refundFen = charge.amountFen - multiplyFraction(amountFen, usedDays, periodDays);
  return refundFen > 0 ? [{ key, on: endedOn, usedDays, amountFen: fen(refundFen) }] : [];
}

/**
 * The first day, on or after one, on which a line can go over from one timing to another: periods of both begin, so no
 * day is paid for twice and none is left out. What is charged with each instalment has no periods. House design.
 */
export function changeoverOn(day: IsoDate, from: FeeTiming, to: FeeTiming): IsoDate {
  if (from === to) return day;
  const longest = [from, to].includes('QUARTERLY') ? 'QUARTERLY' : 'MONTHLY';
  const period = periodOf(longest, day);
  return period.from === day ? day : period.until;
}

function periodOf(timing: 'MONTHLY' | 'QUARTERLY', day: IsoDate): Period {
  const { year, month } = partsOf(day);
  if (timing === 'MONTHLY') {
    const from = dateOf(year, month, 1);
    return { name: day.slice(0, 7), from, until: addDays(from, daysInMonth(year, month)) };
  }
  const quarter = Math.ceil(month / 3);
  const last = quarter * 3;
  return {
    name: `${day.slice(0, 4)}-Q${quarter}`,
    from: dateOf(year, last - 2, 1),
    until: addDays(dateOf(year, last, daysInMonth(year, last)), 1),
  };
}
