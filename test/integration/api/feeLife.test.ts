import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../../../demo/client';
import { waitFor } from '../../../demo/story';
import { addDays } from '../../../domain/calendar/isoDate';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { House, movedOn } from './house';
import { Api, expectProblem, freshKey } from './support';

/** Charges from the price list to the last fen that goes back: by whom, by whom not, and how much. */

/** Real time in which two people agree on the price list, at the clock of the tests. */
const DAYS_AHEAD = 40;
/** ¥100,000.00 at 1.23 %, what is above at 0.77 %. */
const TIERS = [
  { upToFen: 10_000_000, rate: '0.0123' },
  { upToFen: null, rate: '0.0077' },
];
const ADVISED_FEN = 23_456_789;
/** 10,000,000 × 1.23 % + 13,456,789 × 0.77 % = 123,000 + 103,617.2753. */
const ADVICE_FEN = 226_617;
/** 226,617 ÷ 1.06 = 213,789.6…, half up; the rest is VAT. */
const ADVICE_NET_FEN = 213_790;
const SURVEY_FEN = 88_888;
const bare = { gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: '0' };
/** Charged on request alone: what others borrow on this platform costs no more for it. */
const RULES = [
  { code: 'ADVICE', kind: 'CONSULTING', basis: { kind: 'TIERED', tiers: TIERS } },
  { code: 'SURVEY', kind: 'APPRAISAL_OWN', basis: { kind: 'FLAT', amountFen: SURVEY_FEN } },
].map((line) => ({ ...line, ...bare, timing: 'ON_REQUEST' }));

type Fee = AnswerOf<'getFee'>;

let api: Api;
let house: House;
beforeAll(async () => {
  api = await Api.open();
  house = await House.open(api);
});
afterAll(() => api?.platform.release());

const fee = (id: string, as = 'owner') => house.read<Fee>(`/fees/${id}`, as);
const feeThat = (id: string, what: string, isSo: (fee: Fee) => boolean) =>
  waitFor(`the fee to be ${what}`, async () => {
    const now = await fee(id);
    return isSo(now) ? now : undefined;
  });
const points = async () => (await house.read<AnswerOf<'getPoints'>>('/points', 'owner')).points;
const entriesOf = async (id: string, event: string) =>
  (await house.entries(`event=${event}`)).filter(({ businessKey }) => businessKey.startsWith(`fee/${id}/`));
const atBank = (prefix: string) => api.stage.bank.movementsOfInstitutions(prefix);

async function quote(rule: string, more: object = {}, as = 'finance') {
  const { enterpriseId } = house.borrower;
  const body = { enterpriseId, rule, amountFen: ADVISED_FEN, termMonths: 12, ...more };
  return await house.post('/fees', body, as);
}

async function quoted(rule: string, more: object = {}): Promise<Fee> {
  const answer = await quote(rule, more);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return await fee((answer.json as { id: string }).id);
}

const answer = (id: string, body: object, as = 'owner') => house.post(`/fees/${id}/answer`, body, as);

async function agreed(rule: string, more: object = {}, pointsUsed = 0): Promise<Fee> {
  const { id, shownSha256 } = await quoted(rule, more);
  expect((await answer(id, { answer: 'CONSENT', pointsUsed, shownSha256 })).status).toBe(200);
  return await feeThat(id, 'invoiced', ({ invoiceNo }) => invoiceNo !== null);
}

test('risk asks for a price list, an admin agrees, and everybody reads it before any service', async () => {
  // All are signed in before days are counted.
  for (const as of ['finance', 'risk', 'admin']) await house.token(as);
  const effectiveFrom = addDays(await house.today(), DAYS_AHEAD);
  const body = { subject: 'fees', value: { rules: RULES }, effectiveFrom, reason: '收费标准' };
  expectProblem(await house.post('/rules/changes', body, 'finance'), 403, 'NOT_YOUR_ROLE');
  const { id } = (await house.post('/rules/changes', body, 'risk')).json as { id: string };
  const decide = (as: string) => house.post(`/rules/changes/${id}/decision`, { decision: 'APPROVE' }, as);
  expectProblem(await decide('risk'), 409, 'SAME_PERSON_AS_REQUESTER');
  expect((await decide('admin')).status).toBe(200);
  const list = await waitFor('the price list to count', async () => {
    const { json } = await api.ask('/api/tariffs');
    const { items } = json as AnswerOf<'listTariffs'>;
    return items.find(({ version }) => version === id);
  });
  expect(list.rules).toMatchObject(RULES);
});

