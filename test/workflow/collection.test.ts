import type { LoanId } from '../../contracts/ids';
import { lookAgainSignal, promiseUpdate, tasksQuery } from '../../contracts/workflows';
import { claimTaskUpdate } from '../../contracts/workflows/shared';
import { businessDate } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { totalOf } from '../../domain/loan/components';
import { fen } from '../../domain/money/fen';
import {
  APPLICANT,
  DONE,
  ENTERPRISE,
  freshIds,
  INSTITUTION,
  PRINCIPAL_FEN,
  Stage,
  staff,
} from './support/harness';

const service = staff('s1', 'customer_service');
const risk = staff('k1', 'risk');
const otherRisk = staff('k2', 'risk');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** A loan of three instalments (5 February, 5 March, 7 April) of which nothing is debited. */
async function default_(): Promise<string> {
  stage.world.bank = () => ({ status: 'FAILED', code: '41' });
  return (await stage.borrow()).replace('loan/', 'collection/');
}

/** Waits for the end without letting time pass: time that skips until one hears of it is days further. */
const over = (workflowId: string) =>
  stage.until(async () => (await stage.handle(workflowId).describe()).status.name === 'COMPLETED');

const facts = () => stage.world.changes.flatMap(({ collection }) => collection ?? []);
const rungs = () =>
  facts().flatMap(({ episode, reached = [] }) =>
    reached.map(({ day, reachedOn, daysPastDue }) => `${episode}/${day} ${reachedOn} ${daysPastDue}`),
  );
const done = () =>
  facts().flatMap(({ settled = [] }) => settled.map(({ day, action }) => `${day} ${action}`));
const ended = () => facts().flatMap(({ promisesEnded = [] }) => promisesEnded.map(({ status }) => status));

/** Money that came by another way, of which the loan is told. */
async function pay(workflowId: string, key: string, date: string, amountFen: number): Promise<void> {
  stage.world.receive(key, date, amountFen);
  await wake(workflowId);
}

async function wake(workflowId: string): Promise<void> {
  const loanId = workflowId.split('/')[1] ?? '';
  await stage.handle(`loan/${loanId}`).signal(lookAgainSignal, { signal: 'lookAgain', because: 'TEST' });
}

const owedOn = (date: string) => stage.world.stateOn(isoDate(date)).totalDueFen;

test('a loan that is never overdue has no collection', async () => {
  const workflowId = await stage.borrow();
  await stage.result(workflowId);
  await expect(stage.handle(workflowId.replace('loan/', 'collection/')).describe()).rejects.toThrow();
  expect(facts()).toEqual([]);
});

test('rungs are reached once, each on its day, and people are asked what is theirs', async () => {
  await default_();
  await stage.env.sleep('63 days');
  expect(rungs()).toEqual([
    '1/1 2026-02-06 1',
    '1/3 2026-02-08 3',
    '1/7 2026-02-12 7',
    '1/15 2026-02-20 15',
    '1/30 2026-03-07 30',
  ]);
  expect(done()).toEqual(
    expect.arrayContaining(['1 NOTIFY_OVERDUE', '3 CALL_BY_SERVICE', '30 FREEZE_LIMIT']),
  );
  expect(new Set(done()).size).toBe(done().length);
  // No guarantors are on file: nobody is told, and nobody is said to be.
  expect(facts().flatMap(({ settled = [] }) => settled)).toContainEqual({
    ...{ day: 30, action: 'NOTIFY_GUARANTOR', outcome: 'NOT_APPLICABLE', why: 'NO_GUARANTOR' },
  });
  expect(stage.world.messages().filter((kind) => kind === 'OVERDUE_NOTICE')).toHaveLength(1);
  expect(stage.world.messages().filter((kind) => kind === 'COLLECTION_LETTER')).toHaveLength(1);
  expect(stage.world.openTasks('CALL_BORROWER').map(({ role }) => role)).toEqual([
    'customer_service',
    'risk',
  ]);
  expect(stage.world.openTasks('DO_COLLECTION_STEP').map(({ reason }) => reason.code)).toEqual([
    'LADDER_OPEN_POST_LOAN_CHECK',
    'LADDER_REVIEW_CLASSIFICATION',
    'LADDER_POST_LETTER',
  ]);
  expect(await stage.decide('CALL_BORROWER', service, 'NOT_REACHED')).toMatchObject(DONE);
  await stage.until(() => facts().some(({ contact }) => contact?.outcome === 'NOT_REACHED'));
});

