import type { Rate } from '../money/rate';
import type { ScheduleTerms } from '../schedule/types';

/**
 * Order in which a receipt pays what is due.
 * - `LEGAL` 民法典 561: expenses, interest, principal, each over all instalments
 * - `ACCRUAL` contract default: instalment by instalment, oldest first
 * - `NON_ACCRUAL` contract clause above 90 days past due: principal of all instalments first
 */
export const WATERFALL_PRESETS = ['LEGAL', 'ACCRUAL', 'NON_ACCRUAL'] as const;
export type WaterfallPreset = (typeof WATERFALL_PRESETS)[number];

/** `RETROACTIVE`: once grace is over, penalty counts from the due date; `FROM_GRACE_END`: from the end of grace. */
export const GRACE_MODES = ['RETROACTIVE', 'FROM_GRACE_END'] as const;
export type GraceMode = (typeof GRACE_MODES)[number];

/** Which rule book classifies the loan: banks (令〔2023〕1号) or small-loan companies (金规〔2024〕26号). */
export const REGIMES = ['BANK', 'MICRO'] as const;
export type Regime = (typeof REGIMES)[number];

/** When a floating rate is looked up anew. */
export const REPRICING_RULES = [
  /** Each 1 January. */
  'CALENDAR_YEAR',
  /** Each anniversary of the disbursement (对年对月对日). */
  'ANNIVERSARY',
] as const;
export type RepricingRule = (typeof REPRICING_RULES)[number];

/** A floating rate: LPR of the loan's tenor plus a spread that stays (中国人民银行公告〔2019〕第30号). */
export interface FloatingRate {
  readonly rule: RepricingRule;
  /** Added to the LPR; may be negative. In basis points, 1 = 0.01 %. */
  readonly spreadBasisPoints: number;
}

/** What the contract fixes. Never changes; everything that happens afterwards is an event. */
export interface LoanTerms extends ScheduleTerms {
  readonly loanId: string;
  /** Added to the contract rate for overdue money: penalty rate = rate × (1 + markup). */
  readonly penaltyMarkup: Rate;
  /** The most that the penalty rate may be. */
  readonly capRate?: Rate | undefined;
  /** Whether unpaid interest bears the penalty rate too (复利). */
  readonly compoundInterest: boolean;
  readonly graceDays: number;
  readonly graceMode: GraceMode;
  readonly waterfalls: { readonly accrual: WaterfallPreset; readonly nonAccrual: WaterfallPreset };
  /** Share of the prepaid principal; "0" when prepaying is free. */
  readonly prepaymentFeeRate: Rate;
  readonly regime: Regime;
  readonly vatRate: Rate;
  /** The rate follows the LPR; left out where it is fixed. */
  readonly floating?: FloatingRate | undefined;
  /** Versions of the parameters that the contract was made under, by name. */
  readonly parameterVersions: Readonly<Record<string, string>>;
}
