import type { Request } from 'express';
import type { OperationId } from '../../../contracts/http';
import type { CaseType } from '../../../contracts/tasks';
import { addAuditRecord, type NewAuditRecord } from '../../../gateways/database/audit';
import { noteRequestSource } from '../../../gateways/database/requestSources';
import type { Parts } from '../parts';
import { networkOf } from '../security/address';
import { securityRules } from '../security/rules';
import type { Caller } from './caller';
import type { Operation } from './operation';

/** What a request turns out to be about, for the audit trail. */
export interface About {
  caseType: CaseType | null;
  caseId: string | null;
  /** Where it belongs, when no session says so or the session's is another. */
  concerns: { readonly institutionId: string | null; readonly enterpriseId: string | null } | null;
  /** The machine that acts, where it has no token yet. */
  machineId: string | null;
  detail: NewAuditRecord['detail'];
  /** Personal data of the case are shown in full to somebody else than its own people. */
  isPersonal: boolean;
}

interface Recorded extends Partial<Readonly<About>> {
  readonly caller: Caller | null;
  readonly outcome: string;
}

/** Writes the audit record of a request that changes something, of a refused one too. */
export async function record(
  parts: Parts,
  { audit, isApart, recordsItself }: Pick<Operation<OperationId>, 'audit' | 'isApart' | 'recordsItself'>,
  { id: requestId, ip }: Pick<Request, 'id' | 'ip'>,
  what: Recorded,
): Promise<void> {
  if (audit === undefined || audit === null || recordsItself) return;
  const { caller } = what;
  const attempt = {
    actorId: caller?.userId ?? what.machineId ?? null,
    ...whereOf(caller, what.concerns ?? (isApart ? NOWHERE : null)),
    action: audit,
    caseType: what.caseType ?? null,
    caseId: what.caseId ?? null,
    outcome: what.outcome,
    detail: { requestId, ...what.detail },
  };
  await recordAttempt(parts, { requestId, ip: ip ?? '' }, attempt);
}

const NOWHERE = { institutionId: null, enterpriseId: null };

/** An institution's trail has what is done there: what its people do elsewhere is not in it. */
function whereOf(caller: Caller | null, concerns: About['concerns']) {
  const { enterprise = null, institution = null } = caller ?? {};
  if (institution !== null) return { institutionId: institution.id, enterpriseId: null };
  if (concerns !== null) return concerns;
  return { institutionId: enterprise?.institutionId ?? null, enterpriseId: enterprise?.id ?? null };
}

const REFUSED = ['NOT_YOUR_ROLE', 'NOT_FOUND'];

/** Writes that somebody who is signed in asked for what is not theirs to read, or for what is not there. */
export async function recordRefusedRead(
  parts: Parts,
  request: Pick<Request, 'id' | 'ip'>,
  {
    operation,
    caller,
    outcome,
  }: { readonly operation: OperationId; readonly caller: Caller; readonly outcome: string },
): Promise<void> {
  if (!REFUSED.includes(outcome)) return;
  await record(parts, { audit: 'read.refused' }, request, { caller, outcome, detail: { operation } });
}

const DONE = ['DONE', 'REPEATED'];

/**
 * Adds to the audit trail, which nobody can shorten: what strangers try in vain, and what people ask for that is not
 * theirs to read, is recorded one by one only so often; then it is said that there was more, and counted.
 * @param from the request; of its address only the network is kept, beside the trail and for a time
 */
export async function recordAttempt(
  { limits, metrics, prisma }: Parts,
  from: { readonly requestId: string; readonly ip: string },
  attempt: NewAuditRecord,
): Promise<void> {
  const { recordsOfStrangers } = securityRules();
  const crowd = crowdOf(attempt);
  const beyond = crowd === null ? null : await limits.take('record', crowd, recordsOfStrangers);
  if (beyond === null) {
    await noteRequestSource(prisma, { requestId: from.requestId, network: networkOf(from.ip) });
    return await addAuditRecord(prisma, attempt);
  }
  metrics.leftOutOfAudit(attempt.action);
  if (!beyond.isFirst) return;
  await addAuditRecord(prisma, {
    ...attempt,
    institutionId: attempt.actorId === null ? null : attempt.institutionId,
    caseType: null,
    caseId: null,
    outcome: 'AND_MORE',
  });
}

/** With what else a record is counted that would flood the trail; null for one that stands for itself. */
function crowdOf({ actorId, action, outcome }: NewAuditRecord): string | null {
  if (actorId === null && !DONE.includes(outcome)) return action;
  return action === 'read.refused' ? `${action}/${actorId}` : null;
}
