import type { Grade } from './scorecard';

/** What is watched of a borrower after its money was paid out. */
export const INDICATORS = [
  'DPD_ELSEWHERE',
  'ENQUIRIES_6M',
  'DSCR',
  'DEBT_RATIO',
  'REVENUE_GROWTH',
  'REGISTRY_ABNORMAL',
  'REGISTRY_CHANGED',
  'TAX_DOWNGRADE',
  'OPEN_LITIGATION',
  'DISHONEST_DEBTOR',
  'CONCENTRATION',
] as const;
export type Indicator = (typeof INDICATORS)[number];

/** How bad a warning is. */
export const WARNING_LEVELS = ['YELLOW', 'RED'] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** Decimals. Of a flag: the level that it has is `true`, the other one null. */
export interface Bounds {
  readonly yellow: string | null;
  readonly red: string | null;
}

/** From where on a reading of an indicator warns; the bound itself is still good. */
export interface Threshold<Code extends string = Indicator> extends Bounds {
  readonly code: Code;
  /** LOW warns below the bounds, HIGH above them; a FLAG is true or false. */
  readonly direction: 'LOW' | 'HIGH' | 'FLAG';
  /** A reading that is older gives no colour. */
  readonly maxAgeDays: number;
}

export interface PostLoanParameters {
  /** Days between two looks at a borrower; by how much loans themselves are watched is the night's. */
  readonly lookEveryDays: number;
  readonly thresholds: readonly Threshold[];
  /** Workdays after the day of the look in which somebody of risk answers. */
  readonly answerWorkdays: Readonly<Record<WarningLevel, number>>;
  /** Days from one check of a borrower to the next, by the worst grade of its loans. */
  readonly checkEveryDays: Readonly<Record<Grade, number>>;
  /** Workdays in which a check that is due, or was called in, is done. */
  readonly checkWorkdays: number;
}
