import type { TaskOrder, TaskSort } from '../../contracts/http';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import { GRADES, type Grade } from '../../domain/parameters/scorecard';
import { CASE_VERSION } from './caseFacts';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { type Page, type Paging, pageOf, placeOf, rowsOf } from './paging';
import { columnOf, readRows } from './statement';
import type { Queryable } from './transaction';

const SHOWN = [
  'id',
  'institutionId',
  'kind',
  'caseType',
  'caseId',
  'caseTitle',
  'workflowId',
  'role',
  'round',
  'status',
  'reason',
  'claimedBy',
  'dueAt',
  'escalations',
  'version',
  'amountFen',
  'productCode',
  'grade',
  'stage',
  'stageSince',
  'outcome',
  'closedBy',
  'closedFor',
  'closedAt',
  'createdAt',
] as const satisfies readonly (keyof Stored<'HumanTask'>)[];

type Task = Pick<Stored<'HumanTask'>, (typeof SHOWN)[number]>;

export interface TaskRow extends Task {
  /** Whether it waits, or was decided, later than it should have been. */
  readonly isOverdue: boolean;
  /** Until when its holder has put it off. */
  readonly snoozedUntil: string | null;
  /** Of what its case is decided by. */
  readonly caseVersion: number;
  /** What people did on the case before, each in its round; of round 0 what is known only to have been done. */
  readonly acts: readonly (CaseAct & { readonly round: number })[];
}

/** Which tasks; what is left out may be anything. */
export interface TaskFilter {
  readonly institutionId: string;
  readonly ids?: readonly string[] | undefined;
  /** Only tasks that wait for one of these roles. */
  readonly roles?: readonly Role[] | undefined;
  readonly statuses?: readonly Task['status'][] | undefined;
  readonly kind?: string | undefined;
  readonly caseId?: string | undefined;
  readonly claimedBy?: string | undefined;
  /** Only those that this person put off. */
  readonly snoozedBy?: string | undefined;
  /** Not those that this person put off. */
  readonly notSnoozedBy?: string | undefined;
  /** Only those that nobody has taken. */
  readonly unclaimed?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  /** A part of what people know the case by. */
  readonly title?: string | undefined;
  readonly productCode?: string | undefined;
  readonly grade?: Grade | undefined;
  readonly stage?: string | undefined;
  /** In its stage for so many days at least. */
  readonly stageDays?: number | undefined;
  readonly leastFen?: number | undefined;
  readonly mostFen?: number | undefined;
}

/** Statuses of tasks that wait for somebody. */
export const OPEN_TASK = ['OPEN', 'CLAIMED'] as const satisfies readonly Task['status'][];

/** Whether a task waits for somebody. */
export const isWaiting = ({ status }: Pick<Task, 'status'>): boolean =>
  status === 'OPEN' || status === 'CLAIMED';

/** Business time once a statement; a call for each row would be another instant, and no use to an index. */
const NOW = '(SELECT business_now())';

/** What was done on the case of a task `t`, by people whom that may bar from it. */
const ACTS = `(SELECT coalesce(json_agg(json_strip_nulls(
      json_build_object('step', step, 'userId', actor_id, 'onBehalfOf', on_behalf_of, 'round', round))), '[]') FROM (
    SELECT step, actor_id, NULL AS on_behalf_of, 0 AS round FROM case_actor c
      WHERE (c.case_type, c.case_id) = (t.case_type, t.case_id)
    UNION SELECT step, actor_id, on_behalf_of, d.round FROM decision d
      WHERE (d.case_type, d.case_id) = (t.case_type, t.case_id)
    -- Curing a fault is no step of the case: who gave one up is known by its task alone.
    UNION SELECT 'MEND', f.closed_by, NULL, t.round FROM human_task f WHERE f.closed_by IS NOT NULL
      AND f.id = CASE t.kind WHEN 'CONFIRM_GIVE_UP' THEN (t.reason #>> '{detail,fault}')::uuid END) act)`;

/** What a task `t` is put off until, while that is to come. */
const SNOOZED_UNTIL = `(SELECT s.until_at FROM task_snooze s WHERE s.task_id = t.id AND s.until_at > ${NOW})`;

