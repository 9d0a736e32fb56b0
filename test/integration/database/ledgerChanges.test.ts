import { uuidv7 } from 'uuidv7';
import type { LedgerChangeKind } from '../../../contracts/ledgerChanges';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { openingBalance, riskReserve } from '../../../domain/ledger/entries';

import { statementsOf } from '../../../domain/ledger/statements';
import { fen } from '../../../domain/money/fen';
import { postEntry, readTrialBalance } from '../../../gateways/database/ledger';
import { decideLedgerChange, writeLedgerChange } from '../../../gateways/database/ledgerChanges';
import {
  listEntriesBehind,
  readBalances,
  readMovements,
} from '../../../gateways/database/platformStatements';
import { booksFrom, readPeriod } from '../../../gateways/database/signOffs';
import { attempt, CHECK, DENIED } from './support/attempt';
import {
  agree,
  institutionId,
  makeCase,
  markDays,
  orderPayout,
  otherInstitutionId,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';

let database: TestDatabase;
let asker: string;
let decider: string;
/** An order of November of which nobody ever hears. */
let paymentId: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-12-10T10:00:00+08:00');
  asker = await staffOf(database.owner, institutionId, 'finance');
  decider = await staffOf(database.owner, institutionId, 'finance', 'second');
  await database.owner.query('UPDATE institution SET books_from = $2 WHERE id = $1', [
    institutionId,
    '2026-11-01',
  ]);
  await postEntry(database.owner, institutionId, {
    ...openingBalance(fen(5_000_000_00)),
    ...{ businessKey: `opening/${institutionId}`, date: isoDate('2026-11-01') },
  });
});
afterAll(() => database.stop());

async function ask(kind: LedgerChangeKind, payload: object, requestedBy = asker): Promise<string> {
  const id = uuidv7();
  await writeLedgerChange(database.api, {
    ...{ id, institutionId, kind, reason: 'because', requestedBy },
    payload: payload as never,
  });
  return id;
}

const approve = (id: string, decidedBy = decider) =>
  decideLedgerChange(database.api, { id, status: 'APPROVED', decidedBy, reason: '' });
const done = async (kind: LedgerChangeKind, payload: object) => {
  const id = await ask(kind, payload);
  expect(await approve(id)).toBe(true);
  return id;
};
const refused = { code: CHECK };

const salary = (date: string, amountFen: number, changes: object = {}) => ({
  date,
  lines: [
    { account: '6602', debitFen: amountFen, creditFen: 0 },
    { account: '2211', debitFen: 0, creditFen: amountFen },
  ],
  costCentre: 'CREDIT',
  ...changes,
});

const entryOf = async (changeId: string) => {
  const { rows } = await database.owner.query(
    'SELECT id, event, entry_date, value_date, cost_centre, reverses FROM journal_entry WHERE change_id = $1',
    [changeId],
  );
  return rows[0];
};

/** Ends and signs off every day of November. */
async function endNovember(): Promise<void> {
  await markDays(database.owner, '2026-11-01', '2026-11-30');
  await database.owner.query(
    `INSERT INTO reconciliation_sign_off (institution_id, date, signed_by, books_fen, open_fen)
       SELECT $1, day::date, $2, 0, 0 FROM generate_series('2026-11-01'::timestamp, '2026-11-30', '1 day') day
       ON CONFLICT DO NOTHING`,
    [institutionId, decider],
  );
}

const opens = async (month: string) => {
  const { obstacles } = await readPeriod(database.api, institutionId, month);
  return obstacles.filter(({ open }) => open > 0).map(({ name }) => name);
};

test('books begin on the day that was set for them, or have not begun', async () => {
  expect(await booksFrom(database.api, institutionId)).toBe('2026-11-01');
  expect(await booksFrom(database.api, otherInstitutionId)).toBeNull();
});

