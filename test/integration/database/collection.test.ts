import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { type ChangePlace, placeOfNow, readChanges } from '../../../gateways/database/changeEvents';
import { databaseOn } from '../../../gateways/database/client';
import {
  askForHold,
  findUntoldHolds,
  readCallsOfDay,
  readCollectionState,
  readCollectionsToBegin,
  readCollectionTasks,
  readLimitHeld,
  takeTurnWith,
  writeCollection,
} from '../../../gateways/database/collection';
import { listCollections, readCollectionStory } from '../../../gateways/database/collectionViews';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import {
  type Case,
  disburse,
  institutionId,
  makeCase,
  orderPayout,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';
import { holdMovement } from './support/money';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase({ isAlone: true });
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

async function overdueLoan(): Promise<Case> {
  const at = await makeCase(database.owner);
  await disburse(database.owner, at, termsOf(at.loanId));
  return at;
}

const changeOf = ({ loanId, enterpriseId }: Case) =>
  ({ caseId: loanId, institutionId, enterpriseId, at: '2026-03-02T01:00:00.000Z' }) as never;

/** An episode of a loan with its first rung, as its process writes it. */
async function openEpisode(at: Case, more: object = {}): Promise<void> {
  await writeCollection(database.worker, changeOf(at), {
    episode: 1,
    looked: {
      ...{ openedOn: '2026-03-02', curedAt: null, stage: 'M1', lookedOn: '2026-03-02' },
      ...{ anchorDate: '2026-03-01', nextAt: null, ...more },
    },
    reached: [{ day: 1, reachedOn: '2026-03-02', daysPastDue: 1, stage: 'M1' }],
    settled: [{ day: 1, action: 'STOP_LIMIT_INCREASE', outcome: 'DONE' }],
  });
}

const toldOf = async (at: Case, place: ChangePlace): Promise<number> =>
  (await readChanges(database.api, place, 100)).filter(
    ({ topic, subjectId, enterpriseId }) =>
      topic === 'LOAN' && subjectId === at.loanId && enterpriseId === at.enterpriseId,
  ).length;

it('is told to whoever has the loan on a screen, and a look that changes nothing is not', async () => {
  const at = await overdueLoan();
  const opening = await placeOfNow(database.api);
  await openEpisode(at);
  expect(await toldOf(at, opening)).toBe(2);
  const looking = await placeOfNow(database.api);
  await openEpisode(at, { lookedOn: '2026-03-03' });
  expect(await toldOf(at, looking)).toBe(0);
  const curing = await placeOfNow(database.api);
  await openEpisode(at, { lookedOn: '2026-03-03', curedAt: '2026-03-03T01:00:00.000Z' });
  expect(await toldOf(at, curing)).toBe(1);
});

const contact = ({ loanId, enterpriseId }: Case, of: { at?: string; party?: string; outcome?: string }) =>
  `INSERT INTO collection_contact (id, loan_id, episode, institution_id, enterprise_id, channel, party, outcome, at, by_user)
     VALUES ('${uuidv7()}', '${loanId}', 1, '${institutionId}', '${enterpriseId}', 'PHONE', '${of.party ?? 'DEBTOR'}',
       '${of.outcome ?? 'NOT_REACHED'}', '${of.at ?? '2026-03-02T10:00:00+08:00'}', 'somebody')`;

test('a rung is reached once an episode and an action ends once, whoever writes', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  await openEpisode(at);
  const { reached, settled, episode } = await readCollectionState(
    database.worker,
    at.loanId,
    isoDate('2026-03-02'),
  );
  expect({ reached, settled, stage: episode?.stage }).toEqual({
    ...{ reached: [1], settled: [{ day: 1, action: 'STOP_LIMIT_INCREASE' }], stage: 'M1' },
  });
  const rung = `INSERT INTO collection_rung (loan_id, episode, day, reached_on, days_past_due, stage)
    VALUES ('${at.loanId}', 1, 1, '2026-03-03', 2, 'M1')`;
  expect(await attempt(database.worker, rung)).toBe(UNIQUE);
  expect(await attempt(database.api, rung)).toBe(DENIED);
  for (const table of ['collection_rung', 'collection_action']) {
    expect(await attempt(database.owner, `DELETE FROM ${table} WHERE loan_id = '${at.loanId}'`)).toBe(CHECK);
    expect(
      await attempt(database.owner, `UPDATE ${table} SET episode = 2 WHERE loan_id = '${at.loanId}'`),
    ).toBe(CHECK);
  }
  const second = `INSERT INTO collection_episode (loan_id, number, institution_id, enterprise_id, opened_on, stage,
      stage_since, looked_on)
    VALUES ('${at.loanId}', 2, '${institutionId}', '${at.enterpriseId}', '2026-03-02', 'M0', now(), '2026-03-02')`;
  expect(await attempt(database.worker, second)).toBe(UNIQUE);
  const back = `UPDATE collection_episode SET stage = 'M0' WHERE loan_id = '${at.loanId}'`;
  expect(await attempt(database.worker, back)).toBe(CHECK);
});

