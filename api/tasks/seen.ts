import { readDifferences } from '../../gateways/database/caseFacts';
import { isWaiting, type TaskRow } from '../../gateways/database/tasks';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { callerOf } from '../kernel/routing/call';

/**
 * Refuses a decision on facts of a case that others have changed since they were seen. What is over by now was perhaps
 * decided by this very request, whose answer got lost: its process knows.
 * @param seen the version of the case's facts that was looked at; undefined where nobody says
 * @throws ApiProblem STALE_VERSION with the differences
 */
export async function demandSeen(
  { sql }: Parts,
  call: Parameters<typeof callerOf>[0],
  task: TaskRow,
  seen: number | undefined,
): Promise<void> {
  if (seen === undefined || seen >= task.caseVersion || !isWaiting(task)) return;
  const differences = await readDifferences(sql, task, seen, callerOf(call).userId);
  if (differences.length === 0) return;
  const changed = differences.map(({ field }) => field).join(', ');
  throw new ApiProblem(409, 'STALE_VERSION', {
    detail: { version: task.caseVersion, changed },
    differences,
  });
}