describe('one asks and another one decides', () => {
  test('neither alone, nor somebody without the role, nor twice', async () => {
    const id = await ask('POST_ENTRY', salary('2026-12-01', 100));
    await expect(approve(id, asker)).rejects.toMatchObject(refused);
    await expect(approve(id, await staffOf(database.owner, institutionId, 'risk'))).rejects.toMatchObject(
      refused,
    );
    const elsewhere = await staffOf(database.owner, otherInstitutionId, 'finance');
    await expect(approve(id, elsewhere)).rejects.toMatchObject(refused);
    await expect(ask('REOPEN_PERIOD', { month: '2026-11' }, elsewhere)).rejects.toMatchObject(refused);
    expect(await entryOf(id)).toBeUndefined();
    expect(await approve(id)).toBe(true);
    expect(await approve(id)).toBe(false);
    expect(await entryOf(id)).toMatchObject({
      event: 'BY_HAND',
      entry_date: '2026-12-01',
      cost_centre: 'CREDIT',
    });
  });

  test('and nobody goes round it', async () => {
    const id = await ask('POST_ENTRY', salary('2026-12-02', 100));
    for (const role of ['api', 'worker', 'auditor'] as const) {
      expect(await attempt(database[role], `SELECT close_period('${institutionId}', '2026-11', 'f')`)).toBe(
        DENIED,
      );
      expect(
        await attempt(
          database[role],
          `SELECT reverse_entry('${institutionId}', 'opening/${institutionId}', 'x', '2026-12-01')`,
        ),
      ).toBe(DENIED);
      expect(await attempt(database[role], 'DELETE FROM accounting_period')).toBe(DENIED);
    }
    expect(await attempt(database.worker, `UPDATE ledger_change SET status = 'APPROVED'`)).toBe(DENIED);
    expect(await attempt(database.api, `UPDATE ledger_change SET payload = '{}' WHERE id = '${id}'`)).toBe(
      DENIED,
    );
    expect(await attempt(database.owner, `UPDATE ledger_change SET payload = '{}' WHERE id = '${id}'`)).toBe(
      CHECK,
    );
    expect(await attempt(database.owner, 'DELETE FROM ledger_change')).toBe(CHECK);
    // A posting in the name of a change that is not decided now.
    const cost = { ...salary('2026-12-02', 100), event: 'BY_HAND', businessKey: 'x', offBalance: [] };
    const entry = JSON.stringify({ ...cost, postings: cost.lines, changeId: id });
    expect(await attempt(database.worker, `SELECT post_entry('${institutionId}', '${entry}')`)).toBe(CHECK);
    const alone = JSON.stringify({ ...cost, postings: cost.lines, costCentre: null });
    expect(await attempt(database.worker, `SELECT post_entry('${institutionId}', '${alone}')`)).toBe(CHECK);
  });
});

describe('an entry by hand', () => {
  test.each<[string, object]>([
    ['on an account that loans keep', { lines: lines('1303.01', '2211') }],
    ['on money at the bank', { lines: lines('1221', '1002') }],
    ['of a cost that nobody bears', { costCentre: null }],
    ['that does not balance', { lines: lines('6602', '2211').map((line) => ({ ...line, creditFen: 7 })) }],
    ['of a day to come', { date: '2026-12-11' }],
  ])('%s is refused', async (_, changes) => {
    await expect(approve(await ask('POST_ENTRY', salary('2026-12-03', 100, changes)))).rejects.toMatchObject(
      refused,
    );
  });

  test('is taken back by its mirror, once, and what others made is not', async () => {
    const { id } = await entryOf(await done('POST_ENTRY', salary('2026-12-03', 300)));
    const mirror = await done('REVERSE_ENTRY', { entryId: String(id) });
    expect(await entryOf(mirror)).toMatchObject({
      reverses: id,
      cost_centre: 'CREDIT',
      entry_date: '2026-12-03',
    });
    await expect(approve(await ask('REVERSE_ENTRY', { entryId: String(id) }))).rejects.toMatchObject({
      code: expect.stringMatching(/^23/),
    });
    const { rows } = await database.owner.query(
      `SELECT id FROM journal_entry WHERE business_key = 'opening/${institutionId}'`,
    );
    await expect(approve(await ask('REVERSE_ENTRY', { entryId: String(rows[0]?.id) }))).rejects.toMatchObject(
      refused,
    );
  });
});

