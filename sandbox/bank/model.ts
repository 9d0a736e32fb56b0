import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import type { Plan, PlanEvent } from '../kit/plans';

/** Whose account it is; money that comes in to an institution's account is announced to the platform. */
export type AccountKind = 'CUSTOMER' | 'INSTITUTION';

export interface Account {
  readonly no: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly balanceFen: Fen;
}

/** One side of a movement, in the order of the book. */
export interface Entry {
  readonly sequence: number;
  readonly bankReference: string;
  /** The payer's key of the payment or deposit; empty for a deposit without one. */
  readonly key: string;
  readonly account: string;
  /** The other account; empty for money from outside. */
  readonly counterparty: string;
  readonly direction: 'CREDIT' | 'DEBIT';
  readonly amountFen: Fen;
  /** The day on which the bank booked it; the entry is in the statement of this date. */
  readonly valueDate: IsoDate;
  readonly balanceAfterFen: Fen;
  readonly memo: string;
}

export type PaymentKind = 'PAYOUT' | 'COLLECT';

/** What a payer asks for. */
export interface PaymentOrder {
  readonly key: string;
  readonly kind: PaymentKind;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountFen: Fen;
  readonly valueDate: IsoDate;
  readonly memo: string;
}

export interface Payment {
  readonly order: PaymentOrder;
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** `00` or the code of the decline. */
  readonly code: string;
  /** The bank's own day: the order's value date, or later by plan or because the file of that day is out. */
  readonly bookedOn: IsoDate;
  readonly bankReference: string;
  /** How many more times an inquiry is answered "processing" (09) before the truth. */
  readonly concealedInquiries: number;
}

export interface Deposit {
  readonly key: string;
  readonly account: string;
  readonly payer: string;
  readonly amountFen: Fen;
  readonly valueDate: IsoDate;
  readonly memo: string;
}

/** How the bank tells the platform about an outcome. */
export type NoticeMode =
  | 'NORMAL'
  | 'LATE'
  | 'TWICE'
  | 'OUT_OF_ORDER'
  | 'NONE'
  /** Instead of the bank somebody else speaks: the opposite, wrongly signed. */
  | 'FORGED'
  /** Rightly signed and wrong: about another amount than was ordered. */
  | 'OTHER_AMOUNT';

/** A notice that is still to reach the platform; each delivery is signed afresh. */
export interface Notice {
  /** The same on every delivery, so that the receiver can tell a repetition. */
  readonly id: string;
  /** Wall clock, ms since 1970; the first delivery is not before. */
  readonly dueAtMs: number;
  /** Deliveries that are still wanted: two when planned TWICE. */
  readonly deliveriesLeft: number;
  /** Signed by somebody who doesn't know the secret, and sent once. */
  readonly isForged: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

export type BehaviourKind =
  | 'NORMAL'
  | 'NOT_REACHED'
  | 'TAKEN_NO_ANSWER'
  | 'SLOW'
  | 'HTTP_500'
  | 'DECLINE'
  /** The bank has no such route. */
  | 'NOT_SUPPORTED'
  /** A statement file without its end. */
  | 'TORN';

export interface Behaviour {
  readonly times: number;
  readonly kind: BehaviourKind;
  readonly code?: string | undefined;
  readonly delayMs?: number | undefined;
  readonly booked?: boolean | undefined;
  /** Days by which the bank's own day is later than the order's value date. */
  readonly bookedDaysLater?: number | undefined;
  readonly concealedInquiries?: number | undefined;
  readonly notice?: NoticeMode | undefined;
  readonly noticeDelayMs?: number | undefined;
}

/** What a plan applies to; what is left out matches everything. */
export interface PlanMatch {
  readonly on: 'PAYMENT' | 'INQUIRY' | 'CLOSE' | 'STATEMENT' | 'DEPOSIT';
  readonly account?: string | undefined;
  readonly keyPrefix?: string | undefined;
  readonly kind?: PaymentKind | undefined;
}

export type BankPlan = Plan<PlanMatch, Behaviour>;

/** Everything that ever changes the book; the journal is a list of these. */
export type BankEvent =
  | { readonly type: 'accountOpened'; readonly no: string; readonly name: string; readonly kind: AccountKind }
  | {
      readonly type: 'deposited';
      readonly deposit: Deposit;
      readonly bankReference: string;
      readonly notices: readonly Notice[];
    }
  | { readonly type: 'paymentTaken'; readonly payment: Payment; readonly notices: readonly Notice[] }
  | {
      readonly type: 'paymentReturned';
      readonly key: string;
      readonly bankReference: string;
      readonly valueDate: IsoDate;
    }
  | { readonly type: 'inquiryConcealed'; readonly key: string }
  | { readonly type: 'keyClosed'; readonly key: string }
  | { readonly type: 'fileHandedOut'; readonly date: IsoDate }
  | { readonly type: 'noticeDelivered'; readonly id: string }
  | { readonly type: 'noticeGivenUp'; readonly id: string }
  | PlanEvent<PlanMatch, Behaviour>;

/** The whole book, as a snapshot keeps it. */
export interface BankState {
  readonly accounts: readonly Account[];
  readonly entries: readonly Entry[];
  readonly payments: readonly Payment[];
  readonly closedKeys: readonly string[];
  readonly deposits: readonly Deposit[];
  readonly notices: readonly Notice[];
  readonly plans: readonly BankPlan[];
  readonly depositedFen: Fen;
  readonly handedOut: IsoDate | undefined;
  readonly planCount: number;
}
