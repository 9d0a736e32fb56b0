import type { DecimalText } from './decimal';
import type { BilingualText } from './version';

export const CONTACT_CHANNELS = ['EMAIL', 'IN_APP', 'SMS', 'PHONE', 'LETTER', 'VISIT'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** What a step of the ladder does. The loan process maps each to a message, a task or an event. */
export const LADDER_ACTIONS = [
  'REMIND',
  'CHECK_BALANCE',
  'AUTO_DEBIT',
  'NOTIFY_OVERDUE',
  'STOP_LIMIT_INCREASE',
  'TRANSFER_TO_OVERDUE',
  'CALL_BY_SERVICE',
  'CALL_BY_COLLECTOR',
  'START_PENALTY',
  'OPEN_POST_LOAN_CHECK',
  'SEND_COLLECTION_LETTER',
  'NOTIFY_GUARANTOR',
  'FREEZE_LIMIT',
  'REVIEW_CLASSIFICATION',
  'VISIT_OR_INTERVIEW',
  'ASSESS_RESTRUCTURING',
  'DECLARE_ACCELERATION',
  'STOP_ACCRUAL',
  'CLASSIFY_SUBSTANDARD',
  'SEND_LAWYER_LETTER',
  'OPEN_LEGAL_CASE',
  'LITIGATE',
  'CLASSIFY_DOUBTFUL',
  'DISPOSE_COLLATERAL',
  'CLASSIFY_LOSS',
  'ASSESS_WRITE_OFF',
] as const;
export type LadderAction = (typeof LADDER_ACTIONS)[number];

/** Buckets that a step of the ladder opens. */
export type OverdueStage = 'M1' | 'M2' | 'M3' | 'M4' | 'M7+';

/** One rung: what happens on a day relative to the due date (after the shift to a workday). */
export interface LadderStep {
  /** Days past due; negative before the due date. */
  readonly day: number;
  /** Bucket that begins here, when one does. */
  readonly stage?: OverdueStage;
  readonly actions: readonly LadderAction[];
  readonly channels: readonly ContactChannel[];
  readonly text: BilingualText;
}

/** Limits of contact with debtors. Times are Asia/Shanghai, HH:mm. */
export interface ContactLimits {
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly maximumCallsPerDebtorPerDay: number;
  readonly vendorReviewMonths: number;
}

/** When a promise to pay is taken. */
export interface PromiseLimits {
  /** From the day on which it is made to its last day. */
  readonly days: number;
  /** So many broken in one episode, and none is taken any more. */
  readonly brokenAnEpisode: number;
  /** The least part of what is overdue: a promise of less would hold the ladder for next to nothing. */
  readonly leastShare: DecimalText;
}

export interface OverdueParameters {
  /** When reminders and notices go out and loans are looked at, HH:mm. */
  readonly officesOpen: string;
  /** In order of days. */
  readonly ladder: readonly LadderStep[];
  /** When the slots of the automatic debit begin on a due day, HH:mm. */
  readonly debitTimes: readonly string[];
  /** How long a slot lasts, from a debit time or from when offices open: loans have their turns in it. */
  readonly slotMinutes: number;
  readonly contactLimits: ContactLimits;
  readonly promises: PromiseLimits;
  /** Longest that collection is held for hardship or by risk, in days from when it is asked for. */
  readonly holdDays: number;
  /** So many days after its last one a promise waits at the most for the bank's file of that day. */
  readonly bankWaitDays: number;
  /** A letter gives so many days to pay. */
  readonly letterDays: number;
}
