import type { TaskId } from '../../contracts/ids';
import { recuseTaskUpdate, voteTaskUpdate } from '../../contracts/workflows';
import { TASK_RULES } from '../../domain/approval/tasks';
import { findSitting, type SittingRow } from '../../gateways/database/sittings';
import { findTask } from '../../gateways/database/tasks';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { deciderOf } from '../tasks/reader';
import { demandSeen } from '../tasks/seen';
import { presentSitting, stateOf } from './present';

/** Committees vote on a case. Who may is fixed when they are asked, whatever role somebody has by now. */
export const sittingOperations = {
  // A vote commits the institution's money.
  voteOnTask: { who: lately(TASK_RULES.DECIDE_AS_COMMITTEE.factor, STAFF), audit: 'task.vote', do: vote },
  recuseFromTask: { who: STAFF, audit: 'task.recuse', do: recuse },
  getSitting: { who: STAFF, do: getSitting },
} satisfies SomeOperations;

async function vote(parts: Parts, call: Call<'voteOnTask'>): Promise<AnswerOf<'voteOnTask'>> {
  const { sitting, task, workflowId } = await sittingOf(parts, call);
  const { caseVersion, ...act } = call.body;
  await demandSeen(parts, call, task, caseVersion);
  const taskId = call.params.taskId as TaskId;
  const state = await updateNow(
    parts,
    call,
    {
      ...{
        workflowId,
        update: voteTaskUpdate,
        actor: await deciderOf(parts, call),
        updateId: updateIdOf(call),
      },
      act: { taskId, ...act },
    },
    `/tasks/${taskId}/sitting`,
  );
  return { taskId, ...(state ?? (await standing(parts, sitting))) };
}

async function recuse(parts: Parts, call: Call<'recuseFromTask'>): Promise<AnswerOf<'recuseFromTask'>> {
  const { sitting, workflowId } = await sittingOf(parts, call);
  const taskId = call.params.taskId as TaskId;
  const state = await updateNow(
    parts,
    call,
    {
      ...{ workflowId, update: recuseTaskUpdate, actor: actorOf(callerOf(call)), updateId: updateIdOf(call) },
      act: { taskId, ...call.body },
    },
    `/tasks/${taskId}/sitting`,
  );
  return { taskId, ...(state ?? (await standing(parts, sitting))) };
}

async function getSitting(parts: Parts, call: Call<'getSitting'>): Promise<AnswerOf<'getSitting'>> {
  const { params, locale } = call;
  const sitting = found(
    await findSitting(parts.prisma, parts.cipher, institutionOfCall(call), params.taskId),
  );
  return presentSitting(sitting, await standing(parts, sitting), locale);
}

/** The committee of a task, and the process that it belongs to. */
async function sittingOf(parts: Parts, call: Call<'voteOnTask' | 'recuseFromTask'>) {
  const institutionId = institutionOfCall(call);
  const task = found(await findTask(parts.sql, institutionId, call.params.taskId));
  call.about(task.caseType, task.caseId);
  const sitting = await findSitting(parts.prisma, parts.cipher, institutionId, task.id);
  if (sitting === null) throw refusedBy({ code: 'NOT_VOTED_ON' });
  return { sitting, task, workflowId: task.workflowId };
}

async function standing(parts: Parts, sitting: SittingRow) {
  return stateOf(sitting, Date.parse((await businessTime(parts)).now));
}
