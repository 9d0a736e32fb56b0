import type { Role } from '../approval/roles';
import { accept, type Result, refuse } from '../result';

/**
 * Who gives rights, and who audits, does nothing else: administration, business and audit are different people.
 * Source: GB/T 22239-2019 (等级保护 2.0), level 3, 8.1.5 security management centre.
 */
const STANDS_ALONE: readonly Role[] = ['admin', 'auditor'];

/** Somebody who works for an institution. */
export interface StaffMember {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly isSuspended: boolean;
}

/** What somebody wishes to become of a member of staff. */
export type StaffWish =
  | { readonly kind: 'GRANT' | 'TAKE'; readonly role: Role }
  | {
      readonly kind: 'SET_MANAGER';
      readonly managerId: string | null;
    }
  | { readonly kind: 'LEAVE' | 'REINSTATE' | 'FORGET_FACTORS' };

/** Why nothing comes of a wish. */
export type StaffRefusal =
  | 'OWN_RIGHTS'
  | 'RIGHT_HELD'
  | 'RIGHT_NOT_HELD'
  | 'ROLE_STANDS_ALONE'
  | 'NOT_SUSPENDED'
  | 'MANAGER_UNKNOWN'
  | 'MANAGER_IN_TEAM'
  | 'MANAGER_SAME';

/** Whether somebody may have a right beside others. */
export function mayHold(role: Role, beside: readonly Role[]): boolean {
  return beside.every((other) => other === role || ![role, other].some((one) => STANDS_ALONE.includes(one)));
}

/** Whether it makes sense to ask for a change of somebody's rights. @param askedBy the one who asks */
export function judgeStaffWish(
  wish: StaffWish,
  about: StaffMember,
  askedBy: string,
  managers: Managers = { staff: [], managerOf: new Map() },
): Result<void, StaffRefusal> {
  if (about.userId === askedBy) return refuse('OWN_RIGHTS');
  switch (wish.kind) {
    case 'GRANT':
      if (about.roles.includes(wish.role)) return refuse('RIGHT_HELD');
      return mayHold(wish.role, about.roles) ? accept(undefined) : refuse('ROLE_STANDS_ALONE');
    case 'TAKE':
      return about.roles.includes(wish.role) ? accept(undefined) : refuse('RIGHT_NOT_HELD');
    case 'LEAVE':
    case 'FORGET_FACTORS':
      return accept(undefined);
    case 'SET_MANAGER':
      return judgeManager(about.userId, wish.managerId, managers);
    case 'REINSTATE':
      return about.isSuspended ? accept(undefined) : refuse('NOT_SUSPENDED');
  }
}

/** Who works for an institution, and who answers for whom. */
export interface Managers {
  readonly staff: readonly string[];
  readonly managerOf: ReadonlyMap<string, string>;
}

/** Managers are a tree: nobody is answered for by somebody of one's own team, however far down. */
function judgeManager(
  userId: string,
  managerId: string | null,
  { staff, managerOf }: Managers,
): Result<void, 'MANAGER_UNKNOWN' | 'MANAGER_IN_TEAM' | 'MANAGER_SAME'> {
  if ((managerOf.get(userId) ?? null) === managerId) return refuse('MANAGER_SAME', 'managerId');
  if (managerId === null) return accept(undefined);
  if (!staff.includes(managerId)) return refuse('MANAGER_UNKNOWN', 'managerId');
  return [managerId, ...managersAbove(managerId, managerOf)].includes(userId)
    ? refuse('MANAGER_IN_TEAM', 'managerId')
    : accept(undefined);
}

/** The managers above somebody, the nearest first. */
function managersAbove(userId: string, managerOf: ReadonlyMap<string, string>): readonly string[] {
  const above: string[] = [];
  for (let next = managerOf.get(userId); next !== undefined; next = managerOf.get(next)) {
    // No circle holds it up, however it came about.
    if (above.includes(next)) break;
    above.push(next);
  }
  return above;
}

/** Everybody for whom somebody answers, by way of others too. */
export function teamOf(userId: string, managerOf: ReadonlyMap<string, string>): readonly string[] {
  return [...managerOf.keys()].filter((each) => managersAbove(each, managerOf).includes(userId));
}

/** Whether a person may decide what another one asked for about a third: four eyes, and neither of them the third's. */
export function judgeStaffDecision(
  change: {
    /** Whom it is about; null for somebody who is not here yet. */
    readonly userId: string | null;
    /** Null: the owner of the installation. */
    readonly requestedBy: string | null;
    readonly isDecided: boolean;
  },
  decidedBy: string,
): Result<void, 'ALREADY_DECIDED' | 'OWN_RIGHTS' | 'SAME_PERSON_AS_REQUESTER'> {
  if (change.isDecided) return refuse('ALREADY_DECIDED');
  if (change.userId === decidedBy) return refuse('OWN_RIGHTS');
  return change.requestedBy === decidedBy ? refuse('SAME_PERSON_AS_REQUESTER') : accept(undefined);
}

/** Whether a person may be suspended by another one: at once, by one alone, but nobody by oneself or twice. */
export function judgeSuspension(
  about: StaffMember,
  by: string,
): Result<void, 'OWN_RIGHTS' | 'ALREADY_SUSPENDED'> {
  if (about.userId === by) return refuse('OWN_RIGHTS');
  return about.isSuspended ? refuse('ALREADY_SUSPENDED') : accept(undefined);
}
