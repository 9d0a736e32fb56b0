import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { businessDate } from '../../../domain/calendar/clock';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { writeLedgerChange } from '../../../gateways/database/ledgerChanges';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem, freshKey, type RawAnswer } from './support';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api?.platform.release());

async function today(): Promise<string> {
  const { json } = await api.ask('/api/health');
  return businessDate(Date.parse((json as { businessTime: string }).businessTime));
}

const read = async <Answer>(path: string, role = 'finance') =>
  (await api.ask(path, { token: await api.staff(role) })).json as Answer;
const ask = async (body: object, role = 'finance'): Promise<RawAnswer> =>
  api.ask('/api/ledger-changes', { body, token: await api.staff(role), headers: freshKey() });
const decide = async (id: string, decision = 'APPROVE', role = 'finance2', reason = ''): Promise<RawAnswer> =>
  api.ask(`/api/ledger-changes/${id}/decision`, { body: { decision, reason }, token: await api.staff(role) });
const idOf = ({ json }: RawAnswer) => (json as { id: string }).id;
const done = async (body: object): Promise<string> => {
  const id = idOf(await ask(body));
  expect((await decide(id)).json).toMatchObject({ id, status: 'APPROVED' });
  return id;
};

const COST_CENTRE = `T-${randomUUID().slice(0, 8).toUpperCase()}`;
const salary = async (amountFen: number, changes: object = {}) => ({
  kind: 'POST_ENTRY',
  date: await today(),
  lines: [
    { account: '6602', debitFen: amountFen, creditFen: 0 },
    { account: '2211', debitFen: 0, creditFen: amountFen },
  ],
  costCentre: COST_CENTRE,
  reason: 'salaries',
  ...changes,
});

test.each([
  '/api/finance/day',
  '/api/ledger-changes',
  '/api/audit/fees',
  '/api/audit/loan-changes',
  '/api/periods',
  '/api/statements/2026-01',
  '/api/fund-flow',
])('%s is for those who look after the books', async (path) => {
  expectProblem(await api.ask(path), 401, 'NOT_SIGNED_IN');
  for (const role of ['reviewer', 'approver']) {
    expectProblem(await api.ask(path, { token: await api.staff(role) }), 403, 'NOT_YOUR_ROLE');
  }
  for (const role of ['finance', 'risk', 'admin', 'auditor']) {
    expect((await api.ask(path, { token: await api.staff(role) })).status).toBe(200);
  }
});

test('a cost is asked for by one and posted by another, and stands behind its figure with what made it', async () => {
  const wanted = await salary(123_456);
  expectProblem(await ask(wanted, 'risk'), 403, 'NOT_YOUR_ROLE');
  const id = idOf(await ask(wanted));
  expectProblem(await decide(id, 'APPROVE', 'finance'), 409, 'SAME_PERSON_AS_REQUESTER');
  expectProblem(await decide(id, 'REJECT'), 422, 'REASON_REQUIRED');
  const elsewhere = await api.ask(`/api/ledger-changes/${id}`, {
    token: await api.staff('finance', 'BEICHEN'),
  });
  expectProblem(elsewhere, 404, 'NOT_FOUND');
  expect((await decide(id)).json).toMatchObject({ status: 'APPROVED' });
  expectProblem(await decide(id), 409, 'ALREADY_DECIDED');

  const { items } = await read<AnswerOf<'listEntries'>>('/api/ledger/entries?event=BY_HAND&pageSize=200');
  const entry = items.find(({ changeId }) => changeId === id);
  expect(entry).toMatchObject({ costCentre: COST_CENTRE, event: 'BY_HAND', loanId: null });
  const month = entry?.entryDate.slice(0, 7);
  const statements = await read<AnswerOf<'getStatements'>>(`/api/statements/${month}`);
  expect(statements.checks).toEqual({ balance: 0, cash: 0, equity: 0, indirect: 0 });
  const behind = await everyEntry(`/api/statements/${month}/entries?statement=INCOME&line=adminExpense`);
  expect(behind.find(({ cause }) => cause.changeId === id)).toMatchObject({ partFen: 123_456 });
  const total = behind.reduce((sum, { partFen }) => sum + partFen, 0);
  expect(total).toBe(statements.incomeStatement.adminExpense.monthFen);
  expectProblem(
    await api.ask(`/api/statements/${month}/entries?statement=INCOME&line=cash`, {
      token: await api.staff('finance'),
    }),
    422,
  );
});

