import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  type EmergencyAccessRow,
  endEmergencyAccess,
  findEmergencyAccess,
  listEmergencyAccesses,
  openEmergencyAccess,
} from '../../gateways/database/emergencies';
import { listInstitutions } from '../../gateways/database/institutions';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, OPERATOR, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** The platform's operator breaks the glass of one institution: for a reason, until an instant, and seen by it. */
export const emergencyOperations = {
  openEmergencyAccess: { who: lately('ACCESS', OPERATOR), audit: 'emergency.open', do: open },
  listEmergencyAccesses: { who: staff('operator', 'admin', 'auditor'), do: list },
  endEmergencyAccess: { who: OPERATOR, audit: 'emergency.end', do: end },
} satisfies SomeOperations;

const MINUTES_AN_HOUR = 60;

async function open(
  parts: Parts,
  call: Call<'openEmergencyAccess'>,
): Promise<AnswerOf<'openEmergencyAccess'>> {
  const { institutionId, minutes, reason } = call.body;
  const institutions = await listInstitutions(parts.prisma);
  found(institutions.find(({ id }) => id === institutionId) ?? null);
  call.concerns(institutionId);
  const { today } = await businessTime(parts);
  const hours = parametersAt(today).security.emergencyAccessHours;
  if (minutes > hours * MINUTES_AN_HOUR) {
    throw new ApiProblem(422, 'EMERGENCY_ACCESS_TOO_LONG', { detail: { hours } });
  }
  const of = { id: call.subjectId, operatorId: callerOf(call).userId };
  await openEmergencyAccess(parts.sql, { ...of, institutionId, reason, minutes });
  const access = found(await findEmergencyAccess(parts.prisma, of));
  call.note({ accessId: access.id, reason: access.reason, endsAt: access.endsAt });
  return present(access);
}

async function list(
  { prisma }: Parts,
  call: Call<'listEmergencyAccesses'>,
): Promise<AnswerOf<'listEmergencyAccesses'>> {
  const { roles, userId } = callerOf(call);
  const of = roles.includes('operator') ? { operatorId: userId } : { institutionId: institutionOfCall(call) };
  const page = await listEmergencyAccesses(prisma, of, call.query);
  return { ...page, items: page.items.map(present) };
}

async function end({ prisma, sql }: Parts, call: Call<'endEmergencyAccess'>): Promise<void> {
  const of = { id: call.params.accessId, operatorId: callerOf(call).userId };
  const access = found(await findEmergencyAccess(prisma, of));
  call.concerns(access.institution.id);
  call.note({ accessId: access.id });
  await endEmergencyAccess(sql, access.id);
}

function present({ operator, operatorId, ...access }: EmergencyAccessRow): AnswerOf<'openEmergencyAccess'> {
  return { ...access, operator: { id: operatorId, name: operator.name } };
}
