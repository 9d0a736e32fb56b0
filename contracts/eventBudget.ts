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
  /** What each vote of a committee may add. */
  readonly perVote?: number;
  /** What each relief of a fee that a rule grants may add. */
  readonly perRelief?: number;
}

export const EVENT_BUDGETS: Readonly<Partial<Record<WorkflowType, EventBudget>>> = {
  onboarding: {
    byStage: { BEGIN: 5, AWAITING_ACTIVATION: 15, CHECKING: 24, IN_REVIEW: 43, ACTIVE: 10, REFUSED: 10 },
  },
  application: {
    byStage: {
      BEGIN: 5,
      CHECKING: 10,
      SCORING: 26,
      IN_REVIEW: 21,
      IN_APPROVAL: 45,
      OFFERED: 22,
      AWAITING_RELEASE: 26,
      DISBURSING: 47,
      DISBURSED: 4,
    },
    perVote: 11,
  },
  payment: { byStage: { BEGIN: 13, SUCCEEDED: 9, FAILED: 4 } },
  fee: {
    byStage: {
      BEGIN: 5,
      QUOTED: 26,
      CONSENTED: 11,
      INVOICED: 13,
      PARTLY_COLLECTED: 3,
      COLLECTED: 4,
      REFUNDING: 13,
      REFUNDED: 4,
    },
    perRelief: 8,
  },
  loan: { byStage: { BEGIN: 59, CLOSED: 4 }, perOrder: 39 },
  collection: { byStage: { BEGIN: 6, M1: 140, M2: 100, M3: 84, CURED: 16 } },
  loanChange: { byStage: { BEGIN: 5, IN_APPROVAL: 65, REJECTED: 4, APPROVED: 4, WITHDRAWN: 4 } },
};
