import type { AfterDecline, FailedOrder } from '../../domain/collection/nextOrder';
import type { OrderPolicy } from '../../domain/parameters/payments';
import type { FeeId, LoanId, PaymentId, UserId } from '../ids';
import type { PaymentOrder, PaymentOutcome, PaymentStatus } from '../workflows/payment';
import type { CaseChange } from './caseRecord';
import type { LoanFigures } from './loan';

/** What the bank said to an order or a question about it. */
export type BankAnswer =
  | PaymentOutcome
  /** In progress, or nobody knows: the money may have moved. */
  | { readonly status: 'UNKNOWN'; readonly code: string };

/** What became of sending an order. */
export type Submission =
  | {
      readonly status: 'SENT';
      readonly answer: BankAnswer;
      /** Business instant at which it was sent last, epoch milliseconds: asking counts from there. */
      readonly sentAtMs: number;
    }
  /** Nothing was sent: an open dispute about the same money holds it back. */
  | { readonly status: 'HELD' };

/** What the statement files say of an order. */
export type FileAnswer =
  | BankAnswer
  /** A file can't be read yet; business instant from which the last one of them is to be there. */
  | { readonly status: 'FILE_NOT_READY'; readonly readyAtMs: number }
  /** In no file, and sent too short ago to be sure: real milliseconds to wait. */
  | { readonly status: 'TOO_EARLY'; readonly forRealMs: number };

/** Where the order of a key stands in our books. */
export interface PaymentOfKey {
  /** Another payment than asked for when the key had an order before: it is followed, not doubled. */
  readonly paymentId: PaymentId;
  readonly status: PaymentStatus;
  readonly outcome: PaymentOutcome | null;
  /** Of the day on which the order was decided. */
  readonly policy: OrderPolicy;
}

/** HELD: nothing is written, an open dispute about the same money holds the order back. */
export type OpenedPayment = PaymentOfKey | { readonly status: 'HELD' };

/** A finding that came with a status, to be booked once. */
export interface Settlement {
  readonly order: PaymentOrder;
  readonly outcome: PaymentOutcome;
  /** Where it is known from: the answer, a query, the closing of the key, a notice, a statement file, a person. */
  readonly source: 'ANSWER' | 'QUERY' | 'CLOSING' | 'NOTICE' | 'STATEMENT' | 'PERSON';
  /** The step on file: audit record, and the closing of the task to find out. */
  readonly change: CaseChange;
}

export interface Settled {
  /** What is booked; differs from what was asked for when another outcome was booked before. */
  readonly outcome: PaymentOutcome;
  /** The loan after it; null when nothing was booked on a loan. */
  readonly loan: LoanFigures | null;
}

/** Nothing is booked: the movement that a person named has settled another order. */
export interface NotSettled {
  readonly notSettled: 'REFERENCE_USED';
}

/** The bank says something else than what is booked. */
export interface DisputeToOpen {
  readonly paymentId: PaymentId;
  readonly booked: PaymentOutcome;
  readonly claimed: PaymentOutcome;
  /** Business instant, ISO 8601. */
  readonly at: string;
}

/** A person settled a dispute. */
export interface DisputeSettlement {
  readonly paymentId: PaymentId;
  readonly number: number;
  readonly outcome: string;
  readonly actorId: UserId;
  readonly change: CaseChange;
}

export interface PaymentActivities {
  /**
   * Writes the order's row with its accounts, or finds the one that has its key. An order that the books could not
   * take is written as FAILED with code NOT_BOOKABLE, and never sent.
   */
  openPayment(order: PaymentOrder): Promise<OpenedPayment>;
  /**
   * Notes the send in the row, then sends the order. A second attempt asks the bank for the key first, and
   * sends again (same key) only what never reached it.
   * @throws BankNotReached when the bank certainly did not get it: tried again by Temporal
   */
  submitOrder(order: PaymentOrder): Promise<Submission>;
  markUnknown(order: PaymentOrder): Promise<void>;
  /** Asks the bank by key. `UNKNOWN` with code `NOT_FOUND` when it has no such order (yet). */
  queryOrder(order: PaymentOrder): Promise<BankAnswer>;
  /**
   * Has the bank close the key: FAILED with code CLOSED says that nothing can ever be paid under it; else what became
   * of the order, `UNKNOWN` with code CANT_CLOSE when the bank has no such thing.
   */
  closeOrder(order: PaymentOrder): Promise<BankAnswer>;
  /**
   * Looks the order up in the statement files of every day that it can be in. FAILED with code NOT_FOUND only when all
   * of them lack it, the bank can't close it, has no such order, and had the least real time to get it: the row is
   * final by then, so that it can't be sent any more.
   */
  findInFiles(order: PaymentOrder): Promise<FileAnswer>;
  /**
   * Books a final outcome: the payment's row and, when the money moved, the loan's event, its postings and
   * projections, in one transaction.
   */
  settlePayment(settlement: Settlement): Promise<Settled | NotSettled>;
  /**
   * Writes a contradiction down, which holds other orders about the same money back.
   * @returns the dispute's number; null when the same contradiction was settled before
   */
  openDispute(dispute: DisputeToOpen): Promise<number | null>;
  settleDispute(settlement: DisputeSettlement): Promise<void>;
  /**
   * What follows declined orders of a loan for one business operation, by the policy of the day on which the last is known.
   * @param of the orders, oldest first, and the business instant from which the last outcome is known
   */
  planNextOrder(of: {
    /** The loan's, or the fee's: the turn in a slot goes by it. */
    readonly loanId: LoanId | FeeId;
    readonly orders: readonly FailedOrder[];
    readonly knownFromMs: number;
  }): Promise<AfterDecline>;
}
