import type { TaskId } from '../../contracts/ids';
import { decideTaskUpdate, type TaskDecided } from '../../contracts/workflows';
import { TASK_RULES, type TaskRule } from '../../domain/approval/tasks';
import { checkGrant } from '../../domain/fees/relief';
import { findOpenTask, findTask, type TaskRow } from '../../gateways/database/tasks';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted } from '../kernel/problems/refused';
import { updateIdOf } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { askForFactor } from '../kernel/security/factor';
import { found, institutionOfCall } from '../kernel/security/scope';
import { demandEvidence } from './evidence';
import { readTaskFile } from './file';
import { loanNamed } from './loanNamed';
import { claimNext } from './next';
import { onTask, versionOf } from './onTask';
import { presentOpenTask } from './present';
import { deciderOf, readerOf } from './reader';
import { demandSeen } from './seen';

type Answered = AnswerOf<'decideTask'>;

/** Decides a task; answered with where its case stands since and, where it is asked for, the next task. */
export async function decide(parts: Parts, call: Call<'decideTask'>): Promise<Answered> {
  const task = found(await findTask(parts.sql, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  const { factor }: TaskRule = TASK_RULES[task.kind];
  if (factor !== undefined) askForFactor(callerOf(call), factor);
  const {
    decision,
    reason,
    reasonCode,
    note,
    bankCode,
    bankDate,
    bankReference,
    amountFen,
    findings,
    parts: fileParts,
  } = call.body;
  // A day to come would keep the money out of the comparison with the bank until then.
  if (bankDate !== undefined && bankDate > (await businessTime(parts)).today) {
    throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'bankDate' }]);
  }
  // Its process would give no more than is in dispute, and another one agree to less than was typed.
  if (task.kind === 'RESOLVE_FEE_DISPUTE') {
    accepted(checkGrant(amountFen ?? 0, Number(task.reason.detail?.amountFen)));
  }
  const loanId = await loanNamed(parts, task, call.body);
  await demandSeen(parts, call, task, call.body.caseVersion);
  await demandEvidence(parts, task, decision);
  const decided = await onTask(parts, call, task, {
    workflowId: task.workflowId,
    update: decideTaskUpdate,
    actor: await deciderOf(parts, call),
    act: {
      taskId: task.id as TaskId,
      ...versionOf(call.body),
      decision,
      reason,
      note,
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(bankReference === undefined ? {} : { bankReference }),
      ...(bankDate === undefined ? {} : { bankDate }),
      ...(bankCode === undefined ? {} : { bankCode }),
      ...(loanId === undefined ? {} : { loanId }),
      ...(amountFen === undefined ? {} : { amountFen }),
      ...(findings === undefined ? {} : { findings }),
      ...(fileParts === undefined ? {} : { parts: fileParts }),
    },
    updateId: updateIdOf(call),
  });
  const { id: taskId, caseType, caseId } = task;
  return {
    ...{ taskId, caseType, caseId, decision },
    status: decided?.status ?? task.status,
    case: decided && (await standingOf(parts, task, decided)),
    next: await nextAfter(parts, call),
  };
}

async function standingOf(
  { sql, prisma }: Parts,
  { id, institutionId, caseId }: TaskRow,
  { case: { stage, since, waitingFor, dueAt } }: TaskDecided,
): Promise<NonNullable<Answered['case']>> {
  const [now, openTask] = await Promise.all([findTask(sql, institutionId, id), findOpenTask(prisma, caseId)]);
  const caseVersion = found(now).caseVersion;
  return { stage, since, waitingFor, dueAt, openTask: presentOpenTask(openTask), caseVersion };
}

/** What was decided stays decided: where no next task can be had, its person asks for one. */
async function nextAfter(parts: Parts, call: Call<'decideTask'>): Promise<Answered['next']> {
  const { next: wish } = call.body;
  if (wish === undefined) return null;
  try {
    const next = await claimNext(parts, call, await readerOf(parts, call), wish);
    return next && (await readTaskFile(parts, call, next.id));
  } catch (error) {
    parts.log.warn({ err: error }, 'a task was decided and the next one not found');
    return null;
  }
}