describe('a service that is paid by debit', () => {
  let advice: Fee;

  test('is quoted by those who may, below the cap, and agreed to as it was shown', async () => {
    for (const as of ['approver', 'risk', 'owner']) expectProblem(await quote('ADVICE', {}, as), 403);
    expectProblem(await quote('FAVOUR'), 422, 'UNKNOWN_FEE');
    expectProblem(await quote('ADVICE', { amountFen: 1 }), 422, 'PRICE_NOT_POSITIVE');
    // 1 % of what is financed, at most.
    expectProblem(await quote('SURVEY', { amountFen: 8_000_000 }), 422, 'FEE_ABOVE_CAP');
    advice = await quoted('ADVICE');
    expect(advice).toMatchObject({
      ...{ status: 'QUOTED', priceFen: ADVICE_FEN, toPayFen: ADVICE_FEN, outstandingFen: 0, invoiceNo: null },
      ...{ period: 'ON_REQUEST', pointsLimit: 0 },
      shown: { priceFen: ADVICE_FEN, netFen: ADVICE_NET_FEN, vatFen: ADVICE_FEN - ADVICE_NET_FEN },
    });
    const { id, shownSha256 } = advice;
    const stranger = await house.stranger();
    expectProblem(await api.ask(`/api/fees/${id}`, { token: stranger }), 404, 'NOT_FOUND');
    const consent = { answer: 'CONSENT', pointsUsed: 0, shownSha256 };
    const foreign = { token: stranger, body: consent, headers: freshKey() };
    expectProblem(await api.ask(`/api/fees/${id}/answer`, foreign), 404, 'NOT_FOUND');
    expectProblem(await answer(id, consent, 'finance'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await answer(id, { ...consent, pointsUsed: 1 }), 422, 'POINTS_ABOVE_LIMIT');
    expectProblem(await answer(id, { ...consent, shownSha256: 'f'.repeat(64) }), 409, 'SHOWN_OTHERWISE');
    const dispute = await house.post(`/fees/${id}/disputes`, { reason: '不同意' }, 'owner');
    expectProblem(dispute, 409, 'NOT_INVOICED');
    // The first debit is declined; the one after it is not another charge.
    await api.stage.bank.plan({
      match: { account: house.borrower.company.bankAccountNo, kind: 'COLLECT' },
      behaviours: [{ kind: 'DECLINE', code: '51', times: 1 }],
    });
    await api.stage.bank.payIn(house.borrower.company.bankAccountNo, 5_000_000, randomUUID());
    expect((await answer(id, consent)).status).toBe(200);
    expectProblem(await answer(id, { ...consent, answer: 'DECLINE' }), 409, 'NOT_IN_STAGE');
  });

  test('is invoiced and collected once, and booked with its tax', async () => {
    const { id } = advice;
    const paid = await feeThat(id, 'collected', ({ status }) => status === 'COLLECTED');
    expect(paid).toMatchObject({ collectedFen: ADVICE_FEN, outstandingFen: 0 });
    expect(paid.history.map(({ type }) => type)).toEqual(['CONSENT', 'INVOICE', 'COLLECT']);
    expect(await atBank(`fee/${id}/`)).toMatchObject([{ direction: 'CREDIT', amountFen: ADVICE_FEN }]);
    const [billed, collected] = [await entriesOf(id, 'FEE_BILLED'), await entriesOf(id, 'FEE_COLLECTED')];
    expect([billed.length, collected.length]).toEqual([1, 1]);
    expect([movedOn('1124', billed), movedOn('1124', collected)]).toEqual([ADVICE_FEN, -ADVICE_FEN]);
    expect(movedOn('2221.01', billed)).toBe(ADVICE_NET_FEN - ADVICE_FEN);
    expect(movedOn('1002', collected)).toBe(ADVICE_FEN);
    // One for each whole yuan.
    expect(await points()).toBe(2_266);
  });

  test('is disputed after it was paid: two of finance give a part back, and what came of it is published', async () => {
    const { id } = advice;
    const grantedFen = 77_777;
    const dispute = (as = 'owner') => house.post(`/fees/${id}/disputes`, { reason: '只做了一半' }, as);
    expectProblem(await dispute('finance'), 403, 'NOT_YOUR_ROLE');
    expect((await dispute()).status).toBe(201);
    expectProblem(await dispute(), 409, 'CHARGE_DISPUTED');
    await feeThat(id, 'disputed', ({ status }) => status === 'DISPUTED');
    const grant = { inboxOf: 'finance', decision: 'GRANT', reason: '第二次未提供', amountFen: grantedFen };
    const resolve = (changes: object) => house.decide('RESOLVE_FEE_DISPUTE', id, { ...grant, ...changes });
    expectProblem(await resolve({ by: 'risk' }), 403, 'NOT_YOUR_ROLE');
    expectProblem(await resolve({ amountFen: undefined }), 422);
    expectProblem(await resolve({ reason: '' }), 422, 'REASON_REQUIRED');
    expectProblem(await resolve({ amountFen: ADVICE_FEN + 1 }), 422, 'UPHELD_ABOVE_CHARGE');
    expect((await resolve({})).status).toBe(200);
    const confirm = (by: string) =>
      house.decide('CONFIRM_FEE_RELIEF', id, { inboxOf: 'finance2', by, decision: 'CONFIRM' });
    expectProblem(await confirm('finance'), 409, 'SAME_PERSON_AS_RESOLVER');
    expect((await confirm('finance2')).status).toBe(200);
    const settled = await feeThat(id, 'given back in part', ({ refundedFen }) => refundedFen > 0);
    expect(settled).toMatchObject({ status: 'COLLECTED', refundedFen: grantedFen, collectedFen: ADVICE_FEN });
    const refunds = await atBank(`fee/${id}/refund/`);
    expect(refunds).toMatchObject([{ direction: 'DEBIT', amountFen: grantedFen }]);
    const booked = await entriesOf(id, 'FEE_REFUND');
    // 77,777 ÷ 1.06 = 73,374.5…
    expect([movedOn('1002', booked), movedOn('2221.01', booked)]).toEqual([-grantedFen, 77_777 - 73_375]);
    // What is kept is 148,840 fen.
    expect(await points()).toBe(1_488);
    const published = await api.ask('/api/fees/disputes/published');
    expect(published.json).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ chargedFen: ADVICE_FEN, grantedFen, outcome: 'UPHELD_IN_PART' }),
      ]),
    });
    expect(published.text).not.toContain(house.borrower.company.name);
    expect(published.text).not.toContain(grant.reason);
  });

  test('is given back to the last fen, once, and its tax with it', async () => {
    const { id } = advice;
    const leftFen = ADVICE_FEN - 77_777;
    const ask = (amountFen: number, as = 'finance') =>
      house.post(`/fees/${id}/reliefs`, { kind: 'REFUND', amountFen, reason: '协商退费' }, as);
    expectProblem(await ask(leftFen, 'risk'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await ask(leftFen + 1), 422, 'REFUND_ABOVE_COLLECTED');
    // Whoever confirmed a part may not ask for another one.
    expectProblem(await ask(leftFen, 'finance2'), 409, 'SAME_PERSON_AS_CONFIRMER');
    expect((await ask(leftFen)).status).toBe(201);
    const confirm = { inboxOf: 'finance2', decision: 'CONFIRM' } as const;
    expectProblem(await house.decide('CONFIRM_FEE_RELIEF', id, { ...confirm, by: 'finance' }), 409);
    expect((await house.decide('CONFIRM_FEE_RELIEF', id, confirm)).status).toBe(200);
    await feeThat(id, 'refunded', ({ status }) => status === 'REFUNDED');
    const booked = [
      ...(await entriesOf(id, 'FEE_BILLED')),
      ...(await entriesOf(id, 'FEE_COLLECTED')),
      ...(await entriesOf(id, 'FEE_REFUND')),
    ];
    for (const account of ['1002', '1124', '2221.01', '6021']) expect(movedOn(account, booked)).toBe(0);
    expect(await points()).toBe(0);
    expectProblem(await ask(1), 422, 'REFUND_ABOVE_COLLECTED');
  });
});

