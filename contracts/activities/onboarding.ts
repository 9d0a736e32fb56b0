import type { ScreeningOutcome } from '../../domain/parameters/kyc';
import type { EnterpriseId } from '../ids';

/** How a company stands in the registry. */
export const REGISTRY_STATUSES = ['IN_BUSINESS', 'ABNORMAL', 'REVOKED', 'DEREGISTERED'] as const;

export interface RegistryFinding {
  readonly found: boolean;
  readonly inBusiness: boolean;
  readonly nameMatches: boolean;
  readonly legalPersonMatches: boolean;
  /** Business date; null when it is not registered. */
  readonly establishedOn: string | null;
}

export interface ScreeningFinding {
  readonly outcome: ScreeningOutcome;
  readonly hits: number;
  readonly listVersion: string;
  /** The most alike of the entries that were hit, by list, number and what the hit goes by; never a name. */
  readonly entries: string;
}

export interface OnboardingActivities {
  /** Asks the registry and keeps what it said on the enterprise's row. */
  lookUpRegistry(of: { readonly enterpriseId: EnterpriseId }): Promise<RegistryFinding>;
  /** Screens the names of the enterprise and its people and keeps the hits on its row. */
  screenNames(of: {
    readonly enterpriseId: EnterpriseId;
    /** Business date. */
    readonly asOf: string;
  }): Promise<ScreeningFinding>;
  /** Grades the customer by what is known and keeps the grade on its row. */
  gradeEnterprise(of: {
    readonly enterpriseId: EnterpriseId;
    readonly registry: RegistryFinding;
    readonly screening: ScreeningFinding;
    /** Business date of the grading. */
    readonly asOf: string;
  }): Promise<{ readonly riskGrade: string; readonly reasons: readonly string[] }>;
}
