import { MEMBER_ROLES, ROLES, type Role, STAFF_ROLES } from '../../../domain/approval/roles';
import type { MachineScope } from '../../../domain/machines/scopes';
import { accept, type Result, refuse } from '../../../domain/result';
import type { Caller } from '../routing/caller';
import type { FactorAsked } from './factor';

/** Who may call a route at all. Which rows the answer holds is the business of `scopeOf`. */
export interface Policy {
  /** For the description of the API. */
  readonly named: string;
  readonly isPublic: boolean;
  /** What it asks for of a second factor, of whoever is let in. */
  readonly factor: FactorAsked;
  /** With which scope a machine may call it as well; null: it is for people. */
  readonly scope: MachineScope | null;
  readonly judge: (caller: Caller | null) => Result<void, 'NOT_SIGNED_IN' | 'NOT_YOUR_ROLE'>;
}

/** Anybody, signed in or not. */
export const ANYBODY: Policy = {
  named: 'anybody',
  isPublic: true,
  factor: 'NOTHING',
  scope: null,
  judge: () => accept(undefined),
};

/** Everybody who is signed in, be it by the password alone: for the own session and its second factor. */
export const SIGNED_IN: Policy = {
  named: 'everybody signed in',
  isPublic: false,
  factor: 'NOTHING',
  scope: null,
  judge: withRole(ROLES),
};

/** Everybody of an enterprise or an institution, for what is theirs. */
export const MEMBERS: Policy = {
  named: 'everybody of an enterprise or an institution',
  isPublic: false,
  factor: 'PROVED',
  scope: null,
  judge: withRole(MEMBER_ROLES),
};

/** People of an enterprise, for their own enterprise. */
export const APPLICANT: Policy = {
  named: 'applicant',
  isPublic: false,
  factor: 'PROVED',
  scope: null,
  judge: (caller) => {
    if (caller === null) return refuse('NOT_SIGNED_IN');
    return caller.enterprise === null ? refuse('NOT_YOUR_ROLE') : accept(undefined);
  },
};

/** Staff with one of the roles. */
export function staff(...roles: readonly Role[]): Policy {
  return { named: roles.join(', '), isPublic: false, factor: 'PROVED', scope: null, judge: withRole(roles) };
}

/** Whoever may by one of two policies. */
export function either(one: Policy, other: Policy): Policy {
  return {
    ...one,
    named: `${one.named}, ${other.named}`,
    judge: (caller) => {
      const verdict = one.judge(caller);
      return verdict.ok ? verdict : other.judge(caller);
    },
  };
}

/** The same people, with a second factor that they proved lately: for what moves money or changes who may what. */
export function lately(factor: FactorAsked, policy: Policy): Policy {
  return { ...policy, factor };
}

/** The same people, and a machine of the institution whose token has the scope: for what is read. */
export function orMachine(scope: MachineScope, { judge, named, ...policy }: Policy): Policy {
  return {
    ...policy,
    named: `${named}; a machine with ${scope}`,
    scope,
    judge: (caller) => (caller?.machine?.scopes.includes(scope) ? accept(undefined) : judge(caller)),
  };
}

/** All staff. */
export const STAFF: Policy = staff(...STAFF_ROLES);

/** Whoever runs the platform: sees how it is, and of no institution what it does. */
export const OPERATOR: Policy = staff('operator');

/** Those who may look into the books. */
export const BOOKS: Policy = staff('finance', 'risk', 'admin', 'auditor');

function withRole(roles: readonly Role[]): Policy['judge'] {
  return (caller) => {
    if (caller === null) return refuse('NOT_SIGNED_IN');
    return caller.roles.some((role) => roles.includes(role)) ? accept(undefined) : refuse('NOT_YOUR_ROLE');
  };
}