describe('a service that is paid by transfer', () => {
  let survey: Fee;
  const usedPoints = 1_000;
  const toPayFen = SURVEY_FEN - usedPoints;
  const paidBy = (bankReference: string, changes: object = {}) =>
    house.decide('COLLECT_FEE', survey.id, {
      ...{ inboxOf: 'finance', decision: 'PAID_OFFLINE', reason: '见银行回单', bankReference, ...changes },
    });
  const confirmPaid = (decision: string, changes: object = {}) =>
    house.decide('CONFIRM_FEE_PAID', survey.id, { inboxOf: 'finance2', decision, ...changes });

  test('takes no more points than the house allows, and no debit', async () => {
    const earned = await agreed('ADVICE');
    await feeThat(earned.id, 'collected', ({ status }) => status === 'COLLECTED');
    survey = await agreed('SURVEY', { settlement: 'OFFLINE' }, usedPoints);
    expect(survey).toMatchObject({ priceFen: SURVEY_FEN, pointsUsed: usedPoints, toPayFen });
    expect(await points()).toBe(2_266 - usedPoints);
    await house.task('COLLECT_FEE', survey.id, 'finance');
    expect(await atBank(`fee/${survey.id}/`)).toEqual([]);
  });

  test('is paid when two of finance see the money at the bank', async () => {
    expectProblem(await paidBy('X', { by: 'risk' }), 403, 'NOT_YOUR_ROLE');
    expectProblem(await paidBy('X', { bankReference: undefined }), 422);
    expect((await paidBy('BK-NOWHERE')).status).toBe(200);
    expectProblem(await confirmPaid('CONFIRM', { by: 'finance' }), 409, 'SAME_PERSON_AS_RESOLVER');
    expectProblem(await confirmPaid('DISAGREE'), 422, 'REASON_REQUIRED');
    expect((await confirmPaid('CONFIRM')).status).toBe(200);
    // Two may err: what the bank does not have pays nothing.
    await house.task('COLLECT_FEE', survey.id, 'finance', 'FEE_MONEY_NOT_FOUND');
    expect(await fee(survey.id)).toMatchObject({ outstandingFen: toPayFen, collectedFen: 0 });

    const [institution] = INSTITUTIONS;
    const about = { key: `survey/${randomUUID()}`, payer: '某某公司', memo: '评估费' };
    const valueDate = addDays(await house.today(), 2);
    await api.stage.bank.transfer(institution.bankAccountNo, { ...about, amountFen: toPayFen, valueDate });
    type Receipt = AnswerOf<'listReceipts'>['items'][number];
    const receiptThat = (status: string) =>
      waitFor(`the receipt to be ${status}`, async () => {
        const all = await house.every<Receipt>(`/receipts?status=${status}&pageSize=200`);
        return all.find(({ amountFen }) => amountFen === toPayFen);
      });
    const { bankReference } = await receiptThat('OPEN');
    expect((await paidBy(bankReference)).status).toBe(200);
    const disagree = { reason: '回单不清楚' };
    expect((await confirmPaid('DISAGREE', disagree)).status).toBe(200);
    expect((await paidBy(bankReference)).status).toBe(200);
    expect((await confirmPaid('CONFIRM')).status).toBe(200);
    const paid = await feeThat(survey.id, 'collected', ({ status }) => status === 'COLLECTED');
    expect(paid).toMatchObject({ collectedFen: toPayFen, outstandingFen: 0 });
    expect(await receiptThat('CLAIMED')).toMatchObject({ feeId: survey.id, loanId: null });
    const booked = await entriesOf(survey.id, 'FEE_COLLECTED');
    expect([booked.length, movedOn('1124', booked)]).toEqual([1, -toPayFen]);
    expect(await points()).toBe(2_266 - usedPoints + Math.floor(toPayFen / 100));
  });
});