test('a new run begins each quarter, and what people have to do goes along, claimed as it is', async () => {
  const workflowId = await default_();
  await stage.env.sleep('63 days');
  const before = stage.world.openTasks('CALL_BORROWER');
  const { taskId } = await stage.task('CALL_BORROWER');
  await stage.update(workflowId, claimTaskUpdate, { taskId, actor: service });
  const { runId } = await stage.handle(workflowId).describe();

  await stage.env.sleep('70 days');
  await stage.until(async () => (await stage.handle(workflowId).describe()).runId !== runId);
  expect(stage.world.openTasks('CALL_BORROWER')).toMatchObject(
    before.map((task) => ({ taskId: task.taskId })),
  );
  const { tasks } = await stage.handle(workflowId).query(tasksQuery);
  expect(tasks).toContainEqual(expect.objectContaining({ taskId, claimedBy: service.userId }));
  expect(new Set(done()).size).toBe(done().length);
  expect(await stage.decide('CALL_BORROWER', service, 'NOT_REACHED')).toMatchObject(DONE);
  await stage.until(() => facts().some(({ contact }) => contact?.outcome === 'NOT_REACHED'));
});

/** Where the anchor was at each look, and what the ladder waits for since: changes only. */
const anchors = () => {
  const seen = facts().flatMap(({ looked }) =>
    looked === undefined ? [] : [`${looked.anchorDate} → ${looked.nextAt && dayOf(looked.nextAt)}`],
  );
  return seen.filter((look, index) => look !== seen[index - 1]);
};
const dayOf = (instant: string) => businessDate(Date.parse(instant));
const notDone = () =>
  facts()
    .flatMap(({ settled = [] }) => settled)
    .filter(({ outcome }) => outcome !== 'DONE')
    .map((settled) =>
      [settled.day, settled.action, settled.outcome, ...('why' in settled ? [settled.why] : [])].join(' '),
    );

/** Turns a receipt back, as people do once the bank has taken it again. */
async function bounce(workflowId: string, key: string): Promise<void> {
  const { sequence = 0 } = stage.world.events.find(({ businessKey }) => businessKey === key) ?? {};
  stage.world.loanChanges.push({
    ...{ id: `bounced/${key}` as never, kind: 'REVERSE_RECEIPT', status: 'APPROVED', reverses: sequence },
  });
  await wake(workflowId);
}

const FIRST_RUNGS = ['1/1 2026-02-06 1', '1/3 2026-02-08 3', '1/7 2026-02-12 7', '1/15 2026-02-20 15'];

test('an anchor that moves forward over three rungs does none of them again, and waits for the next from where it is', async () => {
  const workflowId = await default_();
  // 6 March: 29 days past the first due date; one past the second.
  await stage.env.sleep('60 days');
  expect(rungs()).toEqual(FIRST_RUNGS);
  const before = done();
  await pay(workflowId, 'first', '2026-03-04', owedOn('2026-03-04'));
  await stage.until(() => facts().at(-1)?.looked?.anchorDate === '2026-03-05');
  // The days of rungs 3, 7 and 15 come once more: 8, 12 and 20 March.
  await stage.env.sleep('28 days');
  expect(rungs()).toEqual(FIRST_RUNGS);
  expect(done()).toEqual(before);
  await stage.env.sleep('2 days');
  expect(rungs()).toEqual([...FIRST_RUNGS, '1/30 2026-04-04 30']);
  expect(anchors()).toEqual([
    '2026-02-05 → 2026-02-08',
    '2026-02-05 → 2026-02-12',
    '2026-02-05 → 2026-02-20',
    '2026-02-05 → 2026-03-07',
    '2026-03-05 → 2026-04-04',
    '2026-03-05 → 2026-05-04',
  ]);
  expect(notDone()).toEqual(['30 NOTIFY_GUARANTOR NOT_APPLICABLE NO_GUARANTOR']);
  expect(new Set(done()).size).toBe(done().length);
});

