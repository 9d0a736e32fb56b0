import type { IsoDate } from '../domain/calendar/isoDate';
import type { BookChange, BookChangeKind } from '../domain/changes/bookChange';
import type { LoanChangeKind } from '../domain/changes/kinds';
import type { ReversalCause } from '../domain/loan/reversedReceipt';
import type { Fen } from '../domain/money/fen';
import type { RiskFact } from '../domain/overdue/classification';

export const LOAN_CHANGE_STATUSES = [
  'REQUESTED',
  /** All of the house who must have approved; the borrower may agree until a deadline. */
  'OFFERED',
  'APPROVED',
  'REJECTED',
  /** Whoever asked asks no more. */
  'WITHDRAWN',
  /** The borrower said no, or nothing in time. */
  'DECLINED',
  'LAPSED',
  'APPLIED',
  'REFUSED',
] as const;
export type LoanChangeStatus = (typeof LOAN_CHANGE_STATUSES)[number];

/** How a change keeps an account number: sealed for its own row, found by its index, known by its ending. */
export interface SealedAccount {
  readonly cipher: string;
  readonly index: string;
  readonly ending: string;
}

/** What becomes known of a debtor, or of one of its loans, or is so no longer. */
export interface DebtorFactSaid {
  readonly fact: RiskFact;
  readonly covers: 'DEBTOR' | 'LOAN';
  readonly ends: boolean;
}

/** Money that people vouch for. */
export interface ManualReceipt {
  readonly amountFen: Fen;
  /** The day from which it counts. */
  readonly on: IsoDate;
  /** Ids of papers that were put to a case of the loan; at least one. */
  readonly evidence: readonly string[];
  /** Changes that the same papers prove too, which were known when it was asked for. */
  readonly alsoProves?: readonly string[];
  /** Under which the bank has it, or will. */
  readonly bankReference?: string;
  /** Money of the bank that was there when it was asked for, and that it is not: by its name in `BankMoney`. */
  readonly otherThan?: readonly string[];
}

/**
 * The event that is reversed, or the receipt that repaid what the loan's borrower owed back; and why: what was asked for
 * before people said why had bounced.
 */
export type ReceiptReversal =
  | { readonly sequence: number; readonly because?: ReversalCause }
  | RepaymentReversal;
export interface RepaymentReversal {
  readonly receiptId: string;
  readonly because: ReversalCause;
}

type NothingMore = Readonly<Record<string, never>>;

/** What each kind keeps of what was asked for. The books' own kinds keep all of it. */
export type LoanChangePayloads = {
  readonly RESUME_DEBIT: NothingMore;
  readonly PAUSE_DEBIT: NothingMore;
  readonly BIND_ACCOUNT: SealedAccount;
  readonly MANUAL_RECEIPT: ManualReceipt;
  /** Of the event that it reverses. */
  readonly REVERSE_RECEIPT: ReceiptReversal;
  readonly UPGRADE: NothingMore;
  readonly DEBTOR_FACT: DebtorFactSaid;
} & { readonly [Kind in BookChangeKind]: Extract<BookChange, { kind: Kind }> };

/** What a change keeps, whatever its kind. */
export type LoanChangePayload = LoanChangePayloads[LoanChangeKind];
