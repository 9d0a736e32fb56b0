import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { CaseChange } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { LadderAction } from '../../../domain/parameters/collection';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { readCallsOfDay, writeContact } from '../../../gateways/database/collection';
import { type Case, disburse, institutionId, makeCase, setClock, termsOf } from './support/cases';
import { orderMoney } from './support/money';

const TODAY = isoDate('2026-03-02');
const NINE = '2026-03-02T01:00:00.000Z';
const { maximumCallsPerDebtorPerDay: LIMIT } = parametersAt(TODAY).overdue.contactLimits;

let database: TestDatabase;
let activities: AllActivities;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, NINE);
  activities = createActivities({
    ...databaseOn(database.worker),
    cipher: createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`),
    queues: { enqueue: async () => true },
  } as unknown as ActivityDeps);
});
afterAll(() => database.stop());

/** Loans of one debtor, each with an open default. */
async function overdue(loans: number): Promise<readonly Case[]> {
  const debtor = uuidv7();
  const all: Case[] = [];
  for (let nth = 0; nth < loans; nth += 1) {
    const at = await makeCase(database.owner, institutionId, debtor);
    await disburse(database.owner, at, termsOf(at.loanId));
    await activities.recordChange({
      ...headOf(at, 'looked'),
      collection: {
        episode: 1,
        looked: {
          ...{ openedOn: TODAY, curedAt: null, stage: 'M1', lookedOn: TODAY },
          ...{ anchorDate: '2026-02-20', nextAt: null },
        },
        reached: [1, 3].map((day) => ({ day, reachedOn: TODAY, daysPastDue: 10, stage: 'M1' })),
      },
    });
    all.push(at);
  }
  return all;
}

const headOf = ({ loanId, enterpriseId }: Case, changeKey: string, at = NINE): CaseChange => ({
  ...{ caseType: 'COLLECTION', caseId: loanId, changeKey, at },
  ...{ institutionId: institutionId as InstitutionId, enterpriseId: enterpriseId as EnterpriseId },
  audit: { actorId: null, action: 'LADDER_LOOKED', outcome: 'M1' },
});

/** What the ladder's process writes with an action of a rung; with a task where people are asked. */
function step(
  at: Case,
  day: number,
  action: LadderAction,
  more: { at?: string; taskId?: string } = {},
): CaseChange {
  return {
    ...headOf(at, `${action}/${at.loanId}`, more.at),
    collection: { episode: 1, settled: [{ day, action, outcome: 'DONE' }] },
    ...(more.taskId !== undefined && {
      open: [
        {
          ...{ taskId: more.taskId as TaskId, kind: 'CALL_BORROWER', role: 'customer_service', round: 1 },
          ...{ institutionId: institutionId as InstitutionId, enterpriseId: at.enterpriseId as EnterpriseId },
          ...{ caseType: 'COLLECTION', caseId: at.loanId, workflowId: `collection/${at.loanId}` },
          ...{
            dueAt: '2026-03-03T01:00:00.000Z',
            amountFen: null,
            reason: { code: 'LADDER_CALL_BY_SERVICE' },
          },
        },
      ],
    }),
  };
}

const call = (at: Case) => step(at, 3, 'CALL_BY_SERVICE', { taskId: uuidv7() });

const standing = async ({ loanId }: Case) => {
  const { rows } = await database.owner.query<{ actions: string; tasks: string }>(
    `SELECT (SELECT count(*) FROM collection_action WHERE loan_id = $1) AS actions,
            (SELECT count(*) FROM human_task WHERE case_type = 'COLLECTION' AND case_id = $1::text) AS tasks`,
    [loanId],
  );
  return { actions: Number(rows[0]?.actions), tasks: Number(rows[0]?.tasks) };
};

test('ladders of a debtor that call at once are no more than a day allows, and what is withheld leaves nothing', async () => {
  const loans = await overdue(LIMIT + 2);
  const steps = loans.map(call);
  const recorded = await Promise.all(steps.map((change) => activities.recordHumanStep(change)));
  const withheld = recorded.map((each) => each?.withheld);
  expect(withheld.filter((why) => why === 'CONTACT_LIMIT')).toHaveLength(2);
  expect(await readCallsOfDay(database.api, loans[0]?.enterpriseId ?? '', TODAY)).toBe(LIMIT);
  for (const [nth, at] of loans.entries()) {
    const written = withheld[nth] === undefined ? 1 : 0;
    expect(await standing(at)).toEqual({ actions: written, tasks: written });
  }
  // The same step again is the same call, however often the debtor was called meanwhile.
  const again = await Promise.all(steps.map((change) => activities.recordHumanStep(change)));
  expect(again.map((each) => each?.withheld)).toEqual(withheld);
});

test('letters and visits of the ladder wait too once the debtor was called as often as a day allows', async () => {
  const [at] = await overdue(1);
  if (at === undefined) throw new Error('no loan');
  for (let nth = 0; nth < LIMIT; nth += 1) {
    await writeContact(
      database.api,
      { ...at, episode: 1 },
      {
        ...{
          id: uuidv7(),
          channel: 'PHONE',
          party: 'DEBTOR',
          outcome: 'REACHED',
          at: NINE,
          by: 'u' as UserId,
        },
        ...{ taskId: null, note: '' },
      },
    );
  }
  expect((await activities.recordChange(step(at, 1, 'NOTIFY_OVERDUE')))?.withheld).toBe('CONTACT_LIMIT');
  expect((await activities.recordHumanStep(call(at)))?.withheld).toBe('CONTACT_LIMIT');
  // What is no contact waits for nobody's turn.
  expect(await activities.recordChange(step(at, 1, 'STOP_LIMIT_INCREASE'))).toBeNull();
  expect(await standing(at)).toEqual({ actions: 1, tasks: 0 });
  const tomorrow = step(at, 1, 'NOTIFY_OVERDUE', { at: '2026-03-03T01:00:00.000Z' });
  expect(await activities.recordChange(tomorrow)).toBeNull();
  expect(await standing(at)).toEqual({ actions: 2, tasks: 0 });
});

test('nothing of the ladder reaches a debtor in quiet hours', async () => {
  const [at] = await overdue(1);
  if (at === undefined) throw new Error('no loan');
  for (const night of ['2026-03-02T14:00:00.000Z', '2026-03-02T23:59:00.000Z']) {
    const letter = step(at, 1, 'NOTIFY_OVERDUE', { at: night });
    expect((await activities.recordChange(letter))?.withheld).toBe('CONTACT_IN_QUIET_HOURS');
    const visit = step(at, 3, 'CALL_BY_SERVICE', { at: night, taskId: uuidv7() });
    expect((await activities.recordHumanStep(visit))?.withheld).toBe('CONTACT_IN_QUIET_HOURS');
  }
  expect(await standing(at)).toEqual({ actions: 0, tasks: 0 });
});

test('who has promised since the ladder was looked at is left alone', async () => {
  const [at] = await overdue(1);
  if (at === undefined) throw new Error('no loan');
  await database.owner.query(
    `INSERT INTO collection_promise (id, loan_id, episode, amount_fen, by_date, made_at, made_by, after_sequence, status)
       VALUES ($1, $2, 1, 100000, '2026-03-06', $3, 'u', 1, 'OPEN')`,
    [uuidv7(), at.loanId, NINE],
  );
  const recorded = await activities.recordChange(step(at, 3, 'SEND_COLLECTION_LETTER'));
  expect(recorded?.withheld).toBe('PROMISE_ALREADY_OPEN');
});

test('who is debited since the ladder was looked at is left alone until the bank has said what became of it', async () => {
  const [at] = await overdue(1);
  if (at === undefined) throw new Error('no loan');
  const order = { loanId: at.loanId, key: `loan/${at.loanId}/instalment/1/collect/1`, purpose: 'COLLECTION' };
  const id = await orderMoney(database.owner, { ...order, amountFen: 100, date: TODAY });
  const letter = step(at, 3, 'SEND_COLLECTION_LETTER');
  expect((await activities.recordChange(letter))?.withheld).toBe('DEBIT_IN_PROGRESS');
  expect(await standing(at)).toEqual({ actions: 0, tasks: 0 });
  const settled = `UPDATE payment SET status = 'FAILED', code = '51', settled_at = $2 WHERE id = $1`;
  await database.owner.query(settled, [id, NINE]);
  expect((await activities.recordChange(letter))?.withheld).toBeUndefined();
  expect(await standing(at)).toMatchObject({ actions: 1 });
});
