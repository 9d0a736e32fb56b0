import type { CheckFindings } from '../../domain/postLoan/findings';
import type { EnterpriseId, InstitutionId, PostLoanMatterId, UserId } from '../ids';
import type { MatterAnswer } from '../postLoan';
import type { CaseChange, Recorded } from './caseRecord';

/** What somebody answered. */
export interface AnsweredMatter {
  readonly outcome: MatterAnswer;
  readonly by: UserId;
  readonly note: string;
  /** Of a check. */
  readonly findings: CheckFindings | null;
}

export interface PostLoanActivities {
  /**
   * Looks at borrowers of an institution whose last look is long enough ago, asks registry and bureau about them (the
   * bureau with their consent only), and raises and clears warnings.
   */
  watchBorrowers(of: {
    readonly institutionId: InstitutionId;
    /** Business date of the look. */
    readonly on: string;
    /** After this borrower, in the order of ids; null: from the first. */
    readonly after: EnterpriseId | null;
  }): Promise<{
    readonly looked: number;
    readonly raised: number;
    /** The last borrower of the batch; null when it was the last batch. */
    readonly next: EnterpriseId | null;
  }>;
  /** Ends what is about borrowers that owe nothing any more, and writes down the checks that are due by grade. */
  callChecks(of: {
    readonly institutionId: InstitutionId;
    readonly on: string;
  }): Promise<{ readonly called: number }>;
  /** Writes what was answered, with what follows from it and the step of its process. */
  settlePostLoan(of: {
    readonly matterId: PostLoanMatterId;
    /** Null: it ended without anybody. */
    readonly answer: AnsweredMatter | null;
    readonly change: CaseChange;
  }): Promise<Recorded | null>;
}
