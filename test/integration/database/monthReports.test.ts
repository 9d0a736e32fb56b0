import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { openingBalance } from '../../../domain/ledger/entries';

import { fen } from '../../../domain/money/fen';
import { createColumnCipher } from '../../../gateways/crypto';
import { postEntry } from '../../../gateways/database/ledger';
import { decideLedgerChange, writeLedgerChange } from '../../../gateways/database/ledgerChanges';
import {
  addMonthReport,
  findMonthReport,
  readFundFigures,
  readRiskFigures,
  signMonthReport,
} from '../../../gateways/database/monthReports';
import { attempt, CHECK, DENIED } from './support/attempt';
import { closePeriod } from './support/books';
import { institutionId, markDays, setClock, staffOf } from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const FUND = { month: '2026-11', kind: 'FUND' } as const;
const ON = isoDate('2026-12-10');

let database: TestDatabase;
let finance: string;
let risk: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-12-10T10:00:00+08:00');
  finance = await staffOf(database.owner, institutionId, 'finance');
  risk = await staffOf(database.owner, institutionId, 'risk');
  await postEntry(database.owner, institutionId, {
    ...openingBalance(fen(7_000)),
    ...{ businessKey: `opening/${institutionId}`, date: isoDate('2026-11-01') },
  });
});
afterAll(() => database.stop());

const find = () => findMonthReport(database.api, cipher, institutionId, FUND);
const add = async () =>
  addMonthReport(database.api, {
    ...{ id: uuidv7(), institutionId, ...FUND },
    figures: await readFundFigures(database.api, institutionId, isoDate('2026-11-01')),
  });
const sign = async (role: 'finance' | 'risk', by: string) =>
  signMonthReport(database.api, (await find())?.id ?? '', { role, by, on: ON });
const refused = { code: CHECK };

test('a month that is open has no report', async () => {
  await expect(add()).rejects.toMatchObject(refused);
});

test('finance and risk sign, each once and for themselves, and what is signed stays', async () => {
  await markDays(database.owner, '2026-11-01', '2026-11-30');
  await closePeriod(database.owner, institutionId, { month: '2026-11', closedBy: 'f' });
  await add();
  await add();
  expect(await find()).toMatchObject({
    figures: { openingCashFen: 0, closingCashFen: 7_000, lines: { capital: 7_000 }, totalEquityFen: 7_000 },
    ...{ finance: null, risk: null },
  });
  await expect(sign('finance', risk)).rejects.toMatchObject(refused);
  await expect(sign('risk', finance)).rejects.toMatchObject(refused);
  expect(await sign('finance', finance)).toBe(true);
  expect(await sign('finance', await staffOf(database.owner, institutionId, 'finance', 'second'))).toBe(
    false,
  );
  const both = `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'risk', $3)`;
  await database.owner.query(both, [uuidv7(), finance, institutionId]);
  await expect(sign('risk', finance)).rejects.toMatchObject(refused);
  expect(await sign('risk', risk)).toBe(true);
  expect(await find()).toMatchObject({
    finance: { by: { id: finance }, on: ON },
    risk: { by: { id: risk } },
  });
  expect(await attempt(database.api, `UPDATE month_report SET figures = '{}'`)).toBe(DENIED);
  expect(await attempt(database.owner, `UPDATE month_report SET figures = '{}'`)).toBe(CHECK);
  expect(await attempt(database.owner, 'UPDATE month_report SET risk_by = NULL, risk_on = NULL')).toBe(CHECK);
  expect(await attempt(database.owner, 'DELETE FROM month_report')).toBe(CHECK);
});

test('a month that is opened again takes its reports back', async () => {
  const asker = await staffOf(database.owner, institutionId, 'finance', 'third');
  const id = uuidv7();
  await writeLedgerChange(database.api, {
    ...{ id, institutionId, kind: 'REOPEN_PERIOD', reason: 'a late bill', requestedBy: asker },
    payload: { month: '2026-11' },
  });
  await decideLedgerChange(database.api, { id, status: 'APPROVED', decidedBy: finance, reason: '' });
  expect(await find()).toBeNull();
  const { rows } = await database.owner.query('SELECT withdrawn_on FROM month_report');
  expect(rows).toEqual([{ withdrawn_on: '2026-12-10' }]);
});

test('the risk report is of what the end of the month noted', async () => {
  const from = isoDate('2026-11-01');
  expect(await readRiskFigures(database.api, institutionId, from)).toBeNull();
  const balances = { NORMAL: 900, SPECIAL_MENTION: 50, SUBSTANDARD: 30, DOUBTFUL: 15, LOSS: 5 };
  await database.owner.query(
    `INSERT INTO risk_reserve (institution_id, month_end, balances, allowance_fen, least_fen, potential_gap_fen,
         before_fen, reserve_fen, parameters) VALUES ($1, '2026-11-30', $2, 40, 10, 7, 0, 10, 'p')`,
    [institutionId, JSON.stringify(balances)],
  );
  expect(await readRiskFigures(database.api, institutionId, from)).toEqual({
    ...{ month: '2026-11', classes: balances, totalFen: 1_000, nonPerformingFen: 50 },
    loans: { NONE: 0, D1_30: 0, D31_60: 0, D61_90: 0, D91_180: 0, D181_ON: 0 },
    ...{
      allowanceFen: 40,
      reserveFen: 10,
      impairmentFen: 0,
      uncollectedInterestFen: 0,
      writtenOffFen: 0,
      writtenOffPenaltyFen: 0,
    },
  });
});
