import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { recordLoanEvents } from '../../../gateways/database/loans';
import { attempt, CHECK, DENIED, FOREIGN_KEY, UNIQUE } from './support/attempt';
import {
  accountOf,
  agree,
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  received,
  termsOf,
} from './support/cases';

let database: TestDatabase;
let at: Case;
beforeAll(async () => {
  database = await startDatabase();
  at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
});
afterAll(() => database.stop());

describe('payments', () => {
  const pay = (changes: Readonly<Record<string, string | number>> = {}) => {
    const row = {
      id: uuidv7(),
      institution_id: institutionId,
      subject_type: 'LOAN',
      subject_id: at.loanId,
      enterprise_id: at.enterpriseId,
      mandate_type: 'CONTRACT',
      mandate_id: at.loanId,
      debit_account_cipher: '\\x01',
      debit_account_index: 'd',
      credit_account_cipher: '\\x02',
      credit_account_index: 'c',
      key: `key/${uuidv7()}`,
      purpose: 'COLLECTION',
      status: 'CREATED',
      amount_fen: 100,
      value_date: '2026-03-01',
      ...changes,
    };
    const columns = Object.keys(row).join(', ');
    const values = Object.values(row)
      .map((value) => `'${value}'`)
      .join(', ');
    return { id: row.id, sql: `INSERT INTO payment (${columns}) VALUES (${values})` };
  };
  const set = (id: string, assignments: string) => `UPDATE payment SET ${assignments} WHERE id = '${id}'`;

  it('go forward only, and never out of a final status', async () => {
    const event = received(at.loanId, isoDate('2026-02-01'), 100, 'final');
    const { id, sql } = pay({ key: event.businessKey });
    const worker = database.worker;
    expect(await attempt(worker, sql)).toBe('accepted');
    expect(await attempt(worker, set(id, "status = 'SUBMITTED'"))).toBe('accepted');
    expect(await attempt(worker, set(id, "status = 'CREATED'"))).toBe(CHECK);
    expect(await attempt(worker, set(id, "status = 'UNKNOWN'"))).toBe('accepted');
    expect(await attempt(worker, set(id, "status = 'SUBMITTED'"))).toBe(CHECK);
    expect(await attempt(worker, set(id, "status = 'SUCCEEDED'"))).toBe(CHECK);
    expect(await attempt(worker, set(id, "status = 'SUCCEEDED', bank_reference = 'B1'"))).toBe(CHECK);
    const payment = {
      id,
      bankReference: 'B1',
      bankDate: '2026-02-01',
      settledAt: '2026-02-01T09:00:00+08:00',
    };
    expect(await recordLoanEvents(worker, at.loanId, [event], calendar, { payment })).toMatchObject({
      ok: true,
    });
    for (const role of ['worker', 'owner'] as const) {
      const again = [
        "status = 'FAILED', code = '51'",
        "bank_reference = 'B2'",
        "status = 'UNKNOWN'",
        "settled_at = '2026-03-09'",
      ];
      for (const change of again) expect(await attempt(database[role], set(id, change))).toBe(CHECK);
    }
    expect(await attempt(database.owner, `DELETE FROM payment WHERE id = '${id}'`)).toBe(CHECK);
  });

  it.each([
    ['an amount', 'amount_fen = 200'],
    ['a key', "key = 'other'"],
    ['a date', "value_date = '2026-03-02'"],
    ['a loan', `subject_id = '${uuidv7()}'`],
    ['an account', `credit_account_cipher = '\\x03'`],
    ['a mandate', `mandate_id = 'other'`],
  ])('never change %s', async (_what, change) => {
    const { id, sql } = pay();
    expect(await attempt(database.owner, sql, set(id, change))).toBe(CHECK);
    // The worker's role has no right to those columns in the first place.
    expect(await attempt(database.worker, sql, set(id, change))).toBe(DENIED);
  });

  it.each([
    ['zero', { amount_fen: 0 }, CHECK],
    ['less than zero', { amount_fen: -1 }, CHECK],
    ['a date without end', { value_date: 'infinity' }, CHECK],
    ['a final beginning', { status: 'SUCCEEDED', bank_reference: 'x' }, CHECK],
    ['an enterprise of another institution', { institution_id: otherInstitutionId }, FOREIGN_KEY],
    ['an enterprise that does not exist', { enterprise_id: uuidv7() }, FOREIGN_KEY],
    ['a purpose of another subject', { purpose: 'RECEIPT_RETURN' }, CHECK],
  ])('are not taken with %s', async (_what, changes, code) => {
    expect(await attempt(database.worker, pay(changes as Record<string, string | number>).sql)).toBe(code);
  });

  it('pay one key and one loan out once; after a definite failure again', async () => {
    const other = await makeCase(database.owner);
    await agree(database.worker, other, termsOf(other.loanId));
    const out = {
      subject_id: other.loanId,
      enterprise_id: other.enterpriseId,
      purpose: 'DISBURSEMENT',
      amount_fen: 100_000_000,
      credit_account_index: accountOf(other),
      mandate_type: 'RELEASE',
      mandate_id: other.releaseTaskId,
    };
    const first = pay({ ...out, key: 'once' });
    expect(await attempt(database.worker, first.sql)).toBe('accepted');
    expect(await attempt(database.worker, pay({ key: 'once' }).sql)).toBe(UNIQUE);
    expect(await attempt(database.worker, pay(out).sql)).toBe(UNIQUE);
    const failed = "status = 'FAILED', code = '14'";
    expect(await attempt(database.worker, set(first.id, failed), pay(out).sql)).toBe('accepted');
    expect(await attempt(database.worker, pay(out).sql)).toBe(UNIQUE);
  });

  it('are settled with the loan event or not at all', async () => {
    const event = received(at.loanId, isoDate('2026-02-15'), 100, 'settles');
    const { id, sql } = pay({ purpose: 'REPAYMENT', status: 'SUBMITTED', key: event.businessKey });
    await attempt(database.worker, sql);
    const payment = {
      id,
      bankReference: 'B7',
      bankDate: '2026-02-15',
      settledAt: '2026-02-15T09:00:00+08:00',
    };
    expect(await recordLoanEvents(database.worker, at.loanId, [event], calendar, { payment })).toMatchObject({
      ok: true,
    });
    const { rows } = await database.worker.query('SELECT status, bank_reference FROM payment WHERE id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ status: 'SUCCEEDED', bank_reference: 'B7' }]);

    const failed = pay({ purpose: 'REPAYMENT', status: 'SUBMITTED' });
    await attempt(database.worker, failed.sql, set(failed.id, "status = 'FAILED', code = '51'"));
    const unpaid = received(at.loanId, isoDate('2026-02-15'), 100, 'does not settle');
    await expect(
      recordLoanEvents(database.worker, at.loanId, [unpaid], calendar, {
        payment: { ...payment, id: failed.id },
      }),
    ).rejects.toMatchObject({ code: CHECK });
    const { rowCount } = await database.worker.query('SELECT FROM loan_event WHERE business_key = $1', [
      unpaid.businessKey,
    ]);
    expect(rowCount).toBe(0);
  });
});

describe('loans', () => {
  const event = (sequence: number, kind: string, key: string = uuidv7()) =>
    `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
       VALUES ('${at.loanId}', ${sequence}, '${kind}', '2026-03-01', '{}', '${key}')`;

  it('have no gap, no second disbursement and no event twice', async () => {
    expect(await attempt(database.owner, event(40, 'RECEIVED'))).toBe(FOREIGN_KEY);
    expect(await attempt(database.owner, event(1, 'RECEIVED'))).toMatch(/23505|23514/);
    expect(await attempt(database.owner, event(2, 'DISBURSED'))).toBe(CHECK);
    expect(await attempt(database.owner, event(2, 'ACCRUED', `loan/${at.loanId}/disburse`))).toBe(UNIQUE);
  });

  it('are not made without a drawdown of the same institution', async () => {
    const make = (id: string, institution: string) =>
      `INSERT INTO loan (id, institution_id, enterprise_id, terms, principal_fen, status, start_date)
         VALUES ('${id}', '${institution}', '${at.enterpriseId}', '${JSON.stringify(termsOf(id))}', 100000000,
                 'REPAYING', '2026-01-01')`;
    const other = await makeCase(database.owner, otherInstitutionId);
    await agree(database.worker, other, termsOf(other.loanId));
    expect(await attempt(database.owner, make(uuidv7(), institutionId))).toBe(FOREIGN_KEY);
    expect(await attempt(database.owner, make(other.loanId, institutionId))).toBe(FOREIGN_KEY);
  });

  it('refuse books that are not those of their events', async () => {
    const input = {
      loanId: at.loanId,
      expectedSequence: 3,
      events: [{ kind: 'RECEIVED', effectiveDate: '2026-03-01', payload: {}, businessKey: 'forged' }],
      entries: [],
      state: {
        status: 'REPAYING',
        daysPastDue: 0,
        riskClass: 'NORMAL',
        riskFloor: 'NORMAL',
        accrual: 'ACCRUAL',
        books: {},
      },
      instalments: [],
    };
    const post = `SELECT post_loan_events('${JSON.stringify(input)}')`;
    expect(await attempt(database.worker, post)).toBe('XX001');
  });
});

describe('decisions', () => {
  const decide = (
    caseId: string,
    step: string,
    actor: string,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const { decision = 'APPROVE', reason = '', round = '1' } = more;
    return `INSERT INTO decision (id, institution_id, case_type, case_id, step, round, actor_id, decision, reason)
      VALUES ('${uuidv7()}', '${institutionId}', 'APPLICATION', '${caseId}', '${step}', ${round}, '${actor}',
              '${decision}', '${reason}')`;
  };

  it.each(['worker', 'owner'] as const)('%s: one person takes one step of a case', async (role) => {
    const pool = database[role];
    const caseId = uuidv7();
    expect(await attempt(pool, decide(caseId, 'REVIEW', 'ann'))).toBe('accepted');
    for (const step of ['APPROVE', 'RELEASE', 'INVESTIGATE']) {
      expect(await attempt(pool, decide(caseId, step, 'ann'))).toBe(FOREIGN_KEY);
    }
    expect(await attempt(pool, decide(caseId, 'REVIEW', 'ann', { round: '2' }))).toBe('accepted');
    expect(await attempt(pool, decide(caseId, 'APPROVE', 'bob'))).toBe('accepted');
    expect(await attempt(pool, decide(caseId, 'APPROVE', 'bob'))).toBe(UNIQUE);
    expect(await attempt(pool, decide(caseId, 'APPROVE', 'cid'))).toBe('accepted');
    expect(await attempt(pool, decide(uuidv7(), 'APPROVE', 'ann'))).toBe('accepted');
    expect(await attempt(pool, decide(caseId, 'RELEASE', 'dan', { decision: 'REJECT' }))).toBe(CHECK);
    // Another spelling would be another case, to which all are strangers.
    expect(await attempt(pool, decide(caseId.toUpperCase(), 'APPROVE', 'ann'))).toBe(CHECK);
    const otherType = decide(caseId, 'APPROVE', 'ann').replace("'APPLICATION'", "'Application'");
    expect(await attempt(pool, otherType)).toBe(CHECK);
  });

  it('also when both are taken at the same moment', async () => {
    const caseId = uuidv7();
    const outcomes = await Promise.all([
      attempt(database.worker, decide(caseId, 'REVIEW', 'eve'), 'SELECT pg_sleep(0.1)'),
      attempt(database.worker, decide(caseId, 'APPROVE', 'eve'), 'SELECT pg_sleep(0.1)'),
    ]);
    expect([...outcomes].sort()).toEqual([FOREIGN_KEY, 'accepted']);
  });
});

describe('giving up a step', () => {
  /** A task of an admin, decided or to be decided. */
  const task = (kind: string, reason: object, end?: { readonly outcome: string; readonly by: string }) => {
    const id = uuidv7();
    const [status, outcome, by] = end === undefined ? ['OPEN', null, null] : ['DONE', end.outcome, end.by];
    const quoted = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
    const sql = `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason,
         due_at, outcome, closed_by, closed_at)
       VALUES ('${id}', '${institutionId}', '${kind}', 'LOAN', '${at.loanId}', 'loan/${at.loanId}', 'admin', '${status}',
         '${JSON.stringify(reason)}', now(), ${quoted(outcome)}, ${quoted(by)}, ${end === undefined ? 'NULL' : 'now()'})`;
    return { id, sql };
  };
  const confirm = (id: string, by: string) =>
    `UPDATE human_task SET status = 'DONE', outcome = 'CONFIRM', closed_by = '${by}', closed_at = now() WHERE id = '${id}'`;

  it('takes two people, whoever writes it', async () => {
    const fault = task('RESOLVE_FAULT', {}, { outcome: 'GIVE_UP', by: 'ann' });
    const asked = task('CONFIRM_GIVE_UP', { detail: { fault: fault.id } });
    expect(await attempt(database.worker, fault.sql, asked.sql)).toBe('accepted');
    expect(await attempt(database.worker, confirm(asked.id, 'ann'))).toBe(CHECK);
    expect(await attempt(database.owner, confirm(asked.id, 'ann'))).toBe(CHECK);
    expect(await attempt(database.worker, confirm(asked.id, 'bob'))).toBe('accepted');
  });
});
