import type { Role } from '../approval/roles';
import type { DecimalText } from './decimal';
import type { Grade } from './scorecard';

/** Who must agree, by authority; a role of the platform carries each. */
export const AUTHORITIES = [
  'RISK_REVIEWER',
  'CREDIT_MANAGER',
  'RISK_DIRECTOR',
  'COMMITTEE',
  'BOARD',
] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** One level of the matrix: for exposures up to an amount and grades from one on. */
export interface ApprovalLevel {
  /** Largest exposure of the connected group including this request; null: no limit. */
  readonly maximumExposureFen: number | null;
  /** Worst grade that this level may approve; null: any. */
  readonly minimumGrade: Grade | null;
  readonly approvers: readonly Authority[];
}

export interface CommitteeRule {
  readonly quorum: number;
  /** Share of yes among yes and no that is needed. */
  readonly majorityNumerator: number;
  readonly majorityDenominator: number;
  /** Business hours from the opening in which its members may vote. */
  readonly votingHours: number;
}

/** Whether a new task waits for who takes it, or is given to whoever has least to do. */
export const ASSIGNMENTS = ['OFF', 'LEAST_LOAD'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

export interface ApprovalParameters {
  /** Lowest level first. */
  readonly matrix: readonly ApprovalLevel[];
  /** Steps up the matrix that products of more risk take, by product kind. */
  readonly productLevelsUp: Readonly<Record<string, number>>;
  readonly roleOf: Readonly<Record<Authority, Role>>;
  readonly committee: CommitteeRule;
  readonly assignment: Assignment;
  /** Longest delegation. */
  readonly maximumDelegationDays: number;
  /** Single-borrower limit of a small-loan company, as a share of its net assets. */
  readonly singleBorrowerShareOfNetAssets: DecimalText;
}
