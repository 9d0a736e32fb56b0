import { CancellationScope, type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';
import { WORKFLOW_TYPES } from '../../contracts/workflowTypes';

/** Portfolio work may be cancelled: its next run does what is left. */
const CANCELLABLE: readonly string[] = [WORKFLOW_TYPES.endOfDay, WORKFLOW_TYPES.reconciliation];

/**
 * A cancellation from the Temporal UI leaves a case alone: it would end between two steps, with money on its way
 * and nobody to book it. A case ends by what its people decide. Bundled with the workflows, as it is about all
 * that run in them, handlers of updates too.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  if (CANCELLABLE.includes(workflowInfo().workflowType)) return {};
  return {
    inbound: [
      {
        execute: (input, next) => CancellationScope.nonCancellable(() => next(input)),
        handleUpdate: (input, next) => CancellationScope.nonCancellable(() => next(input)),
      },
    ],
  };
};
