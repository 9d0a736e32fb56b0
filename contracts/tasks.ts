import type { Sitting } from '../domain/approval/committee';
import type { DecisionReasonCode } from '../domain/approval/decisionReasons';
import type { Role } from '../domain/approval/roles';
import type { CaseStep } from '../domain/approval/separation';
import type { TaskKind } from '../domain/approval/tasks';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from './ids';
import type { ReasonCode } from './texts/texts';

export const TASK_STATUSES = ['OPEN', 'CLAIMED', 'DONE', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const CASE_TYPES = [
  'ONBOARDING',
  'APPLICATION',
  /** A refused application, looked at again. */
  'APPEAL',
  /** What an enterprise was registered with changes. */
  'FILE_CHANGE',
  'LOAN',
  /** What somebody wants changed about a running loan. */
  'LOAN_CHANGE',
  /** A loan that is overdue. */
  'COLLECTION',
  'PAYMENT',
  'RECEIPT',
  'BREAK',
  /** One charge. */
  'FEE',
  /** A warning about a borrower, or a check of it. */
  'POST_LOAN',
  /** The portfolio of an institution: its end of day, its reconciliation. */
  'INSTITUTION',
] as const;
export type CaseType = (typeof CASE_TYPES)[number];

/** What a process's id begins with, and what kind of case it is about. */
const CASE_TYPE_OF: Readonly<Record<string, CaseType | undefined>> = {
  onboarding: 'ONBOARDING',
  application: 'APPLICATION',
  appeal: 'APPEAL',
  fileChange: 'FILE_CHANGE',
  loan: 'LOAN',
  loanChange: 'LOAN_CHANGE',
  collection: 'COLLECTION',
  payment: 'PAYMENT',
  dispute: 'PAYMENT',
  receipt: 'RECEIPT',
  break: 'BREAK',
  fee: 'FEE',
  postLoan: 'POST_LOAN',
  endOfDay: 'INSTITUTION',
  reconciliation: 'INSTITUTION',
  postLoanWatch: 'INSTITUTION',
  accessReview: 'INSTITUTION',
};

/** The case that a process is about, by its id; null: the platform's own work, or no process of ours. */
export function caseOfProcess(
  workflowId: string,
): { readonly caseType: CaseType; readonly caseId: string } | null {
  const [word = '', caseId = ''] = workflowId.split('/');
  const caseType = Object.hasOwn(CASE_TYPE_OF, word) ? CASE_TYPE_OF[word] : undefined;
  return caseType === undefined || caseId === '' ? null : { caseType, caseId };
}

/** Why a task exists, as a code with values; shown in the reader's language. */
export interface TaskReason {
  readonly code: ReasonCode;
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
  /** How often the case asked for this step, from 1: who took it in another round may take it again. */
  readonly round: number;
  /** Instant by which it must be done, ISO 8601 with offset, business time. */
  readonly dueAt: string;
  /** By which it was routed, fen; null where it is about no amount. */
  readonly amountFen: number | null;
  readonly reason: TaskReason;
  /** Of a task that a committee votes on. */
  readonly sitting?: SittingToOpen;
}

/** Who sits on a case, fixed when it is asked. */
export interface SittingToOpen extends Omit<Sitting, 'recusedUserIds' | 'deadlineMs'> {
  /** Business instants, ISO 8601. */
  readonly openedAt: string;
  readonly deadline: string;
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
  /** Grows with each change of who has it. */
  readonly version: number;
}

/** What may change about who has an open task. */
export type TaskChange = 'CLAIMED' | 'GIVEN_BACK' | 'GIVEN' | 'TAKEN_OVER';

export interface TaskClosed {
  readonly taskId: TaskId;
  readonly status: 'DONE' | 'CANCELLED';
  /** The decision, or why it was cancelled. */
  readonly outcome: string;
  readonly by: UserId | null;
  /** The principal, where a deputy decided. */
  readonly onBehalfOf?: UserId;
  /** When a person decided: the step of the case that it took, in which round, and why. */
  readonly decided?: {
    readonly step: CaseStep;
    readonly round: number;
    /** The words; of a refusal the applicant reads them. */
    readonly reason: string;
    /** The number that the reason counts under; null where decisions have none. */
    readonly reasonCode?: DecisionReasonCode | null;
    /** Words that stay inside. */
    readonly note?: string;
  };
}
