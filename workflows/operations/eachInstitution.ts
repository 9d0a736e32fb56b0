import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  type ChildWorkflowHandle,
  condition,
  ParentClosePolicy,
  startChild,
  type Workflow,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { InstitutionId } from '../../contracts/ids';
import { processStart } from '../../contracts/processStart';
import type { InstitutionWork, PortfolioReport } from '../../contracts/workflows';
import { WORKFLOW_TYPES, type WorkflowType } from '../../contracts/workflowTypes';
import { activities } from '../shared/activities';

/** How long a run waits for its institutions, real time; work that lasts longer goes on by itself. */
const WAIT = '1 minute';

/**
 * Has the work of each institution done by a process of its own, so that one's trouble is nobody else's. One that
 * still runs from before is left alone.
 * @param more what its process is told besides its institution
 */
export async function eachInstitution(
  type: WorkflowType,
  workflowIdOf: (institutionId: InstitutionId) => string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<PortfolioReport> {
  let goingOn = 0;
  let ended = 0;
  const started: ChildWorkflowHandle<Workflow>[] = [];
  for (const institutionId of await activities.listInstitutions()) {
    const child = await begin(type, workflowIdOf(institutionId), { ...more, institutionId });
    if (child === null) goingOn += 1;
    else started.push(child);
  }
  for (const child of started) {
    child.result().then(
      () => (ended += 1),
      () => (ended += 1),
    );
  }
  await condition(() => ended === started.length, WAIT);
  return { done: ended, goingOn: goingOn + started.length - ended };
}

async function begin(
  type: WorkflowType,
  workflowId: string,
  work: InstitutionWork,
): Promise<ChildWorkflowHandle<Workflow> | null> {
  try {
    return await startChild(WORKFLOW_TYPES[type], {
      ...processStart(type, work.institutionId),
      workflowId,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      args: [work],
    });
  } catch (fault) {
    if (fault instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw fault;
  }
}
