import { MockActivityEnvironment } from '@temporalio/testing';
import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { EnterpriseId, InstitutionId, PostLoanMatterId, TaskId, UserId } from '../../../contracts/ids';
import type { MatterAnswer } from '../../../contracts/postLoan';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import type { CheckFindings } from '../../../domain/postLoan/findings';
import type { OwnRules } from '../../../domain/rules/ownRules';
import type { CreditReport } from '../../../gateways/bureau';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { readLimitHeld } from '../../../gateways/database/collection';
import { readLastQuarter } from '../../../gateways/database/ownRules';
import { sealLegalPerson } from '../../../gateways/database/personalData';
import { listMatters } from '../../../gateways/database/postLoanMatters';
import { ServiceFault } from '../../../gateways/http/service';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import {
  type Case,
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';

const START = isoDate('2026-01-15');
const { lookEveryDays, checkEveryDays } = parametersAt(START).postLoan;
const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
const GOOD: CreditReport = {
  ...{ uscc: '', reportId: 'CR-1', maxDpd24m: 0, daysPastDue: 0 },
  ...{ enquiries6m: 1, litigation: 'NONE', taxRating: 'A' },
};

let database: TestDatabase;
let activities: AllActivities;
let risk: string;
let on: IsoDate = START;
/** What the bureau says of everybody; a fault: it can't be asked. */
let credit: CreditReport | ServiceFault = GOOD;
const asked: string[] = [];

beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, `${START}T09:00:00+08:00`);
  const portfolio = databaseOn(database.worker);
  activities = createActivities({
    ...{ ...portfolio, portfolio, cipher, queues: { enqueue: async () => true } },
    registry: {
      lookUp: async (_: string, claim: { name: string; legalPerson: string }) => ({
        status: 'found',
        company: { ...claim, status: 'IN_BUSINESS' },
      }),
    },
    bureau: {
      pullReport: async (uscc: string) => {
        asked.push(uscc);
        if (credit instanceof ServiceFault) throw credit;
        return credit;
      },
    },
  } as unknown as ActivityDeps);
  risk = await staffOf(database.owner, institutionId, 'risk');
});
afterAll(() => database.stop());
beforeEach(() => {
  credit = GOOD;
  asked.length = 0;
});

/** A borrower with a loan, who agrees that the bureau is asked. */
async function borrower(): Promise<Case> {
  const at = await makeCase(database.owner, institutionId);
  const person = sealLegalPerson(cipher, at.enterpriseId, { name: '王伟', residentId: '110101199003070011' });
  await database.owner.query('UPDATE enterprise SET legal_person_cipher = $2 WHERE id = $1', [
    at.enterpriseId,
    person,
  ]);
  await database.owner.query(
    `UPDATE application SET profile = profile || '{"taxRating": "A"}', assessment = '{"risk": {"grade": "B"}}'
       WHERE id = $1`,
    [at.loanId],
  );
  await disburse(
    database.worker,
    at,
    termsOf(at.loanId, { principalFen: fen(12_000_000), startDate: START }),
  );
  return at;
}

async function agree({ enterpriseId }: Case): Promise<void> {
  await database.owner.query(
    `INSERT INTO consent (id, enterprise_id, institution_id, purpose, text_version, locale, text_hash, given_by)
       VALUES ($1, $2, $3, 'CREDIT_ENQUIRY', 1, 'en', repeat('0', 64), 'somebody')`,
    [uuidv7(), enterpriseId, institutionId],
  );
}

const inActivity = <Value>(work: () => Promise<Value>): Promise<Value> =>
  new MockActivityEnvironment().run(work);
/** One look at all whose turn it is, so many days later. */
async function look(daysLater = 0) {
  on = addDays(on, daysLater);
  return await inActivity(() =>
    activities.watchBorrowers({ institutionId: institutionId as InstitutionId, on, after: null }),
  );
}

const mattersOf = async ({ enterpriseId }: Case) =>
  (await listMatters(databaseOn(database.worker).prisma, institutionId, { enterpriseId }, { pageSize: 50 }))
    .items;
const toldOf = async (at: Case) =>
  (await mattersOf(at)).map(({ indicator, level, status, outcome }) => [indicator, level, status, outcome]);

