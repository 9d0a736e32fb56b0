import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { recordLoanEvents } from '../../../gateways/database/loans';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import {
  accountOf,
  agree,
  agreeReturn,
  type Case,
  calendar,
  decide,
  disburse,
  institutionId,
  makeApplication,
  makeCase,
  makeUser,
  orderPayout,
  otherInstitutionId,
  received,
  routeApproval,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';
import { holdMovement, payIn } from './support/money';

const PRINCIPAL = 100_000_000;
const ROLES = ['worker', 'owner'] as const;

let database: TestDatabase;
let paidOut: Case;
beforeAll(async () => {
  database = await startDatabase();
  paidOut = await makeCase(database.owner);
  await disburse(database.worker, paidOut, termsOf(paidOut.loanId));
});
afterAll(() => database.stop());

/** A row by hand. */
function insert(table: string, row: Readonly<Record<string, string | number>>): string {
  const values = Object.values(row).map((value) => `'${value}'`);
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`;
}

/** An order about a case's loan, by hand. */
function order(at: Case, changes: Readonly<Record<string, string | number>> = {}): string {
  return insert('payment', {
    id: uuidv7(),
    institution_id: at.institutionId,
    subject_type: 'LOAN',
    subject_id: at.loanId,
    enterprise_id: at.enterpriseId,
    key: `key/${uuidv7()}`,
    purpose: 'DISBURSEMENT',
    mandate_type: 'RELEASE',
    mandate_id: at.releaseTaskId,
    debit_account_cipher: '',
    debit_account_index: 'lender',
    credit_account_cipher: '',
    credit_account_index: accountOf(at),
    status: 'CREATED',
    amount_fen: PRINCIPAL,
    value_date: '2026-01-15',
    ...changes,
  });
}

/** An application that nobody has decided on, with what was agreed; the release is another one's. */
async function undecided(): Promise<Case> {
  const { releaseTaskId } = await makeCase(database.owner);
  const at = { ...(await makeApplication(database.owner)), releaseTaskId };
  await agree(database.worker, at, termsOf(at.loanId));
  return at;
}

const approve = (at: Case, more: Partial<Parameters<typeof decide>[1]> = {}) =>
  decide(database.owner, {
    ...{ caseId: at.loanId, institution: at.institutionId, role: 'approver' },
    ...{ step: 'APPROVE', kind: 'APPROVE_APPLICATION', ...more },
  });
const second = (role: string) => staffOf(database.owner, institutionId, role, 'second');
const release = (at: Case, more: Partial<Parameters<typeof decide>[1]> = {}) =>
  approve(at, { step: 'RELEASE', kind: 'RELEASE_DISBURSEMENT', role: 'finance', ...more });

/** Whether money may go out, without letting it. */
const pays = (at: Case) =>
  attempt(database.worker, order(at), 'SET CONSTRAINTS ALL IMMEDIATE', 'ROLLBACK; BEGIN');

describe('a payout', () => {
  it.each(ROLES)('goes by decisions of people who hold the roles: %s', async (role) => {
    const pool = database[role];
    const at = await undecided();
    const pays = (task: string) =>
      attempt(
        pool,
        order({ ...at, releaseTaskId: task }),
        'SET CONSTRAINTS ALL IMMEDIATE',
        'ROLLBACK; BEGIN',
      );
    expect(await pays(at.releaseTaskId)).toBe(CHECK);
    const released = await release(at);
    expect(await pays(released)).toBe(CHECK);
    await approve(at, { actor: 'nobody of ours' });
    expect(await pays(released)).toBe(CHECK);
    await approve(at, { actor: await staffOf(database.owner, otherInstitutionId, 'approver') });
    expect(await pays(released)).toBe(CHECK);
    await approve(at, { kind: 'REVIEW_APPLICATION' });
    expect(await pays(released)).toBe(CHECK);
    await approve(at, { actor: await staffOf(database.owner, institutionId, 'risk'), role: 'risk' });
    expect(await pays(at.releaseTaskId)).toBe(CHECK);
    expect(await pays(released)).toBe('accepted');
  });

  it('is released by somebody else than who approved, and by no applicant', async () => {
    const at = await undecided();
    const two = 'two hats';
    await makeUser(database.owner, two);
    for (const role of ['approver', 'finance']) {
      const text = 'INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, $3, $4)';
      await database.owner.query(text, [uuidv7(), two, role, institutionId]);
    }
    await approve(at, { actor: two });
    await expect(release(at, { actor: two })).rejects.toMatchObject({ code: '23503' });
    // The applicant's step is written by making the application.
    await expect(release(at, { actor: 'u' })).rejects.toMatchObject({ code: '23503' });
  });

  it('waits for everybody whom the matrix asks', async () => {
    const at = await undecided();
    const approvers = ['RISK_REVIEWER', 'CREDIT_MANAGER', 'RISK_DIRECTOR'];
    await routeApproval(database.worker, at, termsOf(at.loanId), { approvers });
    await approve(at);
    const ready = { ...at, releaseTaskId: await release(at) };
    expect(await pays(ready)).toBe(CHECK);
    await approve(at, { role: 'risk' });
    expect(await pays(ready)).toBe(CHECK);
    await approve(at, { role: 'risk', authority: 'RISK_DIRECTOR', actor: await second('risk') });
    expect(await pays(ready)).toBe('accepted');
  });

  it('is for the terms that were approved, by words of the last round', async () => {
    const at = await undecided();
    await approve(at);
    const ready = { ...at, releaseTaskId: await release(at) };
    expect(await pays(ready)).toBe('accepted');
    for (const terms of [{ principalFen: fen(1) }, { termMonths: 11 }, { annualRate: '0.13' as Rate }]) {
      await routeApproval(database.worker, at, termsOf(at.loanId, terms));
      expect(await pays(ready)).toBe(CHECK);
    }
    await routeApproval(database.worker, at, termsOf(at.loanId), { round: 2 });
    expect(await pays(ready)).toBe(CHECK);
    await approve(at, { round: 2 });
    expect(await pays(ready)).toBe('accepted');
  });

  describe('that a committee decides', () => {
    const chair = 'chair';
    const members = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];

    async function sitting(at: Case, more: { readonly makers?: readonly string[] } = {}): Promise<string> {
      const taskId = uuidv7();
      await database.owner.query(
        `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
           VALUES ($1, $2, 'DECIDE_AS_COMMITTEE', 'APPLICATION', $3, 'application/' || $3, 'committee', 'OPEN', '{}',
                   now())`,
        [taskId, institutionId, at.loanId],
      );
      await database.worker.query(
        `INSERT INTO sitting (task_id, institution_id, chair_id, member_ids, connected_ids, maker_ids, quorum,
             majority_numerator, majority_denominator, opened_at, closes_at)
           VALUES ($1, $2, $3, $4, '{}', $5, 5, 2, 3, now(), now() + interval '3 days')`,
        [taskId, institutionId, chair, members, more.makers ?? []],
      );
      return taskId;
    }

    const ballot = (at: Case, taskId: string, actor: string, word: string) =>
      insert('decision', {
        ...{ id: uuidv7(), institution_id: institutionId, case_type: 'APPLICATION', case_id: at.loanId },
        ...{ step: 'APPROVE', task_id: taskId, actor_id: actor, decision: word, reason: 'so' },
      });
    const vote = (at: Case, taskId: string, words: string) =>
      Promise.all(
        words.split(' ').map((word, index) => {
          return database.owner.query(
            ballot(at, taskId, word.includes('VETO') ? chair : `m${index + 1}`, word),
          );
        }),
      );

    async function asked() {
      const at = await undecided();
      const approvers = ['COMMITTEE', 'BOARD'];
      await routeApproval(database.worker, at, termsOf(at.loanId), { approvers });
      await approve(at, { role: 'board', authority: 'BOARD' });
      return { at: { ...at, releaseTaskId: await release(at) }, taskId: await sitting(at) };
    }

    it.each([
      ['YES YES YES YES', CHECK],
      ['YES YES YES NO NO', CHECK],
      ['YES YES YES YES YES VETO', CHECK],
      ['ABSTAIN ABSTAIN ABSTAIN ABSTAIN ABSTAIN', CHECK],
      ['YES YES NO ABSTAIN ABSTAIN', 'accepted'],
      ['YES YES YES YES NO NO', 'accepted'],
    ])('needs quorum, two thirds and no veto: %s', async (words, outcome) => {
      const { at, taskId } = await asked();
      await vote(at, taskId, words);
      expect(await pays(at)).toBe(outcome);
    });

    it('counts the last word of each person once', async () => {
      const { at, taskId } = await asked();
      await vote(at, taskId, 'YES YES YES YES NO');
      expect(await pays(at)).toBe('accepted');
      await database.owner.query(ballot(at, taskId, 'm1', 'NO'));
      expect(await pays(at)).toBe(CHECK);
    });

    it('goes by the level above only where the committee could not decide', async () => {
      const { at, taskId } = await asked();
      expect(await pays(at)).toBe(CHECK);
      await database.owner.query(
        `UPDATE human_task SET status = 'DONE', outcome = 'NO_QUORUM', closed_at = now() WHERE id = $1`,
        [taskId],
      );
      expect(await pays(at)).toBe('accepted');
    });

    it('takes no ballot of a stranger, a maker or the wrong seat', async () => {
      const at = await undecided();
      const taskId = await sitting(at, { makers: ['m6'] });
      const cast = (actor: string, word: string) => attempt(database.worker, ballot(at, taskId, actor, word));
      expect(await cast('stranger', 'YES')).toBe(CHECK);
      expect(await cast('m6', 'YES')).toBe(CHECK);
      expect(await cast('m1', 'VETO')).toBe(CHECK);
      expect(await cast(chair, 'YES')).toBe(CHECK);
      expect(await cast('m1', 'APPROVE')).toBe(CHECK);
      expect(await cast('m1', 'YES')).toBe('accepted');
      expect(await cast(chair, 'NO_VETO')).toBe('accepted');
    });
  });

  it.each([
    ['another amount', { amount_fen: PRINCIPAL + 1 }],
    ['another account', { credit_account_index: 'mine' }],
    ['another mandate', { mandate_type: 'CONTRACT' }],
    ['no drawdown', { subject_id: uuidv7() }],
  ])('is not taken with %s', async (_what, changes) => {
    const at = await makeCase(database.owner);
    await agree(database.worker, at, termsOf(at.loanId));
    for (const role of ROLES) expect(await attempt(database[role], order(at, changes))).toBe(CHECK);
    // Given up before it was sent, it may stand there.
    const key = `given up/${at.loanId}`;
    const givenUp = `UPDATE payment SET status = 'FAILED', code = 'NOT_BOOKABLE' WHERE key = '${key}'`;
    expect(await attempt(database.worker, order(at, { ...changes, key }), givenUp)).toBe('accepted');
    expect(await attempt(database.worker, order(at))).toBe('accepted');
  });

  it('keeps the role of who has left since, and takes no word for it', async () => {
    const at = await undecided();
    const gone = await staffOf(database.owner, institutionId, 'customer_service');
    await approve(at, { actor: gone, role: 'customer_service' });
    await database.owner.query('DELETE FROM membership WHERE user_id = $1', [gone]);
    const released = await release(at);
    expect(await attempt(database.worker, order({ ...at, releaseTaskId: released }))).toBe('accepted');
    const forged = insert('decision', {
      ...{ id: uuidv7(), institution_id: institutionId, case_type: 'APPLICATION', case_id: uuidv7() },
      ...{ step: 'APPROVE', actor_id: 'mallory', decision: 'APPROVE', reason: '', held_role: 'approver' },
    });
    expect(await attempt(database.worker, forged)).toBe('accepted');
    const { rows } = await database.owner.query(`SELECT held_role FROM decision WHERE actor_id = 'mallory'`);
    expect(rows).toEqual([{ held_role: null }]);
  });

  it('gives back no more than is held', async () => {
    const back = (amount: number, changes: Readonly<Record<string, string>> = {}) =>
      order(paidOut, {
        ...{ purpose: 'REFUND', mandate_type: 'CONTRACT', amount_fen: amount },
        ...changes,
      });
    for (const role of ROLES) expect(await attempt(database[role], back(1))).toBe(CHECK);
    const early = received(paidOut.loanId, isoDate('2026-01-16'), 5_000, 'early');
    await payIn(database.worker, paidOut.loanId, early);
    expect(await attempt(database.worker, back(5_001))).toBe(CHECK);
    // To an account from which nothing came, and that is not the borrower's.
    for (const role of ROLES) {
      expect(await attempt(database[role], back(5_000, { credit_account_index: 'stranger' }))).toBe(CHECK);
    }
    expect(await attempt(database.worker, back(5_000))).toBe('accepted');
    // What one order is giving back is not there for another.
    expect(await attempt(database.worker, back(1))).toBe(CHECK);
  });
});

test('an enterprise has no other account but one that was proved and approved', async () => {
  const change = `UPDATE enterprise SET bank_account_index = 'stranger' WHERE id = '${paidOut.enterpriseId}'`;
  expect(await attempt(database.worker, change)).toBe(CHECK);
  expect(await attempt(database.api, change)).toBe(DENIED);
});

describe('a receipt goes back', () => {
  const AMOUNT = 700;

  async function receipt(): Promise<string> {
    const movement = { date: '2026-01-16', bankReference: uuidv7(), amountFen: AMOUNT, payerIndex: 'payer' };
    return await holdMovement(database.owner, movement);
  }

  const back = (receiptId: string, task: string, changes: Readonly<Record<string, string | number>> = {}) =>
    order(paidOut, {
      ...{ purpose: 'RECEIPT_RETURN', subject_type: 'RECEIPT', subject_id: receiptId },
      ...{ mandate_type: 'RETURN', mandate_id: task, amount_fen: AMOUNT, credit_account_index: 'payer' },
      ...changes,
    });

  const say = (receiptId: string, more: Partial<Parameters<typeof decide>[1]>) =>
    decide(database.owner, {
      ...{ caseType: 'RECEIPT', caseId: receiptId, institution: institutionId, role: 'finance' },
      ...{ step: 'RESOLVE', kind: 'IDENTIFY_RECEIPT', decision: 'RETURN', ...more },
    });
  const confirm = async (receiptId: string, more: Partial<Parameters<typeof decide>[1]> = {}) =>
    say(receiptId, {
      ...{ step: 'CONFIRM', kind: 'CONFIRM_RETURN', decision: 'CONFIRM' },
      ...{ actor: await staffOf(database.owner, institutionId, 'finance', 'second'), ...more },
    });

  it.each(ROLES)('when one person asked for it and another agreed, in their role: %s', async (role) => {
    const pool = database[role];
    const id = await receipt();
    expect(await attempt(pool, back(id, uuidv7()))).toBe(CHECK);
    const asked = await say(id, {});
    expect(await attempt(pool, back(id, asked))).toBe(CHECK);
    expect(await attempt(pool, back(id, await confirm(id, { decision: 'DISAGREE' })))).toBe(CHECK);
    expect(await attempt(pool, back(id, await confirm(id, { actor: 'nobody of ours' })))).toBe(CHECK);
    await expect(
      confirm(id, { actor: await staffOf(database.owner, institutionId, 'finance') }),
    ).rejects.toMatchObject({ code: '23503' });
    const agreed = await confirm(id);
    expect(await attempt(pool, back(id, asked))).toBe(CHECK);
    expect(await attempt(pool, back(id, agreed, { mandate_type: 'CONTRACT' }))).toBe(CHECK);
    expect(await attempt(pool, back(await receipt(), agreed))).toBe(CHECK);
    expect(await attempt(pool, back(id, agreed))).toBe('accepted');
  });

  it('not when nobody in the role asked for it', async () => {
    const id = await receipt();
    await say(id, { decision: 'BOOK_AS_CAPITAL' });
    await say(id, { actor: 'nobody of ours' });
    expect(await attempt(database.worker, back(id, await confirm(id)))).toBe(CHECK);
  });

  it('no more than is held, and once', async () => {
    const id = await receipt();
    const agreed = await agreeReturn(database.owner, id);
    expect(await attempt(database.worker, back(uuidv7(), agreed))).toBe(CHECK);
    expect(await attempt(database.worker, back(id, agreed, { amount_fen: AMOUNT + 1 }))).toBe(CHECK);
    const key = `receipt/${id}/return/1`;
    expect(await attempt(database.worker, back(id, agreed, { key }))).toBe('accepted');
    expect(await attempt(database.worker, back(id, agreed))).toBe(UNIQUE);
    await database.worker.query(`UPDATE payment SET status = 'FAILED', code = '51' WHERE key = $1`, [key]);
    expect(await attempt(database.worker, back(id, agreed))).toBe('accepted');
  });
});

describe('money and books', () => {
  const succeed = (key: string, reference: string = uuidv7()) =>
    `UPDATE payment SET status = 'SUCCEEDED', bank_reference = '${reference}', bank_date = '2026-02-01'
       WHERE key = '${key}'`;
  const debit = (key: string, amount = 300) =>
    order(paidOut, { purpose: 'COLLECTION', mandate_type: 'CONTRACT', key, amount_fen: amount });
  const event = (sequence: number, kind: string, key: string, amount = 300) =>
    insert('loan_event', {
      ...{ loan_id: paidOut.loanId, sequence, kind, effective_date: '2026-02-01', business_key: key },
      payload: JSON.stringify({ amountFen: amount }),
    });
  const nextSequence = async () => {
    const { rows } = await database.owner.query<{ next: number }>(
      'SELECT max(sequence) + 1 AS next FROM loan_event WHERE loan_id = $1',
      [paidOut.loanId],
    );
    return rows[0]?.next ?? 0;
  };

  it.each(ROLES)('an order does not succeed without its event or entry: %s', async (role) => {
    const key = `debit/${role}`;
    expect(await attempt(database[role], debit(key), succeed(key))).toBe(CHECK);
  });

  it('an order that no loan takes is settled by an entry of the same amount', async () => {
    const entry = (key: string, amount: number) =>
      `SELECT post_entry('${institutionId}', '${JSON.stringify({
        ...{ businessKey: key, event: 'UNIDENTIFIED_RECEIPT', date: '2026-02-01', offBalance: [] },
        postings: [
          { account: '1002', debitFen: amount, creditFen: 0 },
          { account: '2241.02', debitFen: 0, creditFen: amount },
        ],
      })}'::jsonb)`;
    expect(await attempt(database.worker, debit('aside/1'), entry('aside/1', 299), succeed('aside/1'))).toBe(
      CHECK,
    );
    expect(await attempt(database.worker, debit('aside/2'), entry('aside/2', 300), succeed('aside/2'))).toBe(
      'accepted',
    );
  });

  it('an event under the key of an order is that order carried out', async () => {
    const next = await nextSequence();
    const owner = database.owner;
    for (const key of ['open', 'more', 'kind'])
      expect(await attempt(owner, debit(`of/${key}`))).toBe('accepted');
    expect(await attempt(owner, event(next, 'RECEIVED', 'of/open'))).toBe(CHECK);
    expect(await attempt(owner, event(next, 'RECEIVED', 'of/more', 301), succeed('of/more'))).toBe(CHECK);
    expect(await attempt(owner, event(next, 'PREPAID', 'of/kind'), succeed('of/kind'))).toBe(CHECK);
    expect(await attempt(owner, event(next, 'REFUNDED', 'of/nothing'))).toBe(CHECK);
    expect(
      await attempt(owner, 'SET LOCAL session_replication_role = replica', event(next, 'REFUNDED', 'x')),
    ).toBe(CHECK);
  });

  it('one movement of the bank settles one order', async () => {
    for (const name of ['one', 'two']) {
      const paid = received(paidOut.loanId, isoDate('2026-02-01'), 300, name);
      expect(await attempt(database.worker, debit(paid.businessKey))).toBe('accepted');
      const { rows } = await database.owner.query<{ id: string }>('SELECT id FROM payment WHERE key = $1', [
        paid.businessKey,
      ]);
      const payment = { id: rows[0]?.id ?? '', bankReference: 'M1', bankDate: '2026-02-01' };
      const recorded = recordLoanEvents(database.worker, paidOut.loanId, [paid], calendar, {
        payment: { ...payment, settledAt: '2026-02-01T09:00:00+08:00' },
      });
      if (name === 'one') expect(await recorded).toMatchObject({ ok: true });
      else await expect(recorded).rejects.toMatchObject({ code: UNIQUE });
    }
  });

  it('a payment of another loan is not settled by an event', async () => {
    const at = await makeCase(database.owner);
    await agree(database.worker, at, termsOf(at.loanId));
    const payment = await orderPayout(database.worker, at, termsOf(at.loanId));
    const paid = received(paidOut.loanId, isoDate('2026-02-01'), 1, 'strange');
    await expect(
      recordLoanEvents(database.worker, paidOut.loanId, [paid], calendar, { payment }),
    ).rejects.toMatchObject({ code: CHECK });
  });

  it('a loan is not opened on other terms than were agreed', async () => {
    const at = await makeCase(database.owner);
    await agree(database.worker, at, termsOf(at.loanId));
    const open = (terms: object, principal = PRINCIPAL) =>
      insert('loan', {
        ...{ id: at.loanId, institution_id: institutionId, enterprise_id: at.enterpriseId },
        terms: JSON.stringify(terms),
        ...{ principal_fen: principal, status: 'NOT_DISBURSED', start_date: '2026-01-20' },
      });
    const terms = termsOf(at.loanId, { startDate: isoDate('2026-01-20') });
    expect(await attempt(database.owner, open({ ...terms, annualRate: '0.2' }))).toBe(CHECK);
    expect(await attempt(database.owner, open(terms, PRINCIPAL + 1))).toBe(CHECK);
    expect(await attempt(database.owner, open(terms))).toBe('accepted');
    const other = `UPDATE loan SET terms = terms || '{"termMonths": 60}' WHERE id = '${at.loanId}'`;
    expect(await attempt(database.owner, other)).toBe(CHECK);
  });

  it('nothing is posted that happened to no loan', async () => {
    const { rows } = await database.owner.query<{ count: number }>(
      'SELECT event_count AS count FROM loan WHERE id = $1',
      [paidOut.loanId],
    );
    const entryOf = (key: string, more: object = {}) => ({
      ...{ businessKey: key, event: 'REPAY_ON_TIME', date: '2026-02-02', offBalance: [] },
      postings: [
        { account: '6711', debitFen: 5, creditFen: 0 },
        { account: '6021', debitFen: 0, creditFen: 5 },
      ],
      ...more,
    });
    const books = {};
    const state = {
      status: 'REPAYING',
      daysPastDue: 0,
      riskClass: 'NORMAL',
      riskFloor: 'NORMAL',
      accrual: 'ACCRUAL',
    };
    const happened = { kind: 'ACCRUED', effectiveDate: '2026-02-02', payload: {}, businessKey: 'law/1' };
    const post = (input: object) =>
      `SELECT post_loan_events('${JSON.stringify({
        ...{ loanId: paidOut.loanId, expectedSequence: rows[0]?.count, instalments: [], entries: [] },
        ...{ events: [happened], state: { ...state, books } },
        ...input,
      })}')`;
    const worker = database.worker;
    expect(await attempt(worker, post({ events: [], entries: [entryOf('law/1/x')] }))).toBe(CHECK);
    expect(await attempt(worker, post({ state }))).toBe(CHECK);
    // Books that are not the fold's are refused before; so these are given the loan's own.
    const own = await database.owner.query<{ books: { principalNormalFen: number } }>(
      `SELECT json_build_object('principalNormalFen', principal_normal_fen,
          'principalOverdueFen', principal_overdue_fen, 'principalNonAccrualFen', principal_non_accrual_fen,
          'interestReceivableFen', interest_receivable_fen, 'deferredVatFen', deferred_vat_fen,
          'feesReceivableFen', fees_receivable_fen, 'suspenseFen', suspense_fen,
          'agencyPayableFen', agency_payable_fen, 'allowanceFen', provision_fen,
          'vatReceivableFen', vat_receivable_fen, 'offBalanceInterestFen', off_balance_interest_fen,
          'writtenOffPrincipalFen', written_off_principal_fen,
          'offBalancePenaltyFen', off_balance_penalty_fen) AS books FROM loan WHERE id = $1`,
      [paidOut.loanId],
    );
    const right = { ...state, books: own.rows[0]?.books };
    expect(await attempt(worker, post({ state: right, entries: [entryOf('elsewhere/x')] }))).toBe(CHECK);
    // An array that is neither posting nor memorandum moves nothing.
    const extra = { fees: [{ account: '1303.01', debitFen: 7, creditFen: 0 }] };
    expect(await attempt(worker, post({ state: right, entries: [entryOf('law/1/x', extra)] }))).toBe(
      'accepted',
    );
    const { rows: after } = await database.owner.query(
      'SELECT principal_normal_fen AS fen FROM loan WHERE id = $1',
      [paidOut.loanId],
    );
    expect(after).toEqual([{ fen: own.rows[0]?.books.principalNormalFen }]);
  });

  it('a loan that is not written off keeps no penalty as a claim', async () => {
    const keep = (penaltyFen: number) =>
      `UPDATE loan SET off_balance_penalty_fen = ${penaltyFen} WHERE id = '${paidOut.loanId}'`;
    for (const penaltyFen of [1, -1]) expect(await attempt(database.owner, keep(penaltyFen))).toBe(CHECK);
    for (const role of [database.api, database.worker, database.auditor])
      expect(await attempt(role, keep(0))).toBe(DENIED);
  });

  it('a loan is not closed over money that it holds', async () => {
    const close = `UPDATE loan SET status = 'CLOSED', suspense_fen = 1 WHERE id = '${paidOut.loanId}'`;
    expect(await attempt(database.owner, close)).toBe(CHECK);
  });
});

