import type { PersonsAct } from '../../contracts/people';
import { isWaiting, type TaskRow } from '../../gateways/database/tasks';
import type { UpdateToSend } from '../../gateways/temporal/updates';
import type { Parts } from '../kernel/parts';
import { ApiProblem, unavailable } from '../kernel/problems/apiProblem';
import { updateNow } from '../kernel/processes';
import type { Call } from '../kernel/routing/call';

/**
 * Sends an update about a task that the inbox shows. A process that doesn't know it was set back, and brings the
 * table to agree within a minute: the same request may be repeated.
 */
export async function onTask<Value, Act extends PersonsAct>(
  parts: Parts,
  call: Call<'claimTask' | 'giveTaskBack' | 'takeTaskOver' | 'giveTask' | 'decideTask'>,
  task: TaskRow,
  what: UpdateToSend<Value, Act>,
): Promise<Value | null> {
  try {
    return await updateNow(parts, call, what, `/tasks?caseId=${encodeURIComponent(task.caseId)}`);
  } catch (problem) {
    if (isWaiting(task) && problem instanceof ApiProblem && problem.status === 404) {
      throw unavailable('PROCESSES_BUSY');
    }
    throw problem;
  }
}

/** The version that a person saw, where the request says which. */
export function versionOf({ version }: { readonly version?: number | undefined }) {
  return version === undefined ? {} : { version };
}
