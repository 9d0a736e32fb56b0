import type { PaymentId } from '../ids';
import type { PaymentOrder, PaymentOutcome, PaymentStatus } from '../workflows/payment';
import type { CaseChange } from './caseFile';
import type { LoanFigures } from './loan';

/** What the bank said to an order or a question about it. */
export type BankAnswer =
  | PaymentOutcome
  /** In progress, or nobody knows: the money may have moved. */
  | { readonly status: 'UNKNOWN'; readonly code: string };

/** What the bank said to an order, and when the order was sent last. */
export interface Submission {
  readonly answer: BankAnswer;
  /** Business instant, epoch milliseconds: asking counts from there. */
  readonly sentAtMs: number;
}

/** Where the order of a key stands in our books. */
export interface OpenedPayment {
  /** Another payment than asked for when the key had an order before: it is followed, not doubled. */
  readonly paymentId: PaymentId;
  readonly status: PaymentStatus;
  readonly outcome: PaymentOutcome | null;
}

/** A finding that came with a status, to be booked once. */
export interface Settlement {
  readonly order: PaymentOrder;
  readonly outcome: PaymentOutcome;
  /** Where it is known from: the answer, a query, a notice, the statement file, a person. */
  readonly source: 'ANSWER' | 'QUERY' | 'NOTICE' | 'STATEMENT' | 'PERSON';
  /** The step on file: audit record, and the closing of the task to find out. */
  readonly change: CaseChange;
}

export interface Settled {
  /** What is booked; differs from what was asked for when another outcome was booked before. */
  readonly outcome: PaymentOutcome;
  /** The loan after it; null when nothing was booked on a loan. */
  readonly loan: LoanFigures | null;
}

export interface PaymentActivities {
  /** Writes the order's row, or finds the one that has its key. */
  openPayment(order: PaymentOrder): Promise<OpenedPayment>;
  /**
   * Marks the row as submitted, then sends the order. A second attempt asks the bank for the key first, and
   * sends again (same key) only what never reached it.
   * @throws BankNotReached when the bank certainly did not get it: tried again by Temporal
   */
  submitOrder(order: PaymentOrder): Promise<Submission>;
  markUnknown(order: PaymentOrder): Promise<void>;
  /** Asks the bank by key. `UNKNOWN` with code `NOT_FOUND` when it has no such order (yet). */
  queryOrder(order: PaymentOrder): Promise<BankAnswer>;
  /** Looks the order up in the statement file of its value date. */
  findInStatement(order: PaymentOrder): Promise<BankAnswer | { readonly status: 'FILE_NOT_READY' }>;
  /**
   * Books a final outcome: the payment's row and, when the money moved, the loan's event, its postings and
   * projections, in one transaction.
   */
  settlePayment(settlement: Settlement): Promise<Settled>;
}