/** Somebody of risk answers: the decision and what follows from it, as the process writes them. */
async function answer(
  matterId: string,
  enterpriseId: string,
  outcome: MatterAnswer,
  findings: CheckFindings | null = null,
): Promise<void> {
  const of = {
    caseType: 'POST_LOAN',
    caseId: matterId,
    institutionId: institutionId as InstitutionId,
    enterpriseId: enterpriseId as EnterpriseId,
    at: `${on}T10:00:00.000Z`,
  } as const;
  const taskId = uuidv7() as TaskId;
  const audit = { actorId: null, action: 'TASK_OPENED', outcome: '' } as const;
  const kind = findings === null ? 'ANSWER_WARNING' : 'CHECK_BORROWER';
  await activities.recordChange({
    ...of,
    ...{ changeKey: `open/${taskId}`, audit },
    open: [
      {
        ...of,
        ...{ taskId, kind, workflowId: `postLoan/${matterId}`, role: 'risk', round: 1, amountFen: null },
        ...{ dueAt: `${addDays(on, 5)}T10:00:00.000Z`, reason: { code: 'POST_LOAN_CHECK_CALLED' } },
      },
    ],
  });
  const by = risk as UserId;
  const decided = { step: 'RESOLVE', round: 1, reason: 'because' } as const;
  await activities.recordChange({
    ...of,
    ...{ changeKey: `close/${taskId}`, audit: { actorId: by, action: 'DECISION_RECORDED', outcome } },
    close: [{ taskId, status: 'DONE', outcome, by, decided }],
  });
  await activities.settlePostLoan({
    matterId: matterId as PostLoanMatterId,
    answer: { outcome, by, note: 'because', findings },
    change: {
      ...of,
      changeKey: `settled/${taskId}`,
      audit: { actorId: by, action: 'STAGE_ENTERED', outcome: '' },
    },
  });
}

const oneOpen = async (at: Case): Promise<string> =>
  (await mattersOf(at)).find(({ status }) => status === 'OPEN')?.id ?? '';

test('the bureau is asked with consent only; who was looked at has its turn again after some days', async () => {
  const [silent, agreed] = [await borrower(), await borrower()];
  await agree(agreed);
  expect(await look()).toMatchObject({ looked: 2, raised: 0, next: null });
  expect(asked).toHaveLength(1);
  expect(await look()).toMatchObject({ looked: 0 });
  expect(await look(lookEveryDays)).toMatchObject({ looked: 2 });
  expect(await toldOf(silent)).toEqual([]);
  // A service that can't be asked is no other borrower's trouble, and it is asked again with the next run.
  credit = new ServiceFault('bureau', 'NOT_REACHED', 'test');
  expect(await look(lookEveryDays)).toMatchObject({ looked: 2 });
  credit = GOOD;
  expect(await look()).toMatchObject({ looked: 1 });
});

test('what warns is raised once, worse anew, and anew once it was good again', async () => {
  const at = await borrower();
  await agree(at);
  credit = { ...GOOD, daysPastDue: 5 };
  await look(lookEveryDays);
  await look(lookEveryDays);
  expect(await toldOf(at)).toEqual([['DPD_ELSEWHERE', 'YELLOW', 'OPEN', null]]);
  credit = { ...GOOD, daysPastDue: 40 };
  await look(lookEveryDays);
  expect(await toldOf(at)).toEqual([
    ['DPD_ELSEWHERE', 'RED', 'OPEN', null],
    ['DPD_ELSEWHERE', 'YELLOW', 'SETTLED', 'WORSE'],
  ]);
  credit = GOOD;
  await look(lookEveryDays);
  expect(await toldOf(at)).toEqual([
    ['DPD_ELSEWHERE', 'RED', 'SETTLED', 'CLEARED'],
    ['DPD_ELSEWHERE', 'YELLOW', 'SETTLED', 'WORSE'],
  ]);
  credit = { ...GOOD, daysPastDue: 5 };
  await look(lookEveryDays);
  expect((await toldOf(at))[0]).toEqual(['DPD_ELSEWHERE', 'YELLOW', 'OPEN', null]);
});

test('a limit that is frozen because of a warning is so until the warning stands no more', async () => {
  const at = await borrower();
  await agree(at);
  credit = { ...GOOD, litigation: 'OPEN' };
  await look(lookEveryDays);
  await answer(await oneOpen(at), at.enterpriseId, 'FREEZE_LIMIT');
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBe('FROZEN');
  await look(lookEveryDays);
  expect(await toldOf(at)).toEqual([['OPEN_LITIGATION', 'YELLOW', 'SETTLED', 'FREEZE_LIMIT']]);
  credit = GOOD;
  await look(lookEveryDays);
  expect(await readLimitHeld(database.worker, at.enterpriseId)).toBeNull();
});

test('another class is asked for by the door of changes, in the name of whoever answered', async () => {
  const at = await borrower();
  await agree(at);
  credit = { ...GOOD, litigation: 'DISHONEST_JUDGMENT_DEBTOR' };
  await look(lookEveryDays);
  await answer(await oneOpen(at), at.enterpriseId, 'RECLASSIFY');
  const { rows } = await database.owner.query(
    'SELECT kind, payload, status, requested_by FROM loan_change WHERE loan_id = $1',
    [at.loanId],
  );
  expect(rows).toEqual([
    {
      ...{ kind: 'DEBTOR_FACT', status: 'REQUESTED', requested_by: risk },
      payload: { fact: 'CREDIT_IMPAIRED', covers: 'DEBTOR', ends: false },
    },
  ]);
});