/** A task `t` as {@link TaskRow} has it. */
export const TASK_COLUMNS = `${SHOWN.map((field) => `t.${columnOf(field)}`).join(', ')},
  coalesce(t.closed_at, ${NOW}, t.due_at) > t.due_at AS is_overdue, ${CASE_VERSION} AS case_version,
  ${SNOOZED_UNTIL} AS snoozed_until,
  ${ACTS} AS acts`;

/**
 * What makes a task `t` one of those that are asked for.
 * @param put keeps a value for the statement, and says what it is called there
 */
export function isAskedFor(wish: TaskFilter, put: (value: unknown) => string): string {
  const { ids, institutionId, roles, statuses, kind, caseId, claimedBy, unclaimed, overdue, title } = wish;
  const { snoozedBy, notSnoozedBy, productCode, grade, stage, stageDays, leastFen, mostFen } = wish;
  return [
    `t.institution_id = ${put(institutionId)}`,
    ids !== undefined && `t.id = ANY (${put(ids)}::uuid[])`,
    roles !== undefined && `t.role = ANY (${put(roles)})`,
    // In words: the inbox has an index of its own, of what waits for somebody.
    statuses !== undefined && `t.status IN (${statuses.map((status) => `'${status}'`).join(', ')})`,
    kind !== undefined && `t.kind = ${put(kind)}`,
    caseId !== undefined && `t.case_id = ${put(caseId)}`,
    claimedBy !== undefined && `t.claimed_by = ${put(claimedBy)}`,
    unclaimed === true && `t.status = 'OPEN'`,
    overdue === true && `coalesce(t.closed_at, ${NOW}) > t.due_at`,
    title !== undefined && `strpos(lower(t.case_title), lower(${put(title)})) > 0`,
    snoozedBy !== undefined && snoozed(put(snoozedBy)),
    notSnoozedBy !== undefined && `NOT ${snoozed(put(notSnoozedBy))}`,
    productCode !== undefined && `t.product_code = ${put(productCode)}`,
    grade !== undefined && `t.grade = ${put(grade)}`,
    stage !== undefined && `t.stage = ${put(stage)}`,
    stageDays !== undefined && `t.stage_since <= ${NOW} - make_interval(days => ${put(stageDays)})`,
    leastFen !== undefined && `coalesce(t.amount_fen, 0) >= ${put(leastFen)}`,
    mostFen !== undefined && `coalesce(t.amount_fen, 0) <= ${put(mostFen)}`,
  ]
    .filter((condition) => condition !== false)
    .join(' AND ');
}

const snoozed = (by: string) =>
  `EXISTS (SELECT FROM task_snooze s WHERE s.task_id = t.id AND s.user_id = ${by} AND s.until_at > ${NOW})`;

/** By what tasks are sorted: an expression that an index has, and how a row's value of it is named in a place. */
interface SortKey {
  readonly by: string;
  readonly type: 'timestamptz' | 'bigint' | 'text';
  readonly valueOf: (task: TaskRow) => string | number;
}

const SORT_KEYS = {
  due: { by: 't.due_at', type: 'timestamptz', valueOf: ({ dueAt }) => Date.parse(dueAt) },
  stageSince: {
    by: 't.stage_since',
    type: 'timestamptz',
    valueOf: ({ stageSince }) => Date.parse(stageSince),
  },
  amount: { by: 'coalesce(t.amount_fen, 0)', type: 'bigint', valueOf: ({ amountFen }) => amountFen ?? 0 },
  grade: {
    by: `coalesce(array_position('{${GRADES.join(',')}}'::text[], t.grade), 0)`,
    type: 'bigint',
    valueOf: ({ grade }) => (grade === null ? 0 : GRADES.indexOf(grade) + 1),
  },
  product: {
    by: `coalesce(t.product_code, '')`,
    type: 'text',
    valueOf: ({ productCode }) => productCode ?? '',
  },
} as const satisfies Readonly<Record<TaskSort, SortKey>>;

