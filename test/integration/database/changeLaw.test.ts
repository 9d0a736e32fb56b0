import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { LoanChangeId, LoanId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import type { Role } from '../../../domain/approval/roles';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { BookChange } from '../../../domain/changes/bookChange';
import { LOAN_CHANGE_KINDS, LOAN_CHANGE_RULES } from '../../../domain/changes/kinds';
import { type ChangeQuote, draftChange } from '../../../domain/changes/quoteChange';
import type { LoanEventBody } from '../../../domain/loan/events';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import {
  answerLoanChange,
  findLoanChange,
  lapseLoanChanges,
  quoteHash,
  withdrawLoanChange,
  writeLoanChange,
} from '../../../gateways/database/loanChanges';
import { readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { sealPersonalData } from '../../../gateways/database/personalData';
import { CHECK, DENIED, FOREIGN_KEY, UNIQUE } from './support/attempt';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  makeUser,
  received,
  setClock,
  termsOf,
} from './support/cases';
import { decideChange } from './support/changes';
import { payIn } from './support/money';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
const [MAKER, RISK, APPROVER, BORROWER, STRANGER] = ['maker', 'risky', 'approver', 'borrower', 'stranger'];
const on = isoDate('2026-01-20');
const { changes } = parametersAt(on);

let database: TestDatabase;
let activities: AllActivities;
const letters: string[] = [];

beforeAll(async () => {
  database = await startDatabase();
  const queues = { enqueue: async ({ dedupeKey }: { dedupeKey: string }) => letters.push(dedupeKey) };
  activities = createActivities({
    ...databaseOn(database.worker),
    ...{ cipher, queues },
  } as unknown as ActivityDeps);
  for (const [user, role] of [
    [MAKER, 'finance'],
    [RISK, 'risk'],
    [APPROVER, 'approver'],
  ] as const) {
    await makeUser(database.owner, user);
    await holds(user, role);
  }
  for (const user of [BORROWER, STRANGER]) await makeUser(database.owner, user);
  await setClock(database.owner, '2026-01-20T02:00:00Z');
});
afterAll(() => database.stop());

const holds = (user: string, role: string) =>
  database.owner.query('INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, $3, $4)', [
    ...[uuidv7(), user, role, institutionId],
  ]);

/** A loan that was paid out on 15 January 2026, whose enterprise has somebody to speak for it. */
async function lent(terms: Partial<LoanTerms> = {}): Promise<Case> {
  const at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId, terms));
  const sealed = sealPersonalData(cipher, at.enterpriseId, {
    mobile: '13800001234',
    mail: 'owner@example.test',
    legalPerson: { name: '王伟', residentId: '110101199003070011' },
    bankAccountNo: '6222000000001',
  });
  await database.owner.query(
    `UPDATE enterprise SET mobile_cipher = $2, mail_cipher = $3, legal_person_cipher = $4, bank_account_cipher = $5
       WHERE id = $1`,
    [
      ...[at.enterpriseId, sealed.mobileCipher, sealed.mailCipher, sealed.legalPersonCipher],
      sealed.bankAccountCipher,
    ],
  );
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), BORROWER, at.enterpriseId],
  );
  return at;
}

const extension: BookChange = { kind: 'EXTEND', on, months: 6, isSecured: false, hasSecurityConsent: false };

async function quoteOf({ loanId }: Case, change: BookChange): Promise<ChangeQuote> {
  const record = await readLoan(database.api, loanId);
  if (record === null) throw new Error('no loan');
  const recording = { recordedOn: on, businessKey: `loan/${loanId}/change` };
  const drafted = draftChange(record, change, recording, calendar, changes);
  if (!drafted.ok) throw new Error(drafted.refusal.code);
  return drafted.value.quote;
}

async function asked(at: Case, change: BookChange = extension, more: object = {}): Promise<LoanChangeId> {
  const id = uuidv7();
  await writeLoanChange(database.api, {
    ...{ id, loanId: at.loanId, institutionId, kind: change.kind, payload: change, requestedBy: MAKER },
    ...{ reason: 'because', quote: await quoteOf(at, change), agreedAt: null },
    approvals: ['risk', 'approver'],
    ...more,
  });
  return id as LoanChangeId;
}

