import { largestUpfront } from '../fees/largestUpfront';
import { costsOf, type OfferedFee } from '../fees/loanFees';
import type { FeeKind } from '../ledger/entries';
import { addFen, type Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import type { FeeCaps } from '../parameters/fees';
import { checkFeeCaps } from '../pricing/feeCap';
import { accept, type RefusalOf, type Result } from '../result';
import { type AnnualCost, annualCost, type LoanCharge } from '../schedule/annualCost';
import { buildSchedule } from '../schedule/buildSchedule';
import { parseScheduleTerms } from '../schedule/terms';
import type { Schedule, ScheduleTerms } from '../schedule/types';

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
  /** All of them count towards the cap on the annual cost. */
  readonly fees: readonly OfferedFee[];
  readonly vatRate: Rate;
  /** The most that the law lets it cost a year in all. */
  readonly capRate: Rate;
  /** The most that single fees may be, by the house. */
  readonly feeCaps: FeeCaps;
}

/** A loan with its schedule and all that it would cost. */
export interface CostedLoan {
  readonly terms: ScheduleTerms;
  readonly schedule: Schedule;
  readonly cost: AnnualCost<FeeKind>;
  readonly fees: readonly OfferedFee[];
  /** It costs more than the law allows in all, or one of its fees more than the house does. */
  readonly costsTooMuch: boolean;
  /** The most that all its fees at the payout may come to within the law's cap; null: it costs too much without any. */
  readonly largestUpfrontFen: Fen | null;
}

/**
 * Schedule, itemised cost and annual cost of a loan: what a quote shows, what an offer binds, and what is held
 * against the legal cap, by one calculation.
 */
export function costedLoan({
  capRate,
  fees,
  feeCaps,
  vatRate,
  ...asked
}: LoanAsked): Result<CostedLoan, RefusalOf<typeof buildSchedule | typeof annualCost>> {
  const terms = parseScheduleTerms(asked);
  if (!terms.ok) return terms;
  const schedule = buildSchedule(terms.value);
  if (!schedule.ok) return schedule;
  const { startDate, principalFen } = terms.value;
  const dueDates = schedule.value.rows.map(({ dueDate }) => dueDate);
  const costs = costsOf(fees, { loanId: '', startDate, dueDates }, vatRate);
  const cost = annualCost(schedule.value, { ...costs, cap: capRate });
  if (!cost.ok) return cost;
  const single = cost.value.items.flatMap(({ code, amountFen }) =>
    code === 'INTEREST' ? [] : [{ kind: code, totalFen: amountFen }],
  );
  const costsTooMuch = cost.value.isAboveCap || !checkFeeCaps(single, principalFen, feeCaps).ok;
  const largestUpfrontFen = largestUpfront(withoutUpfront(cost.value, costs.charges), capRate);
  return accept({
    ...{ terms: terms.value, schedule: schedule.value, cost: cost.value, fees, costsTooMuch },
    largestUpfrontFen,
  });
}

/** Its payments as if nothing were charged when it is paid out. */
function withoutUpfront(
  { flows }: Pick<AnnualCost, 'flows'>,
  charges: readonly LoanCharge[],
): Pick<AnnualCost, 'flows'> {
  const upfront = charges.filter(({ timing }) => timing === 'UPFRONT').map(({ amountFen }) => amountFen);
  const [paidOut, ...payments] = flows;
  if (paidOut === undefined) return { flows };
  return { flows: [{ ...paidOut, amountFen: addFen(paidOut.amountFen, ...upfront) }, ...payments] };
}