test('an anchor that a bounce moves back over four rungs reaches each at once, says which talk gave way, and goes on', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  // 8 February, 11:00: the first instalment is paid, after two rungs; the second falls due on 5 March and is not.
  await pay(workflowId, 'first', '2026-02-08', owedOn('2026-02-08'));
  await over(workflowId);
  await stage.env.sleep('27 days');
  // 7 March, 11:00: two days past the second due date, thirty past the first.
  const before = ['1/1 2026-02-06 1', '1/3 2026-02-08 3', '2/1 2026-03-06 1'];
  expect(rungs()).toEqual(before);
  await bounce(workflowId, 'first');
  await stage.env.sleep('1 day');
  const atOnce = ['2/3 2026-03-07 30', '2/7 2026-03-07 30', '2/15 2026-03-07 30', '2/30 2026-03-07 30'];
  expect(rungs()).toEqual([...before, ...atOnce]);
  expect(notDone()).toEqual([
    '3 CALL_BY_SERVICE SUPERSEDED',
    '30 NOTIFY_GUARANTOR NOT_APPLICABLE NO_GUARANTOR',
  ]);
  expect(stage.world.openTasks('CALL_BORROWER').map(({ role }) => role)).toEqual(['risk']);
  // Forward again: nothing of what was reached comes twice, and the next counts from the second due date.
  await pay(workflowId, 'again', '2026-03-04', owedOn('2026-03-04'));
  await stage.until(() => facts().at(-1)?.looked?.anchorDate === '2026-03-05');
  await stage.env.sleep('56 days');
  expect(rungs()).toEqual([...before, ...atOnce]);
  await stage.env.sleep('2 days');
  expect(rungs()).toEqual([...before, ...atOnce, '2/60 2026-05-04 60']);
  const ofSecond = facts().flatMap(({ episode, settled = [] }) =>
    episode === 2 ? settled.map(({ day, action }) => `${day} ${action}`) : [],
  );
  expect(new Set(ofSecond).size).toBe(ofSecond.length);
});

test('a cure ends everything at once, and the next default begins with the first rung', async () => {
  const workflowId = await default_();
  await stage.env.sleep('40 days');
  await stage.task('CALL_BORROWER');
  await pay(workflowId, 'all', '2026-02-14', owedOn('2026-02-14'));
  await over(workflowId);
  expect(stage.world.openTasks('CALL_BORROWER')).toEqual([]);
  expect(facts().at(-1)?.looked).toMatchObject({
    curedAt: expect.stringMatching(/^2026-02-14/),
    nextAt: null,
  });
  await stage.env.sleep('22 days');
  expect(rungs().at(-1)).toBe('2/1 2026-03-06 1');
});

const promise = (
  workflowId: string,
  amountFen: number,
  byDate: string,
  promiseId: string,
  actor = APPLICANT,
) => stage.update(workflowId, promiseUpdate, { actor, amountFen, byDate, promiseId });

test('a promise holds contact, and when it is broken on a holiday the ladder goes on the day after', async () => {
  const workflowId = await default_();
  // 8 February; 15 to 23 February are the Spring Festival.
  await stage.env.sleep('818 hours');
  await stage.task('CALL_BORROWER');
  expect(await promise(workflowId, 100, '2026-03-01', 'p0')).toMatchObject({
    refusal: { code: 'PROMISE_TOO_LONG' },
  });
  // Next to nothing holds nothing up.
  expect(await promise(workflowId, 100, '2026-02-16', 'p0')).toMatchObject({
    refusal: { code: 'PROMISE_TOO_SMALL', detail: { leastFen: expect.any(Number) } },
  });
  const dueFen = owedOn('2026-02-08');
  expect(await promise(workflowId, dueFen, '2026-02-16', 'p1')).toMatchObject(DONE);
  expect(await promise(workflowId, dueFen, '2026-02-17', 'p2')).toMatchObject({
    refusal: { code: 'PROMISE_ALREADY_OPEN' },
  });
  await stage.until(() => stage.world.openTasks('CALL_BORROWER').length === 0);
  await stage.env.sleep('6 days');
  expect(stage.world.openTasks('CALL_BORROWER')).toEqual([]);
  expect(done()).toContain('7 START_PENALTY');
  await stage.env.sleep('4 days');
  expect(ended()).toEqual(['BROKEN']);
  expect(done()).toContain('7 CALL_BY_COLLECTOR');
  const [task] = stage.world.openTasks('CALL_BORROWER');
  expect(task?.role).toBe('risk');
});

