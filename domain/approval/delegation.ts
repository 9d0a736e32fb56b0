import { daysBetween, type IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { ApprovalParameters } from '../parameters/approval';
import { accept, type Result, refuse } from '../result';
import { mayHold } from '../staff/rights';
import type { Role } from './roles';

/**
 * Roles that may be lent. Others would undo the separation of duties (who looks after people and rights, who audits), or
 * are a person's alone: the veto of a committee's chair.
 */
export const LENDABLE_ROLES = [
  'customer_service',
  'reviewer',
  'approver',
  'committee',
  'board',
  'finance',
  'risk',
] as const;
export type LendableRole = (typeof LENDABLE_ROLES)[number];

/** Authority lent to a deputy: dated, bounded by an amount, revocable, never lent on. House design. */
export interface Delegation {
  readonly principalId: string;
  readonly deputyId: string;
  readonly roles: readonly LendableRole[];
  readonly from: IsoDate;
  /** Last day. */
  readonly until: IsoDate;
  /** Largest amount of a case that the deputy may decide. */
  readonly maximumFen: Fen;
  /** First day on which it no longer holds; null while it stands. */
  readonly revokedOn: IsoDate | null;
}

/** The people of a delegation, as the institution knows them. */
export interface DelegationPeople {
  /** The principal's own roles, not those lent to the principal. */
  readonly ownRoles: readonly Role[];
  /** Whether the deputy is an active member of staff of the institution. */
  readonly isDeputyActive: boolean;
  /** The deputy's own roles: who administers or audits does nothing else, by another's right neither. */
  readonly deputyRoles: readonly Role[];
}

/** Why a delegation can't be granted. */
export type DelegationRefusal =
  | 'DELEGATION_TO_SELF'
  | 'NO_AUTHORITIES'
  | 'AUTHORITY_NOT_HELD'
  | 'DELEGATION_ENDS_BEFORE_START'
  | 'DELEGATION_TOO_LONG'
  | 'DELEGATION_IS_OVER'
  | 'DEPUTY_INACTIVE'
  | 'ROLE_STANDS_ALONE'
  | 'AMOUNT_NOT_POSITIVE';

/** Checks a delegation before it is granted. @param today business date of the grant */
export function checkDelegation(
  { principalId, deputyId, roles, from, until, maximumFen }: Delegation,
  { deputyRoles, isDeputyActive, ownRoles }: DelegationPeople,
  { maximumDelegationDays }: ApprovalParameters,
  today: IsoDate,
): Result<void, DelegationRefusal> {
  if (principalId === deputyId) return refuse('DELEGATION_TO_SELF', 'deputyId');
  if (roles.length === 0) return refuse('NO_AUTHORITIES', 'roles');
  if (!roles.every((role) => ownRoles.includes(role))) return refuse('AUTHORITY_NOT_HELD', 'roles');
  if (until < from) return refuse('DELEGATION_ENDS_BEFORE_START', 'until');
  if (daysBetween(from, until) >= maximumDelegationDays) {
    return refuse('DELEGATION_TOO_LONG', 'until', { maximumDelegationDays });
  }
  if (until < today) return refuse('DELEGATION_IS_OVER', 'until');
  if (!isDeputyActive) return refuse('DEPUTY_INACTIVE', 'deputyId');
  if (!roles.every((role) => mayHold(role, deputyRoles))) return refuse('ROLE_STANDS_ALONE', 'deputyId');
  return maximumFen > 0 ? accept(undefined) : refuse('AMOUNT_NOT_POSITIVE', 'maximumFen');
}

/** Whether a delegation holds on a day; its first and its last one included. */
export function isInForce({ from, until, revokedOn }: Delegation, on: IsoDate): boolean {
  return from <= on && on <= until && (revokedOn === null || on < revokedOn);
}
