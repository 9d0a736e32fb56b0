import { DEMO_PASSWORD, freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { startTestPlatform } from '../../support/platform';
import { Api, expectProblem, freshKey } from './support';

/** What is overdue: promises, holds that two people make, and who sees it. */

/** A month in less than a minute, and a promise lasts longer than its refusals take. */
const CLOCK_SPEED = 60_000;

let api: Api;
let borrower: Borrower;
let loanId: string;
beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 12, purpose: '采购原料' });
  await borrower.winOffer(applicationId);
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  await api.stage.bank.plan({
    match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });
});
afterAll(() => api?.platform.release());

interface Calendar {
  readonly asOf: string;
  readonly overdueFen: number;
  readonly mayPromise: string | null;
  readonly isContactHeld: boolean;
  readonly past: { readonly day: number }[];
  readonly promises: { readonly id: string; readonly status: string; readonly madeBy: string | null }[];
  readonly holds: { readonly id: string; readonly status: string; readonly askedBy: string | null }[];
  readonly contacts: object[];
}

interface Item {
  readonly overdueFen: number;
  readonly lastContact: { readonly by: string; readonly at: string } | null;
}

interface Entry {
  readonly day: number;
  readonly actions: readonly string[];
  readonly text: { readonly zh: string; readonly en: string };
}

const owner = () => api.signIn(borrower.company.mail, DEMO_PASSWORD);
const tokenOfAny = (as: string) => (as === 'owner' ? owner() : api.staff(as));
const post = async (path: string, body: object, as = 'owner') =>
  await api.ask(`/api/loans/${loanId}${path}`, { token: await tokenOfAny(as), body, headers: freshKey() });
const calendar = async (as = 'owner') =>
  (await api.ask(`/api/loans/${loanId}/collection`, { token: await tokenOfAny(as) })).json as Calendar;
const inDays = async (days: number) => addDays(isoDate((await calendar()).asOf), days);

test('before anything is overdue nothing is promised, held or recorded', async () => {
  const byDate = await inDays(5);
  expect(await calendar()).toMatchObject({ episode: null, past: [], mayPromise: 'NOTHING_OVERDUE' });
  expectProblem(await post('/promises', { amountFen: 1, byDate }), 409, 'NOTHING_OVERDUE');
  const hold = { kind: 'HARDSHIP', from: byDate, until: byDate, reason: '水灾' };
  expectProblem(await post('/collection/holds', hold), 409, 'NOTHING_OVERDUE');
});

test('the enterprise promises once and not for too long; staff see who, the enterprise no name of staff', async () => {
  await waitFor('the first rung', async () => {
    const { past } = await calendar();
    return past.some(({ day }) => day === 1) ? true : undefined;
  });
  const { overdueFen } = await calendar();
  const long = await post('/promises', { amountFen: overdueFen, byDate: await inDays(40) });
  expectProblem(long, 422, 'PROMISE_TOO_LONG');
  expectProblem(await post('/promises', { amountFen: 0, byDate: await inDays(5) }), 422, 'INVALID_INPUT');
  const more = await post('/promises', { amountFen: 100_000_000, byDate: await inDays(5) });
  expectProblem(more, 422, 'MORE_THAN_OWED');
  const before = {
    channel: 'PHONE',
    party: 'DEBTOR',
    outcome: 'REACHED',
    note: '',
    at: '2001-01-01T02:00:00Z',
  };
  expectProblem(await post('/contacts', before, 'customer_service'), 422, 'INVALID_INPUT');
  expectProblem(await post('/promises', { amountFen: 1, byDate: await inDays(5) }, 'reviewer'), 403);
  const made = await post('/promises', { amountFen: overdueFen, byDate: await inDays(14) });
  expect([made.status, made.json]).toEqual([201, { loanId, promiseId: expect.any(String) }]);
  const again = await post('/promises', { amountFen: 1, byDate: await inDays(3) }, 'customer_service');
  expectProblem(again, 409, 'PROMISE_ALREADY_OPEN');
  const { promiseId } = made.json as { promiseId: string };
  const seen = await calendar('customer_service');
  expect(seen).toMatchObject({ isContactHeld: true, mayPromise: 'PROMISE_ALREADY_OPEN' });
  expect(seen.promises).toMatchObject([{ id: promiseId, status: 'OPEN', madeBy: null }]);
  const token = await api.staff('customer_service');
  const [item] = await waitFor('the notice of the first rung in the worklist', async () => {
    const { items } = (await api.ask('/api/collections?promise=OPEN', { token })).json as { items: Item[] };
    return items[0]?.lastContact === null ? undefined : items;
  });
  expect(item).toMatchObject({ loanId, promise: { amountFen: overdueFen } });
  // Penalty goes on with the days between two questions.
  expect(item?.overdueFen).toBeGreaterThanOrEqual(overdueFen);
  expect(item?.overdueFen).toBeLessThanOrEqual((await calendar()).overdueFen);
  expect(item?.lastContact).toMatchObject({ by: 'SMS', at: expect.any(String) });
});