const approve = (changeId: string, by: string, role: Role, lapsesAt: string | null = LATER) =>
  decideChange(database, { changeId, by, role, lapsesAt });
const LATER = '2026-01-27T02:00:00.000Z';

async function offered(at: Case, change: BookChange = extension): Promise<LoanChangeId> {
  const id = await asked(at, change);
  await approve(id, RISK, 'risk');
  expect(await approve(id, APPROVER, 'approver')).toBe('OFFERED');
  return id;
}

async function agree(changeId: string, by = BORROWER, at = '2026-01-20T03:00:00.000Z'): Promise<boolean> {
  const { rows } = await database.owner.query('SELECT quote_hash FROM loan_change WHERE id = $1', [changeId]);
  return await answerLoanChange(database.api, { changeId, by, at, agreedHash: rows[0].quote_hash });
}

const statusOf = async ({ loanId }: Case, changeId: string) =>
  (await findLoanChange(databaseOn(database.api).prisma, institutionId, { loanId, changeId }))?.status;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );
const set = (id: string, assignments: string, as: 'api' | 'worker' | 'owner' = 'owner') =>
  codeOf(database[as].query(`UPDATE loan_change SET ${assignments} WHERE id = '${id}'`));
const take = ({ loanId }: Case, changeId: LoanChangeId, at = '2026-01-20T04:00:00.000Z') =>
  activities.takeChange({ loanId: loanId as LoanId, changeId, at });

test('the database knows the law of each kind as the programs do', async () => {
  const { rows } = await database.owner.query('SELECT * FROM loan_change_rule');
  const told = rows.map(({ kind, asked_by, needs_consent, approved_by }) => [
    kind,
    { askedBy: asked_by, needsConsent: needs_consent, approvedBy: approved_by },
  ]);
  expect(Object.fromEntries(told)).toEqual(LOAN_CHANGE_RULES);
  expect(rows).toHaveLength(LOAN_CHANGE_KINDS.length);
});

