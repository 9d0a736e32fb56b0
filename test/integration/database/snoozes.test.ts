import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { bringTasksBack, endSnooze, snoozeTask } from '../../../gateways/database/snoozes';
import { countTasks } from '../../../gateways/database/taskCounts';
import { findTask, listTasks, OPEN_TASK, type TaskFilter } from '../../../gateways/database/tasks';
import { attempt, CHECK } from './support/attempt';
import { institutionId, staffOf } from './support/cases';

const HOUR = 3_600_000;
let database: TestDatabase;
let ann: string;
let bob: string;
beforeAll(async () => {
  database = await startDatabase();
  await database.owner.query(
    'INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES (0, 0, 1, 0)',
  );
  ann = await staffOf(database.owner, institutionId, 'finance', 'ann');
  bob = await staffOf(database.owner, institutionId, 'finance', 'bob');
});
afterAll(() => database.stop());

/** A task of somebody's, due in a day. */
async function makeTask(claimedBy = ann): Promise<string> {
  const id = uuidv7();
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
         claimed_by) VALUES ($1::uuid, $2, 'COLLECT_MANUALLY', 'LOAN', $1::uuid::text, 'loan', 'finance', 'CLAIMED', '{}',
         now() + interval '1 day', $3)`,
    [id, institutionId, claimedBy],
  );
  return id;
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const snooze = (taskId: string, ms = HOUR, userId = ann) =>
  snoozeTask(database.api, { taskId, userId, untilAt: inMs(ms) });
const shows = async (taskId: string, wish: Partial<TaskFilter>) =>
  (
    await listTasks(
      database.api,
      { institutionId, ids: [taskId], statuses: OPEN_TASK, ...wish },
      { pageSize: 5 },
    )
  ).items.length === 1;
/** As though its time had come. */
const wake = (taskId: string) =>
  database.owner.query(
    `SET session_replication_role = replica;
     UPDATE task_snooze SET until_at = now() - interval '1 minute' WHERE task_id = '${taskId}';
     RESET session_replication_role`,
  );
const noticesOf = async (userId: string, taskId: string) =>
  (
    await database.owner.query('SELECT topic FROM notice_to_person WHERE user_id = $1 AND task_id = $2', [
      userId,
      taskId,
    ])
  ).rows.map(({ topic }) => topic);

it('leaves its holder’s inbox and counts, and nobody else’s, with its deadline as it was', async () => {
  const taskId = await makeTask();
  const before = await findTask(database.api, institutionId, taskId);
  await snooze(taskId);
  expect(await shows(taskId, { notSnoozedBy: ann })).toBe(false);
  expect(await shows(taskId, { snoozedBy: ann })).toBe(true);
  expect(await shows(taskId, { notSnoozedBy: bob })).toBe(true);
  expect(await shows(taskId, { snoozedBy: bob })).toBe(false);
  const of = { institutionId, ids: [taskId], statuses: OPEN_TASK };
  expect(await countTasks(database.api, { ...of, notSnoozedBy: ann }, ann)).toMatchObject({
    open: 0,
    mine: 0,
  });
  const after = await findTask(database.api, institutionId, taskId);
  expect(after).toEqual({ ...before, snoozedUntil: expect.stringMatching(/Z$/) });
});

it('is back by itself, with one notice', async () => {
  const taskId = await makeTask();
  await snooze(taskId);
  await bringTasksBack(database.worker);
  expect(await noticesOf(ann, taskId)).toEqual([]);
  await wake(taskId);
  expect(await shows(taskId, { notSnoozedBy: ann })).toBe(true);
  await Promise.all([bringTasksBack(database.worker), bringTasksBack(database.worker)]);
  expect(await noticesOf(ann, taskId)).toEqual(['TASK_BACK']);
});

it('is taken back before its time, by who put it off alone', async () => {
  const taskId = await makeTask();
  await snooze(taskId);
  expect(await endSnooze(database.api, { taskId, userId: bob })).toBe(false);
  expect(await endSnooze(database.api, { taskId, userId: ann })).toBe(true);
  expect(await shows(taskId, { notSnoozedBy: ann })).toBe(true);
  expect(await endSnooze(database.api, { taskId, userId: ann })).toBe(false);
});

it('is over when the task leaves the hands of who put it off, who hears no more of it', async () => {
  const taskId = await makeTask();
  await snooze(taskId);
  await database.worker.query('UPDATE human_task SET claimed_by = $2 WHERE id = $1', [taskId, bob]);
  await database.worker.query('UPDATE human_task SET claimed_by = $2 WHERE id = $1', [taskId, ann]);
  expect(await shows(taskId, { notSnoozedBy: ann })).toBe(true);
  await bringTasksBack(database.worker);
  expect(await noticesOf(ann, taskId)).toEqual([]);
});

it('is its holder’s alone to put off, and until before its deadline, by the database’s law', async () => {
  const taskId = await makeTask();
  const put = (by: string, hours: number) =>
    `INSERT INTO task_snooze (task_id, user_id, until_at)
       VALUES ('${taskId}', '${by}', now() + make_interval(hours => ${hours}))`;
  expect(await attempt(database.api, put(bob, 1))).toBe(CHECK);
  expect(await attempt(database.api, put(ann, 25))).toBe(CHECK);
  await snooze(taskId);
  const longer = `UPDATE task_snooze SET until_at = now() + interval '2 days' WHERE task_id = '${taskId}'`;
  expect(await attempt(database.api, longer)).toBe(CHECK);
});
