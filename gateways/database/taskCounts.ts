import type { Stored } from './columns';
import { readRows } from './statement';
import { isAskedFor, type TaskFilter } from './tasks';
import type { Queryable } from './transaction';

/** How many tasks wait. */
export interface TaskCount {
  readonly open: number;
  readonly unclaimed: number;
  readonly mine: number;
  readonly overdue: number;
  /** Should be done by the end of the business day, overdue ones among them. */
  readonly dueToday: number;
}

type KindCount = TaskCount & Pick<Stored<'HumanTask'>, 'kind' | 'role'>;

/** How many of the tasks that are asked for wait, in all and by kind. @param reader whose `mine` are */
export async function countTasks(
  sql: Queryable,
  wish: TaskFilter,
  reader: string,
): Promise<TaskCount & { readonly kinds: readonly KindCount[] }> {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const kinds = await readRows<KindCount>(
    sql,
    `SELECT kind, role, count(*)::int AS open, (count(*) FILTER (WHERE status = 'OPEN'))::int AS unclaimed,
         (count(*) FILTER (WHERE claimed_by = ${put(reader)}))::int AS mine,
         (count(*) FILTER (WHERE due_at < (SELECT business_now())))::int AS overdue,
         (count(*) FILTER (WHERE due_at < ${END_OF_TODAY}))::int AS due_today
       FROM human_task t WHERE ${isAskedFor(wish, put)} GROUP BY kind, role ORDER BY kind, role`,
    values,
  );
  const total = (of: keyof TaskCount) => kinds.reduce((sum, kind) => sum + kind[of], 0);
  return {
    open: total('open'),
    unclaimed: total('unclaimed'),
    mine: total('mine'),
    overdue: total('overdue'),
    dueToday: total('dueToday'),
    kinds,
  };
}

const END_OF_TODAY = `(SELECT (business_today() + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`;
