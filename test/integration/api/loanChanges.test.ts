import { uuidv7 } from 'uuidv7';
import { DEMO_PASSWORD, freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { Api, changeThatIs, decideChange, expectProblem, freshKey } from './support';

/** The one door for changes of a loan: quoted, approved by authority, agreed to by the borrower, taken as shown. */

let api: Api;
let borrower: Borrower;
let loanId: string;
beforeAll(async () => {
  api = await Api.openUnhurried();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 60_000_000, termMonths: 12, purpose: '采购原料' });
  await borrower.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');
  await borrower.decide('approver', 'APPROVE_APPLICATION', applicationId, 'APPROVE');
  await borrower.decide('risk', 'APPROVE_APPLICATION', applicationId, 'APPROVE');
  await borrower.offered(applicationId);
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
});
afterAll(() => api?.platform.release());

type Asked = { readonly body?: object; readonly as?: string; readonly key?: boolean };
const owner = () => api.signIn(borrower.company.mail, DEMO_PASSWORD);

async function ask(path: string, { body, as = 'owner', key = true }: Asked = {}) {
  const token = as === 'owner' ? await owner() : await api.staff(as);
  return await api.ask(`/api/loans/${loanId}/changes${path}`, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(key && body !== undefined ? { headers: freshKey() } : {}),
  });
}

interface Change {
  readonly id: string;
  readonly status: string;
  readonly requestedBy: string;
  readonly approvals: object[];
  readonly quote: { readonly hash: string; readonly rows: object[]; readonly after: { maturity: string } };
}
const EXTEND = { kind: 'EXTEND', months: 6 } as const;
const quote = async (body: object, as?: string) =>
  (await ask('/quotes', { body, ...(as && { as }), key: false })).json as {
    quote: Change['quote'];
    approvals: string[];
    needsConsent: boolean;
  };
test('a quote shows what a change would do and who must approve it, and writes nothing', async () => {
  const shown = await quote(EXTEND);
  expect(shown).toMatchObject({ approvals: ['approver', 'risk'], needsConsent: true });
  expect(shown.quote.rows).toHaveLength(18);
  expect(await quote(EXTEND, 'risk')).toEqual(shown);
  expect(((await ask('')).json as { items: unknown[] }).items).toEqual([]);
  const refused = [
    [{ ...EXTEND, months: 13 }, 422, 'EXTENSION_TOO_LONG'],
    [{ ...EXTEND, isSecured: true }, 422, 'SECURITY_CONSENT_MISSING'],
    [{ ...EXTEND, on: '2020-01-01' }, 422, 'INVALID_INPUT'],
    [{ ...EXTEND, months: 0 }, 422, 'INVALID_INPUT'],
    [{ kind: 'RESCHEDULE', termMonths: 12, firstDueDate: '2099-01-01' }, 422, 'FIRST_DUE_TOO_LATE'],
    [{ kind: 'BIND_ACCOUNT', bankAccountNo: borrower.company.bankAccountNo }, 422, 'NOTHING_CHANGES'],
    [{ kind: 'WAIVE', waive: [{ component: 'penalty', amountFen: 1 }] }, 403, 'NOT_YOUR_ROLE'],
    [{ kind: 'REPRICE', annualRate: '0.9' }, 403, 'NOT_YOUR_ROLE'],
  ] as const;
  for (const [body, status, code] of refused) {
    expectProblem(await ask('/quotes', { body, key: false }), status, code);
  }
  const waiver = { kind: 'WAIVE', waive: [{ component: 'penalty', amountFen: 1 }] };
  expectProblem(
    await ask('/quotes', { body: waiver, as: 'finance', key: false }),
    422,
    'AMOUNT_EXCEEDS_UNPAID',
  );
  expectProblem(await ask('/quotes', { body: EXTEND, as: 'reviewer', key: false }), 403, 'NOT_YOUR_ROLE');
});

