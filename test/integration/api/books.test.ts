import { randomInt, randomUUID } from 'node:crypto';
import { waitFor } from '../../../demo/story';
import { businessDate } from '../../../domain/calendar/clock';
import { addDays, type IsoDate } from '../../../domain/calendar/isoDate';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { Api, expectProblem, freshKey } from './support';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api?.platform.release());

async function today(): Promise<IsoDate> {
  const { json } = await api.ask('/api/health');
  return businessDate(Date.parse((json as { businessTime: string }).businessTime));
}

const finance = () => api.staff('finance');
const ROUTES = ['/api/breaks', '/api/receipts', '/api/reconciliation'];

test.each(ROUTES)('%s is for those who look after the books', async (path) => {
  expectProblem(await api.ask(path), 401, 'NOT_SIGNED_IN');
  for (const role of ['reviewer', 'approver', 'customer_service']) {
    expectProblem(await api.ask(path, { token: await api.staff(role) }), 403, 'NOT_YOUR_ROLE');
  }
  for (const role of ['finance', 'risk', 'admin', 'auditor']) {
    expect((await api.ask(path, { token: await api.staff(role) })).status).toBe(200);
  }
  expectProblem(await api.ask(`${path}?institutionId=${randomUUID()}`, { token: await finance() }), 422);
});

interface ReceiptSeen {
  readonly id: string;
  readonly amountFen: number;
  readonly bankDate: string;
  readonly status: string;
  readonly taskId: string | null;
}

test('money that nobody ordered is shown to its institution alone, with a task, and is where finance says', async () => {
  const amountFen = randomInt(100_000, 10_000_000);
  const [institution] = INSTITUTIONS;
  // A day whose file is not read yet, however fast the days go.
  const valueDate = addDays(await today(), 2);
  const about = { amountFen, key: `stranger/${randomUUID()}`, payer: '陌生人', memo: '', valueDate };
  await api.stage.bank.transfer(institution.bankAccountNo, about);
  const seen = async (status: string, token: string) => {
    const { json } = await api.ask(`/api/receipts?status=${status}&pageSize=200`, { token });
    return (json as { items: ReceiptSeen[] }).items.find((receipt) => receipt.amountFen === amountFen);
  };
  const receipt = await waitFor('the receipt and its task', async () => {
    const found = await seen('OPEN', await finance());
    return found?.taskId == null ? undefined : found;
  });
  expect(receipt).toMatchObject({
    ...{ bankReference: expect.any(String), reason: 'UNKNOWN_PAYER', suggestions: [], loanId: null },
    ...{ claimedFen: 0, returnedFen: 0, capitalFen: 0, settledAt: null },
  });
  expect(await seen('OPEN', await api.staff('finance', 'BEICHEN'))).toBeUndefined();

  const day = await api.ask(`/api/reconciliation?date=${receipt.bankDate}`, { token: await finance() });
  expect(day.json).toMatchObject({
    date: receipt.bankDate,
    items: expect.arrayContaining([
      expect.objectContaining({ receiptId: receipt.id, outcome: 'LONG', bankFen: amountFen, booksFen: null }),
    ]),
    balance: { bankFen: expect.any(Number), booksFen: expect.any(Number), differenceFen: 0 },
  });
  const elsewhere = await api.ask(`/api/reconciliation?date=${receipt.bankDate}`, {
    token: await api.staff('finance', 'BEICHEN'),
  });
  expect(elsewhere.text).not.toContain(receipt.id);

  const inTheFuture = await api.ask(`/api/tasks/${receipt.taskId}/decision`, {
    body: { decision: 'BOOK_AS_CAPITAL', reason: 'x', bankDate: addDays(await today(), 9_000) },
    token: await finance(),
    headers: freshKey(),
  });
  expect(expectProblem(inTheFuture, 422, 'INVALID_INPUT').errors).toMatchObject([
    { code: 'DATE_OUT_OF_RANGE', field: 'bankDate' },
  ]);
  const decided = await api.ask(`/api/tasks/${receipt.taskId}/decision`, {
    body: { decision: 'BOOK_AS_CAPITAL', reason: 'the owners paid it in' },
    token: await finance(),
    headers: freshKey(),
  });
  expect(decided.status).toBe(200);
  const settled = await waitFor('the receipt to be settled', async () => seen('CAPITAL', await finance()));
  expect(settled).toMatchObject({ id: receipt.id, capitalFen: amountFen, taskId: null });
});

test('entries are asked for by account: each of them posts to it', async () => {
  const { json } = await api.ask('/api/ledger/entries?account=4001&pageSize=200', { token: await finance() });
  const { items } = json as { items: { postings: { accountCode: string }[] }[] };
  expect(items.length).toBeGreaterThan(0);
  const codes = items.map(({ postings }) => postings.map(({ accountCode }) => accountCode));
  for (const posted of codes) expect(posted).toContain('4001');
  const nobodys = await api.ask('/api/ledger/entries?account=9999', { token: await finance() });
  expect(nobodys.json).toMatchObject({ items: [] });
});

describe('a day is declared to be otherwise than published', () => {
  // A Wednesday that no loan comes to.
  const DAY = '2040-02-01';
  const declare = async (date: string, role: string, changes: object = {}) =>
    api.ask(`/api/calendar/${date}`, {
      method: 'PUT',
      body: { isWorkday: true, reason: '国务院办公厅通知', ...changes },
      token: role === 'operator' ? await api.operator() : await api.staff(role),
    });

  test('by the operator of the platform, since it is of all institutions, and each finds it in its trail', async () => {
    const expected = { date: DAY, isWorkday: true, reason: '国务院办公厅通知' };
    for (let times = 0; times < 2; times += 1) {
      expect(await declare(DAY, 'operator')).toMatchObject({ status: 200, json: expected });
    }
    for (const role of ['admin', 'finance', 'risk', 'auditor']) {
      expectProblem(await declare(DAY, role), 403, 'NOT_YOUR_ROLE');
    }
    for (const code of ['JIANGNAN', 'BEICHEN']) {
      const token = await api.staff('auditor', code);
      const trail = await api.ask('/api/audit?action=calendar.declare', { token });
      expect(trail.json).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ outcome: 'DONE', detail: expect.objectContaining({ date: DAY }) }),
        ]),
      });
    }
  });

  test('never for a day that has come, nor without saying who announced it', async () => {
    expect(expectProblem(await declare(await today(), 'operator')).code).toBe('DAY_HAS_COME');
    expectProblem(await declare(DAY, 'operator', { reason: ' ' }), 422);
    expectProblem(await declare('2040-02-31', 'operator'), 404);
  });
});
