import type { Role } from '../../domain/approval/roles';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import type { CollectionPlan } from '../../domain/collection/collectionPlan';
import type { Result } from '../../domain/result';
import type { PrepaymentMode } from '../../domain/schedule/prepayment';
import type { LoanChangeId, LoanId, UserId } from '../ids';
import type { LoanChangeStatus } from '../loanChanges';
import type { RefusalCode } from '../refusals';
import type { CarriedTask } from '../workflows/loan';
import type { PaymentOrder } from '../workflows/payment';

/** A loan as far as its process looks at it. */
export interface LoanFigures {
  /** Nothing is owed any more. */
  readonly settled: boolean;
  /** Nothing falls due any more; what is claimed is recovered as it comes. */
  readonly writtenOff: boolean;
  /** Something is unpaid after its collection date. */
  readonly overdue: boolean;
  readonly daysPastDue: number;
  readonly principalOutstandingFen: number;
  /** Asked for on the day, suspense deducted. */
  readonly totalDueFen: number;
  /** Held for the borrower. */
  readonly suspenseFen: number;
  /** How many events are booked: more when something moved. */
  readonly events: number;
  /** The oldest instalment that something due is unpaid of; null when nothing is. */
  readonly oldestDue: {
    readonly number: number;
    readonly dueDate: string;
    readonly unpaidFen: number;
    /** Business instant at which it is looked whether it is overdue, epoch milliseconds. */
    readonly overdueCheckAtMs: number;
  } | null;
}

/** An instalment that the loan waits for, and what happens around the day on which it is collected. */
export interface InstalmentPlan extends Pick<CollectionPlan, 'reminders' | 'firstDebitAtMs'> {
  readonly number: number;
  readonly dueDate: string;
  readonly amountFen: number;
}

/**
 * What the books say a loan does next, and when by the rules in force: whoever follows it needs no table of rules.
 * A loan as of a day, or of the last day that is booked on it when that is later.
 */
export interface LoanPlan extends LoanFigures {
  /** The later of the two days. */
  readonly asOf: string;
  /**
   * What may be asked of the borrower for the day that was asked about: what was due on it, but never more than is
   * still due after what is booked for later days. Held money is deducted.
   */
  readonly askedFen: number;
  /** The first instalment from the asked one on that is not paid; null when there is none. */
  readonly instalment: InstalmentPlan | null;
  /** The highest number of an order at the bank that the instalment has, whichever process made it; 0 without one. */
  readonly ordersSoFar: number;
  /** The borrower's account was bound anew, for whichever of their loans, since the bank last declined a debit. */
  readonly isAccountNew: boolean;
  /** Its collection waits for the outcome of a debit, see `CollectionLook.awaitsDebit`. */
  readonly isDebitAwaited: boolean;
  /** When a floating rate is looked up next, and when the borrower is told before; left out where the rate is fixed. */
  readonly repricing?: { readonly date: string; readonly atMs: number; readonly noticeAtMs: number };
  /** When loans are looked at, HH:mm. */
  readonly officesOpen: string;
  /** Changes that are approved, whose day has come and that the loan has not taken yet, oldest first. */
  readonly approvedChanges: readonly LoanChangeId[];
  /** Business instant at which the day of the next one comes, epoch milliseconds; left out when none waits. */
  readonly nextChangeAtMs?: number;
}

/** What a loan's process that begins anew finds, besides its plan. */
export interface LoanTakenUp {
  /**
   * The code by which the bank declined the last debit since an account was bound or debits were resumed; null when
   * it was carried out, or there was none.
   */
  readonly lastDecline: string | null;
  /** That code says that the account must not be debited any more. */
  readonly stopsDebits: boolean;
  /** A person paused the debits, and nobody resumed them. */
  readonly isPausedByPerson: boolean;
  /** Its order that the bank has not said of what became of it; null when there is none. */
  readonly openOrder: PaymentOrder | null;
  /** The task to collect by hand that people see. */
  readonly manualTask: CarriedTask | null;
}

/** What became of an approved change. `REFUSED`: the books can't take it (any more), with the reason as a code. */
export interface TakenChange {
  readonly kind: LoanChangeKind;
  readonly status: 'APPLIED' | 'REFUSED';
  readonly code: RefusalCode | null;
}

/** What somebody of the house said to a change. */
export interface ChangeDecision {
  readonly changeId: LoanChangeId;
  /** For which role. */
  readonly role: Role;
  readonly decision: 'APPROVE' | 'REJECT';
  readonly decidedBy: UserId;
  /** Words; needed for a no. */
  readonly reason: string;
  /** Business instant, ISO 8601. */
  readonly at: string;
}

/** A day on which a floating rate is looked up. */
export interface RepricingOf {
  readonly loanId: LoanId;
  readonly date: string;
  /** Business instant, ISO 8601. */
  readonly at: string;
}

export interface LoanActivities {
  /**
   * Uses money that is held for what has fallen due, then tells the figures of the loan on a day and the instalment
   * to wait for.
   */
  planInstalment(of: {
    readonly loanId: LoanId;
    readonly fromInstalment: number;
    readonly asOf: string;
    /** Reminders of the asked instalment that were sent, as days before the due date: the plan leaves them out. */
    readonly remindersSent?: readonly number[];
  }): Promise<LoanPlan>;
  /** What a process before this one left open. */
  takeUpLoan(of: { readonly loanId: LoanId; readonly asOf: string }): Promise<LoanTakenUp>;
  /** The loan's first turn after a business instant, on a workday. Epoch milliseconds. */
  planLateDebit(of: {
    readonly loanId: LoanId;
    readonly afterMs: number;
  }): Promise<{ readonly atMs: number }>;
  /** Whether the amount may be debited on a day. */
  quoteRepayment(of: {
    readonly loanId: LoanId;
    readonly amountFen: number;
    readonly asOf: string;
  }): Promise<Result<{ readonly amountFen: number }, RefusalCode>>;
  /** The cash that a prepayment takes on a day. */
  quotePrepayment(of: {
    readonly loanId: LoanId;
    readonly principalFen: number;
    readonly mode: PrepaymentMode;
    readonly asOf: string;
  }): Promise<Result<{ readonly amountFen: number }, RefusalCode>>;
  /**
   * Writes what somebody of the house said to a change, once, and tells the borrower where it concerns them.
   * @returns how the change stands then: withdrawn meanwhile, it stays so
   */
  decideLoanChange(decision: ChangeDecision): Promise<{ readonly status: LoanChangeStatus }>;
  /** Takes an approved change: what it says of the books, of the enterprise's account, and its own row. */
  takeChange(of: {
    readonly loanId: LoanId;
    readonly changeId: LoanChangeId;
    /** Business instant, ISO 8601. */
    readonly at: string;
  }): Promise<TakenChange>;
  /** Tells the borrower what a floating rate would be on the day on which it is looked up anew. */
  announceRepricing(of: RepricingOf): Promise<void>;
  /** Looks a floating rate up for a day and books it, also one that did not move: the books know that it was looked up. */
  repriceLoan(of: RepricingOf): Promise<void>;
  /** Closes a loan that owes nothing. `closed` is false when its books say otherwise: look at it again. */
  closeLoan(of: { readonly loanId: LoanId; readonly asOf: string }): Promise<{ readonly closed: boolean }>;
}
