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
  await begin(type, workflowId, input, attributes, WorkflowIdReusePolicy.REJECT_DUPLICATE);
}

/** The same for a process that may have lived before and is over. @returns false when it is running */
export async function beginAgain(
  type: WorkflowType,
  workflowId: string,
  input: { readonly institutionId: InstitutionId },
  attributes: readonly SearchAttributePair[] = [],
): Promise<boolean> {
  return await begin(type, workflowId, input, attributes, WorkflowIdReusePolicy.ALLOW_DUPLICATE);
}

async function begin(
  type: WorkflowType,
  workflowId: string,
  input: { readonly institutionId: InstitutionId },
  attributes: readonly SearchAttributePair[],
  workflowIdReusePolicy: WorkflowIdReusePolicy,
): Promise<boolean> {
  try {
    await startChild(WORKFLOW_TYPES[type], {
      ...processStart(type, input.institutionId, attributes),
      workflowId,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy,
      args: [input],
    });
    return true;
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
    return false;
  }
}