test('nobody is said to be told who is not on file, and what is not applicable says why', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const told = (outcome: string, why: string) =>
    `INSERT INTO collection_action (loan_id, episode, day, action, outcome, why, at)
       VALUES ('${at.loanId}', 1, 1, 'NOTIFY_GUARANTOR', '${outcome}', ${why}, now())`;
  for (const role of [database.worker, database.owner]) {
    expect(await attempt(role, told('DONE', 'NULL'))).toBe(CHECK);
    expect(await attempt(role, told('NOT_APPLICABLE', 'NULL'))).toBe(CHECK);
    expect(await attempt(role, told('SUPERSEDED', `'NO_GUARANTOR'`))).toBe(CHECK);
  }
  expect(await attempt(database.api, told('NOT_APPLICABLE', `'NO_GUARANTOR'`))).toBe(DENIED);
  await writeCollection(database.worker, changeOf(at), {
    episode: 1,
    settled: [{ day: 1, action: 'NOTIFY_GUARANTOR', outcome: 'NOT_APPLICABLE', why: 'NO_GUARANTOR' }],
  });
  const { actions } = await readCollectionStory(databaseOn(database.api).prisma, { id: at.loanId, ...at });
  expect(actions).toContainEqual(
    expect.objectContaining({ action: 'NOTIFY_GUARANTOR', outcome: 'NOT_APPLICABLE', why: 'NO_GUARANTOR' }),
  );
});

test('a promise is made once at a time in an open episode, and its end is final', async () => {
  const at = await overdueLoan();
  const promise = (id: string) => ({
    episode: 1,
    promise: {
      id,
      amountFen: 100,
      byDate: '2026-03-09',
      madeAt: '2026-03-02T01:00:00Z',
      madeBy: 'u' as never,
    },
  });
  await expect(writeCollection(database.worker, changeOf(at), promise(uuidv7()))).rejects.toThrow();
  await openEpisode(at);
  const id = uuidv7();
  await writeCollection(database.worker, changeOf(at), promise(id));
  const other = `INSERT INTO collection_promise (id, loan_id, episode, amount_fen, by_date, made_at, made_by,
      after_sequence, status) VALUES ('${uuidv7()}', '${at.loanId}', 1, 1, '2026-03-09', now(), 'u', 1, 'OPEN')`;
  expect(await attempt(database.worker, other)).toBe(UNIQUE);
  await writeCollection(database.worker, changeOf(at), {
    episode: 1,
    promisesEnded: [{ id, status: 'BROKEN', endedAt: '2026-03-10T00:00:00+08:00' }],
  });
  const again = `UPDATE collection_promise SET status = 'KEPT' WHERE id = '${id}'`;
  expect(await attempt(database.worker, again)).toBe(CHECK);
});

