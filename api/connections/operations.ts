import {
  endConnection,
  findConnection,
  listConnections,
  recordConnection,
} from '../../gateways/database/connections';
import { findEnterprise } from '../../gateways/database/enterprises';
import { findPerson } from '../../gateways/database/people';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';

/** Who is connected with an enterprise; decides who must approve what it asks for, and who may not. */
export const connectionOperations = {
  recordConnection: { who: staff('reviewer', 'risk'), audit: 'connection.record', do: record },
  listConnections: { who: STAFF, do: list },
  endConnection: { who: staff('risk', 'admin'), audit: 'connection.end', do: end },
} satisfies SomeOperations;

async function record(parts: Parts, call: Call<'recordConnection'>): Promise<AnswerOf<'recordConnection'>> {
  const institutionId = institutionOfCall(call);
  const { enterpriseId } = call.params;
  found(await findEnterprise(parts.prisma, scopeOfCall(call), enterpriseId));
  call.about('ONBOARDING', enterpriseId);
  const { kind, reason } = call.body;
  const otherEnterpriseId = kind === 'CONTROL' ? await otherOf(parts, call) : null;
  const userId = kind === 'PERSON' ? await personOf(parts, call) : null;
  const recordedBy = callerOf(call).userId;
  const made = { id: call.subjectId, institutionId, enterpriseId, kind, reason, recordedBy };
  await recordConnection(parts.sql, { ...made, otherEnterpriseId, userId });
  call.note({ connectionId: made.id, kind });
  return found(await findConnection(parts.prisma, institutionId, made.id));
}

/** The enterprise at the other end, of the same institution. */
async function otherOf({ prisma }: Parts, call: Call<'recordConnection'>): Promise<string> {
  const field = 'otherEnterpriseId';
  const { otherEnterpriseId } = call.body;
  if (otherEnterpriseId === undefined) throw invalid([{ code: 'MISSING', field }]);
  if (otherEnterpriseId === call.params.enterpriseId)
    throw invalid([{ code: 'CONNECTED_WITH_ITSELF', field }]);
  const other = await findEnterprise(prisma, scopeOfCall(call), otherEnterpriseId);
  if (other === null) throw invalid([{ code: 'ENTERPRISE_UNKNOWN', field }]);
  return otherEnterpriseId;
}

/** One of the own institution's people: nobody learns here who works elsewhere. */
async function personOf({ prisma, cipher }: Parts, call: Call<'recordConnection'>): Promise<string> {
  const { userId } = call.body;
  if (userId === undefined) throw invalid([{ code: 'MISSING', field: 'userId' }]);
  const person = await findPerson(prisma, cipher, userId);
  if (person?.institution?.id !== institutionOfCall(call)) {
    throw invalid([{ code: 'PERSON_UNKNOWN', field: 'userId' }]);
  }
  return userId;
}

async function list({ prisma }: Parts, call: Call<'listConnections'>): Promise<AnswerOf<'listConnections'>> {
  const { enterpriseId } = call.params;
  found(await findEnterprise(prisma, scopeOfCall(call), enterpriseId));
  const rows = await listConnections(prisma, institutionOfCall(call), enterpriseId);
  return { items: rows };
}

async function end({ prisma, sql }: Parts, call: Call<'endConnection'>): Promise<AnswerOf<'endConnection'>> {
  const institutionId = institutionOfCall(call);
  const { connectionId } = call.params;
  const connection = found(await findConnection(prisma, institutionId, connectionId));
  call.about('ONBOARDING', connection.enterpriseId);
  call.note({ connectionId });
  const { userId: by } = callerOf(call);
  if (connection.recordedBy === by) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  const isEnded = await endConnection(sql, connectionId, { by, reason: call.body.reason });
  if (!isEnded) throw refusedBy({ code: 'CONNECTION_ENDED' });
  return found(await findConnection(prisma, institutionId, connectionId));
}
