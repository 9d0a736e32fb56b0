import type { IsoDate } from '../calendar/isoDate';
import type { LprTenor } from '../calendar/lpr';
import type { FeeKind } from '../ledger/entries';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import type { FiveTierGrade } from '../overdue/grades';
import type { PrepaymentMode } from '../schedule/prepayment';
import type { RepaymentMethod } from '../schedule/types';
import type { ShiftedDates } from './collectionDates';
import type { WaterfallPreset } from './terms';

/** Where money came in: the bank account, a channel that settles later, or an unidentified receipt now claimed. */
export type ReceiptAccount = 'BANK' | 'CHANNEL' | 'UNIDENTIFIED';

/** Parts of an instalment that can be owed. */
export type Component = 'fee' | 'compound' | 'penalty' | 'interest' | 'principal';

interface EventBase {
  /** Order of recording within the loan, from 1; decides the order of events of one day. */
  readonly sequence: number;
  /** Day from which the event counts (value date). */
  readonly effectiveDate: IsoDate;
  /** Business day on which it was recorded; later than the effective date when backdated. */
  readonly recordedOn: IsoDate;
  /** Names the business operation; an event with the same key is the same event. */
  readonly businessKey: string;
  /** Day on which the bank booked the money, where a bank moved any. */
  readonly bankDate?: IsoDate;
  /** Collection dates that it fixed: of due dates that it brought up, where they were shifted. */
  readonly collectionDates?: ShiftedDates;
  /** Made by the end of day, not by a person or a payment. */
  readonly by?: 'EOD';
  /** Sequences of what the end of day had decided since and would not have, had it known of this. */
  readonly withdraws?: readonly number[];
}

/** Suspense goes back to the borrower. */
interface RefundedBody {
  readonly kind: 'REFUNDED';
  readonly amountFen: Fen;
  /** What of it reversals claim back. It follows from them: a fold fills it in, and nobody records it. */
  readonly claimedFen?: Fen;
}

/** Suspense is set off against what the borrower owes back of earlier refunds. */
interface SetOffBody {
  readonly kind: 'SET_OFF';
  readonly amountFen: Fen;
  /** As of a refund: its money was taken back since. */
  readonly claimedFen?: Fen;
}

/** An earlier event is taken back (a receipt bounced, a mistake); the loan is replayed without it. */
interface ReversedBody {
  readonly kind: 'REVERSED';
  readonly reverses: number;
  readonly reason: string;
  /** What had been refunded of it, or set off, and suspense lacks, by that event's sequence: it is owed back. */
  readonly claims?: Readonly<Record<string, Fen>>;
}

/** What can happen to a loan. Figures that follow from terms and earlier events are not in the event. */
export type LoanEventBody =
  | { readonly kind: 'DISBURSED'; readonly amountFen: Fen }
  /** The books are brought to this day: interest accrued, interest due, overdue principal transferred. Idempotent. */
  | { readonly kind: 'ACCRUED' }
  | {
      readonly kind: 'RECEIVED';
      readonly amountFen: Fen;
      readonly into: ReceiptAccount;
      /** Only when the borrower or a court fixed another order than the contract's. */
      readonly preset?: WaterfallPreset;
    }
  /** Money that waited in suspense pays what is due now. */
  | { readonly kind: 'SUSPENSE_APPLIED'; readonly amountFen: Fen }
  | {
      readonly kind: 'RATE_CHANGED';
      readonly annualRate: Rate;
      /** The LPR that a floating rate was looked up from; left out where people agreed on it. */
      readonly lookedUp?: { readonly tenor: LprTenor; readonly lpr: Rate; readonly publishedOn: IsoDate };
    }
  | {
      readonly kind: 'PREPAID';
      readonly principalFen: Fen;
      readonly mode: PrepaymentMode;
      /** Cash taken: accrued interest + principal + fee; must equal the quote of that day. */
      readonly amountFen: Fen;
      readonly into: ReceiptAccount | 'SUSPENSE';
    }
  | { readonly kind: 'EXTENDED'; readonly extraMonths: number; readonly annualRate?: Rate }
  | {
      readonly kind: 'RESCHEDULED';
      /** Months from the event's date to the new maturity. */
      readonly termMonths: number;
      readonly annualRate?: Rate;
      readonly method?: RepaymentMethod;
      readonly firstDueDate?: IsoDate;
    }
  /** Everything that is left falls due at once (宣布提前到期). */
  | { readonly kind: 'ACCELERATED' }
  | {
      readonly kind: 'WAIVED';
      readonly instalment: number;
      readonly component: 'fee' | 'compound' | 'penalty' | 'interest';
      readonly amountFen: Fen;
    }
  | {
      readonly kind: 'FEE_CHARGED';
      readonly feeKind: FeeKind;
      readonly amountFen: Fen;
      /** `PAID`: money came with it; `BILLED`: owed with the next instalment. */
      readonly settlement: 'PAID' | 'BILLED';
    }
  | { readonly kind: 'FEE_REFUNDED'; readonly feeKind: FeeKind; readonly amountFen: Fen }
  | { readonly kind: 'FEE_PAID_OVER'; readonly amountFen: Fen }
  | { readonly kind: 'CLASSIFIED'; readonly grade: FiveTierGrade; readonly reasons: readonly string[] }
  /** The allowance of the loan shall be this much. */
  | { readonly kind: 'PROVISIONED'; readonly targetFen: Fen }
  | { readonly kind: 'NON_ACCRUAL_ENTERED' }
  | { readonly kind: 'ACCRUAL_RESUMED' }
  | {
      readonly kind: 'WRITTEN_OFF';
      /** Written off before penalty and compound interest stayed a claim: what was due of them is claimed no more. */
      readonly dropsPenalty?: true;
    }
  | { readonly kind: 'RECOVERED'; readonly amountFen: Fen; readonly into: ReceiptAccount }
  | RefundedBody
  | SetOffBody
  | ReversedBody
  /** The calendar was found to be otherwise: due dates that lie ahead are collected on other days. */
  | { readonly kind: 'COLLECTION_DATES_CHANGED'; readonly collectionDates: ShiftedDates }
  | { readonly kind: 'CLOSED' };

export type LoanEvent = EventBase & LoanEventBody;
export type LoanEventKind = LoanEventBody['kind'];
/** One kind of event, with its fields. */
export type LoanEventOf<Kind extends LoanEventKind> = EventBase & Extract<LoanEventBody, { kind: Kind }>;
/** An event before it is recorded: the sequence is given by `appendLoanEvent`. */
export type NewLoanEvent = Omit<EventBase, 'sequence'> & LoanEventBody;

/** Whether the end of day decided it: a class, or that interest is no longer recognised. */
export function isNightDecision({ by, kind }: LoanEvent): boolean {
  return by === 'EOD' && (kind === 'CLASSIFIED' || kind === 'NON_ACCRUAL_ENTERED');
}

/**
 * Whether an event counts before another: by effective date, within a day in the order of recording, and what
 * the end of day decided after everything else of its day.
 */
export function precedes(left: LoanEvent, right: LoanEvent): boolean {
  if (left.effectiveDate !== right.effectiveDate) return left.effectiveDate < right.effectiveDate;
  const [isLeftLast, isRightLast] = [isNightDecision(left), isNightDecision(right)];
  return isLeftLast === isRightLast ? left.sequence < right.sequence : isRightLast;
}

/**
 * Events in the order in which they count. Any order of the list gives the same, and a backdated event comes
 * last on its day.
 */
export function inOrder(events: readonly LoanEvent[]): LoanEvent[] {
  return [...events].sort((left, right) => (precedes(left, right) ? -1 : 1));
}
