import { costsOf, type OfferedFee, withPoints } from '../fees/loanFees';
import type { PointsOffer, PricePolicy } from '../fees/price';
import type { FeeKind } from '../ledger/entries';
import type { LoanTerms } from '../loan/terms';
import { accept, type Result } from '../result';
import { type AnnualCost, annualCost } from '../schedule/annualCost';
import { buildSchedule } from '../schedule/buildSchedule';

/** An offer with points set against its fees: what is shown before it is signed, and what is charged then. */
export interface PricedOffer {
  readonly fees: readonly OfferedFee[];
  /** Without a cap: points make it no dearer than what was held against the cap before it was offered. */
  readonly cost: AnnualCost<FeeKind>;
}

/**
 * What an offer costs when its borrower pays some of its fees with points, by the calculation that made the offer.
 * @throws RangeError for terms that make no loan: they were not offered
 */
export function pricedOffer(
  { fees, terms }: { readonly fees: readonly OfferedFee[]; readonly terms: LoanTerms },
  points: PointsOffer,
  pointsShare: PricePolicy['pointsShare'],
): Result<PricedOffer, 'POINTS_ABOVE_LIMIT'> {
  const { loanId, startDate, vatRate } = terms;
  const paid = withPoints(fees, points, { pointsShare, vatRate });
  if (!paid.ok) return paid;
  const schedule = buildSchedule(terms);
  if (!schedule.ok) throw new RangeError(`can't be priced: ${schedule.refusal.code}`);
  const dueDates = schedule.value.rows.map(({ dueDate }) => dueDate);
  const cost = annualCost(schedule.value, costsOf(paid.value, { loanId, startDate, dueDates }, vatRate));
  if (!cost.ok) throw new RangeError(`can't be priced: ${cost.refusal.code}`);
  return accept({ fees: paid.value, cost: cost.value });
}

/** What somebody signs, in figures: who signs it has seen these, by their hash. */
export function shownOffer(
  offer: {
    readonly tariff: string;
    readonly expiresAt: string | null;
    readonly amountFen: number;
    readonly termMonths: number;
    readonly annualRate: string;
  },
  { fees, cost }: PricedOffer,
): object {
  const { tariff, expiresAt, amountFen, termMonths, annualRate } = offer;
  const { items, simpleRate, totalCostFen, xirr: effectiveRate } = cost;
  return {
    ...{ tariff, expiresAt, amountFen, termMonths, annualRate },
    ...{ items, fees, totalCostFen, simpleRate, effectiveRate },
  };
}
