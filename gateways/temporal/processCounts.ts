import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import { ENDED_BADLY, RUNNING } from './visibility';

/** How many processes there are of an institution; of none: the platform's own. */
export interface ProcessCount {
  readonly institutionId: string | null;
  readonly running: number;
  readonly endedBadly: number;
}

const INSTITUTION = searchAttributes.institution.name;

/** Counts by institution, without looking at any process. */
export async function countProcesses(
  client: Client,
  institutionIds: readonly string[],
): Promise<readonly ProcessCount[]> {
  const counts: ProcessCount[] = [];
  for (const institutionId of [null, ...institutionIds]) {
    const own = institutionId === null ? `${INSTITUTION} IS NULL` : `${INSTITUTION} = '${institutionId}'`;
    const [running, endedBadly] = await Promise.all([
      client.workflow.count(`${own} AND ${RUNNING}`),
      client.workflow.count(`${own} AND ${ENDED_BADLY}`),
    ]);
    counts.push({ institutionId, running: running.count, endedBadly: endedBadly.count });
  }
  return counts;
}
