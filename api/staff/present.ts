import type { Answer, staffChangeView, staffView } from '../../contracts/http';
import type { StaffChangeRow, StaffRow } from '../../gateways/database/staff';

/** Somebody who works for the reader's institution. */
export function presentStaff(row: StaffRow): Answer<typeof staffView> {
  const { userId: id, name, mail: email, rights, suspended, claimedTasks } = row;
  return {
    ...{ id, name, email, claimedTasks },
    rights: rights.map(({ role, createdAt: since }) => ({ role, since })),
    suspended: suspended && { since: suspended.createdAt, reason: suspended.reason },
  };
}

/** A change of somebody's rights. */
export function presentStaffChange(row: StaffChangeRow): Answer<typeof staffChangeView> {
  const { institutionId: _, userId: id, person, ...change } = row;
  return { ...change, person: { id, name: person.name } };
}