describe('days and months', () => {
  const mark = (day: string, step = 'END_OF_DAY', institution = otherInstitutionId) =>
    insert('day_close', { institution_id: institution, business_date: day, step, figures: '{}' });
  const NOT_NOW = '55000';

  it.each(ROLES)('come one after the other, from where the books begin: %s', async (role) => {
    const pool = database[role];
    const institution = role === 'worker' ? institutionId : otherInstitutionId;
    await database.owner.query(`UPDATE institution SET books_from = '2026-03-01' WHERE id = $1`, [
      institution,
    ]);
    await setClock(database.owner, '2026-03-05T01:00:00+08:00');
    const attempts = async (...days: string[]) => {
      const outcomes: string[] = [];
      for (const day of days) outcomes.push(await attempt(pool, mark(day, 'END_OF_DAY', institution)));
      return outcomes;
    };
    expect(await attempts('2026-02-28', '2026-03-02', '2026-03-01')).toEqual([NOT_NOW, NOT_NOW, 'accepted']);
    expect(await attempts('2026-03-03', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05')).toEqual([
      NOT_NOW,
      ...['accepted', 'accepted', 'accepted'],
      NOT_NOW,
    ]);
    expect(await attempts('2026-03-04')).toEqual([UNIQUE]);
  });

  it('a month waits for its last day, in both books, and for every order of it', async () => {
    const owner = database.owner;
    const close = () => attempt(owner, `SELECT close_period('${otherInstitutionId}', '2026-03', 'finance')`);
    await setClock(owner, '2026-04-01T01:00:00+08:00');
    for (let day = 5; day <= 31; day += 1) await owner.query(mark(`2026-03-${String(day).padStart(2, '0')}`));
    expect(await close()).toBe(CHECK);
    for (let day = 1; day <= 31; day += 1) {
      await owner.query(mark(`2026-03-${String(day).padStart(2, '0')}`, 'RECONCILIATION'));
    }
    const at = await makeCase(owner, otherInstitutionId);
    await agree(database.worker, at, termsOf(at.loanId));
    const key = `late/${at.loanId}`;
    expect(await attempt(database.worker, order(at, { key, value_date: '2026-03-31' }))).toBe('accepted');
    expect(await close()).toBe(CHECK);
    await owner.query(`UPDATE payment SET status = 'FAILED', code = '51' WHERE key = $1`, [key]);
    await setClock(owner, '2026-03-31T23:00:00+08:00');
    expect(await close()).toBe(CHECK);
    await setClock(owner, '2026-04-01T01:00:00+08:00');
    expect(await close()).toBe('accepted');
  });
});