/** Tasks of an institution in an order; the most urgent on top, unless another one is asked for. */
export async function listTasks(
  sql: Queryable,
  wish: TaskFilter,
  paging: Paging & { readonly sort?: TaskOrder | undefined },
): Promise<Page<TaskRow>> {
  const order = orderOf(paging.sort);
  const rows = await readTasks(sql, wish, order, { after: paging.after, most: rowsOf(paging) });
  return pageOf(rows, paging, (task) => `${order.key.valueOf(task)}.${task.id}`);
}

interface Order {
  readonly key: SortKey;
  readonly isFalling: boolean;
}

function orderOf(order: TaskOrder = 'due'): Order {
  const isFalling = order.startsWith('-');
  const sort = (isFalling ? order.slice(1) : order) as TaskSort;
  return { key: SORT_KEYS[sort], isFalling };
}

async function readTasks(
  sql: Queryable,
  wish: TaskFilter,
  { key, isFalling }: Order,
  { after, most }: { readonly after?: string | undefined; readonly most: number },
): Promise<readonly TaskRow[]> {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const conditions = [isAskedFor(wish, put)];
  if (after !== undefined) {
    const { value, id } = valueAndId(key, after);
    const beyond = isFalling ? '<' : '>';
    conditions.push(`(${key.by}, t.id) ${beyond} (${put(value)}::${key.type}, ${put(id)}::uuid)`);
  }
  const direction = isFalling ? 'DESC' : 'ASC';
  const order = `ORDER BY ${key.by} ${direction}, t.id ${direction}`;
  // What was done on the cases is looked up for those alone that are shown.
  return await readRows<TaskRow>(
    sql,
    `SELECT ${TASK_COLUMNS} FROM (
         SELECT * FROM human_task t WHERE ${conditions.join(' AND ')} ${order} LIMIT ${put(most)}) t ${order}`,
    values,
  );
}

/** A place in an order; one of another list, or another order, is some place in this one. */
function valueAndId({ type }: SortKey, place: string) {
  const { value, id } = placeOf(place);
  if (type === 'text') return { value, id };
  const number = /^\d{1,16}$/.test(value) ? Number(value) : 0;
  return { value: type === 'bigint' ? number : new Date(Math.min(number, LAST_MS)), id };
}

/** The last instant that a Date can hold. */
const LAST_MS = 8_640_000_000_000_000;

/** One task of an institution, or null. */
export async function findTask(sql: Queryable, institutionId: string, id: string): Promise<TaskRow | null> {
  const [task] = await readTasks(sql, { institutionId, ids: [id] }, orderOf(), { most: 1 });
  return task ?? null;
}

const ABOUT_FAULTS = ['RESOLVE_FAULT', 'CONFIRM_GIVE_UP'] as const satisfies readonly Task['kind'][];

/** What admins are asked about a failed step of each of these processes. */
export async function readFaultReasons(
  prisma: PrismaClient,
  workflowIds: readonly string[],
): Promise<ReadonlyMap<string, Task['reason']>> {
  if (workflowIds.length === 0) return new Map();
  const rows = await prisma.humanTask
    .findMany({
      select: { workflowId: true, reason: true },
      where: {
        workflowId: { in: [...workflowIds] },
        kind: { in: [...ABOUT_FAULTS] },
        status: { in: [...OPEN_TASK] },
      },
    })
    .then((found) => found.map(plain<'HumanTask'>()));
  return new Map(rows.map(({ workflowId, reason }) => [workflowId, reason]));
}

/** The task that a case waits for, in short; null when it waits for nobody. */
export async function findOpenTask(prisma: PrismaClient, caseId: string): Promise<OpenTask | null> {
  return await prisma.humanTask
    .findFirst({
      select: OPEN,
      where: { caseId, status: { in: [...OPEN_TASK] } },
      orderBy: { createdAt: 'asc' },
    })
    .then(plain<'HumanTask'>());
}

const OPEN = { id: true, kind: true, role: true, dueAt: true } satisfies Prisma.HumanTaskSelect;
export type OpenTask = Pick<Task, keyof typeof OPEN>;

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