test('the enterprise reads of each day what reaches it, in its own words, and none of the work of the house', async () => {
  const days = async (as: string) => {
    const { past, next } = (await calendar(as)) as Calendar & { readonly next: Entry[] };
    return [...past, ...next] as Entry[];
  };
  const [own, house] = [await days('owner'), await days('risk')];
  expect(own.every(({ actions, text }) => actions.length > 0 && text.zh !== '' && text.en !== '')).toBe(true);
  expect(JSON.stringify(own)).not.toMatch(/核销|贷后检查|CLASSIFY|REVIEW_CLASSIFICATION/);
  expect(house.some(({ day, text }) => day === 361 && text.zh.includes('核销'))).toBe(true);
  expect(own.map(({ day }) => day)).toEqual(expect.arrayContaining([1, 7, 30, 60]));
});

test('a hold is asked for by one and decided by another one; a freeze is for risk alone', async () => {
  const from = await inDays(0);
  const hold = { from, until: addDays(from, 60), reason: '水灾' };
  expectProblem(await post('/collection/holds', { ...hold, kind: 'FREEZE' }), 403);
  expectProblem(await post('/collection/holds', { ...hold, kind: 'FREEZE' }, 'customer_service'), 403);
  const backwards = { ...hold, kind: 'HARDSHIP', until: addDays(from, -1) };
  expectProblem(await post('/collection/holds', backwards), 422, 'INVALID_INPUT');
  const past = { ...hold, kind: 'HARDSHIP', from: addDays(from, -9), until: addDays(from, -1) };
  expectProblem(await post('/collection/holds', past), 422, 'INVALID_INPUT');

  const forEver = { ...hold, kind: 'HARDSHIP', until: '2099-12-31' };
  expectProblem(await post('/collection/holds', forEver), 422, 'HOLD_TOO_LONG');

  const asked = await post('/collection/holds', { ...hold, kind: 'FREEZE' }, 'risk');
  expect([asked.status, asked.json]).toMatchObject([201, { kind: 'FREEZE', status: 'REQUESTED' }]);
  const task = await borrower.task('risk', 'DECIDE_HOLD', loanId);
  const own = await api.ask(`/api/tasks/${task.id}/decision`, {
    ...{ token: await api.staff('risk'), headers: freshKey() },
    body: { decision: 'APPROVE', reason: '' },
  });
  expectProblem(own, 409, 'SAME_PERSON_AS_REQUESTER');
  const other = await api.ask(`/api/tasks/${task.id}/decision`, {
    ...{ token: await api.staff('risk2'), headers: freshKey() },
    body: { decision: 'APPROVE', reason: '' },
  });
  expect(other.status).toBe(200);
  // The house's own hold is none of the borrower's.
  expect((await calendar()).holds).toEqual([]);

  const wish = await post('/collection/holds', { ...hold, kind: 'HARDSHIP' });
  const { id } = wish.json as { id: string };
  const { id: taskId } = await waitFor('the task about hardship', async () => {
    const { items } = await (await borrower.staff('risk')).call('listTasks', {
      query: { kind: 'DECIDE_HOLD', caseId: loanId },
    });
    return items.find(({ reason }) => reason.detail?.hold === id);
  });
  const decided = await api.ask(`/api/tasks/${taskId}/decision`, {
    ...{ token: await api.staff('risk'), headers: freshKey() },
    body: { decision: 'APPROVE', reason: '' },
  });
  expect(decided.status).toBe(200);
  await waitFor('the hold', async () => {
    const { holds } = await calendar();
    return holds.some((each) => each.id === id && each.status === 'GRANTED') ? true : undefined;
  });
});

test('a stranger and another institution find nothing', async () => {
  const other = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  const stranger = await api.signIn(other.company.mail, DEMO_PASSWORD);
  const path = `/api/loans/${loanId}`;
  const byDate = await inDays(3);
  const at = new Date().toISOString();
  const hold = { kind: 'HARDSHIP', from: byDate, until: byDate, reason: '水灾' };
  const contact = { channel: 'PHONE', outcome: 'REACHED', at };
  for (const token of [stranger, await api.staff('risk', 'BEICHEN')]) {
    expectProblem(await api.ask(`${path}/collection`, { token }), 404, 'NOT_FOUND');
    const send = (to: string, body: object) => api.ask(`${path}${to}`, { token, body, headers: freshKey() });
    expectProblem(await send('/promises', { amountFen: 1, byDate }), 404, 'NOT_FOUND');
    expectProblem(await send('/collection/holds', hold), 404, 'NOT_FOUND');
  }
  const token = await api.staff('risk', 'BEICHEN');
  const foreign = await api.ask(`${path}/contacts`, { token, body: contact, headers: freshKey() });
  expectProblem(foreign, 404, 'NOT_FOUND');
  expectProblem(await api.ask('/api/collections', { token: stranger }), 403);
  expect((await api.ask('/api/collections', { token })).json).toMatchObject({ items: [] });
});