describe('approval', () => {
  it('takes a person for each place, none of whom asked for it', async () => {
    const at = await lent();
    const id = await asked(at);
    expect(await codeOf(approve(id, MAKER, 'risk'))).toBe(FOREIGN_KEY);
    expect(await codeOf(approve(id, STRANGER, 'risk'))).toBe(CHECK);
    // What somebody says of their roles is looked at.
    expect(await codeOf(approve(id, APPROVER, 'risk'))).toBe(CHECK);
    expect(await approve(id, RISK, 'risk')).toBe('REQUESTED');
    expect(await approve(id, RISK, 'risk')).toBe('REQUESTED');
    // Whoever holds both roles is still one person.
    await holds(RISK, 'approver');
    expect(await codeOf(approve(id, RISK, 'approver'))).toBe(UNIQUE);
    expect(await approve(id, APPROVER, 'approver')).toBe('OFFERED');
  });

  it('can be given by nobody while one is missing, and added or taken back by nobody', async () => {
    const id = await asked(await lent());
    await approve(id, RISK, 'risk');
    const through = `status = 'APPROVED', decided_by = '${RISK}', decided_at = now(), agreed_hash = quote_hash`;
    expect(await set(id, through, 'api')).toBe(DENIED);
    expect(await set(id, through)).toBe(CHECK);
    const change = (text: string) => codeOf(database.owner.query(text));
    expect(await change(`UPDATE loan_change_approval SET decided_by = NULL, decided_at = NULL`)).toBe(CHECK);
    expect(await change(`UPDATE loan_change_approval SET role = 'finance' WHERE place = 2`)).toBe(CHECK);
    expect(await change(`DELETE FROM loan_change_approval`)).toBe(CHECK);
    await approve(id, APPROVER, 'approver');
    const late = `INSERT INTO loan_change_approval (change_id, place, role) VALUES ('${id}', 3, 'risk')`;
    expect(await change(late)).toBe(CHECK);
  });

  it('is needed by somebody at all', async () => {
    const id = await asked(await lent(), extension, { approvals: [] });
    const through = `decided_by = '${RISK}', decided_at = now(), lapses_at = '${LATER}'`;
    expect(await set(id, `status = 'OFFERED', ${through}`)).toBe(CHECK);
  });

  it('is ended by one no of somebody who might approve', async () => {
    const at = await lent();
    const id = await asked(at);
    const reject = (by: string) =>
      decideChange(database, { changeId: id, by, role: 'risk', decision: 'REJECT' });
    expect(await codeOf(reject(STRANGER))).toBe(CHECK);
    await reject(RISK);
    expect(await codeOf(approve(id, APPROVER, 'approver'))).toBe(CHECK);
    expect(await statusOf(at, id)).toBe('REJECTED');
  });

  it('is not enough by fewer than the law asks for, whatever the request says', async () => {
    const id = await asked(await lent(), extension, { approvals: ['risk'] });
    expect(await codeOf(approve(id, RISK, 'risk'))).toBe(CHECK);
    const none = await asked(await lent(), { ...extension }, { approvals: ['approver'] });
    expect(await approve(none, APPROVER, 'approver')).toBe('OFFERED');
  });

  it('is nobody’s word without the task that was decided', async () => {
    const id = await asked(await lent());
    const given = `UPDATE loan_change_approval SET decided_by = '${RISK}', decided_at = now()
      WHERE change_id = '${id}' AND role = 'risk'`;
    expect(await codeOf(database.worker.query(given))).toBe(CHECK);
    expect(await codeOf(database.api.query(given))).toBe(DENIED);
  });

  it('is asked for no more once whoever asked has withdrawn it; nobody else does', async () => {
    const at = await lent();
    const id = await asked(at);
    expect(await withdrawLoanChange(database.api, { changeId: id, by: STRANGER })).toBe(false);
    expect(await set(id, `status = 'WITHDRAWN', withdrawn_by = '${STRANGER}'`, 'api')).toBe(CHECK);
    expect(await withdrawLoanChange(database.api, { changeId: id, by: MAKER })).toBe(true);
    expect(await codeOf(approve(id, RISK, 'risk'))).toBe(CHECK);
    expect(await statusOf(at, id)).toBe('WITHDRAWN');
    const late = await offered(at);
    expect(await withdrawLoanChange(database.api, { changeId: late, by: MAKER })).toBe(false);
  });
});

describe('consent', () => {
  it('is the borrower’s, to what was shown, in time', async () => {
    const at = await lent();
    const id = await offered(at);
    const taken = `status = 'APPLIED', taken_at = now()`;
    expect(await set(id, taken, 'worker')).toBe(CHECK);
    expect(await set(id, `status = 'APPROVED'`, 'api')).toBe(CHECK);
    expect(await codeOf(agree(id, STRANGER))).toBe(CHECK);
    expect(await codeOf(agree(id, RISK))).toBe(CHECK);
    const other = await quoteHash(database.api, { ...(await quoteOf(at, extension)), amountFen: 1 });
    const answer = { changeId: id, by: BORROWER, at: '2026-01-20T03:00:00.000Z', agreedHash: other };
    expect(await codeOf(answerLoanChange(database.api, answer))).toBe(CHECK);
    expect(await agree(id, BORROWER, '2026-01-28T03:00:00.000Z')).toBe(false);
    expect(await agree(id)).toBe(true);
    expect(await agree(id)).toBe(false);
    expect(await set(id, `answered_by = '${STRANGER}'`)).toBe(CHECK);
    expect(await set(id, `quote = quote || '{"amountFen": 1}'`)).toBe(CHECK);
  });

  it('may be refused, and lapses by itself, not before its time', async () => {
    const at = await lent();
    const [declined, silent] = [await offered(at), await offered(at)];
    const no = { changeId: declined, by: BORROWER, at: '2026-01-20T03:00:00.000Z', agreedHash: null };
    expect(await answerLoanChange(database.api, no)).toBe(true);
    expect(await statusOf(at, declined)).toBe('DECLINED');
    expect(await lapseLoanChanges(database.worker)).toBe(0);
    expect(await set(silent, `status = 'LAPSED'`, 'worker')).toBe(CHECK);
    await setClock(database.owner, '2026-01-27T02:00:01Z');
    expect(await lapseLoanChanges(database.worker)).toBeGreaterThan(0);
    expect(await statusOf(at, silent)).toBe('LAPSED');
    await setClock(database.owner, '2026-01-20T02:00:00Z');
  });

  it('is given by asking where the borrower asks, who still approves nothing', async () => {
    const at = await lent();
    const theirs = { requestedBy: BORROWER, agreedAt: '2026-01-20T02:00:00.000Z' };
    const id = await asked(at, extension, theirs);
    await approve(id, RISK, 'risk', null);
    expect(await codeOf(approve(id, BORROWER, 'approver', null))).toBe(FOREIGN_KEY);
    expect(await approve(id, APPROVER, 'approver', null)).toBe('APPROVED');
    // Of another enterprise's loan nobody asks for anything.
    const { loanId } = await makeCase(database.owner);
    expect(await codeOf(asked({ ...at, loanId }, extension, theirs))).not.toBe('accepted');
    // For the borrower only the borrower agrees.
    expect(await codeOf(asked(at, extension, { agreedAt: '2026-01-20T02:00:00.000Z' }))).toBe(CHECK);
  });
});

