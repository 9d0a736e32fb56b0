import type { Role } from '../domain/approval/roles';
import type { InstitutionId, TaskId, UserId } from './ids';

/** What a person is asked to do. Each has one deadline in its workflow. */
export const TASK_KINDS = [
  'REVIEW_ENTERPRISE',
  'REVIEW_APPLICATION',
  'APPROVE_APPLICATION',
  'RELEASE_DISBURSEMENT',
  'RESOLVE_PAYMENT',
  'COLLECT_MANUALLY',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATUSES = ['OPEN', 'CLAIMED', 'DONE', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export type CaseType = 'ONBOARDING' | 'APPLICATION' | 'LOAN' | 'PAYMENT';

/** A task as its workflow opens it and the inbox shows it. */
export interface TaskToOpen {
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  readonly institutionId: InstitutionId;
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly workflowId: string;
  readonly role: Role;
  /** Instant by which it should be done, ISO 8601 with offset, business time. */
  readonly dueAt: string;
  /** Why the task exists, as a code with values; shown in the reader's language. */
  readonly reason: { readonly code: string; readonly detail?: Readonly<Record<string, string | number>> };
}

export interface TaskClosed {
  readonly taskId: TaskId;
  readonly status: 'DONE' | 'CANCELLED';
  readonly outcome: string;
  readonly by: UserId | null;
}
