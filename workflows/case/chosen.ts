import type { Recorded } from '../../contracts/activities';
import type { CaseRecord } from './caseRecord';
import { CLAIM_ACTIONS, statusOf } from './task';
import type { Tasks } from './tasks';

/**
 * Gives new tasks to whom the institution's setting has chosen. The database knows who is there and how much they have;
 * that somebody may decide is the process's word: it knows of those who stepped back.
 */
export async function giveToChosen(
  tasks: Tasks,
  record: CaseRecord,
  chosen: Recorded['chosen'],
): Promise<void> {
  for (const { taskId, to } of chosen) {
    const task = tasks.find(taskId);
    if (statusOf(task) !== 'OPEN' || !tasks.standingOf(task, to).ok) continue;
    task.version += 1;
    task.changes.push({ version: task.version, what: 'GIVEN', by: null });
    Object.assign(task, { claimedBy: to.userId, status: 'CLAIMED' } satisfies Partial<typeof task>);
    await record.write(`claim/${taskId}`, {
      claim: { taskId, by: to.userId, from: null, version: task.version },
      audit: {
        actorId: null,
        action: CLAIM_ACTIONS.GIVEN,
        outcome: task.kind,
        detail: { taskId, to: to.userId },
      },
    });
  }
}
