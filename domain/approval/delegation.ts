import { daysBetween, type IsoDate, parseIsoDate } from '../calendar/isoDate';
import { type Fen, parseFen } from '../money/fen';
import type { ApprovalParameters } from '../parameters/approval';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import type { Role } from './roles';

/** Authority lent to a deputy: dated, bounded by an amount, revocable, never lent on. */
export interface Delegation {
  readonly principalId: string;
  readonly deputyId: string;
  readonly institutionId: string;
  readonly roles: readonly Role[];
  readonly from: IsoDate;
  /** Last day. */
  readonly until: IsoDate;
  /** Largest amount of a case that the deputy may decide. */
  readonly maximumFen: Fen;
  /** First day on which it no longer holds; null while it stands. */
  readonly revokedOn: IsoDate | null;
}

/** What a deputy wants to act on. */
export interface DelegatedCase {
  readonly institutionId: string;
  readonly role: Role;
  readonly amountFen: Fen;
  readonly date: IsoDate;
}

/** Roles that can't be lent: they would break the separation of duties or belong to nobody else. */
const NEVER_LENT: readonly Role[] = ['applicant', 'admin', 'auditor', 'operator'];

/** Why a delegation can't be granted. */
export type DelegationRefusal =
  | RefusalOf<typeof parseIsoDate | typeof parseFen>
  | 'DELEGATION_TO_SELF'
  | 'NO_ROLES'
  | 'ROLE_NOT_HELD'
  | 'ROLE_NOT_LENDABLE'
  | 'DELEGATION_ENDS_BEFORE_START'
  | 'DELEGATION_TOO_LONG';

/**
 * Checks a delegation before it is granted.
 * @param ownRoles the principal's own roles, not those lent to the principal
 */
export function checkDelegation(
  delegation: Delegation,
  ownRoles: readonly Role[],
  parameters: ApprovalParameters,
): Result<void, DelegationRefusal> {
  const { principalId, deputyId, roles, from, until } = delegation;
  if (principalId === deputyId) return refuse('DELEGATION_TO_SELF', 'deputyId');
  if (roles.length === 0) return refuse('NO_ROLES', 'roles');
  if (roles.some((role) => NEVER_LENT.includes(role))) return refuse('ROLE_NOT_LENDABLE', 'roles');
  if (!roles.every((role) => ownRoles.includes(role))) return refuse('ROLE_NOT_HELD', 'roles');
  const days = [parseIsoDate(from, 'from'), parseIsoDate(until, 'until')];
  const noDay = days.find((day) => !day.ok);
  if (noDay !== undefined) return noDay;
  if (until < from) return refuse('DELEGATION_ENDS_BEFORE_START', 'until');
  const { maximumDelegationDays } = parameters;
  if (daysBetween(from, until) >= maximumDelegationDays) {
    return refuse('DELEGATION_TOO_LONG', 'until', { maximumDelegationDays });
  }
  const bound = parseFen(delegation.maximumFen, 'maximumFen');
  return bound.ok ? accept(undefined) : bound;
}

/** Whether a delegation lets its deputy act on a case. */
export function isInForce(delegation: Delegation, on: DelegatedCase): boolean {
  return (
    delegation.institutionId === on.institutionId &&
    delegation.roles.includes(on.role) &&
    delegation.from <= on.date &&
    on.date <= delegation.until &&
    (delegation.revokedOn === null || on.date < delegation.revokedOn) &&
    on.amountFen <= delegation.maximumFen
  );
}

/** The principals for whom a person may act on a case. */
export function principalsOf(
  deputyId: string,
  delegations: readonly Delegation[],
  on: DelegatedCase,
): readonly string[] {
  const lent = delegations.filter(
    (delegation) => delegation.deputyId === deputyId && isInForce(delegation, on),
  );
  return lent.map(({ principalId }) => principalId);
}

/**
 * Who decides in place of a person who may be absent: the person, else the first present deputy of that
 * person; null when nobody is there and the task must escalate.
 */
export function presentDecider(
  principalId: string,
  absentUserIds: readonly string[],
  delegations: readonly Delegation[],
  on: DelegatedCase,
): string | null {
  if (!absentUserIds.includes(principalId)) return principalId;
  const deputy = delegations.find(
    (delegation) =>
      delegation.principalId === principalId &&
      isInForce(delegation, on) &&
      !absentUserIds.includes(delegation.deputyId),
  );
  return deputy?.deputyId ?? null;
}