test('nobody talks to who has promised, also before that is written', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  const { taskId } = await stage.task('CALL_BORROWER');
  await stage.update(workflowId, claimTaskUpdate, { taskId, actor: service });
  const { recordChange } = stage.world;
  let [isBeingWritten, write] = [false, (): void => undefined];
  const mayWrite = new Promise<void>((resolve) => {
    write = resolve;
  });
  const late: typeof recordChange = async (change) => {
    if (change.collection?.promise !== undefined) {
      isBeingWritten = true;
      await mayWrite;
    }
    return await recordChange(change);
  };
  Object.assign(stage.world, { recordChange: late });
  const promised = promise(workflowId, owedOn('2026-02-08'), '2026-02-16', 'p1');
  await stage.until(() => isBeingWritten);
  expect(await stage.decide('CALL_BORROWER', service, 'NOT_REACHED')).toMatchObject({
    refusal: { code: 'TASK_CANCELLED' },
  });
  write();
  expect(await promised).toMatchObject(DONE);
  await stage.until(() => stage.world.openTasks('CALL_BORROWER').length === 0);
  expect(facts().flatMap(({ contact }) => contact ?? [])).toEqual([]);
});

test('a ladder climbs past a promise that is broken to M3, and a cure ends it', async () => {
  const workflowId = await default_();
  stage.keep(workflowId);
  // 8 February, then 20 April.
  await stage.env.sleep('818 hours');
  await stage.task('CALL_BORROWER');
  expect(await promise(workflowId, owedOn('2026-02-08'), '2026-02-16', 'p1')).toMatchObject(DONE);
  await stage.env.sleep('71 days');
  expect(ended()).toEqual(['BROKEN']);
  const looked = () => facts().findLast((fact) => fact.looked !== undefined)?.looked;
  expect(looked()).toMatchObject({ stage: 'M3', curedAt: null });
  await pay(workflowId, 'all', '2026-04-20', owedOn('2026-04-20'));
  await stage.result(workflowId);
  expect(looked()).toMatchObject({ curedAt: expect.stringMatching(/^2026-04-20/) });
});

test('a promise is kept once its amount has come, though the arrears remain', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  expect(
    await promise(workflowId, 20_000_00, '2026-02-16', 'p1', staff('s1', 'customer_service')),
  ).toMatchObject(DONE);
  await pay(workflowId, 'part', '2026-02-08', 20_000_00);
  await stage.until(() => ended().length > 0);
  expect(ended()).toEqual(['KEPT']);
  expect(await promise(workflowId, owedOn('2026-02-08'), '2026-02-16', 'p2')).toMatchObject(DONE);
});

test('a promise waits for the bank’s file of its last day, and a transfer of that day keeps it', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  await stage.task('CALL_BORROWER');
  stage.world.ladder.filesThrough = isoDate('2026-02-10');
  expect(await promise(workflowId, 20_000_00, '2026-02-11', 'p1')).toMatchObject(DONE);
  // 12 February, after the hour in which offices look: the rung is reached, and nobody is called.
  await stage.env.sleep('4 days');
  expect(ended()).toEqual([]);
  expect(done()).toContain('7 START_PENALTY');
  expect(done()).not.toContain('7 CALL_BY_COLLECTOR');
  expect(stage.world.openTasks('CALL_BORROWER')).toEqual([]);
  // The file of the 11th brings it.
  stage.world.ladder.filesThrough = isoDate('2026-02-11');
  await pay(workflowId, 'late', '2026-02-11', 20_000_00);
  await stage.until(() => ended().length > 0);
  expect(facts().flatMap(({ promisesEnded = [] }) => promisesEnded)).toEqual([
    { id: 'p1', status: 'KEPT', endedAt: '2026-02-10T16:00:00.000Z' },
  ]);
  await stage.env.sleep('1 day');
  expect(done()).toContain('7 CALL_BY_COLLECTOR');
});

