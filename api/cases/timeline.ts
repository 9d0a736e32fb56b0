import type { z } from 'zod';
import type { timelineEntry } from '../../contracts/http';
import type { AuditRow } from '../../gateways/database/audit';

type TimelineEntry = z.output<typeof timelineEntry>;

/** Who did something: null when it was the platform itself. */
export function presentActor(row: AuditRow): TimelineEntry['actor'] {
  return row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '' };
}

/** What the processes write when a case moves on. */
const STAGE_ENTERED = 'STAGE_ENTERED';

/**
 * The story of a case, as its reader may see it. Applicants see how their case moved and what they did
 * themselves, not who of the staff worked on it.
 */
export function presentTimeline(
  rows: readonly AuditRow[],
  showsStaff: boolean,
  readerId: string,
): TimelineEntry[] {
  return rows
    .filter(({ outcome }) => outcome !== 'REPEATED')
    .filter((row) => showsStaff || row.action === STAGE_ENTERED || row.actorId === readerId)
    .map((row) => {
      const { at, action, outcome, detail } = row;
      const isOpen = showsStaff || row.actorId === readerId;
      return {
        at,
        actor: isOpen ? presentActor(row) : null,
        action,
        outcome,
        detail: isOpen ? { ...detail } : {},
      };
    });
}
