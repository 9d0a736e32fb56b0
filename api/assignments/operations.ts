import type { TaskId } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import type { RefusalCode } from '../../contracts/refusals';
import { type Locale, textOf } from '../../contracts/texts/texts';
import { claimTaskUpdate } from '../../contracts/workflows';
import type { Refusal } from '../../domain/result';
import { atMost } from '../../gateways/atMost';
import { listTasks, type TaskRow } from '../../gateways/database/tasks';
import { sendUpdate } from '../../gateways/temporal/updates';
import type { Parts } from '../kernel/parts';
import { updateIdOf } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { filterOf } from '../tasks/filter';
import { judge } from '../tasks/present';
import { readerOf, type TaskReader } from '../tasks/reader';
import { receiverOf } from '../tasks/receiver';

const ADMIN = staff('admin');

/** Giving many tasks to one person. */
export const assignmentOperations = {
  previewAssignment: { who: ADMIN, audit: 'task.previewGiving', do: preview },
  assignTasks: { who: ADMIN, audit: 'task.giveMany', do: assign },
} satisfies SomeOperations;

/** As many as are given in one request. */
const MOST_SHOWN = 200;
/** Processes that are asked at a time: others want theirs too. */
const AT_ONCE = 8;

async function preview(
  parts: Parts,
  call: Call<'previewAssignment'>,
): Promise<AnswerOf<'previewAssignment'>> {
  const reader = await readerOf(parts, call);
  const to = await receiverOf(parts, reader.institutionId, call.body.userId);
  const page = await listTasks(parts.sql, filterOf(reader, call.body.filter), { pageSize: MOST_SHOWN });
  const items = page.items.map((task) => previewed(task, to, reader, call.locale));
  return { items, isWhole: page.next === null, may: items.filter(({ refused }) => refused === null).length };
}

/** By the rule that its process will ask; whoever has it loses it. */
function previewed(task: TaskRow, to: Actor, { today }: TaskReader, locale: Locale) {
  const { id, version, kind, caseTitle, dueAt, claimedBy } = task;
  const verdict = judge({ ...task, claimedBy: null }, to, today);
  const refused = verdict.ok ? null : inWords(verdict.refusal, locale);
  return { taskId: id, version, kind, caseTitle, dueAt, claimedBy, refused };
}

async function assign(parts: Parts, call: Call<'assignTasks'>): Promise<AnswerOf<'assignTasks'>> {
  const { userId, tasks } = call.body;
  const { actor, institutionId } = await readerOf(parts, call);
  const to = await receiverOf(parts, institutionId, userId);
  const ids = tasks.map(({ taskId }) => taskId);
  const { items: rows } = await listTasks(parts.sql, { institutionId, ids }, { pageSize: ids.length });
  const inTurn = atMost(AT_ONCE);
  call.note({ to: userId, tasks: tasks.length });
  const items = await Promise.all(
    tasks.map(({ taskId, version }) => {
      const row = rows.find(({ id }) => id === taskId);
      return row === undefined
        ? { taskId, outcome: 'REFUSED' as const, refused: inWords({ code: 'TASK_NOT_FOUND' }, call.locale) }
        : inTurn(() => give(parts, call, row, { actor, to, version }));
    }),
  );
  return { items };
}

async function give(
  parts: Parts,
  call: Call<'assignTasks'>,
  { id: taskId, workflowId }: TaskRow,
  how: { readonly actor: Actor; readonly to: Actor; readonly version: number | undefined },
): Promise<AnswerOf<'assignTasks'>['items'][number]> {
  const { actor, to, version } = how;
  const act = { taskId: taskId as TaskId, to, ...(version === undefined ? {} : { version }) };
  const updateId = `${updateIdOf(call)}/${taskId}`;
  try {
    const answer = await sendUpdate(parts, { workflowId, update: claimTaskUpdate, actor, act, updateId });
    if (!answer.ok) return { taskId, outcome: 'REFUSED', refused: inWords(answer.refusal, call.locale) };
    return { taskId, outcome: answer.value === null ? 'UNDER_WAY' : 'GIVEN', refused: null };
  } catch (error) {
    parts.log.warn({ err: error, taskId }, 'the process of a task was not reached');
    return { taskId, outcome: 'NOT_REACHED', refused: null };
  }
}

/** Why not; of a person who may not decide it, what bars that person. */
function inWords({ code, detail }: Refusal<RefusalCode>, locale: Locale) {
  return { code, reason: textOf(locale, 'refusals', code, detail) };
}
