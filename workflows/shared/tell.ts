import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import { lookAgainSignal } from '../../contracts/workflows';

/**
 * Has another process look at its books again.
 * @param because for people: what moved
 * @returns false when it is over, or never was
 */
export async function tellToLook(workflowId: string, because: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because });
    return true;
  } catch (fault) {
    if (!(fault instanceof ApplicationFailure)) throw fault;
    return false;
  }
}
