import type { InstitutionId, LoanId, TaskId, UserId } from '../../contracts/ids';
import type { Actor, PersonsAct } from '../../contracts/people';
import { claimTaskUpdate, decideTaskUpdate } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { findPerson } from '../../gateways/database/people';
import { findTask, listTasks, OPEN_TASK, type TaskRow } from '../../gateways/database/tasks';
import type { UpdateToSend } from '../../gateways/temporal/updates';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { ApiProblem, invalid, notFound, unavailable } from '../kernel/problems/apiProblem';
import { updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf, type Caller } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { presentTask } from './present';

/** Those to whom tasks are given. */
const DECIDERS = staff('reviewer', 'approver', 'board', 'finance', 'risk', 'customer_service', 'admin');

/** The inbox, and what people do with its tasks. */
export const taskOperations = {
  listTasks: { who: STAFF, do: inbox },
  claimTask: { who: DECIDERS, audit: 'task.claim', do: claim },
  giveTask: { who: staff('admin'), audit: 'task.give', do: give },
  decideTask: { who: DECIDERS, audit: 'task.decide', do: decide },
} satisfies SomeOperations;

async function inbox(parts: Parts, call: Call<'listTasks'>): Promise<AnswerOf<'listTasks'>> {
  const caller = callerOf(call);
  const { query } = call;
  const dueBefore = query.overdue === 'true' ? (await businessTime(parts)).now : undefined;
  const page = await listTasks(
    parts.prisma,
    {
      institutionId: institutionOfCall(call),
      roles: rolesShown(caller, query.role),
      statuses: statusesShown(query),
      kind: query.kind,
      caseId: query.caseId,
      claimedBy: query.mine === 'true' ? caller.userId : undefined,
      dueBefore,
    },
    query,
  );
  return { ...page, items: page.items.map((row) => presentTask(row, caller, call.locale)) };
}

/** Of a case all its tasks; else those that wait for somebody. */
function statusesShown({
  status,
  caseId,
}: Call<'listTasks'>['query']): readonly TaskRow['status'][] | undefined {
  if (status !== undefined) return [status];
  return caseId === undefined ? OPEN_TASK : undefined;
}

/** Roles that watch over the work of all others. */
const OVERSEERS: readonly Role[] = ['admin', 'auditor', 'risk'];

function rolesShown(caller: Caller, asked: Role | undefined): readonly Role[] | undefined {
  const seesAll = caller.roles.some((role) => OVERSEERS.includes(role));
  if (asked !== undefined) {
    return seesAll || [...caller.roles, ...seats(caller)].includes(asked) ? [asked] : [];
  }
  return seesAll ? undefined : [...caller.roles, ...seats(caller)];
}

/** The chair of a committee sees what it is asked. */
function seats({ roles }: Caller): readonly Role[] {
  return roles.includes('committee_chair') ? ['committee'] : [];
}

async function claim(parts: Parts, call: Call<'claimTask'>): Promise<AnswerOf<'claimTask'>> {
  const task = found(await findTask(parts.prisma, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  const actor = actorOf(callerOf(call));
  const claimed = await onTask(parts, call, task, {
    workflowId: task.workflowId,
    update: claimTaskUpdate,
    actor,
    act: { taskId: task.id as TaskId },
    updateId: updateIdOf(call),
  });
  return { taskId: task.id, claimedBy: claimed?.claimedBy ?? actor.userId };
}

async function give(parts: Parts, call: Call<'giveTask'>): Promise<AnswerOf<'giveTask'>> {
  const institutionId = institutionOfCall(call);
  const task = found(await findTask(parts.prisma, institutionId, call.params.taskId));
  call.about(task.caseType, task.caseId);
  const { userId } = call.body;
  const person = found(await findPerson(parts.prisma, parts.cipher, userId));
  const to: Actor = {
    userId: userId as UserId,
    roles: person.roles,
    institutionId: (person.institution?.id as InstitutionId | undefined) ?? null,
    enterpriseId: null,
  };
  // Nobody learns here who works elsewhere.
  if (to.institutionId !== institutionId) throw notFound();
  await onTask(parts, call, task, {
    workflowId: task.workflowId,
    update: claimTaskUpdate,
    actor: actorOf(callerOf(call)),
    act: { taskId: task.id as TaskId, to },
    updateId: updateIdOf(call),
  });
  return { taskId: task.id, claimedBy: userId };
}

async function decide(parts: Parts, call: Call<'decideTask'>): Promise<AnswerOf<'decideTask'>> {
  const task = found(await findTask(parts.prisma, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  const { decision, reason, bankCode, bankDate, bankReference, loanId } = call.body;
  // A day to come would keep the money out of the comparison with the bank until then.
  if (bankDate !== undefined && bankDate > (await businessTime(parts)).today) {
    throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'bankDate' }]);
  }
  const view = await onTask(parts, call, task, {
    workflowId: task.workflowId,
    update: decideTaskUpdate,
    actor: actorOf(callerOf(call)),
    act: {
      taskId: task.id as TaskId,
      decision,
      reason,
      ...(bankReference === undefined ? {} : { bankReference }),
      ...(bankDate === undefined ? {} : { bankDate }),
      ...(bankCode === undefined ? {} : { bankCode }),
      ...(loanId === undefined ? {} : { loanId: loanId as LoanId }),
    },
    updateId: updateIdOf(call),
  });
  return {
    taskId: task.id,
    caseType: task.caseType,
    caseId: task.caseId,
    decision,
    status: view?.status ?? task.status,
  };
}

/**
 * Sends an update about a task that the inbox shows. A process that doesn't know it was set back, and brings the
 * table to agree within a minute: the same request may be repeated.
 */
async function onTask<Value, Act extends PersonsAct>(
  parts: Parts,
  call: Call<'claimTask' | 'giveTask' | 'decideTask'>,
  { status, caseId }: TaskRow,
  what: UpdateToSend<Value, Act>,
): Promise<Value | null> {
  try {
    return await updateNow(parts, call, what, `/tasks?caseId=${encodeURIComponent(caseId)}`);
  } catch (problem) {
    const isShown = status === 'OPEN' || status === 'CLAIMED';
    if (isShown && problem instanceof ApiProblem && problem.status === 404) {
      throw unavailable('PROCESSES_BUSY');
    }
    throw problem;
  }
}
