import { z } from 'zod';
import { IDENTIFY_REASONS } from '../domain/reconciliation/identify';
import { DIRECTIONS, MATCH_CLASSES } from '../domain/reconciliation/matchDay';
import { CONDUCT_KINDS } from '../domain/staff/conduct';
import { PAYMENT_PURPOSES } from './workflows/payment';

/** How a movement of the bank's file and one of the books compare; PENDING: our order waits for its outcome. */
export const RECONCILIATION_OUTCOMES = [...MATCH_CLASSES, 'PENDING'] as const;
export type ReconciliationOutcome = (typeof RECONCILIATION_OUTCOMES)[number];

/** What doesn't agree, or what could not be done, so that a person must look. */
export const BREAK_KINDS = [
  /** The bank has a movement that the books don't have. */
  'LONG',
  /** The books have a movement that the bank doesn't have, on the next day either. */
  'SHORT',
  /** The bank has a movement more than once. */
  'DUPLICATE',
  /** The bank moved another amount than the books hold. */
  'AMOUNT_DIFF',
  /** The bank's closing balance of a day is not that of our account. */
  'BALANCE',
  /** The file of a day can't be read. */
  'FILE',
  /** A transfer could not be booked on the loan that it is for. */
  'TRANSFER',
  /** Money that people vouched for, and that the bank has not shown in the days that it may take. */
  'IN_TRANSIT',
  /** A notice of the bank is about another amount than its order. */
  'NOTICE_AMOUNT',
  /** An order was not sent because the books could not take what it would move. */
  'NOT_BOOKABLE',
  /** Money that moved could not be booked as what it was ordered for. */
  'BOOKED_ASIDE',
  /** What a prepayment lets fall away of a loan's fees could not be asked for. */
  'FEE_RELIEF',
  /** The bank says that a movement which has settled one order carried out another. */
  'REFERENCE_USED',
  /** A loan's row, its events and the ledger don't say the same. */
  'REFOLD',
  /** The end of day had to leave a loan out. */
  'DAY_EXCEPTION',
  /** A case goes on and has no process, and nothing but a person can tell how. */
  'PROCESS',
  /** A payer was refunded money that was taken back since, and owes it back. */
  'PAYER_CLAIM',
  /** Somebody of the staff did more in a day than is usual: risk looks. */
  'CONDUCT',
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export const BREAK_STATUSES = ['OPEN', 'RESOLVED'] as const;
export type BreakStatus = (typeof BREAK_STATUSES)[number];

/** What a person needs to know of a break; which of it there is follows from its kind. Amounts in fen. */
export const breakDetail = z
  .strictObject({
    /** Business day of the bank's file. */
    date: z.iso.date(),
    /** First business day that a loan was left out of. */
    since: z.iso.date(),
    key: z.string(),
    purpose: z.enum(PAYMENT_PURPOSES),
    direction: z.enum(DIRECTIONS),
    bankReference: z.string(),
    bankFen: z.int(),
    booksFen: z.int(),
    /** Of a difference: known to be open. Of a claim: what of it is open now. */
    openFen: z.int(),
    orderedFen: z.int(),
    amountFen: z.int(),
    loanId: z.uuid(),
    loanNo: z.string(),
    /** Of conduct: who did what how often, and from what on somebody looks. */
    person: z.string(),
    conduct: z.enum(CONDUCT_KINDS),
    count: z.int(),
    limit: z.int(),
    /** A figure of the loan, as its row has it and as its events say. */
    figure: z.string(),
    stored: z.string(),
    folded: z.string(),
    workflowId: z.string(),
    /** Of the process; GONE when there is none. */
    status: z.string(),
    code: z.string(),
    refusal: z.string(),
    /** Codes, by comma. */
    refusals: z.string(),
    /** What a program said. */
    why: z.string(),
    error: z.string(),
  })
  .exactPartial();
export type BreakDetail = Readonly<z.output<typeof breakDetail>>;

/** Why money that came in could not be booked by itself. */
export const RECEIPT_REASONS = [
  'UNKNOWN_PAYER',
  ...IDENTIFY_REASONS,
  /** The books of the loan that it is for don't take it. */
  'LOAN_BROKEN',
  /** Money was entered on the loan by hand that the bank has not shown yet: it may be this. */
  'ENTERED_BY_HAND',
  'DUPLICATE',
  'AMOUNT_DIFF',
  /** By an order that counts as failed. */
  'ORDER_FAILED',
  /** A loan gave it up, and the bank has it still. */
  'TAKEN_BACK',
] as const;
export type ReceiptReason = (typeof RECEIPT_REASONS)[number];

export const RECEIPT_STATUSES = ['OPEN', 'CLAIMED', 'RETURNED', 'CAPITAL'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];