describe('a fee whose money bounces', () => {
  /** Of a charge that is paid: its last debit, as the bank has it. */
  const lastDebit = async (id: string) => {
    const debits = await atBank(`fee/${id}/collect/`);
    return debits.filter(({ direction }) => direction === 'CREDIT').at(-1)?.key ?? '';
  };
  const bounced = (id: string, times: number) =>
    feeThat(
      id,
      `bounced ${times} times and paid again`,
      ({ status, history }) =>
        status === 'COLLECTED' && history.filter(({ type }) => type === 'BOUNCE').length === times,
    );

  test('is debited again once, when the bank’s file has that it took the debit back', async () => {
    const { id } = await agreed('ADVICE');
    await feeThat(id, 'collected', ({ status }) => status === 'COLLECTED');
    const before = await points();
    const key = await lastDebit(id);
    await api.stage.bank.giveBack(key);
    const again = await bounced(id, 1);
    expect(again).toMatchObject({ collectedFen: ADVICE_FEN, outstandingFen: 0, refundedFen: 0 });
    expect(again.history.map(({ type, isBounced }) => [type, isBounced])).toEqual([
      ['CONSENT', false],
      ['INVOICE', false],
      ['COLLECT', true],
      ['BOUNCE', false],
      ['COLLECT', false],
    ]);
    expect(again.requests).toMatchObject([
      { kind: 'BOUNCE', status: 'DONE', grantedFen: ADVICE_FEN, askedBy: 'BANK_FILE', reason: '' },
    ]);
    expect(again).toMatchObject({
      ...{ relief: { waivableFen: 0, refundableFen: ADVICE_FEN }, isTakenBackTooOften: false },
    });
    expect((await atBank(`fee/${id}/`)).map(({ direction }) => direction).toSorted()).toEqual([
      ...['CREDIT', 'CREDIT', 'DEBIT'],
    ]);
    const booked = await entriesOf(id, 'FEE_BOUNCED');
    expect([movedOn('1124', booked), movedOn('1221', booked)]).toEqual([ADVICE_FEN, -ADVICE_FEN]);
    expect(await points()).toBe(before);
    // Once and for all: it is nobody's to report again.
    const receipt = again.history.find(({ isBounced }) => isBounced)?.number;
    const report = await house.post(`/fees/${id}/bounces`, { number: receipt, reason: '退票' }, 'finance');
    expectProblem(report, 409, 'RECEIPT_BOUNCED');
    // A bank that takes the next one back too is debited by people alone.
    await api.stage.bank.giveBack(`fee/${id}/collect/2`);
    await house.task('COLLECT_FEE', id, 'finance', 'FEE_TAKEN_BACK');
    expect(await fee(id)).toMatchObject({
      ...{ outstandingFen: ADVICE_FEN, isTakenBackTooOften: true, collectedFen: 0 },
    });
    expect(await atBank(`fee/${id}/`)).toHaveLength(4);
    const tryAgain = { inboxOf: 'finance', decision: 'TRY_AGAIN' };
    expect((await house.decide('COLLECT_FEE', id, tryAgain)).status).toBe(200);
    await feeThat(id, 'collected', ({ status }) => status === 'COLLECTED');
  });

  test('is owed again by the word of two of finance, where the bank only told them', async () => {
    const { id } = await agreed('ADVICE');
    const paid = await feeThat(id, 'collected', ({ status }) => status === 'COLLECTED');
    const number = paid.history.find(({ type }) => type === 'COLLECT')?.number;
    const report = (as: string, of = number) =>
      house.post(`/fees/${id}/bounces`, { number: of, reason: '银行通知退票' }, as);
    for (const as of ['owner', 'risk']) expectProblem(await report(as), 403);
    expectProblem(await report('finance', 1), 422, 'NOT_A_RECEIPT');
    expect((await report('finance')).status).toBe(201);
    expectProblem(await report('finance'), 409, 'RECEIPT_BOUNCED');
    const said = { inboxOf: 'finance2', decision: 'CONFIRM' } as const;
    expectProblem(await house.decide('CONFIRM_FEE_RELIEF', id, { ...said, by: 'finance' }), 409);
    expect((await house.decide('CONFIRM_FEE_RELIEF', id, said)).status).toBe(200);
    await bounced(id, 1);
    // The bank takes it back by its file after all: the books are whole again.
    await api.stage.bank.giveBack(`fee/${id}/collect/1`);
    await waitFor('the bank’s file to take it back', async () => {
      const entries = await house.entries('event=SHORT_ITEM');
      return entries.some((entry) => movedOn('1221', [entry]) === ADVICE_FEN && entry.loanId === null)
        ? true
        : undefined;
    });
    await waitFor('the books to agree', async () =>
      (await house.differences()).length === 0 ? true : undefined,
    );
  });
});

