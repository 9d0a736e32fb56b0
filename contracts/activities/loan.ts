import type { Refusal, Result } from '../../domain/result';
import type { PrepaymentMode } from '../../domain/schedule';
import type { LoanId } from '../ids';
import type { CaseChange } from './caseFile';

/** A loan as far as its process looks at it. */
export interface LoanFigures {
  /** Nothing is owed any more. */
  readonly settled: boolean;
  /** Something is unpaid after its collection date. */
  readonly overdue: boolean;
  readonly daysPastDue: number;
  readonly principalOutstandingFen: number;
  /** Asked for on the day, suspense deducted. */
  readonly totalDueFen: number;
  /** Held for the borrower. */
  readonly suspenseFen: number;
  /** The oldest instalment that something due is unpaid of; null when nothing is. */
  readonly oldestDue: {
    readonly number: number;
    readonly dueDate: string;
    readonly unpaidFen: number;
  } | null;
}

/** An instalment that the loan waits for. */
export interface InstalmentPlan {
  readonly number: number;
  readonly dueDate: string;
  /** The due date moved to the following workday: the day of the automatic debit. */
  readonly collectionDate: string;
  readonly amountFen: number;
}

export interface LoanPlan extends LoanFigures {
  /** The first instalment from the asked one on that is not paid; null when there is none. */
  readonly instalment: InstalmentPlan | null;
}

export interface LoanActivities {
  /** The figures of the loan on a day and the instalment to wait for. */
  planInstalment(of: {
    readonly loanId: LoanId;
    readonly fromInstalment: number;
    readonly asOf: string;
  }): Promise<LoanPlan>;
  /** Whether the amount may be debited on a day. Refusals: NOT_AN_AMOUNT, MORE_THAN_OWED, LOAN_CLOSED. */
  quoteRepayment(of: {
    readonly loanId: LoanId;
    readonly amountFen: number;
    readonly asOf: string;
  }): Promise<Result<{ readonly amountFen: number }, Refusal>>;
  /** The cash that a prepayment takes on a day. */
  quotePrepayment(of: {
    readonly loanId: LoanId;
    readonly principalFen: number;
    readonly mode: PrepaymentMode;
    readonly asOf: string;
  }): Promise<Result<{ readonly amountFen: number }, Refusal>>;
  /** Uses money in suspense for what is due, when there is any. */
  applySuspense(of: {
    readonly loanId: LoanId;
    readonly instalment: number;
    readonly asOf: string;
  }): Promise<LoanFigures>;
  /** Closes a loan that owes nothing, with the last change of its case. */
  closeLoan(of: {
    readonly loanId: LoanId;
    readonly asOf: string;
    readonly change: CaseChange;
  }): Promise<void>;
}