async function everyEntry(path: string): Promise<AnswerOf<'listStatementEntries'>['items'][number][]> {
  const page = await read<AnswerOf<'listStatementEntries'>>(`${path}&pageSize=2`);
  const items = [...page.items];
  for (let { next } = page; next !== null; ) {
    const more = await read<AnswerOf<'listStatementEntries'>>(`${path}&pageSize=200&after=${next}`);
    items.push(...more.items);
    next = more.next;
  }
  return items;
}

test('what the books can not take is refused when it is asked for', async () => {
  const wrong = (changes: object) => salary(100, changes).then(ask);
  expectProblem(await wrong({ costCentre: null }), 422, 'COST_CENTRE_REQUIRED');
  expectProblem(await wrong({ date: '2199-01-01' }), 422, 'DATE_TO_COME');
  const byBank = [
    { account: '1221', debitFen: 5, creditFen: 0 },
    { account: '1002', debitFen: 0, creditFen: 5 },
  ];
  expectProblem(await wrong({ lines: byBank }), 422, 'CASH_BY_BANK_ALONE');
  expectProblem(await wrong({ lines: [...byBank, byBank[0]] }), 422, 'ENTRY_NOT_BALANCED');
  expectProblem(await wrong({ lines: byBank.map((line) => ({ ...line, account: '1303.01' })) }), 422);
  expectProblem(await wrong({ explains: '1' }), 422, 'ENTRY_UNKNOWN');
  expectProblem(await wrong({ date: '2000-01-01' }), 422, 'DATE_OUT_OF_RANGE');
  const budget = (...months: string[]) =>
    ask({
      ...{ kind: 'SET_BUDGET', costCentre: COST_CENTRE, reason: 'x' },
      lines: months.map((month) => ({ month, account: '6602', amountFen: 1 })),
    });
  expectProblem(await budget('2199-01', '2199-01'), 422, 'BUDGET_LINE_TWICE');
  expectProblem(await budget('2000-01'), 422, 'DATE_OUT_OF_RANGE');
  expectProblem(await ask({ kind: 'REOPEN_PERIOD', month: '2199-01', reason: 'x' }), 409, 'NOT_LAST_CLOSED');
  const month = (await today()).slice(0, 7);
  expectProblem(await ask({ kind: 'CLOSE_PERIOD', month, reason: 'x' }), 409, 'PERIOD_NOT_READY');
});

test('an entry by hand is taken back by its mirror once; what others made is not', async () => {
  const id = await done(await salary(777));
  const { items } = await read<AnswerOf<'listEntries'>>('/api/ledger/entries?event=BY_HAND&pageSize=200');
  const entryId = items.find(({ changeId }) => changeId === id)?.id ?? '';
  await done({ kind: 'REVERSE_ENTRY', entryId, reason: 'twice' });
  expectProblem(await ask({ kind: 'REVERSE_ENTRY', entryId, reason: 'again' }), 409, 'ALREADY_REVERSED');
  const opening = await read<AnswerOf<'listEntries'>>('/api/ledger/entries?event=OPENING_BALANCE');
  const others = opening.items[0]?.id;
  expectProblem(await ask({ kind: 'REVERSE_ENTRY', entryId: others, reason: 'x' }), 422, 'NOT_REVERSIBLE');
});

test('a budget stands beside what was spent', async () => {
  const costCentre = `${COST_CENTRE}-B`;
  const spent = await salary(123_456, { costCentre });
  await done(spent);
  const month = spent.date.slice(0, 7);
  await done({
    ...{ kind: 'SET_BUDGET', costCentre, reason: 'plan' },
    lines: [{ month, account: '6602', amountFen: 500_000 }],
  });
  const { rows } = await read<AnswerOf<'getBudget'>>(`/api/budgets/${month.slice(0, 4)}`);
  const row = rows.find((each) => each.costCentre === costCentre);
  expect(row).toMatchObject({
    account: '6602',
    budgetFen: 500_000,
    actualFen: 123_456,
    remainingFen: 376_544,
  });
});