test('a promise is broken as of its end and kept within it, and money of its days mends what was said', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const id = uuidv7();
  await writeCollection(database.worker, changeOf(at), {
    episode: 1,
    promise: {
      ...{ id, amountFen: 100, byDate: '2026-03-09', madeAt: '2026-03-02T01:00:00Z', madeBy: 'u' as never },
    },
  });
  const end = (status: string, endedAt: string) =>
    `UPDATE collection_promise SET status = '${status}', ended_at = '${endedAt}' WHERE id = '${id}'`;
  const [within, over] = ['2026-03-09T23:59:59.999+08:00', '2026-03-10T00:00:00+08:00'];
  for (const role of [database.worker, database.owner]) {
    expect(await attempt(role, end('BROKEN', within))).toBe(CHECK);
    expect(await attempt(role, end('KEPT', over))).toBe(CHECK);
  }
  const ended = (status: 'KEPT' | 'BROKEN', endedAt: string) =>
    writeCollection(database.worker, changeOf(at), { episode: 1, promisesEnded: [{ id, status, endedAt }] });
  await ended('BROKEN', over);
  for (const role of [database.worker, database.owner]) {
    expect(await attempt(role, end('KEPT', over))).toBe(CHECK);
    expect(
      await attempt(role, `UPDATE collection_promise SET by_date = by_date + 1 WHERE id = '${id}'`),
    ).not.toBe('accepted');
  }
  expect(await attempt(database.api, end('KEPT', within))).toBe(DENIED);
  await ended('KEPT', '2026-03-09T00:00:00+08:00');
  // Kept is kept, whatever somebody says of it later.
  await ended('BROKEN', over);
  const { promises } = await readCollectionState(database.worker, at.loanId, isoDate('2026-03-10'));
  expect(promises).toMatchObject([{ id, status: 'KEPT' }]);
  for (const role of [database.worker, database.owner]) {
    expect(await attempt(role, end('BROKEN', over))).toBe(CHECK);
    expect(await attempt(role, end('KEPT', '2026-03-08T00:00:00+08:00'))).toBe(CHECK);
  }
});