describe('the loan', () => {
  it('takes what was agreed to, to the fen, and tells the borrower', async () => {
    const at = await lent();
    const id = await offered(at);
    await agree(id);
    expect(await take(at, id)).toEqual({ kind: 'EXTEND', status: 'APPLIED', code: null });
    const { rows } = await database.owner.query(
      `SELECT number, due_date::text AS "dueDate", principal_fen::integer AS "principalFen",
          interest_fen::integer AS "interestFen" FROM instalment WHERE loan_id = $1 ORDER BY number`,
      [at.loanId],
    );
    const shown = await database.owner.query('SELECT quote FROM loan_change WHERE id = $1', [id]);
    expect(rows).toEqual(shown.rows[0].quote.rows);
    expect(rows).toHaveLength(18);
    expect(letters).toContain(`loan/${at.loanId}/change/${id}/LOAN_CHANGE_ENDED/EMAIL`);
  });

  it('refuses what would be anything else by now', async () => {
    const at = await lent();
    const id = await offered(at);
    await agree(id);
    const prepaid = {
      ...received(at.loanId, isoDate('2026-01-22'), 1, 'prepaid'),
      ...({ kind: 'PREPAID', principalFen: fen(10_000), mode: 'SHORTEN_TERM' } as const),
    } as const;
    const cash = (amountFen: number) =>
      payIn(database.worker, at.loanId, {
        ...prepaid,
        businessKey: `${prepaid.businessKey}/${amountFen}`,
        amountFen: fen(amountFen),
      });
    const refused = await cash(1);
    const cashFen = refused.ok ? 0 : Number(refused.refusal.detail?.cashFen);
    expect((await cash(cashFen)).ok).toBe(true);
    const { status, code } = await take(at, id, '2026-01-22T04:00:00.000Z');
    expect([status, ['QUOTE_CHANGED', 'REPLAY_CONFLICT'].includes(String(code))]).toEqual(['REFUSED', true]);
  });

  it('watches what was rescheduled: the end of day knows how well it may be and until when', async () => {
    const at = await lent();
    const id = await offered(at, { kind: 'RESCHEDULE', on, termMonths: 24 });
    await agree(id);
    expect((await take(at, id)).status).toBe('APPLIED');
    const { rows } = await database.owner.query(
      'SELECT risk_floor, risk_floor_until::text FROM loan WHERE id = $1',
      [at.loanId],
    );
    expect(rows).toEqual([{ risk_floor: 'SPECIAL_MENTION', risk_floor_until: '2027-02-20' }]);
  });

  it.each([
    { kind: 'EXTENDED', extraMonths: 1 },
    { kind: 'RESCHEDULED', termMonths: 6 },
    { kind: 'RATE_CHANGED', annualRate: '0.01' },
    { kind: 'WAIVED', instalment: 1, component: 'interest', amountFen: 1 },
    { kind: 'ACCELERATED' },
    { kind: 'RECEIVED', amountFen: 1, into: 'CHANNEL' },
  ])('has no $kind without a change that was approved for that day', async (body) => {
    const at = await lent();
    const waiting = await asked(at);
    const record = (businessKey: string) =>
      codeOf(
        recordLoanEvents(
          database.worker,
          at.loanId,
          [{ ...(body as LoanEventBody), effectiveDate: on, recordedOn: on, businessKey }],
          calendar,
        ),
      );
    expect(await record('out of nowhere')).toBe(CHECK);
    expect(await record(`loan/${at.loanId}/change/${waiting}`)).toBe(CHECK);
    expect(await record(`loan/${at.loanId}/repricing/${on}`)).toBe(CHECK);
    const ready = await offered(at);
    await agree(ready);
    expect(await record(`loan/${(await lent()).loanId}/change/${ready}`)).toBe(CHECK);
    // Approved was another kind, or an extension that goes farther.
    expect(await record(`loan/${at.loanId}/change/${ready}`)).toBe(CHECK);
  });

  it.each([
    ['WRITTEN_OFF', {}],
    ['REVERSED', { reverses: 1 }],
    ['ACCRUAL_RESUMED', {}],
    ['RECEIVED', { amountFen: 1, into: 'CHANNEL' }],
    ['WAIVED', { amountFen: 1, component: 'interest' }],
  ])('has no %s that the owner of the tables writes past its door', async (kind, payload) => {
    const at = await lent();
    const ready = await offered(at);
    await agree(ready);
    const past = database.owner.query(
      `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
         SELECT id, event_count + 1, $2, $3, $4, 'loan/' || id || '/change/' || $5::text FROM loan WHERE id = $1`,
      [at.loanId, kind, on, payload, ready],
    );
    await expect(past).rejects.toThrow('is no approved change');
  });

  it('is changed by the worker alone', async () => {
    const id = await offered(await lent());
    expect(await set(id, `code = 'X'`, 'api')).toBe(DENIED);
    expect(await set(id, `agreed_hash = quote_hash`, 'worker')).toBe(DENIED);
  });
});

