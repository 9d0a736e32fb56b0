import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { LoanChangeId, LoanId } from '../../../contracts/ids';
import type { LoanChangePayload } from '../../../contracts/loanChanges';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { LOAN_CHANGE_RULES, type LoanChangeKind } from '../../../domain/changes/kinds';
import { createColumnCipher } from '../../../gateways/crypto';
import { readProvedBy } from '../../../gateways/database/caseAttachments';
import { type Database, databaseOn } from '../../../gateways/database/client';
import { readBorrower } from '../../../gateways/database/enterprises';
import { sealAccount, writeLoanChange } from '../../../gateways/database/loanChanges';

import { sealPersonalData } from '../../../gateways/database/personalData';
import { inTransaction } from '../../../gateways/database/transaction';
import { CHECK, DENIED, FOREIGN_KEY, UNIQUE } from './support/attempt';
import { type Case, disburse, institutionId, makeCase, makeUser, received, termsOf } from './support/cases';
import { decideChange } from './support/changes';
import { payFromAccount, payIn, showMovement } from './support/money';
import { paperOf as writePaper } from './support/papers';
import { untilWaiting } from './support/waiting';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
const [MAKER, CHECKER, RISK, STRANGER] = ['maker', 'checker', 'risky', 'stranger'];

let database: TestDatabase;
let prisma: Database['prisma'];
let activities: AllActivities;

beforeAll(async () => {
  database = await startDatabase();
  const queues = { enqueue: async () => true };
  const deps = { ...databaseOn(database.worker), cipher, queues };
  activities = createActivities(deps as unknown as ActivityDeps);
  prisma = databaseOn(database.api).prisma;
  for (const [user, role] of [
    [MAKER, 'finance'],
    [CHECKER, 'finance'],
    [RISK, 'risk'],
    [STRANGER, 'reviewer'],
  ] as const) {
    await makeUser(database.owner, user);
    await database.owner.query(
      'INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, $3, $4)',
      [uuidv7(), user, role, institutionId],
    );
  }
});
afterAll(() => database.stop());

/** A loan that was paid out on 15 January 2026. */
async function lent(termMonths = 12): Promise<Case> {
  const at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId, { termMonths }));
  return at;
}

const asked = (loanId: string, kind: LoanChangeKind) => ({
  ...{ id: uuidv7(), loanId, institutionId, kind, payload: {}, requestedBy: MAKER, reason: 'because' },
  ...{ quote: null, approvals: LOAN_CHANGE_RULES[kind].approvedBy, agreedAt: null },
});

async function request(
  { loanId }: Case,
  kind: LoanChangeKind,
  payload: object = {},
  id: string = uuidv7(),
): Promise<LoanChangeId> {
  await writeLoanChange(database.api, { ...asked(loanId, kind), id, payload: payload as LoanChangePayload });
  return id as LoanChangeId;
}

/** Whoever is meant for it decides for finance, and somebody of risk where risk is asked too. */
async function decide(
  changeId: string,
  by = CHECKER,
  decision: 'APPROVE' | 'REJECT' = 'APPROVE',
): Promise<string> {
  const { rows } = await database.owner.query<{ role: 'finance' | 'risk' }>(
    'SELECT role FROM loan_change_approval WHERE change_id = $1 AND decided_by IS NULL ORDER BY place',
    [changeId],
  );
  let status = '';
  for (const { role } of decision === 'REJECT' ? rows.slice(0, 1) : rows) {
    status = await decideChange(database, { changeId, by: role === 'risk' ? RISK : by, role, decision });
  }
  return status;
}

async function approved(at: Case, kind: LoanChangeKind, payload: object = {}): Promise<LoanChangeId> {
  const id = await request(at, kind, payload);
  await decide(id);
  return id;
}

const take = ({ loanId }: Case, changeId: LoanChangeId, at = '2026-03-01T02:00:00.000Z') =>
  activities.takeChange({ loanId: loanId as LoanId, changeId, at });
const takeUp = ({ loanId }: Case) => activities.takeUpLoan({ loanId: loanId as LoanId, asOf: '2026-03-01' });
const planOn = ({ loanId }: Case, asOf: string) =>
  activities.planInstalment({ loanId: loanId as LoanId, fromInstalment: 1, asOf });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string; meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } }) =>
      error.meta?.driverAdapterError?.cause?.originalCode ?? error.code ?? String(error),
  );
