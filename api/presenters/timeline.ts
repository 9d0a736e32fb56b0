import type { z } from 'zod';
import type { timelineEntry } from '../../contracts/http';
import type { AuditRow } from '../../gateways/database/queries/audit';

type TimelineEntry = z.output<typeof timelineEntry>;

/** Who did something: null when it was the platform itself. */
export function presentActor(row: AuditRow): TimelineEntry['actor'] {
  return row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '' };
}

/** The story of a case, as its reader may see it: applicants do not learn the names of staff. */
export function presentTimeline(
  rows: readonly AuditRow[],
  showsStaff: boolean,
  readerId: string,
): TimelineEntry[] {
  return rows
    .filter((row) => showsStaff || row.outcome === 'DONE' || row.actorId === readerId || row.actorId === null)
    .map((row) => {
      const { at, action, outcome, detail } = row;
      const isNamed = showsStaff || row.actorId === readerId;
      const actor = isNamed || row.actorId === null ? presentActor(row) : { id: 'staff', name: '' };
      return { at, actor, action, outcome, detail: isNamed || row.actorId === null ? { ...detail } : {} };
    });
}
