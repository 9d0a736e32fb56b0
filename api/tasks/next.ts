import type { TaskWish } from '../../contracts/http';
import type { TaskId } from '../../contracts/ids';
import { claimTaskUpdate } from '../../contracts/workflows';
import { countTasks } from '../../gateways/database/taskCounts';
import { listTasks, OPEN_TASK, type TaskFilter, type TaskRow } from '../../gateways/database/tasks';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { updateIdOf, updateNow } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { readTaskFile } from './file';
import { filterOf, rolesOf } from './filter';
import { judge } from './present';
import { readerOf, type TaskReader } from './reader';

type Asking = Call<'nextTask' | 'decideTask'>;
type NextWish = Call<'nextTask'>['body'];

/** Tasks that are looked at in one go: mostly the first will do. */
const AT_ONCE = 50;

/** The most urgent task that the caller may decide and nobody has, claimed. */
export async function nextTask(parts: Parts, call: Call<'nextTask'>): Promise<AnswerOf<'nextTask'>> {
  const reader = await readerOf(parts, call);
  const task = await claimNext(parts, call, reader, call.body);
  if (task !== null) {
    call.about(task.caseType, task.caseId);
    call.note({ taskId: task.id });
  }
  return {
    next: task === null ? null : await readTaskFile(parts, call, task.id),
    counts: await countTasks(parts.sql, ownTasks(reader, {}), reader.actor.userId),
  };
}

export async function taskCounts(parts: Parts, call: Call<'countTasks'>): Promise<AnswerOf<'countTasks'>> {
  const reader = await readerOf(parts, call);
  return await countTasks(parts.sql, filterOf(reader, {}), reader.actor.userId);
}

/** Claims the most urgent of the tasks that are wished for and that the reader may decide; null when there is none. */
export async function claimNext(
  parts: Parts,
  call: Asking,
  reader: TaskReader,
  wish: NextWish,
): Promise<TaskRow | null> {
  const { actor, today } = reader;
  for await (const task of waiting(parts, call, reader, wish)) {
    if (!judge(task, actor, today).ok) continue;
    if (task.claimedBy === actor.userId || (await isClaimed(parts, call, reader, task))) return task;
  }
  return null;
}

/** Tasks that wait for a role of the caller, the most urgent first. */
async function* waiting(
  { sql }: Parts,
  { reply }: Asking,
  reader: TaskReader,
  wish: NextWish,
): AsyncGenerator<TaskRow> {
  // Whoever asks once more with the same key was perhaps given one, and never heard of it.
  if (reply.isRepeated)
    yield* (await listTasks(sql, ownTasks(reader, { ...wish, mine: 'true' }), { pageSize: AT_ONCE })).items;
  const unclaimed = ownTasks(reader, { ...wish, unclaimed: 'true' });
  let after: string | undefined;
  do {
    const page = await listTasks(sql, unclaimed, { after, pageSize: AT_ONCE });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** An overseer too is given what waits for the own roles. */
function ownTasks(reader: TaskReader, wish: TaskWish): TaskFilter {
  const own = rolesOf(reader);
  const roles = wish.role === undefined ? own : own.filter((role) => role === wish.role);
  return { ...filterOf(reader, wish), roles, statuses: OPEN_TASK };
}

/** Whether the process gave it: what the table says of a task may be over by the time that its process is asked. */
async function isClaimed(parts: Parts, call: Asking, { actor }: TaskReader, task: TaskRow): Promise<boolean> {
  const claim = {
    workflowId: task.workflowId,
    update: claimTaskUpdate,
    actor,
    act: { taskId: task.id as TaskId },
    updateId: `${updateIdOf(call)}/${task.id}`,
  };
  try {
    await updateNow(parts, call, claim, `/tasks/${task.id}`);
    return true;
  } catch (problem) {
    if (problem instanceof ApiProblem && PASSED_OVER.includes(problem.status)) return false;
    throw problem;
  }
}

/** The process knows of no such task, or somebody else has it. */
const PASSED_OVER: readonly number[] = [404, 409];
