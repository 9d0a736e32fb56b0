import Decimal from 'decimal.js';
import { periodsOf } from '../domain/schedule/periods';
import type { ScheduleRow, ScheduleTerms } from '../domain/schedule/types';

/**
 * The schedule computed with the decimal library throughout: the yardstick for speed, and an independent
 * check of every amount. Due dates come from the same function, so only arithmetic is compared.
 */
const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_UP });

/** Amounts of one row, as decimals of whole fen. */
export interface DecimalRow {
  readonly dueDate: string;
  readonly opening: Decimal;
  readonly principal: Decimal;
  readonly interest: Decimal;
  readonly payment: Decimal;
  readonly balance: Decimal;
}

const ROUNDING = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  DOWN: Decimal.ROUND_DOWN,
} as const;

/** Rows of a schedule; the terms must be good. */
export function decimalSchedule(terms: ScheduleTerms): readonly DecimalRow[] {
  const round = (value: Decimal) => value.toDecimalPlaces(0, ROUNDING[terms.rounding ?? 'HALF_UP']);
  const periods = periodsOf(terms);
  const yearDays = terms.dayCount === 'ACT/365' ? 365 : 360;
  const factors = periods.map(({ segments }) =>
    segments.reduce(
      (sum, { annualRate, interestDays }) =>
        sum.plus(new Exact(annualRate).times(interestDays).dividedBy(yearDays)),
      new Exact(0),
    ),
  );
  const level = levelOf(terms, factors, round);
  const rows: DecimalRow[] = [];
  let opening = new Exact(terms.principalFen);
  for (const [index, period] of periods.entries()) {
    const interest = round(opening.times(factors[index] ?? 0));
    const isLast = index === periods.length - 1;
    const principal = isLast ? opening : principalOf(terms, opening, interest, level);
    const balance = opening.minus(principal);
    const payment = principal.plus(interest);
    rows.push({ dueDate: period.dueDate, opening, principal, interest, payment, balance });
    opening = balance;
    if (opening.isZero()) break;
  }
  return rows;
}

function levelOf(
  terms: ScheduleTerms,
  factors: readonly Decimal[],
  round: (value: Decimal) => Decimal,
): Decimal {
  const principal = new Exact(terms.principalFen);
  const count = factors.length;
  if (terms.method === 'EQUAL_PRINCIPAL') {
    const base = round(principal.dividedBy(count));
    const isUsedUpEarly = count > 1 && base.times(count - 1).greaterThanOrEqualTo(principal);
    return isUsedUpEarly ? principal.dividedBy(count).floor() : base;
  }
  if (terms.method !== 'EQUAL_INSTALMENT') return new Exact(0);
  if (terms.paymentMode === 'NOMINAL') return round(nominalPayment(terms, count));
  let discount = new Exact(1);
  let annuity = new Exact(0);
  for (const factor of factors) {
    discount = discount.dividedBy(factor.plus(1));
    annuity = annuity.plus(discount);
  }
  return round(principal.dividedBy(annuity));
}

function nominalPayment({ principalFen, annualRate, intervalMonths }: ScheduleTerms, count: number): Decimal {
  const rate = new Exact(annualRate).times(intervalMonths).dividedBy(12);
  if (rate.isZero()) return new Exact(principalFen).dividedBy(count);
  const growth = rate.plus(1).pow(count);
  return rate.times(principalFen).times(growth).dividedBy(growth.minus(1));
}

function principalOf(
  { method }: ScheduleTerms,
  opening: Decimal,
  interest: Decimal,
  level: Decimal,
): Decimal {
  if (method === 'EQUAL_INSTALMENT') return Decimal.min(level.minus(interest), opening);
  return Decimal.min(level, opening);
}

/** Rows of the platform in the same form, for comparison. */
export function sameAmounts(rows: readonly ScheduleRow[], expected: readonly DecimalRow[]): boolean {
  return (
    rows.length === expected.length &&
    expected.every((wanted, index) => {
      const row = rows[index];
      return (
        row !== undefined &&
        row.dueDate === wanted.dueDate &&
        wanted.opening.equals(row.openingFen) &&
        wanted.principal.equals(row.principalFen) &&
        wanted.interest.equals(row.interestFen) &&
        wanted.payment.equals(row.paymentFen) &&
        wanted.balance.equals(row.balanceFen)
      );
    })
  );
}
