import { dateAndTime } from '../../domain/calendar/clock';
import type { Database } from './client';
import type { Stored } from './columns';
import { tellPeople } from './personNotices';
import { readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

type Snooze = Pick<Stored<'TaskSnooze'>, 'taskId' | 'userId' | 'untilAt'>;

/** Puts a task off for who has it; once more says until when. */
export async function snoozeTask(sql: Queryable, { taskId, userId, untilAt }: Snooze): Promise<void> {
  await write(
    sql,
    `INSERT INTO task_snooze (task_id, user_id, until_at) VALUES ($1, $2, $3)
       ON CONFLICT (task_id) DO UPDATE SET until_at = excluded.until_at`,
    [taskId, userId, untilAt],
  );
}

/** Takes a task that somebody put off back before its time. @returns false when it was not put off */
export async function endSnooze(
  sql: Queryable,
  { taskId, userId }: Omit<Snooze, 'untilAt'>,
): Promise<boolean> {
  return (
    (await write(sql, 'DELETE FROM task_snooze WHERE task_id = $1 AND user_id = $2', [taskId, userId])) > 0
  );
}

/** Tells people of tasks whose time has come; what two workers find at once is told once. */
export async function bringTasksBack(sql: Database['sql']): Promise<void> {
  await inTransaction(sql, async (client) => {
    const back = await readRows<
      Snooze &
        Pick<
          Stored<'HumanTask'>,
          'kind' | 'role' | 'caseTitle' | 'caseType' | 'caseId' | 'dueAt' | 'institutionId'
        >
    >(
      client,
      `WITH back AS (
         DELETE FROM task_snooze WHERE task_id IN (
           SELECT task_id FROM task_snooze WHERE until_at <= business_now() ORDER BY until_at LIMIT $1)
           RETURNING task_id, user_id, until_at)
       SELECT back.*, t.kind, t.role, t.case_title, t.case_type, t.case_id, t.due_at, t.institution_id
         FROM back JOIN human_task t ON t.id = back.task_id`,
      [AT_ONCE],
    );
    for (const { taskId, userId, untilAt, institutionId, caseType, caseId, ...task } of back) {
      const { kind, role, caseTitle: title, dueAt } = task;
      await tellPeople(client, [userId], {
        ...{ dedupeKey: `TASK_BACK/${taskId}/${untilAt}`, topic: 'TASK_BACK', institutionId },
        about: { caseType, caseId, taskId },
        detail: { kind, role, title, dueAt: dateAndTime(Date.parse(dueAt)) },
      });
    }
  });
}

const AT_ONCE = 200;
