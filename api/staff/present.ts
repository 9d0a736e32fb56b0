import type { Answer, staffChangeView, staffView } from '../../contracts/http';
import { teamOf } from '../../domain/staff/rights';
import type { readManagers, StaffChangeRow, StaffRow } from '../../gateways/database/staff';

/** Somebody who works for the reader's institution. */
export function presentStaff(
  row: StaffRow,
  { managerOf, claimedOf }: Awaited<ReturnType<typeof readManagers>>,
): Answer<typeof staffView> {
  const { userId: id, name, mail: email, rights, suspended, claimedTasks } = row;
  const team = teamOf(id, managerOf);
  const inHand = team.reduce((sum, each) => sum + (claimedOf.get(each) ?? 0), 0);
  return {
    ...{ id, name, email, claimedTasks, managerId: managerOf.get(id) ?? null },
    team: team.length === 0 ? null : { people: team.length, claimedTasks: inHand },
    rights: rights.map(({ role, createdAt: since }) => ({ role, since })),
    suspended: suspended && { since: suspended.createdAt, reason: suspended.reason },
  };
}

/** A change of somebody's rights. */
export function presentStaffChange(row: StaffChangeRow): Answer<typeof staffChangeView> {
  const { institutionId: _, userId: id, person, ...change } = row;
  return { ...change, person: { id, name: person.name } };
}