describe('what was accepted', () => {
  it.each(ROLES)('never changes: %s', async (role) => {
    const pool: Pool = database[role];
    const at = await makeCase(database.owner);
    const set = (change: string) => `UPDATE application SET ${change} WHERE id = '${at.loanId}'`;
    expect(await attempt(database.owner, set('amount_fen = amount_fen + 1'))).toBe('accepted');
    await agree(database.worker, at, termsOf(at.loanId));
    for (const change of [
      `offer = '{}'`,
      `assessment = '{}'`,
      'amount_fen = amount_fen + 1',
      'term_months = 60',
      `method = 'BULLET'`,
    ]) {
      expect([change, await attempt(pool, set(change))]).toEqual([change, CHECK]);
    }
    // What no process ever writes, its role has no right to.
    const refused = role === 'worker' ? DENIED : CHECK;
    expect(await attempt(pool, set(`created_by = 'mallory'`))).toBe(refused);
    expect(await attempt(pool, set(`stage = 'DISBURSED'`))).toBe('accepted');
  });

  it('is not the API’s to write', async () => {
    const at = await makeCase(database.owner);
    const set = (change: string) => `UPDATE application SET ${change} WHERE id = '${at.loanId}'`;
    for (const change of [`offer = '{}'`, 'amount_fen = 1', `stage = 'DISBURSED'`, `assessment = '{}'`]) {
      expect([change, await attempt(database.api, set(change))]).toEqual([change, DENIED]);
      expect([change, await attempt(database.auditor, set(change))]).toEqual([change, DENIED]);
    }
    expect(await attempt(database.api, set(`purpose = 'more stock'`))).toBe('accepted');
    for (const role of ['api', 'auditor'] as const) {
      expect(await attempt(database[role], order(at))).toBe(DENIED);
      expect(await attempt(database[role], `UPDATE payment SET status = 'SUCCEEDED'`)).toBe(DENIED);
      const agreed = `UPDATE drawdown SET amount_fen = 1 WHERE id = '${at.loanId}'`;
      expect(await attempt(database[role], agreed)).toBe(DENIED);
    }
  });

  it('is drawn up to its limit and no further', async () => {
    const at = await makeCase(database.owner);
    await agree(database.worker, at, termsOf(at.loanId));
    const second = insert('drawdown', {
      ...{
        id: uuidv7(),
        facility_id: at.loanId,
        institution_id: institutionId,
        enterprise_id: at.enterpriseId,
      },
      ...{
        number: 2,
        amount_fen: 1,
        terms: '{}',
        account_cipher: '',
        account_index: '',
        agreed_at: '2026-01-15',
      },
    });
    expect(await attempt(database.worker, second)).toBe(CHECK);
  });
});