/** What somebody said by the task about a wish. */
async function sayOfHold(
  { loanId }: Case,
  of: { readonly by: string; readonly wish: string; readonly outcome?: string; readonly closedFor?: string },
): Promise<void> {
  const { by, wish, outcome = 'APPROVE', closedFor = null } = of;
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
         outcome, closed_by, closed_for, closed_at)
       VALUES ($1, $2, 'DECIDE_HOLD', 'COLLECTION', $3, 'collection/' || $3, 'risk', 'DONE', $4, now(), $5, $6, $7,
         business_now())`,
    [uuidv7(), institutionId, loanId, { detail: { hold: wish } }, outcome, by, closedFor],
  );
}

/** A role of risk that somebody lends for a month. */
async function lend(principal: string, deputy: string): Promise<void> {
  await database.owner.query(
    `INSERT INTO delegation (id, institution_id, principal_id, deputy_id, roles, first_day, last_day, max_fen, reason)
       SELECT $1, $2, $3, $4, '{risk}', business_today(), business_today() + 20, 1000000000, 'away'`,
    [uuidv7(), institutionId, principal, deputy],
  );
}

test('a deputy of somebody else of risk decides a hold', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const [asker, principal, deputy] = [
    await staffOf(database.owner, institutionId, 'risk'),
    await staffOf(database.owner, institutionId, 'risk', 'lending'),
    await staffOf(database.owner, institutionId, 'customer_service', 'lent'),
  ];
  const id = uuidv7();
  const wish = { loanId: at.loanId, institutionId, from: '2026-03-02', until: '2026-06-02', reason: 'flood' };
  expect(await askForHold(database.api, { ...wish, id, kind: 'FREEZE', askedBy: asker })).toBe(true);
  await lend(principal, deputy);
  await sayOfHold(at, { by: deputy, wish: id, closedFor: principal });
  const grant = `UPDATE collection_hold SET status = 'GRANTED', decided_by = '${deputy}', decided_at = now()
    WHERE id = '${id}'`;
  expect(await attempt(database.worker, grant)).toBe('accepted');
});

test('a hold is asked for by one and decided by another one of risk', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const [asker, other, finance] = [
    await staffOf(database.owner, institutionId, 'risk'),
    await staffOf(database.owner, institutionId, 'risk', 'second'),
    await staffOf(database.owner, institutionId, 'finance'),
  ];
  const { loanId } = at;
  const hold = {
    loanId,
    institutionId,
    kind: 'FREEZE',
    from: '2026-03-02',
    until: '2026-06-02',
    reason: 'flood',
  } as const;
  await expect(askForHold(database.api, { ...hold, id: uuidv7(), askedBy: finance })).rejects.toThrow(
    'may not ask',
  );
  const id = uuidv7();
  expect(await askForHold(database.api, { ...hold, id, askedBy: asker })).toBe(true);
  expect(await askForHold(database.api, { ...hold, id: uuidv7(), askedBy: other })).toBe(false);
  const settle = (by: string | null, status = 'GRANTED', role = database.worker) =>
    attempt(
      role,
      `UPDATE collection_hold SET status = '${status}', decided_by = ${by && `'${by}'`}, decided_at = now()
         WHERE id = '${id}'`,
    );
  const say = (by: string, wish: string, more: { outcome?: string; closedFor?: string } = {}) =>
    sayOfHold(at, { by, wish, ...more });
  // Nobody has said so, or it was about another wish.
  expect(await settle(other)).toBe(CHECK);
  await say(other, uuidv7());
  expect(await settle(other)).toBe(CHECK);
  // Who asks does not decide: not by the own hand, nor by that of a deputy.
  await say(asker, id);
  expect(await settle(asker)).toBe(CHECK);
  await lend(asker, finance);
  await say(finance, id, { closedFor: asker });
  expect(await settle(finance)).toBe(CHECK);
  // Nobody refuses what people wait for while something is overdue.
  expect(await settle(null, 'REFUSED')).toBe(CHECK);
  // By that of another role, or by nobody who lent a right.
  await say(finance, id, { closedFor: other });
  expect(await settle(finance)).toBe(CHECK);
  await say(other, id);
  expect(await settle(other, 'REFUSED')).toBe(CHECK);
  expect(await settle(other, 'GRANTED', database.api)).toBe(DENIED);
  expect(await settle(other)).toBe('accepted');
  expect(
    await attempt(database.worker, `UPDATE collection_hold SET status = 'REFUSED' WHERE id = '${id}'`),
  ).toBe(CHECK);
});

test('a hold has a last day and an open default, and what nobody was asked about ends with the default', async () => {
  const at = await overdueLoan();
  const [asker] = [await staffOf(database.owner, institutionId, 'risk', 'hardship')];
  const hold = { loanId: at.loanId, institutionId, from: '2026-03-02', reason: 'flood', askedBy: asker };
  const ask = (kind: 'HARDSHIP' | 'FREEZE', until: string | null, id = uuidv7()) =>
    askForHold(database.api, { ...hold, id, kind, until: until as string });
  await expect(ask('FREEZE', '2026-06-02')).rejects.toThrow('nothing is overdue');
  await openEpisode(at);
  await expect(ask('FREEZE', null)).rejects.toThrow('until_date');
  const [untold, told] = [uuidv7(), uuidv7()];
  expect(await ask('FREEZE', '2026-06-02', untold)).toBe(true);
  expect(await ask('HARDSHIP', '2026-06-02', told)).toBe(true);
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
       VALUES ($1, $2, 'DECIDE_HOLD', 'COLLECTION', $3, 'collection/' || $3, 'risk', 'OPEN', $4, now())`,
    [uuidv7(), institutionId, at.loanId, { code: 'HARDSHIP_ASKED', detail: { hold: told } }],
  );
  await openEpisode(at, { curedAt: '2026-03-03T01:00:00Z', lookedOn: '2026-03-03' });
  const { holds } = await readCollectionStory(databaseOn(database.api).prisma, { id: at.loanId, ...at });
  const statusOf = (of: string) => holds.find(({ id }) => id === of)?.status;
  // What people are asked about ends with their task.
  expect([statusOf(untold), statusOf(told)]).toEqual(['REFUSED', 'REQUESTED']);
});

