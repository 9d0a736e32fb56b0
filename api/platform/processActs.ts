import type { Answer, processActView } from '../../contracts/http';
import type { InstitutionId } from '../../contracts/ids';
import { PROCESS_ACTS } from '../../contracts/processActs';
import { caseOfProcess } from '../../contracts/tasks';
import { type Locale, textOf } from '../../contracts/texts/texts';
import { openCases } from '../../gateways/database/agreement';
import {
  decideAct,
  findAct,
  listActs,
  noteDone,
  type ProcessActRow,
  writeAct,
} from '../../gateways/database/processActs';
import { perform, refusedBecause, type Standing, standingOf } from '../../gateways/temporal/processActs';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { inTime } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { inScope } from './processScope';

/** What an admin does about a process from outside: asked → accepted → moved. */
export const processActOperations = {
  actOnProcess: { who: lately('ACCESS', staff('admin')), audit: 'process.act', do: act },
  listProcessActs: {
    who: staff('admin', 'risk', 'auditor'),
    do: async (parts, call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listActs(parts.prisma, filter, call.query);
      return { ...page, items: page.items.map((row) => present(row, call.locale)) };
    },
  },
  decideProcessAct: { who: lately('ACCESS', staff('admin', 'risk')), audit: 'process.decideAct', do: decide },
} satisfies SomeOperations;

async function act(parts: Parts, call: Call<'actOnProcess'>): Promise<AnswerOf<'actOnProcess'>> {
  const { workflowId, kind, reason } = call.body;
  const institutionId = institutionOfCall(call);
  const about = found(caseOfProcess(workflowId));
  const standing = found(await standingInScope(parts, workflowId, call));
  call.about(about.caseType, about.caseId);
  const code = refusedBecause(kind, standing);
  if (code !== null) throw refusedBy({ code });
  if (kind === 'END' && (await openCases(parts.sql, [workflowId])).length > 0) {
    throw refusedBy({ code: 'CASE_GOES_ON' });
  }
  const id = call.subjectId;
  const status = PROCESS_ACTS[kind].needsSecondPerson ? 'ASKED' : 'APPROVED';
  const { runId } = standing;
  const { userId: askedBy } = callerOf(call);
  await writeAct(parts.prisma, {
    id,
    institutionId,
    workflowId,
    runId,
    ...about,
    kind,
    status,
    askedBy,
    reason,
  });
  await doApproved(parts, found(await findAct(parts.prisma, institutionId, id)), standing);
  return present(found(await findAct(parts.prisma, institutionId, id)), call.locale);
}

async function decide(parts: Parts, call: Call<'decideProcessAct'>): Promise<AnswerOf<'decideProcessAct'>> {
  const institutionId = institutionOfCall(call);
  const asked = found(await findAct(parts.prisma, institutionId, call.params.actId));
  call.about(asked.caseType, asked.caseId);
  const { decision, reason } = call.body;
  const { userId: decidedBy } = callerOf(call);
  if (asked.askedBy === decidedBy) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  const status = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const isDecided = await decideAct(parts.sql, { id: asked.id, status, decidedBy, reason });
  if (!isDecided) throw refusedBy({ code: 'ALREADY_DECIDED' });
  const standing = await standingInScope(parts, asked.workflowId, call);
  await doApproved(parts, { ...asked, status }, standing);
  return present(found(await findAct(parts.prisma, institutionId, asked.id)), call.locale);
}

/** Null where there is no such process, or it is not of the caller's institution. */
async function standingInScope(
  parts: Parts,
  workflowId: string,
  call: Pick<Call, 'caller'>,
): Promise<Standing | null> {
  const ours = await inScope(parts, { institutionId: institutionOfCall(call) as InstitutionId }, [
    workflowId,
  ]);
  if (!ours.has(workflowId)) return null;
  return await inTime(parts, () => standingOf(parts.temporal, workflowId));
}

/** What can't be done now, a worker does: an act that is approved stays approved. */
async function doApproved(
  parts: Parts,
  { id, workflowId, kind, reason, status }: ProcessActRow,
  standing: Standing | null,
): Promise<void> {
  if (status !== 'APPROVED') return;
  try {
    const code =
      standing === null
        ? 'PROCESS_ENDED'
        : await inTime(parts, () => perform(parts.temporal, { id, workflowId, kind, reason }, standing));
    await noteDone(parts.sql, id, { code, historyLength: standing?.historyLength ?? 0 });
  } catch (error) {
    parts.log.warn({ err: error, act: id }, 'an act on a process waits for a worker');
  }
}

function present({ code, ...row }: ProcessActRow, locale: Locale): Answer<typeof processActView> {
  return { ...row, refusal: code === null ? null : { code, text: textOf(locale, 'refusals', code) } };
}
