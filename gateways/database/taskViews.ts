import type { ColumnCipher } from '../crypto';
import { type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { openPerson } from './personalData';
import { readRow } from './statement';
import { isAskedFor, type TaskFilter } from './tasks';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  name: true,
  isShared: true,
  filter: true,
  owner: { select: { id: true, personCipher: true } },
} satisfies Prisma.TaskViewSelect;

type ShownRow = Plain<'TaskView', Prisma.TaskViewGetPayload<{ select: typeof SHOWN }>>;

/** A view with the name of its owner. */
export type TaskViewRow = Omit<ShownRow, 'owner'> & {
  readonly owner: { readonly id: string; readonly name: string };
};

export type NewTaskView = Pick<
  Stored<'TaskView'>,
  'id' | 'institutionId' | 'ownerId' | 'name' | 'isShared' | 'filter'
>;

/** Whose view it is: only its owner finds it, to change it. */
export type OwnedView = Pick<NewTaskView, 'id' | 'ownerId' | 'institutionId'>;

/** Views that somebody has: the own ones and those that are shared, by name. */
export async function listTaskViews(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  reader: Pick<NewTaskView, 'institutionId' | 'ownerId'>,
): Promise<readonly TaskViewRow[]> {
  const { institutionId, ownerId } = reader;
  const rows = await prisma.taskView.findMany({
    select: SHOWN,
    where: { institutionId, OR: [{ ownerId }, { isShared: true }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_SHOWN,
  });
  return rows.map(plain<'TaskView'>()).map(({ owner, ...view }) => ({
    ...view,
    owner: { id: owner.id, name: openPerson(cipher, owner).name },
  }));
}

const MOST_SHOWN = 200;

/** Keeps a view; again changes nothing. @returns false when somebody has so many already */
export async function addTaskView(prisma: PrismaClient, view: NewTaskView, most: number): Promise<boolean> {
  const { ownerId, institutionId } = view;
  if ((await prisma.taskView.count({ where: { ownerId, institutionId } })) >= most) return false;
  await prisma.taskView.createMany({ data: { ...view }, skipDuplicates: true });
  return true;
}

/** Changes an own view. @returns false when there is none */
export async function changeTaskView(
  prisma: PrismaClient,
  own: OwnedView,
  data: Pick<NewTaskView, 'name' | 'isShared' | 'filter'>,
): Promise<boolean> {
  const { count } = await prisma.taskView.updateMany({ where: { ...own }, data: { ...data } });
  return count === 1;
}

/** Removes an own view. @returns false when there is none */
export async function removeTaskView(prisma: PrismaClient, own: OwnedView): Promise<boolean> {
  const { count } = await prisma.taskView.deleteMany({ where: { ...own } });
  return count === 1;
}

/** More than so many are not counted: nobody reads the difference. */
export const MOST_COUNTED = 1_000;

/** How many tasks there are of each kind that is asked for, in one round trip; at most {@link MOST_COUNTED}. */
export async function countEach(sql: Queryable, wishes: readonly TaskFilter[]): Promise<readonly number[]> {
  if (wishes.length === 0) return [];
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const counts = wishes.map(
    (wish) =>
      `(SELECT count(*)::int FROM (SELECT FROM human_task t WHERE ${isAskedFor(wish, put)} LIMIT ${MOST_COUNTED}) found)`,
  );
  const row = await readRow<{ counts: readonly number[] }>(
    sql,
    `SELECT ARRAY[${counts.join(', ')}] AS counts`,
    values,
  );
  return row?.counts ?? [];
}
