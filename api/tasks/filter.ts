import type { TaskWish } from '../../contracts/http';
import { isInForce } from '../../domain/approval/delegation';
import type { Role } from '../../domain/approval/roles';
import { OPEN_TASK, type TaskFilter } from '../../gateways/database/tasks';
import type { TaskReader } from './reader';

/** Which tasks of the reader's institution are meant by the words of a URL. */
export function filterOf(reader: TaskReader, wish: TaskWish): TaskFilter {
  const { kind, caseId, title, productCode, grade, stage } = wish;
  return {
    institutionId: reader.institutionId,
    roles: rolesShown(reader, wish.role),
    statuses: statusesShown(wish),
    kind,
    caseId,
    title,
    claimedBy: wish.mine === 'true' ? reader.actor.userId : undefined,
    ...snoozedShown(reader, wish),
    unclaimed: wish.unclaimed === 'true',
    overdue: wish.overdue === 'true',
    ...{ productCode, grade, stage },
    stageDays: numberOf(wish.stageDays),
    leastFen: numberOf(wish.leastFen),
    mostFen: numberOf(wish.mostFen),
  };
}

/** What the reader put off is out of sight, unless it is asked for. */
function snoozedShown({ actor: { userId } }: TaskReader, { snoozed, status, caseId }: TaskWish) {
  if (snoozed === 'true') return { snoozedBy: userId };
  return status === undefined && caseId === undefined ? { notSnoozedBy: userId } : {};
}

const numberOf = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));

/** Of a case all its tasks; else those that wait for somebody. */
function statusesShown({ status, caseId }: TaskWish): TaskFilter['statuses'] {
  if (status !== undefined) return [status];
  return caseId === undefined ? OPEN_TASK : undefined;
}

/** Roles that watch over the work of all others. */
const OVERSEERS: readonly Role[] = ['admin', 'auditor', 'risk'];

function rolesShown(reader: TaskReader, asked: Role | undefined): readonly Role[] | undefined {
  const seesAll = reader.actor.roles.some((role) => OVERSEERS.includes(role));
  const shown = rolesOf(reader);
  if (asked !== undefined) return seesAll || shown.includes(asked) ? [asked] : [];
  return seesAll ? undefined : shown;
}

/** The own roles, and those that were lent for today; the chair of a committee sees what it is asked. */
export function rolesOf({ actor: { roles, delegations = [] }, today }: TaskReader): readonly Role[] {
  const lent = delegations.filter((delegation) => isInForce(delegation, today));
  const seats: readonly Role[] = roles.includes('committee_chair') ? ['committee'] : [];
  return [...new Set([...roles, ...seats, ...lent.flatMap((delegation) => delegation.roles)])];
}