test('a promise hangs on no file for ever, and money of its last day mends what was said of it', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  stage.world.ladder.filesThrough = isoDate('2026-02-10');
  expect(await promise(workflowId, 20_000_00, '2026-02-11', 'p1')).toMatchObject(DONE);
  // 14 February.
  await stage.env.sleep('6 days');
  expect(ended()).toEqual([]);
  expect(done()).not.toContain('7 CALL_BY_COLLECTOR');
  await stage.env.sleep('1 day');
  expect(facts().flatMap(({ promisesEnded = [] }) => promisesEnded)).toEqual([
    { id: 'p1', status: 'BROKEN', endedAt: '2026-02-11T16:00:00.000Z' },
  ]);
  expect(done()).toContain('7 CALL_BY_COLLECTOR');
  await pay(workflowId, 'late', '2026-02-11', 20_000_00);
  await stage.until(() => ended().length > 1);
  expect(ended()).toEqual(['BROKEN', 'KEPT']);
});

test.each([
  ['the day after', '2026-02-12', 'BROKEN'],
  ['its last day', '2026-02-11', 'KEPT'],
] as const)(
  'what cures a loan with money of %s says so of the promise at once',
  async (_day, date, status) => {
    const workflowId = await default_();
    await stage.env.sleep('818 hours');
    stage.world.ladder.filesThrough = isoDate('2026-02-10');
    // More than is owed: nothing but the cure can keep it.
    expect(await promise(workflowId, PRINCIPAL_FEN * 2, '2026-02-11', 'p1')).toMatchObject(DONE);
    await stage.env.sleep('4 days');
    expect(ended()).toEqual([]);
    await pay(workflowId, 'all', date, owedOn('2026-02-12'));
    await stage.result(workflowId);
    expect(ended()).toEqual([status]);
  },
);

test('what a worker that was away has missed is done once, in order, when it is back', async () => {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, 3);
  const time = await stage.time();
  const workflowId = `collection/${loanId}`;
  // Told on the day after the due date; nobody works before the 17th of February.
  const late = { ...time.clock, businessAnchorMs: Date.parse('2026-02-17T10:00:00+08:00') };
  await stage.start('collection', workflowId, {
    ...{
      ...time,
      clock: late,
      loanId: loanId as LoanId,
      enterpriseId: ENTERPRISE,
      institutionId: INSTITUTION,
    },
    ...{ begunAtMs: late.businessAnchorMs, progress: null },
  });
  await stage.until(() => rungs().length === 3);
  expect(rungs()).toEqual(['1/1 2026-02-17 12', '1/3 2026-02-17 12', '1/7 2026-02-17 12']);
  await stage.task('CALL_BORROWER');
  expect(facts().flatMap(({ settled = [] }) => settled)).toContainEqual({
    ...{ day: 3, action: 'CALL_BY_SERVICE', outcome: 'SUPERSEDED' },
  });
});

test('hardship is asked for, granted by somebody else of risk, and holds what it may', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  stage.world.ladder.requested.push({
    ...{ id: 'h1', kind: 'FREEZE', from: '2026-02-08', until: '2026-03-31', reason: 'flood' },
    askedBy: risk.userId,
  });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'TEST' });
  await stage.task('DECIDE_HOLD');
  expect(await stage.decide('DECIDE_HOLD', risk, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REQUESTER' },
  });
  // Nor through somebody to whom the role was lent.
  const lent = {
    ...{
      principalId: risk.userId,
      deputyId: 'dan',
      roles: ['risk'] as const,
      maximumFen: fen(1),
      revokedOn: null,
    },
    ...{ from: isoDate('2026-01-01'), until: isoDate('2026-12-31') },
  };
  const deputy = { ...staff('dan', 'customer_service'), delegations: [lent] };
  expect(await stage.decide('DECIDE_HOLD', deputy, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REQUESTER' },
  });
  expect(await stage.decide('DECIDE_HOLD', otherRisk, 'APPROVE')).toMatchObject(DONE);
  await stage.until(() => facts().some(({ hold }) => hold?.status === 'GRANTED'));
  await stage.until(() => stage.world.openTasks('CALL_BORROWER').length === 0);
  await stage.env.sleep('29 days');
  expect(rungs().at(-1)).toMatch(/^1\/30 /);
  expect(done()).not.toContain('15 OPEN_POST_LOAN_CHECK');
  expect(done()).not.toContain('30 FREEZE_LIMIT');
});

