import { type SearchAttributePair, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type { InstitutionId } from '../../contracts/ids';
import { searchAttributes } from '../../contracts/searchAttributes';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { WORKFLOW_TYPES, type WorkflowType, workflowSummary } from '../../contracts/workflowTypes';

/**
 * Begins a process that lives on by itself. One that was begun before, by the sweeper or before a reset, is left
 * alone.
 */
export async function beginOnce(
  type: WorkflowType,
  workflowId: string,
  input: { readonly institutionId: InstitutionId },
  attributes: readonly SearchAttributePair[] = [],
): Promise<void> {
  try {
    await startChild(WORKFLOW_TYPES[type], {
      workflowId,
      taskQueue: TASK_QUEUES.main,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      staticSummary: workflowSummary(type),
      typedSearchAttributes: [
        { key: searchAttributes.process, value: WORKFLOW_TYPES[type] },
        { key: searchAttributes.institution, value: input.institutionId },
        ...attributes,
      ],
      args: [input],
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