describe('a floating rate', () => {
  it('is announced, and looked up once for its day without anybody’s approval', async () => {
    const floating = { rule: 'CALENDAR_YEAR', spreadBasisPoints: 800 } as const;
    const { loanId } = await lent({ floating });
    const planOn = (asOf: string) =>
      activities.planInstalment({ loanId: loanId as LoanId, fromInstalment: 1, asOf });
    expect((await planOn('2026-12-01')).repricing).toMatchObject({ date: '2027-01-01' });
    const of = { loanId: loanId as LoanId, date: '2027-01-01' };
    await activities.announceRepricing({ ...of, at: '2026-12-25T00:30:00.000Z' });
    for (const _twice of [1, 2]) await activities.repriceLoan({ ...of, at: '2026-12-31T16:00:00.000Z' });
    const { rows } = await database.owner.query(
      `SELECT payload #>> '{annualRate}' AS rate, payload -> 'lookedUp' ->> 'tenor' AS tenor FROM loan_event
         WHERE loan_id = $1 AND kind = 'RATE_CHANGED'`,
      [loanId],
    );
    expect(rows).toEqual([{ rate: expect.stringMatching(/^0\.1\d*$/), tenor: 'ONE_YEAR' }]);
    expect((await planOn('2027-01-02')).repricing).toBeUndefined();
    expect(letters.filter((key) => key.includes(loanId))).toEqual([
      `loan/${loanId}/repricing/2027-01-01/REPRICING_NOTICE/EMAIL`,
      `loan/${loanId}/repricing/2027-01-01/LOAN_REPRICED/EMAIL`,
    ]);
  });
});