test('contact that others come before is made on the next day, and nothing else waits for it', async () => {
  await default_();
  // 12 February: the call of the seventh day; the debtor is called for other loans while the ladder looks.
  await stage.env.sleep('37 days');
  stage.world.ladder.callsMeanwhile = 3;
  await stage.env.sleep('36 hours');
  expect(rungs().at(-1)).toBe('1/7 2026-02-12 7');
  expect(done()).toContain('7 START_PENALTY');
  expect(done()).not.toContain('7 CALL_BY_COLLECTOR');
  stage.world.ladder.callsOfDay = 0;
  await stage.env.sleep('1 day');
  expect(done()).toContain('7 CALL_BY_COLLECTOR');
  expect(new Set(done()).size).toBe(done().length);
  expect(stage.world.openTasks('CALL_BORROWER').map(({ role }) => role)).toEqual([
    'customer_service',
    'risk',
  ]);
});

test('a receipt that bounced goes on with the episode that it had cured', async () => {
  const workflowId = await default_();
  await stage.env.sleep('818 hours');
  await pay(workflowId, 'all', '2026-02-08', owedOn('2026-02-08'));
  await over(workflowId);
  const sequence = stage.world.events.at(-1)?.sequence ?? 0;
  stage.world.loanChanges.push({
    ...{ id: 'bounced' as never, kind: 'REVERSE_RECEIPT', status: 'APPROVED', reverses: sequence },
  });
  await wake(workflowId);
  await stage.env.sleep('2 days');
  expect(facts().at(-1)?.episode).toBe(1);
  await stage.env.sleep('5 days');
  expect(rungs()).toEqual([
    '1/1 2026-02-06 1',
    '1/3 2026-02-08 3',
    expect.stringMatching(/^1\/7 2026-02-12/),
  ]);
});

test('what was written off is claimed without rungs, and once it is recovered collection is over', async () => {
  const workflowId = await default_();
  await stage.env.sleep('40 days');
  const head = { effectiveDate: isoDate('2026-02-14'), recordedOn: isoDate('2026-02-14') };
  const approved = { status: 'APPROVED' } as const;
  stage.world.loanChanges.push(
    {
      ...{ id: 'bad' as never, kind: 'DEBTOR_FACT', ...approved },
      event: { kind: 'NON_ACCRUAL_ENTERED', ...head, businessKey: 'bad' },
    },
    {
      ...{ id: 'lost' as never, kind: 'WRITE_OFF', ...approved },
      event: { kind: 'WRITTEN_OFF', ...head, businessKey: 'lost' },
    },
  );
  await wake(workflowId);
  await stage.until(() => stage.world.stages().includes('WRITTEN_OFF'));
  const before = rungs();
  const looked = facts().length;
  await stage.env.sleep('60 days');
  expect(facts().length - looked).toBeLessThan(6);
  expect(rungs()).toEqual(before);
  const claimFen = totalOf(stage.world.stateOn(isoDate('2026-04-15')).claim);
  await pay(workflowId, 'all', '2026-04-15', claimFen);
  await over(workflowId);
  expect(rungs()).toEqual(before);
  expect(facts().at(-1)?.looked).toMatchObject({ curedAt: expect.any(String), nextAt: null });
});

const written = { effectiveDate: isoDate('2026-02-13'), recordedOn: isoDate('2026-02-13') };
/** Written off: claimed for good, asked for by no rung. */
async function writeOff(workflowId: string): Promise<void> {
  stage.world.loanChanges.push(
    {
      ...{ id: 'bad' as never, kind: 'DEBTOR_FACT', status: 'APPROVED' },
      event: { kind: 'NON_ACCRUAL_ENTERED', ...written, businessKey: 'bad' },
    },
    {
      ...{ id: 'lost' as never, kind: 'WRITE_OFF', status: 'APPROVED' },
      event: { kind: 'WRITTEN_OFF', ...written, businessKey: 'lost' },
    },
  );
  await wake(workflowId);
}

test('a promise about a written-off loan is kept by what is recovered, and the look that sees it says so', async () => {
  const workflowId = await default_();
  await stage.env.sleep('40 days');
  await writeOff(workflowId);
  await stage.until(() => stage.world.stages().includes('WRITTEN_OFF'));
  // The ladder has looked since: nothing is overdue of what is claimed in whole.
  await stage.until(() => facts().at(-1)?.looked?.anchorDate === null);
  expect(await promise(workflowId, 5_000, '2026-02-20', 'p1')).toMatchObject(DONE);
  await pay(workflowId, 'part', '2026-02-14', 5_000);
  await stage.until(() => ended().length > 0);
  expect(ended()).toEqual(['KEPT']);
});
