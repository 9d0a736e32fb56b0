import type { Approval } from '../../domain/approval/approvals';
import type { ApplicationId, EnterpriseId, LoanId } from '../ids';
import type { GivenValues } from '../messages';
import type { WhyRefused } from '../refusals';

/** What an assessment means for the process; the whole of it is on the application's row. */
export type AssessmentFinding =
  | { readonly outcome: 'KNOCKED_OUT'; readonly reasonCodes: readonly WhyRefused[] }
  | {
      readonly outcome: 'TO_REVIEW';
      readonly grade: string;
      readonly score: number;
      readonly annualRate: string;
      readonly reasonCodes: readonly string[];
      /** Who must agree, in order; each another person. */
      readonly approvals: readonly Approval[];
    };

export interface OfferMade {
  readonly annualRate: string;
  /** Annual cost with everything directly related, as a fraction. */
  readonly annualCost: string;
  readonly instalments: number;
  readonly firstDueDate: string;
  /** Business instant until which it stands, epoch milliseconds. */
  readonly expiresAtMs: number;
  /** What the mail about the offer says. */
  readonly message: GivenValues<'OFFER'>;
}

interface OfApplication {
  readonly applicationId: ApplicationId;
  /** Business date. */
  readonly asOf: string;
}

export interface ApplicationActivities {
  /** Fields that are missing, as paths in the application; empty when it is complete. */
  checkCompleteness(of: OfApplication): Promise<{ readonly missing: readonly string[] }>;
  /** The enterprise's credit record; kept for the assessment. */
  pullCreditReport(
    of: OfApplication & { readonly enterpriseId: EnterpriseId },
  ): Promise<{ readonly reportId: string }>;
  /** Scores and prices by the parameters in force and keeps the assessment with their versions. */
  assessApplication(of: OfApplication): Promise<AssessmentFinding>;
  /** Schedule, itemised cost and annual cost, kept as they will be shown. */
  makeOffer(of: {
    readonly applicationId: ApplicationId;
    /** Business instant, epoch milliseconds. */
    readonly offeredAtMs: number;
  }): Promise<OfferMade>;
  /** Writes down what the applicant accepted; what is paid out later is what stands there. */
  agreeFacility(of: {
    readonly applicationId: ApplicationId;
    readonly loanId: LoanId;
    /** Business instant, ISO 8601. */
    readonly agreedAt: string;
  }): Promise<void>;
  /**
   * Who must agree beside those who did, now that the borrower's exposure is looked at again; nobody when it is
   * still within what was approved.
   */
  approvalsToAdd(
    of: OfApplication & { readonly given: readonly Approval[] },
  ): Promise<{ readonly approvals: readonly Approval[] }>;
}
