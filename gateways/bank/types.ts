import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';

/** PAYOUT moves the institution's money to a borrower, COLLECT debits a borrower for the institution. */
export type BankPaymentKind = 'PAYOUT' | 'COLLECT';

/** An order to the bank. The key names the business operation and is the bank's for ever. */
export interface BankPaymentOrder {
  readonly key: string;
  readonly kind: BankPaymentKind;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountFen: Fen;
  /** Business date that it is ordered for; the bank books on this day or later. */
  readonly valueDate: IsoDate;
  readonly memo: string;
}

/** The bank's final word on a key. */
export type BankPaymentFinal =
  /** `bankDate`: the day on which the bank booked it, which may be later than what was asked for. */
  | { readonly status: 'succeeded'; readonly bankReference: string; readonly bankDate: IsoDate }
  /** `code` is one of the payment codes of `policy.json`, e.g. 51. */
  | { readonly status: 'failed'; readonly code: string };

/** The bank may have moved the money: never send again, ask by the key. */
export interface BankPaymentUnknown {
  readonly status: 'unknown';
  readonly why: 'PROCESSING' | 'TIMEOUT' | 'LINE_LOST' | 'SERVER_FAULT' | 'ANSWER_INVALID';
}

/**
 * What became of a key that was to be closed: nothing can ever be paid under it; or what was paid under it before;
 * or the bank has no such thing as closing.
 */
export type BankCloseOutcome =
  | BankPaymentFinal
  | BankPaymentUnknown
  | { readonly status: 'closed' }
  | { readonly status: 'unsupported' };

export type BankSubmitOutcome = BankPaymentFinal | BankPaymentUnknown;

/**
 * `notFound` is definite only after the bank's cut-off: an order that is still on its way can arrive after
 * the inquiry.
 */
export type BankInquiryOutcome = BankPaymentFinal | BankPaymentUnknown | { readonly status: 'notFound' };

/** One side of a movement in the bank's statement file. */
export interface StatementEntry {
  readonly sequence: number;
  readonly bankReference: string;
  /** The payment's key; empty for money from outside. */
  readonly key: string;
  readonly account: string;
  readonly counterparty: string;
  readonly direction: 'CREDIT' | 'DEBIT';
  readonly amountFen: Fen;
  /** The day on which the bank booked it. */
  readonly valueDate: IsoDate;
  readonly balanceAfterFen: Fen;
  readonly memo: string;
}

/** A day's file, checked against its trailer. */
export interface Statement {
  readonly date: IsoDate;
  readonly account: string;
  readonly entries: readonly StatementEntry[];
}
