import {
  addTaskView,
  changeTaskView,
  countEach,
  listTaskViews,
  removeTaskView,
} from '../../gateways/database/taskViews';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { filterOf } from '../tasks/filter';
import { readerOf } from '../tasks/reader';

/** Questions to the inbox that somebody keeps, or shares with the others of the institution. */
export const taskViewOperations = {
  listTaskViews: { who: STAFF, do: views },
  addTaskView: { who: STAFF, audit: 'taskView.add', do: add },
  changeTaskView: {
    who: STAFF,
    audit: 'taskView.change',
    do: async ({ prisma }, call) => {
      found((await changeTaskView(prisma, ownView(call), call.body)) || null);
    },
  },
  removeTaskView: {
    who: STAFF,
    audit: 'taskView.remove',
    do: async ({ prisma }, call) => {
      found((await removeTaskView(prisma, ownView(call))) || null);
    },
  },
} satisfies SomeOperations;

/** More than a rail has room for. */
const MOST_VIEWS = 50;

async function views(parts: Parts, call: Call<'listTaskViews'>): Promise<AnswerOf<'listTaskViews'>> {
  const reader = await readerOf(parts, call);
  const { userId } = reader.actor;
  const kept = await listTaskViews(parts.prisma, parts.cipher, ownerOf(call));
  // Each with the reader's own eyes: who shares a view shares no task.
  const counts = await countEach(
    parts.sql,
    kept.map(({ filter }) => filterOf(reader, filter)),
  );
  return {
    items: kept.map((view, at) => ({ ...view, isMine: view.owner.id === userId, count: counts[at] ?? 0 })),
  };
}

async function add({ prisma }: Parts, call: Call<'addTaskView'>): Promise<AnswerOf<'addTaskView'>> {
  const view = { ...call.body, ...ownerOf(call), id: call.subjectId };
  if (!(await addTaskView(prisma, view, MOST_VIEWS))) throw invalid([{ code: 'TOO_MANY', field: 'name' }]);
  return { id: view.id };
}

const ownerOf = (call: Pick<Call, 'caller'>) => ({
  institutionId: institutionOfCall(call),
  ownerId: callerOf(call).userId,
});

const ownView = (call: Call<'changeTaskView' | 'removeTaskView'>) => ({
  ...ownerOf(call),
  id: call.params.viewId,
});
