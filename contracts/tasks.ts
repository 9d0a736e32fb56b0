import type { Role } from '../domain/approval/roles';
import type { CaseStep } from '../domain/approval/separation';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from './ids';

/** What a person is asked to do. Each has one deadline in its workflow. */
export const TASK_KINDS = [
  'REVIEW_ENTERPRISE',
  'REVIEW_APPLICATION',
  'APPROVE_APPLICATION',
  'RELEASE_DISBURSEMENT',
  'RETRY_DISBURSEMENT',
  'RESOLVE_PAYMENT',
  'CONFIRM_PAYMENT',
  'SETTLE_DISPUTE',
  'COLLECT_MANUALLY',
  'RETRY_REFUND',
  'IDENTIFY_RECEIPT',
  'CONFIRM_RETURN',
  'RESOLVE_BREAK',
  'CONFIRM_BREAK',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATUSES = ['OPEN', 'CLAIMED', 'DONE', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export type CaseType = 'ONBOARDING' | 'APPLICATION' | 'LOAN' | 'PAYMENT' | 'RECEIPT' | 'BREAK';

/** What may be decided on a task, and by whom. */
export interface TaskRule {
  /** The role whose inbox shows it, unless the task itself names another (approval matrix). */
  readonly role: Role;
  /** The step of the case that deciding it takes; bars people of other steps (see `mayDecide`). */
  readonly step: CaseStep;
  readonly decisions: readonly string[];
  /** Decisions that need a reason in words. */
  readonly reasonFor: readonly string[];
  /** Decisions that need the bank's reference: what is booked as moved must be found in the bank's book. */
  readonly bankReferenceFor?: readonly string[];
  /** Decisions that need a loan. */
  readonly loanFor?: readonly string[];
  /** Business hours of the clock until the person is reminded; doubled each time it passes. */
  readonly dueHours: number;
}

/** One rule for each kind, read by the validators, the API and the inbox. */
export const TASK_RULES = {
  REVIEW_ENTERPRISE: {
    role: 'reviewer',
    step: 'REVIEW',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    dueHours: 24,
  },
  REVIEW_APPLICATION: {
    role: 'reviewer',
    step: 'REVIEW',
    decisions: ['APPROVE', 'REJECT', 'ASK_FOR_MORE'],
    reasonFor: ['REJECT', 'ASK_FOR_MORE'],
    dueHours: 24,
  },
  APPROVE_APPLICATION: {
    role: 'approver',
    step: 'APPROVE',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    dueHours: 24,
  },
  RELEASE_DISBURSEMENT: {
    role: 'finance',
    step: 'RELEASE',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    dueHours: 24,
  },
  /** The bank declined a disbursement for a reason that waiting does not cure. */
  RETRY_DISBURSEMENT: {
    role: 'finance',
    step: 'SERVICE',
    decisions: ['TRY_AGAIN', 'CANCEL'],
    reasonFor: ['CANCEL'],
    dueHours: 24,
  },
  /** Nobody could find out what became of an order: a person asks the bank and says. */
  RESOLVE_PAYMENT: {
    role: 'finance',
    step: 'RESOLVE',
    decisions: ['SUCCEEDED', 'FAILED'],
    reasonFor: ['SUCCEEDED', 'FAILED'],
    bankReferenceFor: ['SUCCEEDED'],
    dueHours: 24,
  },
  /** What a person says became of money that goes out: a second one asks the bank too. */
  CONFIRM_PAYMENT: {
    role: 'finance',
    step: 'CONFIRM',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
    dueHours: 24,
  },
  /** The bank contradicts what is booked. Books are never overwritten: a person settles it. */
  SETTLE_DISPUTE: {
    role: 'finance',
    step: 'SERVICE',
    decisions: ['BOOKS_ARE_RIGHT', 'CORRECTED_BY_HAND'],
    reasonFor: ['BOOKS_ARE_RIGHT', 'CORRECTED_BY_HAND'],
    dueHours: 24,
  },
  /** Automatic debits are used up: somebody talks to the borrower. Stays open until the due is paid. */
  COLLECT_MANUALLY: {
    role: 'finance',
    step: 'SERVICE',
    decisions: ['TRY_AGAIN'],
    reasonFor: [],
    dueHours: 72,
  },
  /** The bank declined to give held money back for a reason that waiting does not cure. */
  RETRY_REFUND: {
    role: 'finance',
    step: 'SERVICE',
    decisions: ['TRY_AGAIN'],
    reasonFor: [],
    dueHours: 72,
  },
  /** Money came in that nobody ordered: whose is it? */
  IDENTIFY_RECEIPT: {
    role: 'finance',
    step: 'RESOLVE',
    decisions: ['BOOK_ON_LOAN', 'BOOK_AS_CAPITAL', 'RETURN'],
    reasonFor: ['BOOK_AS_CAPITAL', 'RETURN'],
    loanFor: ['BOOK_ON_LOAN'],
    dueHours: 48,
  },
  /** Money that nobody claimed goes back to who paid it: a second person agrees. */
  CONFIRM_RETURN: {
    role: 'finance',
    step: 'CONFIRM',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
    dueHours: 24,
  },
  /** Bank, ledger and loans don't say the same, or something could not be done. Closes itself when it comes right. */
  RESOLVE_BREAK: {
    role: 'finance',
    step: 'RESOLVE',
    decisions: ['SETTLED'],
    reasonFor: ['SETTLED'],
    dueHours: 24,
  },
  /** What a person says settles a break about money that went out: a second one looks too. */
  CONFIRM_BREAK: {
    role: 'finance',
    step: 'CONFIRM',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
    dueHours: 24,
  },
} as const satisfies Readonly<Record<TaskKind, TaskRule>>;

/** Why a task exists, as a code with values; shown in the reader's language. */
export interface TaskReason {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** A task as its workflow opens it and the inbox shows it. */
export interface TaskToOpen {
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  readonly institutionId: InstitutionId;
  readonly enterpriseId: EnterpriseId | null;
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly workflowId: string;
  readonly role: Role;
  /** Instant by which it should be done, ISO 8601 with offset, business time. */
  readonly dueAt: string;
  readonly reason: TaskReason;
}

/** A task as its workflow sees it. */
export interface TaskView {
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  readonly role: Role;
  readonly status: TaskStatus;
  readonly claimedBy: UserId | null;
  readonly dueAt: string;
  readonly escalations: number;
}

export interface TaskClosed {
  readonly taskId: TaskId;
  readonly status: 'DONE' | 'CANCELLED';
  /** The decision, or why it was cancelled. */
  readonly outcome: string;
  readonly by: UserId | null;
  /** When a person decided: the step of the case that it took, in which round, and why. */
  readonly decided?: { readonly step: CaseStep; readonly round: number; readonly reason: string };
}
