import type { DecimalText } from './decimal';

/**
 * Which legal cap applies: `24` = 24 % a year (all-in cost of small-loan companies), `4LPR` = four times the
 * one-year LPR (private lending, judicial protection), `LOWER` = the lower of the two.
 */
export const CAP_REGIMES = ['24', '4LPR', 'LOWER'] as const;
export type CapRegime = (typeof CAP_REGIMES)[number];

export interface PricingParameters {
  readonly fixedCapRate: DecimalText;
  readonly lprMultiple: DecimalText;
  /** What the institution pays for money above the one-year LPR. */
  readonly fundingSpreadRate: DecimalText;
  /** Cost of running a loan, per year of its amount. */
  readonly opexRate: DecimalText;
  /** Share of the loan that capital must stand for. */
  readonly capitalRatio: DecimalText;
  /** Return that capital must earn. */
  readonly hurdleRate: DecimalText;
}

/** Kinds of collateral as the standards tell them apart. */
export const COLLATERAL_KINDS = ['FIN', 'RECEIVABLE', 'REAL_ESTATE', 'OTHER_PHYSICAL'] as const;
export type CollateralKind = (typeof COLLATERAL_KINDS)[number];

export interface LgdParameters {
  readonly unsecuredLgd: DecimalText;
  readonly collateral: Readonly<
    Record<CollateralKind, { readonly lgd: DecimalText; readonly haircut: DecimalText }>
  >;
}

/** Stages of expected credit loss (CAS 22 / IFRS 9). */
export interface EclParameters {
  /** Above it the risk has risen significantly: lifetime loss. */
  readonly stage2AboveDaysPastDue: number;
  /** Above it the loan is credit-impaired. */
  readonly stage3AboveDaysPastDue: number;
}
