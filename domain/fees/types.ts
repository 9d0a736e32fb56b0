import type { IsoDate } from '../calendar/isoDate';
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
  /** Upper end of the slice; null: no end. */
  readonly upToFen: Fen | null;
  readonly rate: Rate;
}

/** Once for the project, or with each instalment. */
export type FeeTiming = 'PER_PROJECT' | 'EACH_INSTALMENT';

/** A discount for enterprises that repaid at least so many loans here. */
export interface LoyaltyDiscount {
  readonly minimumLoansRepaid: number;
  readonly discount: Rate;
}

/** How one fee is priced. */
export interface FeeRule {
  /** CONSULTING, LOAN_SERVICE, APPRAISAL, TRANSACTION, … */
  readonly code: string;
  readonly basis: FeeBasis;
  readonly timing: FeeTiming;
  /** Bounds of the list price, before discounts. */
  readonly minimumFen?: Fen | undefined;
  readonly maximumFen?: Fen | undefined;
  /** Inside the price. */
  readonly vatRate: Rate;
  /** Whether it is a condition of the loan, so that the annual cost must count it. */
  readonly countsInAnnualCost: boolean;
  /** Share taken off, by risk grade; grades not named get none. */
  readonly gradeDiscounts: Readonly<Record<string, Rate>>;
  readonly loyaltyDiscounts: readonly LoyaltyDiscount[];
  /** The most that all discounts together may take off. */
  readonly maximumDiscount: Rate;
}

/** A price list. Changing one means a new version with its own date. */
export interface FeeList {
  readonly version: string;
  readonly effectiveFrom: IsoDate;
  readonly rules: readonly FeeRule[];
}

/** Who pays fees for what. */
export interface FeeSubject {
  /** Amount financed. */
  readonly amountFen: Fen;
  readonly termMonths: number;
  readonly instalments: number;
  readonly grade: string;
  readonly loansRepaid: number;
}

/** What was taken off a list price, and why. */
export interface FeeDiscount {
  readonly reason: 'GRADE' | 'LOYALTY';
  readonly amountFen: Fen;
}

/** One fee, itemised. `priceFen` = `listPriceFen` − discounts = `netFen` + `vatFen`. */
export interface FeeLine {
  readonly code: string;
  readonly timing: FeeTiming;
  readonly countsInAnnualCost: boolean;
  readonly listPriceFen: Fen;
  readonly discounts: readonly FeeDiscount[];
  /** What one charge costs, VAT included. */
  readonly priceFen: Fen;
  readonly netFen: Fen;
  readonly vatFen: Fen;
  readonly vatRate: Rate;
  /** How often it is charged: once, or once an instalment. */
  readonly times: number;
  /** All charges of it over the life of the loan. */
  readonly totalFen: Fen;
}

/** The fees of a case under one version of the price list. */
export interface FeeQuote {
  readonly version: string;
  readonly lines: readonly FeeLine[];
  readonly totalFen: Fen;
}
