import { listInstitutions } from '../../gateways/database/institutions';
import { countProcesses } from '../../gateways/temporal/processCounts';
import type { Parts } from '../kernel/parts';
import { inTime } from '../kernel/processes';
import type { AnswerOf } from '../kernel/routing/call';

/** How the platform does, for whoever runs it: counts, and nothing of any institution's cases. */
export async function overview(parts: Parts): Promise<AnswerOf<'getOverview'>> {
  const institutions = await listInstitutions(parts.prisma);
  const [counts, queues] = await Promise.all([
    inTime(parts, () =>
      countProcesses(
        parts.temporal,
        institutions.map(({ id }) => id),
      ),
    ),
    parts.queues.states(),
  ]);
  const byId = new Map(institutions.map((institution) => [institution.id, institution]));
  const processes = counts.map(({ institutionId, ...count }) => ({
    institution: institutionId === null ? null : (byId.get(institutionId) ?? null),
    ...count,
  }));
  return { processes, queues: [...queues] };
}
