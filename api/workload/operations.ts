import { addDays } from '../../domain/calendar/isoDate';
import { type LoadRow, readWorkload } from '../../gateways/database/workload';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

/** What people have to do, for those who see to it that it is done. */
export const workloadOperations = {
  getWorkload: { who: staff('risk', 'admin', 'auditor'), do: workload },
} satisfies SomeOperations;

const FOUR_WEEKS = 27;

async function workload(parts: Parts, call: Call<'getWorkload'>): Promise<AnswerOf<'getWorkload'>> {
  const { today } = await businessTime(parts);
  const to = call.query.to ?? today;
  const from = call.query.from ?? addDays(to as typeof today, -FOUR_WEEKS);
  const rows = await readWorkload(parts.sql, parts.cipher, institutionOfCall(call), { from, to });
  return {
    from,
    to,
    people: rows.flatMap(({ person, ...row }) => (person === null ? [] : [{ person, ...loadOf(row) }])),
    roles: rows.flatMap(({ role, ...row }) => (role === null ? [] : [{ role, ...loadOf(row) }])),
    kinds: rows.flatMap(({ kind, ...row }) => (kind === null ? [] : [{ kind, ...loadOf(row) }])),
  };
}

function loadOf(row: Omit<LoadRow, 'person' | 'role' | 'kind'>) {
  const { open, overdue, done, inTime, medianHours, slowHours } = row;
  return { open, overdue, done, inTime, medianHours, slowHours };
}
