import type { FeeKind } from '../ledger/entries';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import { accept, type RefusalOf, type Result } from '../result';
import { type AnnualCost, annualCost, type LoanCharge } from '../schedule/annualCost';
import { buildSchedule } from '../schedule/buildSchedule';
import { parseScheduleTerms } from '../schedule/terms';
import type { Schedule, ScheduleTerms } from '../schedule/types';

export const FEE_TIMES = ['AT_DISBURSEMENT', 'WITH_EACH_INSTALMENT'] as const;

/** A fee that a product charges. All of them count towards the cap on the annual cost. */
export interface LoanFee {
  readonly kind: FeeKind;
  /** Share of the loan's amount. */
  readonly rate: Rate;
  /** Taken in money when the loan is paid out, never deducted from it (民法典 670); or with each instalment. */
  readonly when: (typeof FEE_TIMES)[number];
}

/** What somebody would borrow, and at what price. */
export interface LoanAsked
  extends Pick<
    ScheduleTerms,
    | 'principalFen'
    | 'annualRate'
    | 'termMonths'
    | 'method'
    | 'startDate'
    | 'dayCount'
    | 'paymentMode'
    | 'intervalMonths'
  > {
  readonly fees: readonly LoanFee[];
  /** The most that the law lets it cost a year in all. */
  readonly capRate: Rate;
}

/** A loan with its schedule and all that it would cost. */
export interface CostedLoan {
  readonly terms: ScheduleTerms;
  readonly schedule: Schedule;
  readonly cost: AnnualCost<FeeKind>;
}

/**
 * Schedule, itemised cost and annual cost of a loan: what a quote shows, what an offer binds, and what is held
 * against the legal cap, by one calculation.
 */
export function costedLoan({
  capRate,
  fees,
  ...asked
}: LoanAsked): Result<CostedLoan, RefusalOf<typeof buildSchedule | typeof annualCost>> {
  const terms = parseScheduleTerms(asked);
  if (!terms.ok) return terms;
  const schedule = buildSchedule(terms.value);
  if (!schedule.ok) return schedule;
  const charges = fees.map((fee) => chargeOf(fee, asked.principalFen));
  const cost = annualCost(schedule.value, { charges, cap: capRate });
  if (!cost.ok) return cost;
  return accept({ terms: terms.value, schedule: schedule.value, cost: cost.value });
}

function chargeOf({ kind, rate, when }: LoanFee, principalFen: Fen): LoanCharge<FeeKind> {
  return {
    code: kind,
    amountFen: multiplyRate(principalFen, rate),
    timing: when === 'AT_DISBURSEMENT' ? 'UPFRONT' : 'EACH_INSTALMENT',
  };
}