test('nobody is contacted at night, and a third party only for a debtor who can’t be reached', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  expect(await attempt(database.api, contact(at, { at: '2026-03-02T22:00:00+08:00' }))).toBe(CHECK);
  expect(await attempt(database.api, contact(at, { at: '2026-03-02T07:59:00+08:00' }))).toBe(CHECK);
  expect(await attempt(database.api, contact(at, { party: 'THIRD_PARTY' }))).toBe(CHECK);
  expect(await attempt(database.api, contact(at, {}))).toBe('accepted');
  expect(await attempt(database.api, contact(at, { party: 'THIRD_PARTY', outcome: 'REFUSES' }))).toBe(CHECK);
  expect(await attempt(database.api, contact(at, { party: 'THIRD_PARTY', outcome: 'REACHED' }))).toBe(
    'accepted',
  );
  expect(await attempt(database.api, contact(at, { outcome: 'REACHED' }))).toBe('accepted');
  expect(await attempt(database.api, contact(at, { party: 'THIRD_PARTY', outcome: 'REACHED' }))).toBe(CHECK);
});

test('a frozen limit pays nothing out, until all is cured', async () => {
  const at = await overdueLoan();
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBeNull();
  await openEpisode(at);
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBe('STOPPED');
  await writeCollection(database.worker, changeOf(at), {
    episode: 1,
    reached: [{ day: 30, reachedOn: '2026-03-31', daysPastDue: 30, stage: 'M2' }],
    settled: [{ day: 30, action: 'FREEZE_LIMIT', outcome: 'DONE' }],
  });
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBe('FROZEN');
  await expect(orderPayout(database.owner, at, termsOf(at.loanId))).rejects.toThrow('frozen');
  const items = await listCollections(database.api, institutionId, {}, { pageSize: 50 });
  expect(items.items.map(({ loanId }) => loanId)).toContain(at.loanId);
  await openEpisode(at, { curedAt: '2026-04-01T01:00:00Z', stage: 'M2', lookedOn: '2026-04-01' });
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBeNull();
});

test('two who talk to a debtor at once count each other', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const call = () =>
    inTransaction(database.api, async (tx) => {
      await takeTurnWith(tx, at.enterpriseId);
      const before = await readCallsOfDay(tx, at.enterpriseId, isoDate('2026-03-02'));
      await tx.query(contact(at, { outcome: 'REACHED' }));
      return before;
    });
  expect((await Promise.all([call(), call(), call()])).sort()).toEqual([0, 1, 2]);
});

test('what a calendar, a sweep and a process that begins anew read is there', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  expect(await attempt(database.api, contact(at, { outcome: 'REACHED' }))).toBe('accepted');
  expect(await readCallsOfDay(database.api, at.enterpriseId, isoDate('2026-03-02'))).toBe(1);
  expect(await readCallsOfDay(database.api, at.enterpriseId, isoDate('2026-03-03'))).toBe(0);
  const story = await readCollectionStory(databaseOn(database.api).prisma, { id: at.loanId, ...at });
  expect(story.episodes.map(({ stage }) => stage)).toEqual(['M1']);
  expect(story.contacts.map(({ outcome }) => outcome)).toEqual(['REACHED']);
  expect(await readCollectionsToBegin(database.worker, [at.loanId])).toMatchObject([{ stage: 'M1' }]);
  expect(await findUntoldHolds(database.worker)).toEqual([]);
  expect(await readCollectionTasks(database.worker, at.loanId)).toEqual([]);
  for (const wish of [
    { promise: 'OPEN' },
    { promise: 'BROKEN' },
    { held: 'true' },
    { stage: 'M4' },
  ] as const) {
    const { items } = await listCollections(database.api, institutionId, wish, { pageSize: 5 });
    expect(items.map(({ loanId }) => loanId)).not.toContain(at.loanId);
  }
  const first = await listCollections(database.api, institutionId, {}, { pageSize: 1 });
  const second = await listCollections(
    database.api,
    institutionId,
    {},
    { pageSize: 1, after: first.next ?? '' },
  );
  expect(second.items[0]?.loanId).not.toBe(first.items[0]?.loanId);
});