test('what explained a difference of the bank explains it no more once it is taken back', async () => {
  const unexplained = async () => {
    const { rows } = await database.api.query<{ fen: number }>(
      `SELECT unexplained_fen($1, '2026-12-31')::int AS fen`,
      [institutionId],
    );
    return rows[0]?.fen;
  };
  const explained = await done(
    'POST_ENTRY',
    salary('2026-12-04', 100, { lines: lines('6602', '1221'), explains: '1' }),
  );
  expect(await unexplained()).toBe(-100);
  await done('REVERSE_ENTRY', { entryId: String((await entryOf(explained)).id) });
  expect(await unexplained()).toBe(0);
});

function lines(debit: string, credit: string) {
  return [
    { account: debit, debitFen: 100, creditFen: 0 },
    { account: credit, debitFen: 0, creditFen: 100 },
  ];
}

describe('a month', () => {
  test('is not closed before everything is right', async () => {
    expect(await opens('2026-11')).toEqual(['DAYS_CLOSED', 'DAYS_MATCHED', 'DAYS_SIGNED_OFF']);
    await expect(approve(await ask('CLOSE_PERIOD', { month: '2026-11', carried: [] }))).rejects.toMatchObject(
      refused,
    );
    await endNovember();
    expect(await opens('2026-11')).toEqual([]);
    expect(await opens('2026-12')).toContain('EARLIER_CLOSED');
  });

  test('takes entries by hand on its last day until it is closed', async () => {
    const id = await done('POST_ENTRY', salary('2026-11-20', 2_000));
    expect(await entryOf(id)).toMatchObject({ entry_date: '2026-11-30', value_date: '2026-11-20' });
    // What is not decided by people goes to the first open day, as ever.
    await postEntry(database.worker, institutionId, {
      ...riskReserve(fen(0), fen(100)),
      ...{ businessKey: 'late', date: isoDate('2026-11-20') },
    });
    const { rows } = await database.owner.query(
      `SELECT entry_date FROM journal_entry WHERE business_key = 'late'`,
    );
    expect(rows).toEqual([{ entry_date: '2026-12-01' }]);
  });

  test('waits for an order that nobody knows the outcome of, unless two people carry it over', async () => {
    const at = await makeCase(database.owner);
    const terms = termsOf(at.loanId, { startDate: isoDate('2026-11-30') });
    await agree(database.owner, at, terms);
    paymentId = (await orderPayout(database.worker, at, terms)).id;
    expect(await opens('2026-11')).toEqual(['NO_UNKNOWN_ORDERS']);
    const { ordersUnknown } = await readPeriod(database.api, institutionId, '2026-11');
    expect(ordersUnknown).toMatchObject([{ paymentId, status: 'CREATED', amountFen: 100_000_000 }]);
    const close = (carried: readonly string[]) => ask('CLOSE_PERIOD', { month: '2026-11', carried });
    await expect(approve(await close([]))).rejects.toMatchObject(refused);
    expect(await approve(await close([paymentId]))).toBe(true);
    expect(await readPeriod(database.api, institutionId, '2026-11')).toMatchObject({
      closedAt: expect.any(String),
    });
  });

  test('that is closed takes nothing any more: what is late is of the open one', async () => {
    const before = await readTrialBalance(database.api, institutionId, isoDate('2026-11-30'));
    const id = await done('POST_ENTRY', salary('2026-11-20', 2_000));
    expect(await entryOf(id)).toMatchObject({ entry_date: '2026-12-01', value_date: '2026-11-20' });
    expect(await readTrialBalance(database.api, institutionId, isoDate('2026-11-30'))).toEqual(before);
    await expect(approve(await ask('CLOSE_PERIOD', { month: '2026-11', carried: [] }))).rejects.toMatchObject(
      refused,
    );
  });

  test('is opened again by two people, takes an entry, and is closed again', async () => {
    expect(await attempt(database.owner, 'DELETE FROM period_balance')).toBe(CHECK);
    expect(await attempt(database.owner, 'DELETE FROM accounting_period')).toBe(CHECK);
    await expect(approve(await ask('REOPEN_PERIOD', { month: '2026-10' }))).rejects.toMatchObject(refused);
    await done('REOPEN_PERIOD', { month: '2026-11' });
    const id = await done('POST_ENTRY', salary('2026-11-21', 50));
    expect(await entryOf(id)).toMatchObject({ entry_date: '2026-11-30' });
    await done('CLOSE_PERIOD', { month: '2026-11', carried: [paymentId] });
    const { rows } = await database.auditor.query(
      `SELECT status FROM ledger_change WHERE kind = 'REOPEN_PERIOD' ORDER BY created_at`,
    );
    expect(rows).toEqual([{ status: 'REQUESTED' }, { status: 'APPROVED' }]);
  });
});

