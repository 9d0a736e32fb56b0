import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openNames, sealedPerson } from './personalData';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** How much there is to do, how much was done, and whether in time; hours of business time. */
export interface Load {
  readonly open: number;
  readonly overdue: number;
  readonly done: number;
  readonly inTime: number;
  readonly medianHours: number | null;
  readonly slowHours: number | null;
}

/** A load of one person, one role or one kind of task: the others are null. */
export type LoadRow = Load & {
  readonly [Name in 'kind' | 'role']: Stored<'HumanTask'>[Name] | null;
} & { readonly person: { readonly id: string; readonly name: string } | null };

const hoursAt = (share: number) =>
  `round((percentile_cont(${share}) WITHIN GROUP (ORDER BY hours))::numeric, 1)`;

const WORKLOAD = `WITH task AS (
    SELECT 'OPEN' AS state, kind, role, claimed_by AS user_id, due_at < (SELECT business_now()) AS is_late,
        NULL::numeric AS hours
      FROM human_task WHERE institution_id = $1 AND status IN ('OPEN', 'CLAIMED')
    UNION ALL
    SELECT 'DONE', kind, role, closed_by, closed_at > due_at,
        extract(epoch FROM closed_at - business_at(created_at)) / 3600
      FROM human_task WHERE institution_id = $1 AND status = 'DONE'
        AND closed_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND closed_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  )
  SELECT kind, role, (SELECT ${sealedPerson('u')} FROM "user" u WHERE u.id = load.user_id) AS person,
      open, overdue, done, in_time, median_hours, slow_hours
    FROM (
      SELECT kind, role, user_id, (count(*) FILTER (WHERE state = 'OPEN'))::int AS open,
          (count(*) FILTER (WHERE state = 'OPEN' AND is_late))::int AS overdue,
          (count(*) FILTER (WHERE state = 'DONE'))::int AS done,
          (count(*) FILTER (WHERE state = 'DONE' AND NOT is_late))::int AS in_time,
          ${hoursAt(0.5)} AS median_hours, ${hoursAt(0.9)} AS slow_hours
        FROM task GROUP BY GROUPING SETS ((kind), (role), (user_id))) load
    ORDER BY overdue DESC, open DESC, done DESC`;

/** What people of an institution have to do now, and have done on these business days; the most overdue on top. */
export async function readWorkload(
  sql: Queryable,
  cipher: ColumnCipher,
  institutionId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly LoadRow[]> {
  const rows = await readRows<LoadRow>(sql, { name: 'workload', text: WORKLOAD }, [institutionId, from, to]);
  return rows.map((row) => openNames(cipher, row) as LoadRow);
}