test('a budget that names a month twice and was asked for before that was refused is only rejected', async () => {
  const line = { month: '2199-01', account: '6602', amountFen: 1 } as const;
  const asked = await ask({ ...(await salary(1)), reason: 'of whoever asks' });
  const { requestedBy } = asked.json as AnswerOf<'getLedgerChange'>;
  const [{ id: institutionId }] = INSTITUTIONS;
  const id = uuidv7();
  const sql = createPool(api.platform.env.DATABASE_URL ?? '', { max: 1 });
  await writeLedgerChange(sql, {
    ...{ id, institutionId, kind: 'SET_BUDGET', reason: 'plan', requestedBy },
    payload: { costCentre: COST_CENTRE, lines: [line, line] },
  });
  await sql.end();
  expectProblem(await decide(id), 422, 'BUDGET_LINE_TWICE');
  expect((await decide(id, 'REJECT', 'finance2', 'twice')).json).toMatchObject({ status: 'REJECTED' });
});

test('money is shown by day, as of now, and as it is to come', async () => {
  const flow = await read<AnswerOf<'getFundFlow'>>('/api/fund-flow');
  expect(flow.days).toHaveLength(30);
  const moved = flow.days.reduce((sum, { sourcesFen, usesFen }) => sum + sourcesFen - usesFen, 0);
  expect(flow.openingFen + moved).toBe(flow.days.at(-1)?.closingFen);
  const long = await api.ask('/api/fund-flow?from=2020-01-01&to=2021-01-01', {
    token: await api.staff('finance'),
  });
  expectProblem(long, 422);
  const forecast = await read<AnswerOf<'getFundForecast'>>('/api/fund-forecast');
  expect(forecast.days).toHaveLength(14);
  const vat = await read<AnswerOf<'getVatReport'>>(`/api/vat-reports/${(await today()).slice(0, 7)}`);
  expect(vat.owedBeforeFen + vat.outputFen - vat.inputFen - vat.paidFen).toBe(vat.owedFen);
});

test('finance sees what waits, and what somebody asked for is part of it', async () => {
  const waiting = async () => {
    const { items } = await read<AnswerOf<'getFinanceDay'>>('/api/finance/day');
    return items.find(({ work }) => work === 'LEDGER_CHANGES')?.count ?? 0;
  };
  const before = await waiting();
  const id = idOf(await ask(await salary(1)));
  expect(await waiting()).toBe(before + 1);
  await decide(id, 'REJECT', 'finance2', 'not due');
  expect(await waiting()).toBe(before);
  const { items } = await read<AnswerOf<'getFinanceDay'>>('/api/finance/day');
  for (const { path } of items) {
    expect((await api.ask(`/api${path}`, { token: await api.staff('finance') })).status).toBe(200);
  }
});

test('a statement of an enterprise is read with warnings, and another currency is refused', async () => {
  const body = {
    unit: '单位：万元',
    rows: [
      ['货币资金', '1.2'],
      ['存货', '2.3'],
      ['流动资产合计', '9'],
    ],
  };
  const cleaned = await api.ask('/api/statements/cleaning', { body, token: await api.staff('reviewer') });
  expect(cleaned.json).toMatchObject({
    figures: { inventoryFen: 2_300_000, currentAssetsFen: 9_000_000 },
    warnings: [
      { code: 'SUBTOTAL_MISMATCH', key: 'currentAssets', text: expect.any(String) },
      { key: 'totalAssets' },
    ],
  });
  const foreign = { ...body, unit: 'USD' };
  expectProblem(
    await api.ask('/api/statements/cleaning', { body: foreign, token: await api.staff('reviewer') }),
    422,
    'UNIT_NOT_SUPPORTED',
  );
});
