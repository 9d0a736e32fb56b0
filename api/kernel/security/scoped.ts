import { notFound } from '../problems/apiProblem';
import { callerOf } from '../routing/call';
import type { Caller } from '../routing/caller';
import { type Scope, scopeOf } from './scope';

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
