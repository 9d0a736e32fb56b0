import type { WorkflowType } from './workflowTypes';

/**
 * The most history events that a process may use in a stage when nothing unusual happens (one decision a
 * task, no escalation, no retry). History is a cost: it is stored, read again and replayed. A process whose
 * stages repeat (a loan's instalments) has its budget for each order at the bank.
 */
export interface EventBudget {
  readonly byStage: Readonly<Record<string, number>>;
  /** What each order at the bank may add, with the reminders before and the messages after it. */
  readonly perOrder?: number;
}

export const EVENT_BUDGETS: Readonly<Partial<Record<WorkflowType, EventBudget>>> = {
  onboarding: {
    byStage: { BEGIN: 5, AWAITING_ACTIVATION: 15, CHECKING: 25, IN_REVIEW: 20, ACTIVE: 15, REFUSED: 15 },
  },
  application: {
    byStage: {
      BEGIN: 5,
      CHECKING: 10,
      SCORING: 20,
      IN_REVIEW: 20,
      IN_APPROVAL: 35,
      OFFERED: 25,
      AWAITING_RELEASE: 25,
      DISBURSING: 25,
      DISBURSED: 10,
    },
  },
  payment: { byStage: { BEGIN: 20, SUCCEEDED: 10, FAILED: 10 } },
  loan: { byStage: { BEGIN: 20, CLOSED: 10 }, perOrder: 60 },
};
