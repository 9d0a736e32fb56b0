import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { type Page, type Paging, pageOf, placeAt, rowsOf, timeAndId } from './paging';

const SHOWN = {
  id: true,
  institutionId: true,
  kind: true,
  caseType: true,
  caseId: true,
  caseTitle: true,
  workflowId: true,
  role: true,
  round: true,
  status: true,
  reason: true,
  claimedBy: true,
  dueAt: true,
  escalations: true,
  version: true,
  amountFen: true,
  outcome: true,
  closedBy: true,
  closedFor: true,
  closedAt: true,
  createdAt: true,
} satisfies Prisma.HumanTaskSelect;

type Task = Pick<Stored<'HumanTask'>, keyof typeof SHOWN>;

export interface TaskRow extends Task {
  /** What people did on the case before, each in its round; of round 0 what is known only to have been done. */
  readonly acts: readonly (CaseAct & { readonly round: number })[];
}

export interface TaskFilter {
  readonly institutionId: string;
  /** Only tasks that wait for one of these roles. */
  readonly roles?: readonly Role[] | undefined;
  readonly statuses?: readonly Task['status'][] | undefined;
  readonly kind?: string | undefined;
  readonly caseId?: string | undefined;
  readonly claimedBy?: string | undefined;
  /** Business instant, ISO 8601: only tasks that were due before it. */
  readonly dueBefore?: string | undefined;
}

/** Statuses of tasks that wait for somebody. */
export const OPEN_TASK = ['OPEN', 'CLAIMED'] as const satisfies readonly Task['status'][];

/** Tasks of an institution, the most urgent on top. */
export async function listTasks(
  prisma: PrismaClient,
  wish: TaskFilter,
  paging: Paging,
): Promise<Page<TaskRow>> {
  const { institutionId, roles, statuses, kind, caseId, claimedBy, dueBefore } = wish;
  const conditions = [
    { institutionId, ...asked({ kind, caseId, claimedBy }) },
    roles === undefined ? {} : { role: { in: [...roles] } },
    statuses === undefined ? {} : { status: { in: [...statuses] } },
    dueBefore === undefined ? {} : { dueAt: { lt: dueBefore } },
    lessUrgentThan(paging),
  ];
  const rows = await prisma.humanTask.findMany({
    select: SHOWN,
    where: { AND: conditions },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: rowsOf(paging),
  });
  const tasks = await withActs(prisma, rows.map(plain<'HumanTask'>()));
  return pageOf(tasks, paging, ({ dueAt, id }) => placeAt(dueAt, id));
}

function lessUrgentThan({ after }: Paging): Prisma.HumanTaskWhereInput {
  if (after === undefined) return {};
  const { at, id } = timeAndId(after);
  return { OR: [{ dueAt: { gt: at } }, { dueAt: at, id: { gt: id } }] };
}

/** One task of an institution, or null. */
export async function findTask(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<TaskRow | null> {
  const row = await prisma.humanTask.findUnique({ select: SHOWN, where: { id, institutionId } });
  return await withOwnActs(prisma, row);
}

/** The task that a case waits for, or null. */
export async function findOpenTask(prisma: PrismaClient, caseId: string): Promise<TaskRow | null> {
  const row = await prisma.humanTask.findFirst({
    select: SHOWN,
    where: { caseId, status: { in: [...OPEN_TASK] } },
    orderBy: { createdAt: 'asc' },
  });
  return await withOwnActs(prisma, row);
}

async function withOwnActs(
  prisma: PrismaClient,
  row: Prisma.HumanTaskGetPayload<{ select: typeof SHOWN }> | null,
): Promise<TaskRow | null> {
  if (row === null) return null;
  const [task] = await withActs(prisma, [plain<'HumanTask'>()(row)]);
  return task ?? null;
}

async function withActs(prisma: PrismaClient, tasks: readonly Task[]): Promise<readonly TaskRow[]> {
  const where = { caseId: { in: tasks.map(({ caseId }) => caseId) } };
  const select = { caseType: true, caseId: true, step: true, actorId: true };
  const [known, decided, gaveUp] = await Promise.all([
    prisma.caseActor.findMany({ select, where }).then((rows) => rows.map(plain<'CaseActor'>())),
    prisma.decision
      .findMany({
        select: { ...select, onBehalfOf: true, round: true },
        where,
        distinct: ['caseId', 'step', 'actorId', 'onBehalfOf', 'round'],
      })
      .then((rows) => rows.map(plain<'Decision'>())),
    whoGaveUp(prisma, tasks),
  ]);
  const acts = [...known.map((act) => ({ ...act, onBehalfOf: null, round: 0 })), ...decided];
  return tasks.map((task) => ({
    ...task,
    acts: [
      ...acts
        .filter(({ caseType, caseId }) => caseType === task.caseType && caseId === task.caseId)
        .map(({ step, actorId, onBehalfOf, round }) => ({
          ...{ step, userId: actorId, round },
          ...(onBehalfOf === null ? {} : { onBehalfOf }),
        })),
      ...gaveUp
        .filter(({ id }) => id === faultOf(task))
        .map(({ closedBy }) => ({ step: 'MEND' as const, userId: closedBy ?? '', round: task.round })),
    ],
  }));
}

/** The task of the fault whose giving up a task is to confirm. */
function faultOf({ reason }: Task): string | undefined {
  const fault = reason.detail?.fault;
  return typeof fault === 'string' ? fault : undefined;
}

/** Curing a fault is no step of the case: who gave one up is known by its task alone. */
async function whoGaveUp(prisma: PrismaClient, tasks: readonly Task[]) {
  const faults = tasks.map(faultOf).filter((fault) => fault !== undefined);
  if (faults.length === 0) return [];
  return await prisma.humanTask.findMany({
    select: { id: true, closedBy: true },
    where: { id: { in: faults } },
  });
}

/** The open task of a case; null when it has none. */
export interface WithTask {
  readonly taskId: string | null;
}

/** Cases with the tasks that people are to decide about them. */
export async function withTasks<Row extends { readonly id: string }>(
  prisma: PrismaClient,
  rows: readonly Row[],
): Promise<readonly (Row & WithTask)[]> {
  const tasks = await prisma.humanTask.findMany({
    select: { id: true, caseId: true },
    where: { caseId: { in: rows.map(({ id }) => id) }, status: { in: [...OPEN_TASK] } },
  });
  const taskOf = new Map(tasks.map(({ id, caseId }) => [caseId, id]));
  return rows.map((row) => ({ ...row, taskId: taskOf.get(row.id) ?? null }));
}