test('checks come as the grade says, one at a time, and the next one so long after the last', async () => {
  const at = await borrower();
  const call = (day: IsoDate) =>
    activities.callChecks({ institutionId: institutionId as InstitutionId, on: day });
  const first = addDays(START, checkEveryDays.B);
  await call(addDays(first, -1));
  expect(await mattersOf(at)).toEqual([]);
  await call(first);
  await call(first);
  expect(await mattersOf(at)).toMatchObject([{ kind: 'CHECK', grade: 'B', raisedOn: first, status: 'OPEN' }]);
  on = addDays(first, 3);
  await answer(await oneOpen(at), at.enterpriseId, 'IN_ORDER', {
    visit: 'ON_SITE',
    statements: 'RECEIVED',
    useOfFunds: 'AS_AGREED',
    business: 'NORMAL',
  });
  await call(addDays(on, checkEveryDays.B - 1));
  expect(await mattersOf(at)).toHaveLength(1);
  await call(addDays(on, checkEveryDays.B));
  expect(await mattersOf(at)).toHaveLength(2);
});

test('a warning calls a check in; what is repaid is over', async () => {
  const at = await borrower();
  await agree(at);
  credit = { ...GOOD, enquiries6m: 20 };
  await look(lookEveryDays);
  await answer(await oneOpen(at), at.enterpriseId, 'CALL_CHECK');
  const [check, warning] = await mattersOf(at);
  expect(check).toMatchObject({ kind: 'CHECK', calledBy: warning?.id, grade: null, status: 'OPEN' });
  await database.owner.query("UPDATE loan SET status = 'CLOSED' WHERE id = $1", [at.loanId]);
  await activities.callChecks({ institutionId: institutionId as InstitutionId, on });
  expect((await mattersOf(at)).map(({ outcome, clearedOn }) => [outcome, clearedOn])).toEqual([
    ['REPAID', null],
    ['CALL_CHECK', on],
  ]);
});

test('the database refuses what nobody decided, a check without findings, and what is over', async () => {
  const at = await borrower();
  const raise = (more = '') =>
    `INSERT INTO post_loan_matter (institution_id, enterprise_id, kind, indicator, level, value, as_of, bound,
       raised_on, due_on, thresholds ${more === '' ? '' : ', status, outcome, settled_at'})
       SELECT institution_id, id, 'WARNING', 'DSCR', 'RED', '0.5', '2026-01-20', '1.0', '2026-01-20', '2026-01-23',
         'post-loan/1' ${more}
       FROM enterprise WHERE id = '${at.enterpriseId}'`;
  expect(await attempt(database.worker, raise(", 'SETTLED', 'CLEARED', now()"))).toBe(CHECK);
  expect(await attempt(database.worker, raise())).toBe('accepted');
  const settle = (what: string) =>
    `UPDATE post_loan_matter SET status = 'SETTLED', settled_at = now(), ${what} WHERE enterprise_id = '${at.enterpriseId}'`;
  const said = `outcome = 'FREEZE_LIMIT', settled_by = '${risk}', note = 'so'`;
  expect(await attempt(database.worker, settle(said))).toBe(CHECK);
  expect(await attempt(database.worker, settle(`outcome = 'WATCH'`))).toBe(CHECK);
  expect(await attempt(database.worker, settle(`outcome = 'CLEARED', cleared_on = '2026-02-01'`))).toBe(
    'accepted',
  );
  for (const more of [`note = 'otherwise'`, `cleared_on = '2026-03-01'`]) {
    const change = `UPDATE post_loan_matter SET ${more} WHERE enterprise_id = '${at.enterpriseId}'`;
    expect(await attempt(database.worker, change)).toBe(CHECK);
  }
  expect(await attempt(database.api, raise())).toBe(DENIED);
  expect(await attempt(database.worker, `UPDATE post_loan_matter SET level = 'YELLOW'`)).toBe(DENIED);
});

/** Thresholds that an institution sets for itself from a day on. @returns their version */
async function ownThresholds(
  institution: string,
  from: IsoDate,
  thresholds: OwnRules['postLoan']['thresholds'],
): Promise<string> {
  const id = uuidv7();
  const [asker, decider] = await Promise.all(
    (['risk', 'admin'] as const).map((role) => staffOf(database.owner, institution, role)),
  );
  await database.api.query(
    `INSERT INTO own_rules (id, institution_id, subject, effective_from, value, reason, status, requested_by)
       VALUES ($1, $2, 'postLoan', $3, $4, 'why', 'REQUESTED', $5)`,
    [id, institution, from, { thresholds }, asker],
  );
  await database.api.query(
    `UPDATE own_rules SET status = 'APPROVED', decided_by = $2, decided_at = now() WHERE id = $1`,
    [id, decider],
  );
  return id;
}