test('the borrower asks with what was seen; two people of the house approve; the loan is what was shown', async () => {
  const { quote: seen } = await quote(EXTEND);
  const wish = { ...EXTEND, reason: '订单延期' };
  expectProblem(await ask('', { body: wish }), 422, 'INVALID_INPUT');
  expectProblem(await ask('', { body: { ...wish, quoteHash: 'f'.repeat(64) } }), 409, 'QUOTE_CHANGED');
  const { id, status } = (await ask('', { body: { ...wish, quoteHash: seen.hash } })).json as Change;
  expect(status).toBe('REQUESTED');
  const task = { changeId: id, inboxOf: 'approver' };
  expectProblem(await decideChange(api, { ...task, by: 'finance' }), 403, 'NOT_YOUR_ROLE');
  expectProblem(await decideChange(api, { ...task, decision: 'REJECT' }), 422, 'REASON_REQUIRED');
  expect((await decideChange(api, task)).status).toBe(200);
  // One after the other: risk is asked once the approver has agreed.
  expect((await decideChange(api, { changeId: id, inboxOf: 'risk' })).status).toBe(200);
  await changeThatIs(api, id, 'APPLIED');
  const { items: shown } = (await ask('')).json as { items: Change[] };
  const change = shown.find((each) => each.id === id);
  expect(change).toMatchObject({ status: 'APPLIED', agreed: true, approvals: [], quote: seen });
  const { schedule } = await borrower.loan(loanId);
  expect(
    schedule.map(({ number, dueDate, principalFen, interestFen }) => ({
      number,
      dueDate,
      principalFen,
      interestFen,
    })),
  ).toEqual(seen.rows);
  const statement = await borrower.client.call('getStatement', { params: { loanId } });
  expect(statement.lines.at(-1)).toMatchObject({
    kind: 'EXTENDED',
    explanation: expect.stringContaining('6'),
  });
  expectProblem(await ask(`/${id}/withdrawal`, { body: {}, key: false }), 409, 'ALREADY_DECIDED');
});

test('what the house asks for is offered to the borrower, who may say no; a stranger sees none of it', async () => {
  const wish = { kind: 'RESCHEDULE', termMonths: 24, reason: '行业低迷' };
  const { id } = (await ask('', { body: wish, as: 'finance' })).json as Change;
  for (const inboxOf of ['risk', 'approver']) await decideChange(api, { changeId: id, inboxOf });
  const { quote: shown, ...offered } = await changeThatIs(api, id, 'OFFERED');
  expect(offered).toMatchObject({ status: 'OFFERED', lapsesAt: expect.any(String) });
  const subjects = await waitFor('the mail that asks', async () => {
    const all = await api.stage.mailbox.subjects(borrower.company.mail);
    return all.find((subject) => subject.includes('Please agree'));
  });
  expect(subjects).toContain('a new repayment plan');
  const answer = (body: object) => ask(`/${id}/answer`, { body });
  expectProblem(await answer({ answer: 'AGREE', quoteHash: 'f'.repeat(64) }), 409, 'QUOTE_CHANGED');
  expectProblem(
    await ask(`/${id}/answer`, { body: { answer: 'DECLINE' }, as: 'risk' }),
    403,
    'NOT_YOUR_ROLE',
  );
  expect((await answer({ answer: 'DECLINE' })).json).toMatchObject({ status: 'DECLINED', agreed: false });
  expectProblem(await answer({ answer: 'AGREE', quoteHash: shown?.hash }), 409, 'ALREADY_DECIDED');
  // To the borrower the house has no names.
  const { items } = (await ask('')).json as { items: Change[] };
  expect(items.find((change) => change.id === id)).toMatchObject({
    requestedBy: '',
    approvals: [],
    reason: '',
  });

  const other = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  const token = await api.signIn(other.company.mail, DEMO_PASSWORD);
  const path = `/api/loans/${loanId}/changes`;
  expectProblem(await api.ask(path, { token }), 404, 'NOT_FOUND');
  expectProblem(await api.ask(`${path}/quotes`, { token, body: EXTEND }), 404, 'NOT_FOUND');
  const foreign = { token, body: { answer: 'DECLINE' }, headers: freshKey() };
  expectProblem(await api.ask(`${path}/${id}/answer`, foreign), 404, 'NOT_FOUND');
  expectProblem(
    await api.ask(`${path}/${uuidv7()}/answer`, { ...foreign, token: await owner() }),
    404,
    'NOT_FOUND',
  );
});

test('a loan whose payout the bank books on a day to come is shown as of that day, its first', async () => {
  const other = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await other.passKyc();
  const applicationId = await other.apply({ amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' });
  await other.winOffer(applicationId);
  await api.stage.bank.plan({
    match: { keyPrefix: `loan/${applicationId}/disburse` },
    behaviours: [{ kind: 'NORMAL', bookedDaysLater: 2 }],
  });
  const id = await other.disbursed(await other.takeMoney(applicationId));
  const loan = await other.loan(id);
  const { businessTime } = await api.stage.platform.call('getHealth');
  expect(loan.startDate > (businessTime ?? '').slice(0, 10)).toBe(true);
  expect(loan).toMatchObject({
    asOf: loan.startDate,
    status: 'REPAYING',
    principalOutstandingFen: 30_000_000,
  });
  const token = await api.signIn(other.company.mail, DEMO_PASSWORD);
  const read = async (path: string) => await api.ask(`/api/loans/${id}${path}`, { token });
  expect((await read('/statement')).json).toMatchObject({ lines: [{ kind: 'DISBURSED' }] });
  expect((await read('/collection')).status).toBe(200);
  expectProblem(await read('?asOf=2026-01-01'), 422, 'INVALID_INPUT');
});
