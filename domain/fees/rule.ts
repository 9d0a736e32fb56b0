import type { FeeKind } from '../ledger/entries';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';

/** What a fee is measured by. */
export type FeeBasis =
  /** A fixed price. */
  | { readonly kind: 'FLAT'; readonly amountFen: Fen }
  /** A share of the amount financed. */
  | { readonly kind: 'OF_AMOUNT'; readonly rate: Rate }
  /** A yearly share of the amount financed, for the months of the term. */
  | { readonly kind: 'OF_AMOUNT_AND_TERM'; readonly annualRate: Rate }
  /** Each slice of the amount at its own rate, smallest slice first; the last has no upper end. */
  | { readonly kind: 'TIERED'; readonly tiers: readonly FeeTier[] };

/** A slice of the amount financed. */
export interface FeeTier {
  /** Upper end of the slice, which is in it; null: no end. */
  readonly upToFen: Fen | null;
  readonly rate: Rate;
}

/** A discount for enterprises that repaid at least so many loans here. */
export interface LoyaltyDiscount {
  readonly minimumLoansRepaid: number;
  readonly discount: Rate;
}

/** How a price is made. */
export interface FeePricing {
  readonly basis: FeeBasis;
  /** Bounds of the list price, before discounts. */
  readonly minimumFen?: Fen | undefined;
  readonly maximumFen?: Fen | undefined;
  /** Share taken off, by risk grade; grades not named get none. */
  readonly gradeDiscounts: Readonly<Partial<Record<string, Rate>>>;
  readonly loyaltyDiscounts: readonly LoyaltyDiscount[];
  /** The most that all discounts together may take off. */
  readonly maximumDiscount: Rate;
}

/**
 * When a fee is charged: on request for a service that somebody asks for; once when a loan is paid out; with each of
 * its instalments; or in advance for each calendar month or quarter of its life.
 */
export const FEE_TIMINGS = ['ON_REQUEST', 'PER_PROJECT', 'EACH_INSTALMENT', 'MONTHLY', 'QUARTERLY'] as const;
export type FeeTiming = (typeof FEE_TIMINGS)[number];

/** A line of a price list. */
export interface FeeRule extends FeePricing {
  /** Names the line within its list, for ever: charges of a loan are told apart by it. */
  readonly code: string;
  readonly kind: FeeKind;
  readonly timing: FeeTiming;
}

/** A fee that is paid for time: what of the time is not used comes back, see {@link isRefundable}. */
const FOR_TIME: readonly FeeKind[] = ['LOAN_SERVICE', 'PERIODIC'];

/**
 * Whether a fee for the whole term comes back pro rata when the loan is prepaid: one for time does, one for work that
 * was done (consulting, appraisal, transaction) doesn't. House design.
 */
export function isRefundable(kind: FeeKind): boolean {
  return FOR_TIME.includes(kind);
}
