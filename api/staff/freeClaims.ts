import { abandonedClaims } from '../../gateways/database/staff';
import { askToRecheck } from '../../gateways/temporal/caseProcesses';
import type { Parts } from '../kernel/parts';
import { inTime } from '../kernel/processes';

/** Processes free what somebody may not act on any more; those that can't be told now the sweeper tells. */
export async function freeClaims(parts: Parts, userId: string): Promise<void> {
  const { log, sql, temporal } = parts;
  const workflowIds = await abandonedClaims(sql, userId);
  await inTime(parts, () => Promise.all(workflowIds.map((id) => askToRecheck(temporal, id)))).catch(
    (error: unknown) => log.warn({ err: error }, 'claims of somebody who may not act are freed later'),
  );
}
