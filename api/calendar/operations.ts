import { isoDate } from '../../domain/calendar/isoDate';
import { addAuditRecords, type NewAuditRecord } from '../../gateways/database/audit';
import { declareDay } from '../../gateways/database/calendar';
import { listInstitutions } from '../../gateways/database/institutions';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { OPERATOR } from '../kernel/security/policy';

/** The days that differ from what is published: of all institutions, so the platform's operator says them. */
export const calendarOperations = {
  declareDay: {
    who: OPERATOR,
    audit: 'calendar.declare',
    do: declare,
  },
} satisfies SomeOperations;

async function declare(parts: Parts, call: Call<'declareDay'>): Promise<AnswerOf<'declareDay'>> {
  const { today } = await businessTime(parts);
  const { isWorkday, reason } = call.body;
  const declared = accepted(
    await declareDay(parts.sql, { date: isoDate(call.params.date), ...call.body }, today),
  );
  await tellInstitutions(parts, callerOf(call).userId, { date: declared.date, isWorkday, reason });
  return declared;
}

/** Their loans are collected on other days: each finds it in its own trail. */
async function tellInstitutions(
  { prisma }: Parts,
  actorId: string,
  detail: NewAuditRecord['detail'],
): Promise<void> {
  const institutions = await listInstitutions(prisma);
  const records = institutions.map(({ id }) => ({
    ...{ actorId, institutionId: id, action: 'calendar.declare' as const, caseType: 'INSTITUTION' as const },
    ...{ caseId: id, outcome: 'DONE', detail },
  }));
  await addAuditRecords(prisma, records);
}