test('a charge is given up in parts, each by two of finance, and no more than is owed', async () => {
  const { id } = await agreed('SURVEY', { settlement: 'OFFLINE' });
  const waive = (amountFen: number, as = 'finance') =>
    house.post(`/fees/${id}/reliefs`, { kind: 'WAIVE', amountFen, reason: '客户关系' }, as);
  for (const as of ['owner', 'customer_service', 'risk']) expectProblem(await waive(1, as), 403);
  expectProblem(await waive(SURVEY_FEN + 1), 422, 'WAIVE_ABOVE_OUTSTANDING');
  const relieve = async (amountFen: number, decision: string, reason = '') => {
    expect((await waive(amountFen)).status).toBe(201);
    const said = { inboxOf: 'finance2', decision, reason };
    expectProblem(await house.decide('CONFIRM_FEE_RELIEF', id, { ...said, by: 'finance' }), 409);
    expect((await house.decide('CONFIRM_FEE_RELIEF', id, said)).status).toBe(200);
    return await feeThat(id, 'answered', ({ requests }) =>
      requests.every(({ status }) => status !== 'OPEN' && status !== 'APPROVED'),
    );
  };
  expect(await relieve(10_001, 'DISAGREE', '没有理由')).toMatchObject({ waivedFen: 0 });
  expect(await relieve(10_001, 'CONFIRM')).toMatchObject({
    ...{ status: 'INVOICED', waivedFen: 10_001, outstandingFen: SURVEY_FEN - 10_001 },
  });
  expectProblem(await waive(SURVEY_FEN - 10_000), 422, 'WAIVE_ABOVE_OUTSTANDING');
  expect(await relieve(SURVEY_FEN - 10_001, 'CONFIRM')).toMatchObject({
    status: 'WAIVED',
    outstandingFen: 0,
  });
  const booked = [...(await entriesOf(id, 'FEE_BILLED')), ...(await entriesOf(id, 'FEE_WAIVED'))];
  expect(booked).toHaveLength(3);
  for (const account of ['1124', '2221.01', '6021']) expect(movedOn(account, booked)).toBe(0);
});

