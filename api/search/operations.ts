import type { Role } from '../../domain/approval/roles';
import { search } from '../../gateways/database/search';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { MEMBERS } from '../kernel/security/policy';
import { scopeOfCall } from '../kernel/security/scope';
import { filterOf } from '../tasks/filter';
import { readerOf } from '../tasks/reader';
import { wishOf } from './wish';

/** Finding anything that one may see. */
export const searchOperations = {
  search: { who: MEMBERS, limit: 'search', do: find },
} satisfies SomeOperations;

/** Those who may list the people of their institution. */
const OVERSEERS: readonly Role[] = ['admin', 'risk', 'auditor'];

async function find(parts: Parts, call: Call<'search'>): Promise<AnswerOf<'search'>> {
  const caller = callerOf(call);
  const tasks = isStaff(caller) ? filterOf(await readerOf(parts, call), {}) : null;
  const seesPeople = isStaff(caller) && caller.roles.some((role) => OVERSEERS.includes(role));
  const field = { scope: scopeOfCall(call), tasks, seesPeople };
  const items = await search(parts.sql, parts.cipher, wishOf(call.query.q), field);
  // What was written off is overdue to its borrower.
  const told = (hit: (typeof items)[number]) =>
    hit.kind === 'LOAN' && hit.status === 'WRITTEN_OFF' ? { ...hit, status: 'OVERDUE' as const } : hit;
  return { items: isStaff(caller) ? items : items.map(told) };
}
