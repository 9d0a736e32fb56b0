import type { TaskId } from '../../contracts/ids';
import { claimTaskUpdate, type TaskClaim } from '../../contracts/workflows';
import { presentDecider } from '../../domain/approval/presentDecider';
import { readAbsent, readLentBy } from '../../gateways/database/deputies';
import { findTask, listTasks, type TaskRow } from '../../gateways/database/tasks';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { updateIdOf } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { decide } from './decide';
import { taskFile } from './file';
import { filterOf } from './filter';
import { nextTask, taskCounts } from './next';
import { onTask, versionOf } from './onTask';
import { decidableOf, presentTask } from './present';
import { deciderOf, readerOf } from './reader';
import { receiverOf } from './receiver';
import { snooze, unsnooze } from './snooze';

/** Those to whom tasks are given. */
const DECIDERS = staff('reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin');

/** The inbox, and what people do with its tasks. */
export const taskOperations = {
  listTasks: { who: STAFF, do: inbox },
  getTask: { who: STAFF, do: taskFile },
  countTasks: { who: STAFF, do: taskCounts },
  nextTask: { who: DECIDERS, audit: 'task.next', do: nextTask },
  claimTask: { who: DECIDERS, audit: 'task.claim', do: claim },
  giveTaskBack: { who: DECIDERS, audit: 'task.giveBack', do: giveBack },
  takeTaskOver: { who: DECIDERS, audit: 'task.takeOver', do: takeOver },
  snoozeTask: { who: DECIDERS, audit: 'task.snooze', do: snooze },
  endSnooze: { who: DECIDERS, audit: 'task.endSnooze', do: unsnooze },
  giveTask: { who: staff('admin'), audit: 'task.give', do: give },
  decideTask: { who: DECIDERS, audit: 'task.decide', do: decide },
} satisfies SomeOperations;

async function inbox(parts: Parts, call: Call<'listTasks'>): Promise<AnswerOf<'listTasks'>> {
  const reader = await readerOf(parts, call);
  const page = await listTasks(parts.sql, filterOf(reader, call.query), call.query);
  return {
    ...page,
    items: page.items.map((row) => presentTask(row, reader.actor, reader.today, call.locale)),
  };
}

async function claim(parts: Parts, call: Call<'claimTask'>): Promise<AnswerOf<'claimTask'>> {
  return await change(parts, call, {});
}

async function giveBack(parts: Parts, call: Call<'giveTaskBack'>): Promise<AnswerOf<'giveTaskBack'>> {
  return await change(parts, call, { release: true });
}

async function takeOver(parts: Parts, call: Call<'takeTaskOver'>): Promise<AnswerOf<'takeTaskOver'>> {
  const institutionId = institutionOfCall(call);
  const { claimedBy } = found(await findTask(parts.sql, institutionId, call.params.taskId));
  const { today } = await businessTime(parts);
  const absent = await readAbsent(parts.prisma, institutionId, today);
  const isHolderAway = claimedBy !== null && absent.includes(claimedBy);
  return await change(parts, call, { ...versionOf(call.body), takeOver: { isHolderAway } });
}

async function give(parts: Parts, call: Call<'giveTask'>): Promise<AnswerOf<'giveTask'>> {
  const institutionId = institutionOfCall(call);
  const task = found(await findTask(parts.sql, institutionId, call.params.taskId));
  const userId = await presentPerson(parts, task, call.body.userId);
  const to = await receiverOf(parts, institutionId, userId);
  return await change(parts, call, { ...versionOf(call.body), to });
}

/** A person, or while they are away their deputy; nobody's place is taken where no deputy may. */
async function presentPerson(parts: Parts, row: TaskRow, userId: string): Promise<string> {
  const { today } = await businessTime(parts);
  const absent = await readAbsent(parts.prisma, row.institutionId, today);
  if (!absent.includes(userId)) return userId;
  const lent = await readLentBy(parts.prisma, row.institutionId, userId);
  const deciding = { task: decidableOf(row), history: row, on: today };
  const decider = presentDecider(userId, absent, lent, deciding);
  if (decider === null) throw new ApiProblem(409, 'PERSON_AWAY');
  return decider.userId;
}

/** Sends who has a task from now on to its process. */
async function change(
  parts: Parts,
  call: Call<'claimTask' | 'giveTaskBack' | 'takeTaskOver' | 'giveTask'>,
  how: Omit<TaskClaim, 'proof' | 'taskId'>,
): Promise<AnswerOf<'claimTask'>> {
  const task = found(await findTask(parts.sql, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  const view = await onTask(parts, call, task, {
    workflowId: task.workflowId,
    update: claimTaskUpdate,
    actor: await deciderOf(parts, call),
    act: { taskId: task.id as TaskId, ...how },
    updateId: updateIdOf(call),
  });
  const { claimedBy, version } = view ?? task;
  return { taskId: task.id, claimedBy, version, caseVersion: task.caseVersion };
}
