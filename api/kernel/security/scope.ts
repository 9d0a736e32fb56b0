import type { Scope } from '../../../gateways/database/scope';
import { notFound } from '../problems/apiProblem';
import { callerOf } from '../routing/call';
import type { Caller } from '../routing/caller';

/**
 * The rows that a caller may see.
 * @returns null for a person who belongs to nobody: sees nothing
 */
export function scopeOf(caller: Caller): Scope | null {
  if (caller.institution !== null) return { institutionId: caller.institution.id };
  const { enterprise } = caller;
  if (enterprise === null) return null;
  return { institutionId: enterprise.institutionId, enterpriseId: enterprise.id };
}

/** Roles that work with the personal data of a case. Others see them masked. */
const READS_PERSONAL_DATA = ['reviewer'] as const;

/** Whether personal data of an enterprise are shown in full: to its own people and to reviewers of its institution. */
export function maySeePersonalData(
  caller: Caller,
  of: { readonly enterpriseId: string; readonly institutionId: string },
): boolean {
  if (caller.enterprise?.id === of.enterpriseId) return true;
  const isOfInstitution = caller.institution?.id === of.institutionId;
  return isOfInstitution && READS_PERSONAL_DATA.some((role) => caller.roles.includes(role));
}

/** The rows that the caller may see; somebody who belongs to nobody sees nothing at all. */
export function scopeOfCall(call: { readonly caller: Caller | null }): Scope {
  const scope = scopeOf(callerOf(call));
  if (scope === null) throw notFound();
  return scope;
}

/** The institution of a member of staff. */
export function institutionOfCall(call: { readonly caller: Caller | null }): string {
  const { institution } = callerOf(call);
  if (institution === null) throw notFound();
  return institution.id;
}

/** A row that was found, or the same 404 for one that is unknown and one that is foreign. */
export function found<Row>(row: Row | null): Row {
  if (row === null) throw notFound();
  return row;
}
