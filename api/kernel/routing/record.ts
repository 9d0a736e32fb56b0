import type { Request } from 'express';
import type { OperationId } from '../../../contracts/http';
import type { CaseType } from '../../../contracts/tasks';
import { addAuditRecord, type NewAuditRecord } from '../../../gateways/database/audit';
import type { Parts } from '../parts';
import { securityRules } from '../security/rules';
import type { Caller } from './caller';
import type { Operation } from './operation';

/** What a request turns out to be about, for the audit trail. */
export interface About {
  caseType: CaseType | null;
  caseId: string | null;
  institutionId: string | null;
  detail: NewAuditRecord['detail'];
}

interface Recorded extends Partial<Readonly<About>> {
  readonly caller: Caller | null;
  readonly outcome: string;
}

/** Writes the audit record of a request that changes something, of a refused one too. */
export async function record(
  parts: Parts,
  { audit, recordsItself }: Pick<Operation<OperationId>, 'audit' | 'recordsItself'>,
  request: Pick<Request, 'id'>,
  what: Recorded,
): Promise<void> {
  if (audit === undefined || audit === null || recordsItself) return;
  const { caller } = what;
  await recordAttempt(parts, {
    actorId: caller?.userId ?? null,
    institutionId: caller?.institution?.id ?? caller?.enterprise?.institutionId ?? what.institutionId ?? null,
    action: audit,
    caseType: what.caseType ?? null,
    caseId: what.caseId ?? null,
    outcome: what.outcome,
    detail: { requestId: request.id, ...what.detail },
  });
}

const DONE = ['DONE', 'REPEATED'];

/**
 * Adds to the audit trail, which nobody can shorten: what strangers try in vain is recorded one by one only so often,
 * then it is said that there was more, and counted in the figures.
 */
export async function recordAttempt(
  { limits, metrics, prisma }: Parts,
  attempt: NewAuditRecord,
): Promise<void> {
  const isStrangers = attempt.actorId === null && !DONE.includes(attempt.outcome);
  const { recordsOfStrangers } = securityRules();
  const beyond = isStrangers ? await limits.take('record', attempt.action, recordsOfStrangers) : null;
  if (beyond === null) return await addAuditRecord(prisma, attempt);
  metrics.leftOutOfAudit(attempt.action);
  if (!beyond.isFirst) return;
  await addAuditRecord(prisma, {
    ...attempt,
    institutionId: null,
    caseType: null,
    caseId: null,
    outcome: 'AND_MORE',
  });
}