const set = (id: string, assignments: string, as: 'api' | 'worker' | 'owner' = 'owner') =>
  codeOf(database[as].query(`UPDATE loan_change SET ${assignments} WHERE id = '${id}'`));

const paperOf = (at: Case, content?: string) =>
  writePaper(database.owner, at, { author: MAKER, ...(content === undefined ? {} : { content }) });

/** The bank says that the card is stolen. */
async function decline({ loanId, enterpriseId }: Case, number = 1): Promise<void> {
  const id = uuidv7();
  await database.owner.query(
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index,
         credit_account_cipher, credit_account_index)
       VALUES ($1, $2, 'LOAN', $3, $4, $5, 'COLLECTION', 'CONTRACT', 'x', 'CREATED', 100, '2026-02-15', '', '', '', '')`,
    [id, institutionId, loanId, enterpriseId, `loan/${loanId}/instalment/1/collect/${number}`],
  );
  await database.owner.query(
    `UPDATE payment SET status = 'FAILED', code = '43', settled_at = now() WHERE id = $1`,
    [id],
  );
}

describe('the database', () => {
  it('lets nobody decide what they asked for, or what their role is not for', async () => {
    const id = await request(await lent(), 'RESUME_DEBIT');
    expect(await codeOf(decide(id, MAKER))).toBe(FOREIGN_KEY);
    expect(await codeOf(decide(id, STRANGER))).toBe(CHECK);
    expect(await codeOf(decide(id, CHECKER))).toBe('accepted');
    const { loanId } = await lent();
    const strange = { ...asked(loanId, 'RESUME_DEBIT'), requestedBy: STRANGER };
    expect(await codeOf(writeLoanChange(database.api, strange))).toBe(CHECK);
  });

  it('lets nothing be taken that isn’t approved, and nothing decided be changed', async () => {
    const at = await lent();
    const id = await request(at, 'RESUME_DEBIT');
    const taken = "status = 'APPLIED', taken_at = now()";
    expect(await set(id, taken)).toBe(CHECK);
    expect(await set(id, `payload = '{"ending": "1"}'`)).toBe(CHECK);
    await decide(id, CHECKER, 'REJECT');
    expect(await set(id, taken)).toBe(CHECK);
    expect(await set(id, "status = 'APPROVED'")).toBe(CHECK);
    const other = await approved(at, 'PAUSE_DEBIT');
    expect(await set(other, `decided_by = '${STRANGER}'`)).toBe(CHECK);
    // Tasks decide, and the worker takes: the API does neither.
    expect(await set(other, taken, 'api')).toBe(DENIED);
    expect(await set(other, 'decided_at = now()', 'api')).toBe(DENIED);
    expect(await set(other, taken, 'worker')).toBe('accepted');
    expect(await codeOf(database.owner.query('DELETE FROM loan_change'))).toBe(CHECK);
  });

  it('takes one decision', async () => {
    const id = await request(await lent(), 'RESUME_DEBIT');
    expect(await decide(id)).toBe('APPROVED');
    await decideChange(database, { changeId: id, by: CHECKER, role: 'finance', decision: 'REJECT' });
    const { rows } = await database.owner.query('SELECT status FROM loan_change WHERE id = $1', [id]);
    expect(rows).toEqual([{ status: 'APPROVED' }]);
  });
});

describe('an approved change', () => {
  it('is shown to the loan until it has taken it, once', async () => {
    const at = await lent();
    await request(at, 'RESUME_DEBIT');
    const id = await approved(at, 'PAUSE_DEBIT');
    expect((await planOn(at, '2026-01-20')).approvedChanges).toEqual([id]);
    const taken = { kind: 'PAUSE_DEBIT', status: 'APPLIED', code: null };
    expect([await take(at, id), await take(at, id)]).toEqual([taken, taken]);
    expect((await planOn(at, '2026-01-20')).approvedChanges).toEqual([]);
    const { rows } = await database.owner.query(
      `SELECT actor_id, action, outcome FROM audit_record WHERE case_id = $1`,
      [at.loanId],
    );
    expect(rows).toEqual([{ actor_id: CHECKER, action: 'LOAN_CHANGED', outcome: 'APPLIED' }]);
    expect(await takeUp(at)).toMatchObject({ isPausedByPerson: true });
  });

  it('binds the enterprise’s account; the number is sealed for its own change', async () => {
    const at = await lent();
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
        at.enterpriseId,
        sealed.mobileCipher,
        sealed.mailCipher,
        sealed.legalPersonCipher,
        sealed.bankAccountCipher,
      ],
    );
    const id = uuidv7();
    const account = { accountNo: '6222000000002', accountIndex: `index-${id}` };
    await request(at, 'BIND_ACCOUNT', sealAccount(cipher, id, account), id);
    await payFromAccount(database.owner, id);
    await decide(id);
    await take(at, id as LoanChangeId);
    expect(await readBorrower(prisma, cipher, at.enterpriseId)).toMatchObject({
      bankAccountNo: account.accountNo,
      mobile: '13800001234',
    });
    const { rows } = await database.owner.query(
      'SELECT bank_account_index, (SELECT payload::text FROM loan_change WHERE id = $2) AS payload FROM enterprise WHERE id = $1',
      [at.enterpriseId, id],
    );
    expect(rows[0]).toMatchObject({ bank_account_index: account.accountIndex });
    expect(rows[0].payload).not.toContain(account.accountNo);
    // A payload that was copied to another change opens nothing.
    const copied = await request(at, 'BIND_ACCOUNT', sealAccount(cipher, id, account));
    await payFromAccount(database.owner, copied);
    await decide(copied);
    await expect(take(at, copied)).rejects.toThrow();
  });

  it('is approved for no account that nothing came from, and proved by nothing but one fen from it', async () => {
    const [at, other] = [await lent(), await lent()];
    const id = uuidv7();
    const account = { accountNo: '6222000000009', accountIndex: `index-${id}` };
    await request(at, 'BIND_ACCOUNT', sealAccount(cipher, id, account), id);
    expect(await codeOf(decide(id))).toBe(CHECK);
    const paused = await request(other, 'PAUSE_DEBIT');
    await payFromAccount(database.owner, id, '2026-04-01');
    await payFromAccount(
      database.owner,
      await request(other, 'BIND_ACCOUNT', { index: 'else' }),
      '2026-04-01',
    );
    const proof = (changeId: string, of: string) =>
      codeOf(
        database.worker.query(
          `INSERT INTO account_proof (change_id, institution_id, bank_date, sequence)
             SELECT $1, institution_id, date, sequence FROM statement_row WHERE payer_index = $2`,
          [changeId, of],
        ),
      );
    expect(await proof(paused, 'else')).toBe(CHECK);
    const again = uuidv7();
    await request(at, 'BIND_ACCOUNT', { index: 'mine' }, again);
    expect(await proof(again, 'else')).toBe(CHECK);
    await showMovement(database.owner, {
      ...{ date: '2026-04-01', bankReference: 'two', amountFen: 2, payerIndex: 'mine' },
    });
    expect(await proof(again, 'mine')).toBe(CHECK);
    expect(await codeOf(database.api.query(`INSERT INTO account_proof SELECT * FROM account_proof`))).toBe(
      DENIED,
    );
    expect(await decide(id)).toBe('APPROVED');
  });

  it('enters money by hand with its evidence, from the day that it came; it stands in transit', async () => {
    const at = await lent();
    const evidence = [await paperOf(at)];
    const receipt = { amountFen: 100_000, on: '2026-02-15', evidence };
    const asked = (payload: object) => codeOf(request(at, 'MANUAL_RECEIPT', payload));
    expect(await asked({ ...receipt, evidence: [] })).toBe(CHECK);
    expect(await asked({ ...receipt, evidence: [uuidv7()] })).toBe(CHECK);
    expect(await asked({ ...receipt, evidence: [await paperOf(await lent())] })).toBe(CHECK);
    const id = await approved(at, 'MANUAL_RECEIPT', receipt);
    expect(await take(at, id)).toMatchObject({ status: 'APPLIED' });
    expect(await take(at, id)).toMatchObject({ status: 'APPLIED' });
    const { rows } = await database.owner.query(
      `SELECT e.effective_date::text AS date, p.account_code AS account, p.debit_fen AS fen
         FROM loan_event e JOIN journal_entry j ON starts_with(j.business_key, e.business_key)
           JOIN posting p ON p.entry_id = j.id
         WHERE e.business_key = $1 AND p.account_code = '1012'`,
      [`loan/${at.loanId}/change/${id}`],
    );
    expect(rows).toEqual([{ date: '2026-02-15', account: '1012', fen: 100_000 }]);
  });

  it('waits with money by hand for its day where the loan lives behind the calendar', async () => {
    const at = await lent();
    const evidence = [await paperOf(at)];
    const id = await approved(at, 'MANUAL_RECEIPT', { amountFen: 100, on: '2026-02-15', evidence });
    expect(await planOn(at, '2026-02-14')).toMatchObject({
      approvedChanges: [],
      nextChangeAtMs: Date.parse('2026-02-15T00:00:00+08:00'),
    });
    expect(await planOn(at, '2026-02-15')).toMatchObject({ approvedChanges: [id] });
  });

  it('enters no more money by hand than what settles the loan, twice neither', async () => {
    const at = await lent(1);
    const { totalDueFen } = await planOn(at, '2026-02-15');
    const enter = async (amountFen: number) =>
      approved(at, 'MANUAL_RECEIPT', { amountFen, on: '2026-02-15', evidence: [await paperOf(at)] });
    const now = '2026-02-15T02:00:00.000Z';
    const tooMuch = { kind: 'MANUAL_RECEIPT', status: 'REFUSED', code: 'MORE_THAN_OWED' };
    expect(await take(at, await enter(totalDueFen + 1), now)).toEqual(tooMuch);
    const [all, again] = [await enter(totalDueFen), await enter(totalDueFen)];
    expect(await take(at, all, now)).toMatchObject({ status: 'APPLIED' });
    expect(await take(at, again, now)).toEqual(tooMuch);
  });

  it('proves one receipt by one paper, unless the first came to nothing', async () => {
    const at = await lent();
    const [paper, other] = [await paperOf(at), await paperOf(at)];
    const enter = (evidence: string[]) =>
      codeOf(request(at, 'MANUAL_RECEIPT', { amountFen: 100, on: '2026-02-15', evidence }));
    const first = await request(at, 'MANUAL_RECEIPT', {
      ...{ amountFen: 100, on: '2026-02-15', evidence: [paper] },
    });
    expect(await enter([paper])).toBe(UNIQUE);
    expect(await enter([other, paper])).toBe(UNIQUE);
    expect(await enter([other])).toBe('accepted');
    await decide(first, CHECKER, 'REJECT');
    const second = await approved(at, 'MANUAL_RECEIPT', {
      ...{ amountFen: 100, on: '2026-02-15', evidence: [paper] },
    });
    expect(await take(at, second)).toMatchObject({ status: 'APPLIED' });
    expect(await enter([paper])).toBe(UNIQUE);
  });

  it('knows a paper by what is in it, on any loan of the institution, and takes it once more where that is said', async () => {
    const [one, two] = [await lent(), await lent()];
    const content = uuidv7();
    const papers = [await paperOf(one, content), await paperOf(two, content)];
    const wish = (at: Case, more: object = {}) => ({
      ...{ amountFen: 100, on: '2026-02-15', evidence: [papers[at === one ? 0 : 1]], ...more },
    });
    const first = await request(one, 'MANUAL_RECEIPT', wish(one));
    expect(await codeOf(request(two, 'MANUAL_RECEIPT', wish(two)))).toBe(UNIQUE);
    const strange = { alsoProves: [uuidv7()] };
    expect(await codeOf(request(two, 'MANUAL_RECEIPT', wish(two, strange)))).toBe(UNIQUE);
    expect(await readProvedBy(database.api, institutionId, 'MANUAL_RECEIPT', papers.slice(1))).toEqual([
      first,
    ]);
    expect(await readProvedBy(database.api, institutionId, 'WRITE_OFF', papers.slice(1))).toEqual([]);
    // The law holds for whoever writes.
    const { id, loanId, kind, reason, requestedBy } = asked(two.loanId, 'MANUAL_RECEIPT');
    const row = [id, loanId, institutionId, kind, JSON.stringify(wish(two)), requestedBy, reason];
    const insert = `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
      VALUES ($1, $2, $3, $4, $5, 'REQUESTED', $6, $7)`;
    expect(await codeOf(database.owner.query(insert, row))).toBe(UNIQUE);
    expect(await codeOf(database.worker.query(insert, row))).toBe(DENIED);
    expect(await codeOf(database.api.query(insert, row))).toBe(UNIQUE);
    const both = await request(two, 'MANUAL_RECEIPT', wish(two, { alsoProves: [first] }));
    // What was said of the first says nothing of the second.
    const third = wish(one, { alsoProves: [first] });
    expect(await codeOf(request(one, 'MANUAL_RECEIPT', third))).toBe(UNIQUE);
    await decide(first, CHECKER, 'REJECT');
    await decide(both, CHECKER, 'REJECT');
    expect(await codeOf(request(two, 'MANUAL_RECEIPT', wish(two)))).toBe('accepted');
  });

  it('writes one loan off by one paper', async () => {
    const [one, two] = [await lent(), await lent()];
    const content = uuidv7();
    const wish = async (at: Case) => ({
      kind: 'WRITE_OFF',
      on: '2026-03-01',
      evidence: [await paperOf(at, content)],
    });
    await request(one, 'WRITE_OFF', await wish(one));
    expect(await codeOf(request(two, 'WRITE_OFF', await wish(two)))).toBe(UNIQUE);
  });

  it('lets two who name one paper at once in one after the other', async () => {
    const [one, two] = [await lent(), await lent()];
    const content = uuidv7();
    const wish = async (at: Case) => ({
      ...asked(at.loanId, 'MANUAL_RECEIPT'),
      payload: {
        amountFen: 100,
        on: '2026-02-15',
        evidence: [await paperOf(at, content)],
      } as object as LoanChangePayload,
    });
    const [first, second] = [await wish(one), await wish(two)];
    let later: Promise<string> | undefined;
    await inTransaction(database.api, async (client) => {
      const { id, loanId, kind, payload, requestedBy, reason } = first;
      await client.query(
        `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
           VALUES ($1, $2, $3, $4, $5, 'REQUESTED', $6, $7)`,
        [id, loanId, institutionId, kind, payload, requestedBy, reason],
      );
      later = codeOf(writeLoanChange(database.api, second));
      await untilWaiting(database.owner);
    });
    expect(await later).toBe(UNIQUE);
  });

  it('enters money under one reference of the bank once, also by two who confirm at the same moment', async () => {
    const [one, two] = [await lent(), await lent()];
    const bankReference = `B${uuidv7()}`;
    const wish = async (at: Case) => ({
      ...{ amountFen: 100, on: '2026-02-15', evidence: [await paperOf(at)], bankReference },
    });
    const [first, second] = [
      await approved(one, 'MANUAL_RECEIPT', await wish(one)),
      await approved(two, 'MANUAL_RECEIPT', await wish(two)),
    ];
    const taken: Promise<unknown>[] = [];
    // The first has looked at what the bank and others have, and comes to its loan when it is let.
    await inTransaction(database.owner, async (client) => {
      await client.query('SELECT FROM loan WHERE id = $1 FOR UPDATE', [one.loanId]);
      taken.push(take(one, first));
      await untilWaiting(database.owner);
      taken.push(take(two, second));
      await untilWaiting(database.owner, 2);
    });
    expect(await Promise.all(taken)).toEqual([
      { kind: 'MANUAL_RECEIPT', status: 'APPLIED', code: null },
      { kind: 'MANUAL_RECEIPT', status: 'REFUSED', code: 'BANK_HAS_MONEY' },
    ]);
  });

  it('lets nobody say past that law that an entry under a reference was taken', async () => {
    const [one, two] = [await lent(), await lent()];
    const bankReference = `B${uuidv7()}`;
    const wish = async (at: Case) => ({
      ...{ amountFen: 100, on: '2026-02-15', evidence: [await paperOf(at)], bankReference },
    });
    const first = await approved(one, 'MANUAL_RECEIPT', await wish(one));
    const second = await approved(two, 'MANUAL_RECEIPT', await wish(two));
    expect(await take(one, first)).toMatchObject({ status: 'APPLIED' });
    const taken = "status = 'APPLIED', taken_at = now()";
    for (const role of ['worker', 'owner'] as const) expect(await set(second, taken, role)).toBe(UNIQUE);
    expect(await set(second, taken, 'api')).toBe(DENIED);
    // Said to be other money when it was asked for.
    const otherThan = [`entered/loan/${one.loanId}/change/${first}`];
    const told = await approved(two, 'MANUAL_RECEIPT', { ...(await wish(two)), otherThan });
    expect(await take(two, told)).toMatchObject({ status: 'APPLIED' });
  });

  it('binds an account for all loans of the enterprise: those that the bank declined before are told', async () => {
    const at = await lent();
    const other = await makeCase(database.owner, institutionId, at.enterpriseId);
    await disburse(database.worker, other, termsOf(other.loanId));
    const stranger = await lent();
    for (const each of [other, stranger]) await decline(each);
    const isNew = async (of: Case) => (await planOn(of, '2026-03-01')).isAccountNew;
    expect([await isNew(other), await isNew(stranger)]).toEqual([false, false]);
    const id = uuidv7();
    const account = { accountNo: '6222000000003', accountIndex: `index-${id}` };
    await request(at, 'BIND_ACCOUNT', sealAccount(cipher, id, account), id);
    await payFromAccount(database.owner, id);
    await decide(id);
    await take(at, id as LoanChangeId);
    expect([await isNew(other), await isNew(stranger)]).toEqual([true, false]);
    expect(await takeUp(other)).toMatchObject({ lastDecline: null, stopsDebits: false });
    expect(await takeUp(stranger)).toMatchObject({ lastDecline: '43', stopsDebits: true });
    const { rows } = await database.owner.query('SELECT loan_id AS id, because FROM loan_wake');
    expect(rows).toContainEqual({ id: other.loanId, because: 'ACCOUNT_BOUND' });
    expect(rows).not.toContainEqual(expect.objectContaining({ id: stranger.loanId }));
    await decline(other, 2);
    expect(await isNew(other)).toBe(false);
  });

  it('reverses a receipt of a closed loan, which owes again, and closes it a second time', async () => {
    const at = await lent(1);
    const { loanId } = at;
    const due = await planOn(at, '2026-02-15');
    const book = (key: string, date: string, amountFen: number) =>
      payIn(database.worker, loanId, received(loanId, isoDate(date), amountFen, key));
    await book('first', '2026-02-15', due.totalDueFen);
    const close = (asOf: string) => activities.closeLoan({ loanId: loanId as LoanId, asOf });
    expect(await close('2026-02-15')).toEqual({ closed: true });
    const id = await approved(at, 'REVERSE_RECEIPT', { sequence: 2 });
    expect((await take(at, id)).status).toBe('APPLIED');
    const owed = await planOn(at, '2026-03-01');
    expect(owed).toMatchObject({ settled: false, overdue: true, instalment: { number: 1 } });
    expect(await close('2026-03-01')).toEqual({ closed: false });
    await book('second', '2026-03-01', owed.totalDueFen);
    expect(await close('2026-03-01')).toEqual({ closed: true });
    const { rows } = await database.owner.query('SELECT status FROM loan WHERE id = $1', [loanId]);
    expect(rows).toEqual([{ status: 'CLOSED' }]);
  });

  it('that the books refuse stays on file as refused', async () => {
    const at = await lent();
    const id = await approved(at, 'REVERSE_RECEIPT', { sequence: 1 });
    expect(await take(at, id)).toEqual({ kind: 'REVERSE_RECEIPT', status: 'REFUSED', code: 'NOT_A_RECEIPT' });
  });
});

describe('held money', () => {
  it('pays what fell due while it was held, from the due date on, and never twice', async () => {
    const at = await lent(1);
    const { loanId } = at;
    const { totalDueFen } = await planOn(at, '2026-02-15');
    // Found on 20 February, at the bank since the 10th.
    const transfer = received(loanId, isoDate('2026-02-10'), totalDueFen + 500, 'transfer');
    await payIn(database.worker, loanId, transfer);
    const plan = await planOn(at, '2026-02-20');
    expect(plan).toMatchObject({ settled: true, overdue: false, suspenseFen: 500, askedFen: 0 });
    expect(await planOn(at, '2026-02-21')).toMatchObject({ suspenseFen: 500 });
    const { rows } = await database.owner.query(
      `SELECT effective_date, business_key FROM loan_event WHERE loan_id = $1 AND kind = 'SUSPENSE_APPLIED'`,
      [loanId],
    );
    expect(rows).toEqual([{ effective_date: '2026-02-15', business_key: `loan/${loanId}/suspense/2` }]);
  });
});
