import { findUndoneActs, findUnmovedActs, noteDone, noteMoved } from '../gateways/database/processActs';
import { hasMoved, perform, standingOf } from '../gateways/temporal/processActs';
import type { CarryOnParts } from './carryOn';
import { eachOf } from './eachOf';

/** Acts of one sweep; each is asked about by a call. */
const A_SWEEP = 100;

/** Does acts on processes that were approved and that nobody has done, and sees which processes have moved since. */
export async function followActs({ sql, client, log }: CarryOnParts): Promise<void> {
  for (const act of await findUndoneActs(sql, A_SWEEP)) {
    log.warn({ act: act.id }, 'an approved act on a process was not done');
    const standing = await standingOf(client, act.workflowId);
    const code = standing === null ? 'PROCESS_ENDED' : await perform(client, act, standing);
    await noteDone(sql, act.id, { code, historyLength: standing?.historyLength ?? 0 });
  }
  const unmoved = await findUnmovedActs(sql, A_SWEEP);
  const moved = await eachOf(unmoved, async (act) => {
    const standing = await standingOf(client, act.workflowId);
    return standing !== null && hasMoved(act, standing);
  });
  const ids = unmoved.filter((_, index) => moved[index]).map(({ id }) => id);
  if (ids.length > 0) await noteMoved(sql, ids);
}