test('auditors see of each charge its price list, consent, approvals and postings; and the books agree', async () => {
  const audited = await house.every<AnswerOf<'listAuditedFees'>['items'][number]>(
    '/audit/fees?pageSize=200',
    'auditor',
  );
  const own = audited.filter(({ enterpriseId }) => enterpriseId === house.borrower.enterpriseId);
  const invoiced = own.filter(({ status }) => status !== 'QUOTED');
  expect(invoiced.map(({ status }) => status).toSorted()).toEqual([
    ...['COLLECTED', 'COLLECTED', 'COLLECTED', 'COLLECTED', 'REFUNDED', 'WAIVED'],
  ]);
  for (const each of invoiced) {
    const { amountFen, consent, postings } = each;
    expect(consent).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), by: expect.any(String) });
    expect(postings.find(({ event }) => event === 'FEE_BILLED')?.amountFen).toBeGreaterThan(0);
    expect(amountFen).toBe(each.rule === 'ADVICE' ? ADVICE_FEN : SURVEY_FEN);
  }
  const given = invoiced.filter(({ status }) => status === 'REFUNDED' || status === 'WAIVED');
  for (const { approvals } of given) expect(new Set(approvals.map(({ by }) => by)).size).toBe(2);
  expect((await house.get('/audit/fees', 'reviewer')).status).toBe(403);
  expect(await house.differences()).toEqual([]);
});
