import { type SearchAttributePair, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type { InstitutionId } from '../../contracts/ids';
import { processStart } from '../../contracts/processStart';
import { WORKFLOW_TYPES, type WorkflowType } from '../../contracts/workflowTypes';

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
      ...processStart(type, input.institutionId, attributes),
      workflowId,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      args: [input],
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
