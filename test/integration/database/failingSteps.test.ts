import { WORKFLOW_TASK } from '../../../contracts/stuck';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { readStageFigures } from '../../../gateways/database/agreement';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { databaseOn } from '../../../gateways/database/client';
import { advanceClock } from '../../../gateways/database/clock';
import {
  countFailing,
  failingOf,
  failingUnseen,
  forgetFailing,
  listFailing,
  noteFailure,
  writeFailing,
} from '../../../gateways/database/failingSteps';
import { readFaultReasons } from '../../../gateways/database/tasks';
import { disburse, institutionId, makeCase, termsOf } from './support/cases';

const [own, other] = INSTITUTIONS;
const activities = { institutionId: own.id, tasks: false };
const tasks = { institutionId: own.id, tasks: true };
const first = { after: null, pageSize: 2 };

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

function failing(workflowId: string, step: string, attempts: number, of: string | null = own.id) {
  return { workflowId, step, attempts, runId: `run of ${workflowId}`, institutionId: of };
}

describe('steps that keep failing', () => {
  it('are noted once they are known, listed of the own institution and of nobody’s, the longest failing first', async () => {
    const { worker, api } = database;
    expect(await noteFailure(worker, { runId: 'run of loan/1', step: 'submitOrder', attempts: 5 })).toBe(
      false,
    );
    await writeFailing(worker, failing('loan/1', 'submitOrder', 5));
    await writeFailing(worker, failing('loan/2', 'submitOrder', 7));
    await writeFailing(worker, failing('endOfDay/x', 'closeDay', 9, null));
    await writeFailing(worker, failing('loan/3', 'submitOrder', 7, other.id));
    expect(await noteFailure(worker, { runId: 'run of loan/1', step: 'submitOrder', attempts: 6 })).toBe(
      true,
    );
    expect(await countFailing(api, activities)).toBe(3);
    // One after the other, however fast they were written.
    await database.owner.query(
      `UPDATE failing_step f SET first_at = now() + n * interval '1 second'
         FROM unnest(ARRAY['loan/1', 'loan/2', 'endOfDay/x']) WITH ORDINALITY AS o (id, n)
         WHERE o.id = f.workflow_id`,
    );
    const page = await listFailing(api, activities, first);
    expect(page.items.map(({ workflowId, attempts }) => [workflowId, attempts])).toEqual([
      ['loan/1', 6],
      ['loan/2', 7],
    ]);
    const rest = await listFailing(api, activities, { ...first, after: page.next });
    expect(rest.items.map(({ workflowId }) => workflowId)).toEqual(['endOfDay/x']);
    await forgetFailing(worker, 'loan/1', 'submitOrder');
    expect(await countFailing(api, activities)).toBe(2);
  });

  it('a workflow task counts once it has failed for a while, for its worker hears of the first time only', async () => {
    const { worker, api, owner } = database;
    await writeFailing(worker, failing('loan/4', WORKFLOW_TASK, 1));
    expect(await countFailing(api, tasks)).toBe(0);
    await owner.query(
      `UPDATE failing_step SET first_at = now() - interval '1 minute' WHERE workflow_id = 'loan/4'`,
    );
    expect(await countFailing(api, tasks)).toBe(1);
    expect((await failingOf(api, ['loan/4'])).map(({ step }) => step)).toEqual([WORKFLOW_TASK]);
    expect(await failingUnseen(worker, 10)).toEqual([]);
    await owner.query(
      `UPDATE failing_step SET seen_at = now() - interval '2 minutes' WHERE workflow_id = 'loan/4'`,
    );
    expect((await failingUnseen(worker, 10)).map(({ workflowId }) => workflowId)).toEqual(['loan/4']);
  });

  it('only workers note them', async () => {
    await expect(database.api.query(`DELETE FROM failing_step`)).rejects.toThrow('permission denied');
  });
});

it('open cases are counted by stage and by how long they have been in it', async () => {
  await advanceClock(database.owner, { speed: 1, consent: undefined });
  const at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
  const figures = await readStageFigures(database.api, institutionId);
  for (const { open, day, week, month, older } of figures) expect(day + week + month + older).toBe(open);
  expect(figures.find(({ process }) => process === 'loan')).toMatchObject({ stage: 'REPAYING', open: 1 });
});

it('what an admin is asked about a failed step is read by its process, while it is asked', async () => {
  const reason = { code: 'STEP_FAILED', detail: { step: '登记入账 · Book it', why: 'two facts contradict' } };
  const ask = (workflowId: string, status: string) =>
    database.owner.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
           outcome, closed_at)
         VALUES (gen_random_uuid(), $1, 'RESOLVE_FAULT', 'LOAN', 'x', $2, 'admin', $3, $4, now(),
           CASE $3 WHEN 'CANCELLED' THEN 'CASE_OVER' END, CASE $3 WHEN 'CANCELLED' THEN now() END)`,
      [own.id, workflowId, status, JSON.stringify(reason)],
    );
  await ask('loan/asked', 'OPEN');
  await ask('loan/cured', 'CANCELLED');
  const { prisma } = databaseOn(database.api);
  const asked = await readFaultReasons(prisma, ['loan/asked', 'loan/cured', 'loan/other']);
  expect([...asked]).toEqual([['loan/asked', reason]]);
  await prisma.$disconnect();
});
