import type { Priority, SearchAttributePair } from '@temporalio/common';
import { searchAttributes } from './searchAttributes';
import { queueOf } from './taskQueues';
import { WORKFLOW_TYPES, type WorkflowType, workflowSummary } from './workflowTypes';

/**
 * Whose tasks go first when more wait than workers take: people wait for an answer, money is under way, a loan has
 * the rest of its slot, portfolio work has the night.
 */
const TURN: Readonly<Record<WorkflowType, number>> = {
  onboarding: 1,
  application: 1,
  appeal: 1,
  fileChange: 1,
  loanChange: 1,
  dispute: 1,
  receipt: 1,
  breakCase: 1,
  postLoan: 1,
  payment: 2,
  loan: 3,
  fee: 3,
  collection: 3,
  endOfDay: 5,
  institutionEndOfDay: 5,
  reconciliation: 5,
  institutionReconciliation: 5,
  postLoanWatch: 5,
  institutionPostLoanWatch: 5,
  accessReview: 5,
  institutionAccessReview: 5,
};

/** What every process begins with, whoever begins it. Its children and activities inherit the priority. */
export interface ProcessStart {
  readonly taskQueue: string;
  readonly priority: Priority;
  /** What the Temporal UI shows. */
  readonly staticSummary: string;
  readonly typedSearchAttributes: SearchAttributePair[];
}

/**
 * Queue, turn and attributes of a process. Of tasks with the same turn institutions get the same share, so that the
 * morning of a large one is not the morning of all.
 * @param attributes more than its kind and its institution
 */
export function processStart(
  type: WorkflowType,
  institutionId: string,
  attributes: readonly SearchAttributePair[] = [],
): ProcessStart {
  return {
    taskQueue: queueOf(type),
    priority: { priorityKey: TURN[type], fairnessKey: institutionId },
    staticSummary: workflowSummary(type),
    typedSearchAttributes: [
      { key: searchAttributes.process, value: WORKFLOW_TYPES[type] },
      { key: searchAttributes.institution, value: institutionId },
      ...attributes,
    ],
  };
}
