import type { Approval } from '../../domain/approval/approvals';
import type { Sitting } from '../../domain/approval/committee';
import type { CommitteeRule } from '../../domain/parameters/approval';
import type { ApplicationId, EnterpriseId, InstitutionId, LoanId, UserId } from '../ids';
import type { GivenValues } from '../messages';
import type { WhyRefused } from '../refusals';
import type { WantedTerms } from '../workflows/application';

/** The way of an application through the approval matrix. */
export interface Routed {
  readonly outcome: 'ROUTED';
  readonly level: number;
  /** Of the connected group, with the request. */
  readonly exposureFen: number;
  /** Who must agree, in order; each another person. */
  readonly approvals: readonly Approval[];
  /** Who decides where the committee can't. */
  readonly above: readonly Approval[];
  /** People who are connected with the borrower: they take no part. */
  readonly connectedUserIds: readonly UserId[];
}
/** Nobody at all may approve it. */
export interface NotRouted {
  readonly outcome: 'REFUSED';
  readonly code: WhyRefused;
}

/** What an assessment means for the process; the whole of it is on the application's row. */
export type AssessmentFinding =
  | { readonly outcome: 'KNOCKED_OUT'; readonly reasonCodes: readonly WhyRefused[] }
  | {
      readonly outcome: 'TO_REVIEW';
      readonly grade: string;
      readonly score: number;
      readonly annualRate: string;
      readonly reasonCodes: readonly string[];
      /** Who must approve it, unless the reviewer makes it an exception. */
      readonly route: Routed;
      /** Why a policy is not kept, where it goes on for a granted appeal; else null. */
      readonly exceptionReason: string | null;
    };

/** Who sits on a case, and by which rule it decides. */
export interface CalledCommittee extends Pick<Sitting, 'chairId' | 'memberIds'> {
  readonly rule: CommitteeRule;
}

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

interface ToRoute extends OfApplication {
  readonly round: number;
  /** Why a policy is not kept; null when all are. */
  readonly exceptionReason: string | null;
}

/** Why an offer is not taken as it was signed. */
export type OfferRefusal = 'POINTS_ABOVE_LIMIT' | 'SHOWN_OTHERWISE';

export interface ApplicationActivities {
  /** Fields that are missing, as paths in the application; empty when it is complete. */
  checkCompleteness(of: OfApplication): Promise<{ readonly missing: readonly string[] }>;
  /** The enterprise's credit record; kept for the assessment. Nobody is asked once the consent to it is withdrawn. */
  pullCreditReport(
    of: OfApplication & { readonly enterpriseId: EnterpriseId },
  ): Promise<{ readonly outcome: 'PULLED'; readonly reportId: string } | { readonly outcome: 'NO_CONSENT' }>;
  /** Scores and prices by the parameters in force and keeps the assessment with their versions. */
  assessApplication(
    of: OfApplication & {
      /** Of the approval that it is for. */
      readonly round: number;
      /** Why what policy refuses goes on to people all the same; null: it does not. What the law caps never does. */
      readonly exceptionReason: string | null;
    },
  ): Promise<AssessmentFinding>;
  /** Writes down what the applicant wants instead of what was offered; nothing of it is approved. */
  changeTerms(of: WantedTerms & { readonly applicationId: ApplicationId }): Promise<void>;
  /** Schedule, itemised cost and annual cost, kept as they will be shown. */
  makeOffer(of: {
    readonly applicationId: ApplicationId;
    /** Business instant, epoch milliseconds. */
    readonly offeredAtMs: number;
  }): Promise<OfferMade>;
  /**
   * Writes down what the applicant accepted; what is paid out later is what stands there.
   * @returns why it can't be, where points are set against its fees that are not there any more, or it was shown
   * otherwise; null: it is
   */
  agreeFacility(of: {
    readonly applicationId: ApplicationId;
    readonly loanId: LoanId;
    /** Business instant, ISO 8601. */
    readonly agreedAt: string;
    /** The person of the enterprise who accepted. */
    readonly agreedBy: UserId;
    /** Points set against what is charged once. */
    readonly pointsUsed?: number;
    /** Of what was shown with them. */
    readonly shownSha256?: string;
  }): Promise<{ readonly refusedBy: OfferRefusal } | null>;
  /**
   * Finds out who must approve by what the connected group owes and may draw, and keeps it with the terms that it is
   * for.
   */
  routeApproval(of: ToRoute): Promise<Routed | NotRouted>;
  /** The committee as it stands now. */
  callCommittee(of: {
    readonly institutionId: InstitutionId;
    /** Business date. */
    readonly asOf: string;
  }): Promise<CalledCommittee>;
  /** Whether what was approved still stands: the same terms, and no more exposure than its level may approve. */
  approvalStands(of: OfApplication): Promise<{
    readonly stands: boolean;
    /** A loan of the enterprise is overdue so long that nothing is paid out to it. */
    readonly isFrozen: boolean;
  }>;
}
