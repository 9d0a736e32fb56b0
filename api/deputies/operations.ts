import { checkDelegation, type Delegation } from '../../domain/approval/delegation';
import type { Role } from '../../domain/approval/roles';
import { isoDate } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';
import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  findAbsence,
  findDelegation,
  grantDelegation,
  listAbsences,
  listDelegations,
  type NamedAbsence,
  type NamedDelegation,
  revokeDelegation,
  sayAbsent,
  withdrawAbsence,
} from '../../gateways/database/deputies';
import { findPerson } from '../../gateways/database/people';
import { tellPeople } from '../../gateways/database/personNotices';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid, notFound } from '../kernel/problems/apiProblem';
import { accepted } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** Who decides in whose place, and who is away. */
export const deputyOperations = {
  grantDelegation: { who: lately('ACCESS', STAFF), audit: 'delegation.grant', do: grant },
  listDelegations: { who: STAFF, do: list },
  revokeDelegation: { who: STAFF, audit: 'delegation.revoke', do: revoke },
  sayAbsent: { who: STAFF, audit: 'absence.say', do: say },
  listAbsences: { who: STAFF, do: absences },
  withdrawAbsence: { who: STAFF, audit: 'absence.withdraw', do: withdraw },
} satisfies SomeOperations;

/** Roles that see what others lent. */
const OVERSEERS: readonly Role[] = ['admin', 'risk', 'auditor'];

async function grant(parts: Parts, call: Call<'grantDelegation'>): Promise<AnswerOf<'grantDelegation'>> {
  const { prisma, cipher } = parts;
  const institutionId = institutionOfCall(call);
  const { userId: principalId, roles: ownRoles } = callerOf(call);
  const { deputyId, roles, from, until, maximumFen, reason } = call.body;
  const delegation: Delegation = {
    principalId,
    deputyId,
    roles,
    from: isoDate(from),
    until: isoDate(until),
    maximumFen: fen(maximumFen),
    revokedOn: null,
  };
  const { today } = await businessTime(parts);
  const deputy = await findPerson(prisma, cipher, deputyId);
  const isDeputyActive = deputy?.institution?.id === institutionId;
  const of = { ownRoles, isDeputyActive, deputyRoles: deputy?.roles ?? [] };
  accepted(checkDelegation(delegation, of, parametersAt(today).approval, today));
  const id = call.subjectId;
  await grantDelegation(prisma, {
    ...{ id, institutionId, principalId, deputyId, roles, reason },
    ...{ firstDay: delegation.from, lastDay: delegation.until, maxFen: delegation.maximumFen },
  });
  await tellPeople(parts.sql, [deputyId], {
    ...{ dedupeKey: `DELEGATION_GRANTED/${id}`, topic: 'DELEGATION_GRANTED', institutionId },
    detail: { from, until, reason },
  });
  call.note({ delegationId: id, deputyId, roles: roles.join(','), from, until, maximumFen });
  return presentDelegation(found(await findDelegation(prisma, cipher, { id, institutionId })));
}

async function list(
  { prisma, cipher }: Parts,
  call: Call<'listDelegations'>,
): Promise<AnswerOf<'listDelegations'>> {
  const { userId, roles } = callerOf(call);
  const seesAll = roles.some((role) => OVERSEERS.includes(role));
  const of = { institutionId: institutionOfCall(call), personId: seesAll ? undefined : userId };
  const page = await listDelegations(prisma, cipher, of, call.query);
  return { ...page, items: page.items.map(presentDelegation) };
}

async function revoke(
  { prisma, cipher, sql }: Parts,
  call: Call<'revokeDelegation'>,
): Promise<AnswerOf<'revokeDelegation'>> {
  const of = { id: call.params.delegationId, institutionId: institutionOfCall(call) };
  const delegation = found(await findDelegation(prisma, cipher, of));
  if (!isOwnOrAdmin(callerOf(call), delegation.principalId)) throw notFound();
  await revokeDelegation(prisma, of.id);
  await tellPeople(sql, [delegation.deputyId], {
    ...{ dedupeKey: `DELEGATION_REVOKED/${of.id}`, topic: 'DELEGATION_REVOKED', detail: {} },
    institutionId: of.institutionId,
  });
  call.note({ delegationId: of.id });
  return presentDelegation(found(await findDelegation(prisma, cipher, of)));
}

async function say(parts: Parts, call: Call<'sayAbsent'>): Promise<AnswerOf<'sayAbsent'>> {
  const { prisma, cipher } = parts;
  const institutionId = institutionOfCall(call);
  const caller = callerOf(call);
  const { from, until, reason, userId = caller.userId } = call.body;
  if (!isOwnOrAdmin(caller, userId)) throw notFound();
  const person = found(await findPerson(prisma, cipher, userId));
  // Nobody learns here who works elsewhere.
  if (person.institution?.id !== institutionId) throw notFound();
  if (until < from) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'until' }]);
  const id = call.subjectId;
  const days = { firstDay: isoDate(from), lastDay: isoDate(until) };
  await sayAbsent(prisma, { id, institutionId, userId, ...days, reason, saidBy: caller.userId });
  call.note({ absenceId: id, userId, from, until });
  return presentAbsence(found(await findAbsence(prisma, cipher, { id, institutionId })));
}

async function absences(parts: Parts, call: Call<'listAbsences'>): Promise<AnswerOf<'listAbsences'>> {
  const { today } = await businessTime(parts);
  const of = { institutionId: institutionOfCall(call) };
  const rows = await listAbsences(parts.prisma, parts.cipher, of, today);
  return { items: rows.map(presentAbsence) };
}

async function withdraw({ prisma, cipher }: Parts, call: Call<'withdrawAbsence'>): Promise<void> {
  const of = { id: call.params.absenceId, institutionId: institutionOfCall(call) };
  const absence = found(await findAbsence(prisma, cipher, of));
  if (!isOwnOrAdmin(callerOf(call), absence.userId)) throw notFound();
  await withdrawAbsence(prisma, of.id);
  call.note({ absenceId: of.id });
}

function isOwnOrAdmin({ userId, roles }: Caller, ownerId: string): boolean {
  return userId === ownerId || roles.includes('admin');
}

function presentDelegation(row: NamedDelegation): AnswerOf<'grantDelegation'> {
  const { id, principal, deputy, roles, firstDay, lastDay, maxFen, reason, createdAt, revokedOn } = row;
  const days = { from: firstDay, until: lastDay };
  return { id, principal, deputy, roles, ...days, maximumFen: maxFen, reason, createdAt, revokedOn };
}

function presentAbsence(row: NamedAbsence): AnswerOf<'sayAbsent'> {
  const { id, user, firstDay, lastDay, reason, saidBy, createdAt } = row;
  return { id, user, from: firstDay, until: lastDay, reason, saidBy, createdAt };
}
