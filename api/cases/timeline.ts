import type { TimelineEntry } from '../../contracts/http';
import type { Timeline } from '../../gateways/database/timeline';

/**
 * The story of a case, as its reader may see it. Applicants see how their case moved, its messages and payments, and
 * what they did themselves; not who of the staff worked on it, nor how.
 */
export function presentTimeline<Stage extends string>(
  timeline: Timeline<Stage>,
  showsStaff: boolean,
  readerId: string,
): Timeline<Stage> {
  if (showsStaff) return timeline;
  return timeline
    .filter(({ kind }) => kind !== 'TASK' && kind !== 'DECISION')
    .map(
      (entry): TimelineEntry<Stage> =>
        'by' in entry && entry.by?.id !== readerId ? { ...entry, by: null } : entry,
    );
}