test('the worklist tells what a debtor was last told, by whatever way it reached it', async () => {
  const at = await overdueLoan();
  await openEpisode(at);
  const last = async () => {
    const { items } = await listCollections(database.api, institutionId, {}, { pageSize: 50 });
    const item = items.find(({ loanId }) => loanId === at.loanId);
    expect(item?.loan).toMatchObject({ loanId: at.loanId, events: [{ kind: 'DISBURSED' }] });
    return item?.lastContact;
  };
  const message = (channel: string, status: string, created: string) =>
    database.owner.query(
      `INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type,
           case_id, status, created_at)
         VALUES ($1::uuid, $1::text, $2, 'OVERDUE_NOTICE', 'zh-CN', '', '', 'COLLECTION', $3, $4, now() - $5::interval)`,
      [uuidv7(), channel, at.loanId, status, created],
    );
  expect(await last()).toBeNull();
  // What failed reached nobody, and what went before belongs to another default.
  await message('SMS', 'FAILED', '0');
  await message('SMS', 'SENT', '2 days');
  expect(await last()).toBeNull();
  await message('EMAIL', 'SENT', '0');
  expect(await last()).toMatchObject({ by: 'EMAIL', at: expect.stringMatching(/^2026-03-02T01:/) });
  expect(await attempt(database.api, contact(at, {}))).toBe('accepted');
  expect(await last()).toEqual({ by: 'PHONE', at: '2026-03-02T02:00:00.000Z' });
  const posted = (outcome: string, hour: number) =>
    database.owner.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
           outcome, closed_by, closed_at)
         VALUES ($1, $2, 'DO_COLLECTION_STEP', 'COLLECTION', $3, 'collection/' || $3, 'customer_service', 'DONE', $4,
           now(), $5, 'somebody', $6)`,
      [
        ...[uuidv7(), institutionId, at.loanId, { code: 'LADDER_POST_LETTER', detail: {} }, outcome],
        `2026-03-03T0${hour}:00:00Z`,
      ],
    );
  await posted('NOT_NEEDED', 5);
  await posted('DONE', 4);
  expect(await last()).toEqual({ by: 'POST', at: '2026-03-03T04:00:00.000Z' });
});

test('what the bank has of a loan is known through the day before what nobody can say of yet', async () => {
  const at = await overdueLoan();
  const through = async () =>
    (await readCollectionState(database.worker, at.loanId, isoDate('2026-03-10'))).bankThrough;
  const mayBe = async (loanId: string, bankReference: string, date: string) => {
    const id = await holdMovement(database.owner, { date, bankReference, amountFen: 100 });
    await database.owner.query(
      `UPDATE unidentified_receipt SET suggestions = jsonb_build_array(jsonb_build_object('loanId', $2::text))
         WHERE id = $1`,
      [id, loanId],
    );
  };
  await mayBe(uuidv7(), 'another', '2026-03-03');
  await setClock(database.owner, '2026-03-10T01:00:00Z');
  // No file is matched yet: nothing is known.
  expect(await through()).toBeNull();
  await database.owner.query(
    `INSERT INTO day_close (institution_id, business_date, step, figures)
       SELECT $1, day, 'RECONCILIATION', '{}' FROM generate_series('2026-03-01'::date, '2026-03-09', '1 day') day`,
    [institutionId],
  );
  expect(await through()).toBe('2026-03-09');
  await mayBe(at.loanId, 'perhaps', '2026-03-08');
  expect(await through()).toBe('2026-03-07');
});