describe('the year', () => {
  test('is closed with December, and open again with it', async () => {
    await setClock(database.owner, '2027-01-08T10:00:00+08:00');
    await markDays(database.owner, '2026-12-01', '2027-01-07');
    await database.owner.query(
      `INSERT INTO reconciliation_sign_off (institution_id, date, signed_by, books_fen, open_fen)
         SELECT $1, day::date, $2, 0, 0 FROM generate_series('2026-12-01'::timestamp, '2026-12-31', '1 day') day`,
      [institutionId, decider],
    );
    const december = isoDate('2026-12-31');
    const profitOf = async () => (await readBalances(database.api, institutionId, december))['6602'];
    const spent = await profitOf();
    expect(spent).toBeGreaterThan(0);
    const id = await done('CLOSE_PERIOD', { month: '2026-12', carried: [paymentId] });
    expect(await entryOf(id)).toMatchObject({ event: 'CLOSE_YEAR', entry_date: december, cost_centre: null });
    expect(await profitOf()).toBe(0);
    expect(await opens('2026-12')).toEqual(['NO_UNKNOWN_ORDERS']);
    await done('REOPEN_PERIOD', { month: '2026-12' });
    expect(await profitOf()).toBe(spent);
    await done('CLOSE_PERIOD', { month: '2026-12', carried: [paymentId] });
    expect(await profitOf()).toBe(0);
  });
});

test('statements of a month hold, and each figure is its entries', async () => {
  const [from, to] = [isoDate('2026-11-01'), isoDate('2026-11-30')];
  const opening = await readBalances(database.api, institutionId, isoDate('2026-10-31'));
  const movements = await readMovements(database.api, institutionId, { from, to });
  const { balanceSheet, cashFlow, checks } = statementsOf(opening, movements);
  expect(checks).toEqual({ balance: 0, cash: 0, equity: 0, indirect: 0 });
  expect([balanceSheet.cash, cashFlow.capital, balanceSheet.payroll]).toEqual([
    500_000_000, 500_000_000, 2_050,
  ]);
  const behind = { from, to, accounts: ['2211 6602'], closesYear: true };
  const first = await listEntriesBehind(database.api, institutionId, behind, { pageSize: 1 });
  const rest = await listEntriesBehind(database.api, institutionId, behind, {
    pageSize: 1,
    ...(first.next !== null && { after: first.next }),
  });
  expect(rest.next).toBeNull();
  const entries = [...first.items, ...rest.items];
  expect(entries.map(({ event, costCentre }) => [event, costCentre])).toEqual([
    ['BY_HAND', 'CREDIT'],
    ['BY_HAND', 'CREDIT'],
  ]);
  expect(entries[0]?.cause).toMatchObject({ loanId: null, changeId: expect.any(String) });
  const total = entries.flatMap(({ postings }) => postings).reduce((sum, { debitFen }) => sum + debitFen, 0);
  expect(total).toBe(2_050);
});

test('a budget is the last one that was approved', async () => {
  const of = (amountFen: number) => ({
    costCentre: 'CREDIT',
    lines: [{ month: '2026-12', account: '6602', amountFen }],
  });
  await done('SET_BUDGET', of(900));
  const last = await done('SET_BUDGET', of(700));
  const { rows } = await database.owner.query('SELECT amount_fen, change_id FROM budget');
  expect(rows).toEqual([{ amount_fen: 700, change_id: last }]);
  expect(await attempt(database.api, 'UPDATE budget SET amount_fen = 1')).toBe(DENIED);
});