test('an institution’s own thresholds warn from their day on, and each warning names what raised it', async () => {
  const at = await borrower();
  await agree(at);
  credit = { ...GOOD, enquiries6m: 3 };
  await look(lookEveryDays);
  expect(await mattersOf(at)).toEqual([]);
  const before = await readLastQuarter(database.api, institutionId);
  const mine = before.filter(({ enterpriseId }) => enterpriseId === at.enterpriseId);
  expect(mine).toContainEqual(
    expect.objectContaining({ indicator: 'ENQUIRIES_6M', value: '3', asOf: on, lookedOn: on }),
  );
  const version = await ownThresholds(institutionId, addDays(on, lookEveryDays), {
    ENQUIRIES_6M: { yellow: '2', red: '10' },
  });
  await look(lookEveryDays);
  expect(await mattersOf(at)).toMatchObject([
    { indicator: 'ENQUIRIES_6M', level: 'YELLOW', value: '3', bound: '2', thresholds: version },
  ]);
  // What an own version leaves out stays the house's, by the same version.
  credit = { ...GOOD, enquiries6m: 3, daysPastDue: 40 };
  await look(lookEveryDays);
  expect((await mattersOf(at))[0]).toMatchObject({
    indicator: 'DPD_ELSEWHERE',
    bound: '30',
    thresholds: version,
  });
  // The same value again is one reading, as it was freshest.
  const again = await readLastQuarter(database.api, institutionId);
  expect(
    again.filter(
      ({ enterpriseId, indicator }) => enterpriseId === at.enterpriseId && indicator === 'ENQUIRIES_6M',
    ),
  ).toHaveLength(1);
});

test('the database refuses a warning by thresholds that are not in force for its institution', async () => {
  const [at, foreign] = [await borrower(), await makeCase(database.owner, otherInstitutionId)];
  const from = addDays(on, 10);
  const [mine, others] = await Promise.all(
    [institutionId, otherInstitutionId].map((institution) =>
      ownThresholds(institution, from, { DSCR: { yellow: '1.5', red: '1.25' } }),
    ),
  );
  const raise = async (
    version: string | undefined,
    { day = from, bound = '1.25', of = at } = {},
  ): Promise<string> =>
    await attempt(
      database.worker,
      `INSERT INTO post_loan_matter (institution_id, enterprise_id, kind, indicator, level, value, as_of, bound,
         raised_on, due_on, thresholds)
         VALUES ('${of.institutionId}', '${of.enterpriseId}', 'WARNING', 'DSCR', 'RED', '0.5', '${day}', '${bound}',
           '${day}', '${day}', ${version === undefined ? 'NULL' : `'${version}'`})`,
    );
  expect(await raise(undefined)).toBe(CHECK);
  expect(await raise('post-loan/1')).toBe(CHECK);
  expect(await raise(others)).toBe(CHECK);
  expect(await raise(mine, { day: addDays(from, -1) })).toBe(CHECK);
  expect(await raise(mine, { bound: '1.0' })).toBe(CHECK);
  expect(await raise(mine)).toBe('accepted');
  // A later version that names another indicator leaves this one as it was.
  const later = addDays(from, 5);
  const last = await ownThresholds(institutionId, later, { ENQUIRIES_6M: { yellow: '2', red: '10' } });
  expect(await raise(mine, { day: later })).toBe(CHECK);
  expect(await raise(last, { day: later, bound: '1.0' })).toBe(CHECK);
  // Past the guard: an indicator has one open warning.
  expect(await raise(last, { day: later })).toBe(UNIQUE);
  // Where an institution has none of its own yet, the house's count and nobody else's.
  const early = { day: START, of: foreign };
  expect(await raise(others, early)).toBe(CHECK);
  expect(await raise('post-loan/1', early)).toBe('accepted');
  const change = `UPDATE post_loan_matter SET thresholds = 'x' WHERE enterprise_id = '${at.enterpriseId}'`;
  expect(await attempt(database.owner, change)).toBe(CHECK);
  expect(await attempt(database.worker, change)).toBe(DENIED);
});

test('readings are kept: nobody removes them, and only the watch writes them', async () => {
  expect(await attempt(database.owner, 'DELETE FROM post_loan_reading')).toBe(CHECK);
  expect(await attempt(database.worker, `UPDATE post_loan_reading SET looked_on = '2026-01-01'`)).toBe(
    DENIED,
  );
  const write = `INSERT INTO post_loan_reading (enterprise_id, institution_id, looked_on, readings)
    SELECT id, institution_id, '2026-01-01', '{}' FROM enterprise LIMIT 1`;
  expect(await attempt(database.api, write)).toBe(DENIED);
  expect(await attempt(database.auditor, write)).toBe(DENIED);
});
