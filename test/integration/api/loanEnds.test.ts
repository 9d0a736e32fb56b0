import { createHash, randomUUID } from 'node:crypto';
import { type RouteContract, routes } from '../../../contracts/http';
import type { AnswerOf } from '../../../demo/client';
import { waitFor } from '../../../demo/story';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { payoffOn, prepaymentOptions } from '../../../domain/loan/quote';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { readLoan } from '../../../gateways/database/loans';
import { createPool } from '../../../gateways/database/pool';
import { CALENDAR, LoanBook, receipt } from '../../support/loans';
import { startTestPlatform } from '../../support/platform';
import { House, movedOn } from './house';
import { Api, changeThatIs, decideChange, expectProblem, freshKey } from './support';

/**
 * Two loans to their ends: one is settled by a quote, one goes bad, is written off and recovered. Every amount is
 * computed once more by the domain alone, of the contract and of what the test knows to have happened.
 */

const AMOUNT_FEN = 30_000_000;
const BY_HAND_FEN = 1_234_567;
const WAIVED_FEN = 50_001;
const OVER_FEN = 54_321;
/** Money that was another's. */
const ASTRAY_FEN = 777_777;
const RETURNED_FEN = 313_131;
/** So far ahead a change counts: the house has time to approve it. */
const DAYS_TO_APPROVE = 16;
/** So far ahead a quote ends: there is time to have money at the bank before its file of the day after. */
const DAYS_TO_PAY = 20;
/** The longest that a quote holds. */
const QUOTE_DAYS = 30;
const [LENDER] = INSTITUTIONS;

type Loan = AnswerOf<'getLoan'>;
type Line = AnswerOf<'getStatement'>['lines'][number];
type Paper = AnswerOf<'getPaper'>;
type Risk = AnswerOf<'getLoanRisk'>;
type Quoted = AnswerOf<'quoteLoanChange'>;

let api: Api;
let good: House;
let bad: House;
let other: House;
/** Due in one sum at the end, so that nothing falls due while it is settled. */
let goodLoan: string;
/** Its first instalment is paid, and bounces; nothing is paid after it. */
let badLoan: string;
/** Whose money others take for theirs; nothing of it falls due. */
let otherLoan: string;
beforeAll(async () => {
  api = Api.at(await startTestPlatform());
  [good, bad, other] = await Promise.all([House.open(api), House.open(api), House.open(api)]);
  [goodLoan, badLoan] = await Promise.all([
    good.lend({ amountFen: AMOUNT_FEN, termMonths: 12, method: 'BULLET' }),
    bad.lend({ amountFen: AMOUNT_FEN, termMonths: 12 }),
  ]);
  await api.stage.bank.payIn(good.borrower.company.bankAccountNo, 2 * AMOUNT_FEN, randomUUID());
});
afterAll(() => api?.platform.release());

const loanOf = (house: House, loanId: string, asOf: string) =>
  house.read<Loan>(`/loans/${loanId}?asOf=${asOf}`);
const riskOf = (loanId: string) => bad.read<Risk>(`/loans/${loanId}/risk`);
const linesOf = async (house: House, loanId: string) =>
  (await house.read<AnswerOf<'getStatement'>>(`/loans/${loanId}/statement`)).lines;
const lineThat = (house: House, loanId: string, what: string, isIt: (line: Line) => boolean) =>
  waitFor(what, async () => (await linesOf(house, loanId)).find(isIt));

async function termsOf(loanId: string): Promise<LoanTerms> {
  const sql = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '');
  const record = await readLoan(sql, loanId);
  await sql.end();
  if (record === null) throw new Error(`no loan ${loanId}`);
  return record.terms;
}

/** The loan by its contract and by what is said to have happened; in the order of days. */
async function byTheDomain(
  loanId: string,
  ...happened: readonly (readonly [on: string, body: LoanEventBody])[]
): Promise<LoanBook> {
  const book = new LoanBook(await termsOf(loanId)).disburse();
  for (const [on, body] of happened) book.record(on, body);
  return book;
}

const stateOf = ({ history: { terms, events } }: LoanBook, on: string) =>
  loanAt(terms, events, isoDate(on), CALENDAR);

/** What is owed, component by component, as the API and the domain's own fold have it. */
async function expectOwed(loanId: string, on: string, book: LoanBook): Promise<void> {
  const state = stateOf(book, on);
  const { balances } = await loanOf(bad, loanId, on);
  expect(balances).toMatchObject({
    principalOutstandingFen: state.principalOutstandingFen,
    interestAccruedFen: state.interestAccruedFen,
    interestDueFen: state.interestDueFen,
    penaltyFen: state.penaltyFen,
    compoundFen: state.compoundFen,
    suspenseFen: state.suspenseFen,
    totalDueFen: state.totalDueFen,
  });
}

async function readyPaper(house: House, paperId: string): Promise<Paper & { readonly sha256: string }> {
  return await waitFor(`the paper ${paperId}`, async () => {
    const paper = await house.read<Paper>(`/papers/${paperId}`, 'owner');
    const { sha256, status } = paper;
    return status === 'READY' && sha256 !== null ? { ...paper, sha256 } : undefined;
  });
}

async function fileOf(house: House, paperId: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${await house.token('owner')}` };
  const response = await fetch(`${api.platform.urls.api}/api/papers/${paperId}/file`, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return Buffer.from(await response.arrayBuffer());
}

const verify = (hash: string) => api.ask(`/api/papers/verification?hash=${hash}`);
/** One digit is another one. */
const forged = (hash: string) => `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`;

/** A paper is a PDF under its hash, found by it and by what is printed on it, and by nothing else. */
async function expectGenuine(house: House, paperId: string): Promise<Paper> {
  const paper = await readyPaper(house, paperId);
  const file = await fileOf(house, paperId);
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  expect(createHash('sha256').update(file).digest('hex')).toBe(paper.sha256);
  for (const hash of [paper.sha256, paper.fingerprint, paper.sha256.toUpperCase()]) {
    const { json, text } = await verify(hash);
    expect(json).toMatchObject({ kind: paper.kind, number: paper.number, issuedOn: paper.issuedOn });
    expect(text).not.toContain(house.borrower.company.name);
  }
  expectProblem(await verify(forged(paper.sha256)), 404, 'NOT_FOUND');
  expectProblem(await verify(forged(paper.fingerprint)), 404, 'NOT_FOUND');
  expectProblem(await verify(paper.number), 422);
  return paper;
}

/** Papers of a kind of a loan, once there are so many. */
const papersOf = (house: House, loanId: string, kind: string, count = 2) =>
  waitFor(`papers of the kind ${kind}`, async () => {
    const { items } = await house.read<AnswerOf<'listPapers'>>(
      `/papers?caseType=LOAN&caseId=${loanId}&kind=${kind}`,
      'owner',
    );
    return items.length >= count ? items : undefined;
  });

/** A receipt bounces, and the books know it: asked for by one of finance, approved by another one. */
describe('the first instalment of a borrower that goes bad', () => {
  let paid: Line;
  let slip: Paper;

  test('is paid, and its receipt is a paper that anybody can verify', async () => {
    paid = await lineThat(bad, badLoan, 'the first instalment', ({ kind }) => kind === 'RECEIVED');
    await api.stage.bank.plan({
      match: {
        ...{ account: bad.borrower.company.bankAccountNo, kind: 'COLLECT' },
        keyPrefix: `loan/${badLoan}/instalment/`,
      },
      behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
    });
    const wish = { kind: 'REPAYMENT_RECEIPT', language: 'zh-CN', sequence: paid.sequence };
    const ask = (changes: object = {}) =>
      bad.post(`/loans/${badLoan}/papers`, { ...wish, ...changes }, 'owner');
    expectProblem(await ask({ sequence: 1 }), 422, 'NOT_A_RECEIPT');
    const [first, again] = [await ask(), await ask()];
    expect([first.status, again.status]).toEqual([202, 202]);
    const { id } = first.json as Paper;
    expect(again.json).toMatchObject({ id });
    slip = await expectGenuine(bad, id);
    const stranger = await good.token('owner');
    for (const path of [`/papers/${id}`, `/papers/${id}/file`]) {
      expectProblem(await api.ask(`/api${path}`, { token: stranger }), 404, 'NOT_FOUND');
      const elsewhere = await api.staff('finance', 'BEICHEN');
      expectProblem(await api.ask(`/api${path}`, { token: elsewhere }), 404, 'NOT_FOUND');
    }
    const foreign = { token: stranger, body: wish, headers: freshKey() };
    expectProblem(await api.ask(`/api/loans/${badLoan}/papers`, foreign), 404, 'NOT_FOUND');
  });

  test('bounces: two of finance take it back, what was owed is owed again, its receipt is no more', async () => {
    const wish = { kind: 'REVERSE_RECEIPT', sequence: paid.sequence, reason: '银行退票' };
    for (const as of ['risk', 'customer_service', 'owner']) {
      expectProblem(await bad.post(`/loans/${badLoan}/changes`, wish, as), 403, 'NOT_YOUR_ROLE');
    }
    const { id: changeId } = (await bad.post(`/loans/${badLoan}/changes`, wish, 'finance')).json as {
      id: string;
    };
    const task = { changeId, inboxOf: 'finance2' };
    expectProblem(await decideChange(api, { ...task, by: 'finance' }), 409, 'SAME_PERSON_AS_APPLICANT');
    expect((await decideChange(api, task)).status).toBe(200);
    await changeThatIs(api, changeId, 'APPLIED');
    // As if it had never come.
    await expectOwed(badLoan, addDays(isoDate(paid.effectiveDate), 1), await byTheDomain(badLoan));
    const own = await bad.entries(`loanId=${badLoan}&event=REPAY_ON_TIME`);
    expect(movedOn('1002', own)).toBe(0);
    expect((await readyPaper(bad, slip.id)).withdrawnOn).toEqual(expect.any(String));
    expect((await verify(slip.fingerprint)).json).toMatchObject({ withdrawnOn: expect.any(String) });
    const wished = { kind: 'REPAYMENT_RECEIPT', language: 'en', sequence: paid.sequence };
    expectProblem(await bad.post(`/loans/${badLoan}/papers`, wished, 'owner'), 409, 'ALREADY_REVERSED');
    expect(await bad.differences()).toEqual([]);
    const movements = await api.stage.bank.movementsOfInstitutions(`loan/${badLoan}/instalment/`);
    const taken = movements.find(({ amountFen }) => amountFen === paid.amountFen);
    // The bank's file has it after the books.
    await api.stage.bank.giveBack(taken?.key ?? '');
  });
});

describe('a loan that is to be settled', () => {
  const settle = (validThrough: string, as = 'owner') =>
    good.post(`/loans/${goodLoan}/settlement-quotes`, { validThrough }, as);
  const quotes = async () =>
    (await good.read<AnswerOf<'listSettlementQuotes'>>(`/loans/${goodLoan}/settlement-quotes`)).items;
  type Settling = Awaited<ReturnType<typeof quotes>>[number];
  /** What came before it is to be settled. */
  let late: readonly [on: IsoDate, body: LoanEventBody];

  test('is quoted what that takes until a day, to those who may ask', async () => {
    const today = await good.today();
    for (const as of ['reviewer', 'risk']) expectProblem(await settle(today, as), 403, 'NOT_YOUR_ROLE');
    expectProblem(await settle(addDays(today, 300)), 422, 'DATE_OUT_OF_RANGE');
    expectProblem(await settle(addDays(today, -30)), 422, 'DATE_OUT_OF_RANGE');
    const foreign = { token: await bad.token('owner'), body: { validThrough: today }, headers: freshKey() };
    const path = `/api/loans/${goodLoan}/settlement-quotes`;
    expectProblem(await api.ask(path, foreign), 404, 'NOT_FOUND');
  });

  test('is not settled by money that comes a day after the quote', async () => {
    const validThrough = addDays(await good.today(), DAYS_TO_PAY);
    const quote = (await settle(validThrough)).json as Settling;
    const amountAbove = { amountFen: quote.amountFen + 1 };
    const above = await good.post(`/loans/${goodLoan}/repayments`, amountAbove, 'owner');
    expectProblem(above, 422, 'MORE_THAN_OWED');
    const book = await byTheDomain(goodLoan);
    const payoff = payoffOn(book.history, validThrough, CALENDAR);
    if (!payoff.ok) throw new Error(payoff.refusal.code);
    const { dueFen, prepaymentFen, totalFen: amountFen } = payoff.value;
    expect(quote).toMatchObject({ status: 'STANDING', amountFen, dueFen, prepaymentFen, validThrough });
    expect(amountFen).toBeGreaterThan(AMOUNT_FEN);
    const about = { payer: good.borrower.company.bankAccountNo, memo: `还款 ${goodLoan}` };
    const key = `late/${goodLoan}`;
    const money = { ...about, amountFen, valueDate: addDays(validThrough, 1), key };
    await api.stage.bank.transfer(LENDER.bankAccountNo, money);
    const [entry] = await api.stage.bank.movementsOfInstitutions(key);
    // Where its file of that day is out, the bank books it on the next.
    const valueDate = isoDate(entry?.valueDate ?? '');
    expect(valueDate > validThrough).toBe(true);
    const came = await lineThat(good, goodLoan, 'the money that is late', ({ kind }) => kind === 'RECEIVED');
    expect(came).toMatchObject({ effectiveDate: valueDate, amountFen });
    late = [valueDate, receipt(amountFen)];
    book.record(...late);
    const loan = await loanOf(good, goodLoan, valueDate);
    expect(loan).toMatchObject({ status: 'REPAYING', principalOutstandingFen: AMOUNT_FEN });
    expect(loan.balances.suspenseFen).toBe(amountFen);
    expect(await quotes()).toMatchObject([{ id: quote.id, status: 'LAPSED', settledOn: null }]);
  });

  test('is settled by money that comes within it; what is over for having come early goes back', async () => {
    const repay = (amountFen: number) => good.post(`/loans/${goodLoan}/repayments`, { amountFen }, 'owner');
    expectProblem(await repay(4 * AMOUNT_FEN), 422, 'MORE_THAN_OWED');
    // Signed in before days are counted.
    await good.token('customer_service');
    const validThrough = addDays(await good.today(), QUOTE_DAYS);
    const quote = (await settle(validThrough, 'customer_service')).json as Settling;
    const book = await byTheDomain(goodLoan, late);
    const payoff = payoffOn(book.history, validThrough, CALENDAR);
    expect(payoff).toMatchObject({ ok: true, value: { totalFen: quote.amountFen } });
    const paid = await repay(quote.amountFen);
    expect(paid.json).toMatchObject({ payment: { status: 'SUCCEEDED' } });
    const { key } = paid.json as { key: string };
    const [moved] = await api.stage.bank.movementsOfInstitutions(key);
    const cameOn = isoDate(moved?.valueDate ?? '');
    expect(cameOn <= validThrough).toBe(true);
    book.record(cameOn, receipt(quote.amountFen));
    const options = prepaymentOptions(book.history, cameOn, 'ALL', CALENDAR);
    if (!options.ok) throw new Error(options.refusal.code);
    const overFen = stateOf(book, cameOn).suspenseFen - options.value.reduceInstalment.cashFen;
    await lineThat(good, goodLoan, 'the closing', ({ kind }) => kind === 'CLOSED');
    const refunds = (await api.stage.bank.movementsOfInstitutions(`loan/${goodLoan}/`)).filter(
      ({ direction, key: of }) => direction === 'DEBIT' && !of.includes('/disburse'),
    );
    expect(refunds.map(({ amountFen }) => amountFen)).toEqual(overFen > 0 ? [overFen] : []);
    const [last] = await quotes();
    expect(last).toMatchObject({ id: quote.id, status: 'SETTLED', settledOn: cameOn });
    expect(await loanOf(good, goodLoan, await good.today())).toMatchObject({
      ...{ status: 'CLOSED', principalOutstandingFen: 0, suspenseFen: 0 },
    });
    expectProblem(await settle(addDays(await good.today(), QUOTE_DAYS)), 422, 'LOAN_OWES_NOTHING');
  });

  test('is certified to be closed, in both languages', async () => {
    const certificates = await papersOf(good, goodLoan, 'CLOSING_CERTIFICATE');
    expect(certificates.map(({ language }) => language).toSorted()).toEqual(['en', 'zh-CN']);
    for (const { id } of certificates) {
      expect(await expectGenuine(good, id)).toMatchObject({ withdrawnOn: null });
    }
    const asked = await good.post(
      `/loans/${goodLoan}/papers`,
      { kind: 'LOAN_STATEMENT', language: 'en' },
      'finance',
    );
    await expectGenuine(good, (asked.json as Paper).id);
  });
});

describe('a loan that nobody pays', () => {
  // As late as it can be, so that it is not due itself before the others' money is sorted out.
  beforeAll(async () => {
    otherLoan = await other.lend({ amountFen: AMOUNT_FEN, termMonths: 12, method: 'BULLET' });
  });

  const happened: (readonly [on: string, body: LoanEventBody])[] = [];
  /** The night that stops accrual comes when it comes: what is paid after it repays principal first. */
  async function book(): Promise<LoanBook> {
    const stops = (await linesOf(bad, badLoan)).filter(({ kind }) => kind === 'NON_ACCRUAL_ENTERED');
    const stopped = stops.map(
      ({ effectiveDate }) => [effectiveDate, { kind: 'NON_ACCRUAL_ENTERED' }] as const,
    );
    const inOrder = [...happened, ...stopped].toSorted(([left], [right]) => left.localeCompare(right));
    return await byTheDomain(badLoan, ...inOrder);
  }
  const quote = (body: object, as = 'finance') => bad.post(`/loans/${badLoan}/changes/quotes`, body, as);
  const ask = (body: object, as = 'finance') => bad.post(`/loans/${badLoan}/changes`, body, as);
  const idOf = ({ json }: { readonly json: unknown }) => (json as { id: string }).id;
  const soon = async () => addDays(await bad.today(), DAYS_TO_APPROVE);

  type Receipt = AnswerOf<'listReceipts'>['items'][number];
  /** What finance has of money of an amount; open, it has its task. */
  const receiptThat = (amountFen: number, status: Receipt['status']) =>
    waitFor(`${amountFen} to be ${status}`, async () => {
      const all = await bad.every<Receipt>(`/receipts?status=${status}&pageSize=200`);
      return all.find((each) => each.amountFen === amountFen && (status !== 'OPEN' || each.taskId !== null));
    });

  async function transferred(amountFen: number, payer: string, memo = ''): Promise<void> {
    const valueDate = addDays(await other.today(), 2);
    const money = { amountFen, memo, payer, valueDate, key: `astray/${randomUUID()}` };
    await api.stage.bank.transfer(LENDER.bankAccountNo, money);
  }

  async function attach(taskId: string, name: string): Promise<string> {
    const file = `%PDF-1.7\n% ${name} ${badLoan}\n%%EOF\n`;
    const risk = await bad.borrower.staff('risk');
    return (await risk.call('attach', { params: { taskId }, query: { name }, file })).id;
  }

  test('takes money that two of finance vouch for, with a paper of it', async () => {
    const taskId = await bad.task('DO_COLLECTION_STEP', badLoan, 'risk', 'LADDER_OPEN_POST_LOAN_CHECK');
    const paper = await attach(taskId, 'cash.pdf');
    const on = await bad.today();
    const wish = {
      kind: 'MANUAL_RECEIPT',
      amountFen: BY_HAND_FEN,
      on,
      evidence: [paper],
      reason: '柜台现金',
    };
    for (const as of ['risk', 'customer_service', 'owner']) {
      expectProblem(await ask(wish, as), 403, 'NOT_YOUR_ROLE');
    }
    expectProblem(await ask({ ...wish, evidence: [] }), 422, 'INVALID_INPUT');
    expectProblem(await ask({ ...wish, evidence: [randomUUID()] }), 422, 'EVIDENCE_UNKNOWN');
    expectProblem(await ask({ ...wish, on: addDays(on, 300) }), 422);
    expectProblem(await ask({ ...wish, amountFen: 4 * AMOUNT_FEN }), 422, 'MORE_THAN_OWED');
    const asked = await ask(wish);
    const otherMoney = { ...wish, amountFen: BY_HAND_FEN - 1 };
    expectProblem(await ask(otherMoney), 409, 'EVIDENCE_USED');
    // Said to prove both, it may; whoever approves sees that it was said.
    const shared = await ask({ ...otherMoney, isSharedPaper: true });
    expect(shared.json).toMatchObject({ alsoProves: 1 });
    const withdrawal = `/loans/${badLoan}/changes/${idOf(shared)}/withdrawal`;
    expect((await bad.post(withdrawal, {}, 'finance')).status).toBe(200);
    const task = { changeId: idOf(asked), inboxOf: 'finance2' };
    expectProblem(await decideChange(api, { ...task, by: 'finance' }), 409, 'SAME_PERSON_AS_APPLICANT');
    expectProblem(await decideChange(api, { ...task, by: 'risk' }), 403, 'NOT_YOUR_ROLE');
    expect((await decideChange(api, task)).status).toBe(200);
    await changeThatIs(api, idOf(asked), 'APPLIED');
    expectProblem(await ask(otherMoney), 409, 'EVIDENCE_USED');
    happened.push([on, { kind: 'RECEIVED', amountFen: fen(BY_HAND_FEN), into: 'CHANNEL' }]);
    await expectOwed(badLoan, on, await book());
    const entries = await bad.entries(`loanId=${badLoan}&account=1012`);
    expect(movedOn('1012', entries)).toBe(BY_HAND_FEN);
  });

  test('gives up money that two of finance took for its: it owes again, and the right loan has it', async () => {
    const taskId = await bad.task('DO_COLLECTION_STEP', badLoan, 'risk', 'LADDER_OPEN_POST_LOAN_CHECK');
    const on = await bad.today();
    const evidence = [await attach(taskId, 'astray.pdf')];
    const entered = await ask({
      ...{ kind: 'MANUAL_RECEIPT', amountFen: ASTRAY_FEN, on, evidence, reason: '柜面转账回单' },
    });
    expect((await decideChange(api, { changeId: idOf(entered), inboxOf: 'finance2' })).status).toBe(200);
    await changeThatIs(api, idOf(entered), 'APPLIED');
    const came = await lineThat(
      ...([bad, badLoan, 'the money by hand'] as const),
      ({ amountFen }) => amountFen === ASTRAY_FEN,
    );
    // The bank shows it, and somebody says that it is what was entered; its file has a transfer of the other one, too.
    await transferred(ASTRAY_FEN, '某某公司');
    await transferred(RETURNED_FEN, other.borrower.company.bankAccountNo, `还款 ${otherLoan}`);
    await lineThat(other, otherLoan, 'the transfer', ({ amountFen }) => amountFen === RETURNED_FEN);
    const shown = await receiptThat(ASTRAY_FEN, 'OPEN');
    const matched = { inboxOf: 'finance', decision: 'MATCH_ENTRY', loanId: badLoan };
    expect((await bad.decide('IDENTIFY_RECEIPT', shown.id, matched)).status).toBe(200);
    await receiptThat(ASTRAY_FEN, 'CLAIMED');

    const wish = { kind: 'REVERSE_RECEIPT', sequence: came.sequence, because: 'WRONG_LOAN' };
    for (const as of ['risk', 'owner']) expectProblem(await quote(wish, as), 403, 'NOT_YOUR_ROLE');
    expectProblem(await quote({ ...wish, because: 'NOT_BOUNCED' }), 409, 'RECEIPT_NOT_BOUNCED');
    expectProblem(await quote({ ...wish, because: 'WHO_KNOWS' }), 422, 'INVALID_INPUT');
    // The receipt is the entry, and repaid nobody's claim; a receipt of the loan or such a one, not both.
    const { sequence: _, ...unnamed } = wish;
    expectProblem(await quote({ ...unnamed, receiptId: shown.id }), 422, 'NOT_A_REPAYMENT');
    for (const both of [unnamed, { ...wish, receiptId: shown.id }])
      expectProblem(await quote(both), 422, 'INVALID_INPUT');
    const claimed = await bad.read<{ items: Receipt[] }>(`/receipts?loanId=${badLoan}`, 'finance');
    expect(claimed.items).toMatchObject([{ id: shown.id, status: 'CLAIMED', repaidClaim: false }]);
    expect((await quote(wish)).json).toMatchObject({ quote: null, approvals: ['finance'] });
    const asked = await ask({ ...wish, reason: '款项属于另一家企业' });
    expect(asked.json).toMatchObject({ sequence: came.sequence, because: 'WRONG_LOAN' });
    const task = { changeId: idOf(asked), inboxOf: 'finance2' };
    expectProblem(await decideChange(api, { ...task, by: 'finance' }), 409, 'SAME_PERSON_AS_APPLICANT');
    expect((await decideChange(api, task)).status).toBe(200);
    await changeThatIs(api, idOf(asked), 'APPLIED');
    await expectOwed(badLoan, on, await book());
    expect(await bad.differences()).toEqual([]);

    const held = await receiptThat(ASTRAY_FEN, 'OPEN');
    // What a loan has given up for another's is not suggested for it.
    expect(held).toMatchObject({ reason: 'TAKEN_BACK', suggestions: [], bankDate: shown.bankDate });
    expect(await bad.read<AnswerOf<'getTask'>>(`/tasks/${held.taskId}`)).toMatchObject({
      task: { reason: { code: 'RECEIPT_TAKEN_BACK', detail: { loans: expect.stringMatching(/\S/) } } },
    });
    const booked = { inboxOf: 'finance', decision: 'BOOK_ON_LOAN', loanId: otherLoan };
    expect((await bad.decide('IDENTIFY_RECEIPT', held.id, booked)).status).toBe(200);
    const line = await lineThat(other, otherLoan, 'its money', ({ amountFen }) => amountFen === ASTRAY_FEN);
    expect(line).toMatchObject({ kind: 'RECEIVED', effectiveDate: shown.bankDate });
    expect(await bad.differences()).toEqual([]);
  });

  test('money that was taken for bounced by mistake is held again, and goes back to its payer', async () => {
    const { bankAccountNo } = other.borrower.company;
    const came = await lineThat(
      ...([other, otherLoan, 'the transfer'] as const),
      ({ amountFen }) => amountFen === RETURNED_FEN,
    );
    const reverse = (because: string) =>
      other.post(
        `/loans/${otherLoan}/changes`,
        { kind: 'REVERSE_RECEIPT', sequence: came.sequence, because, reason: '银行通知' },
        'finance',
      );
    for (const because of ['BOUNCED', 'NOT_BOUNCED']) {
      const asked = await reverse(because);
      expect((await decideChange(api, { changeId: idOf(asked), inboxOf: 'finance2' })).status).toBe(200);
      await changeThatIs(api, idOf(asked), 'APPLIED');
    }
    expectProblem(await reverse('NOT_BOUNCED'), 409, 'RECEIPT_NOT_BOUNCED');
    // What the bank did take back, it has no more: the first instalment of the other one.
    const [first] = (await linesOf(bad, badLoan)).filter(({ kind }) => kind === 'RECEIVED');
    const gone = { kind: 'REVERSE_RECEIPT', sequence: first?.sequence, because: 'NOT_BOUNCED' };
    expectProblem(await ask({ ...gone, reason: '误判' }), 409, 'RECEIPT_NOT_BOUNCED');
    const held = await receiptThat(RETURNED_FEN, 'OPEN');
    expect(held).toMatchObject({ reason: 'TAKEN_BACK', suggestions: [{ loanId: otherLoan }] });
    const back = { inboxOf: 'finance', decision: 'RETURN', reason: '付款人要求退回' };
    expect((await bad.decide('IDENTIFY_RECEIPT', held.id, back)).status).toBe(200);
    const agreed = { inboxOf: 'finance2', decision: 'CONFIRM' };
    const own = await bad.decide('CONFIRM_RETURN', held.id, { ...agreed, by: 'finance' });
    expect(own.status).toBe(409);
    expect((await bad.decide('CONFIRM_RETURN', held.id, agreed)).status).toBe(200);
    expect(await receiptThat(RETURNED_FEN, 'RETURNED')).toMatchObject({ id: held.id });
    const entries = await api.stage.bank.entries(bankAccountNo);
    expect(entries.filter(({ amountFen }) => amountFen === RETURNED_FEN)).toMatchObject([
      { direction: 'CREDIT' },
    ]);
    const lines = await linesOf(other, otherLoan);
    expect(lines.filter(({ kind }) => kind === 'REVERSED')).toHaveLength(1);
    expect(lines.filter(({ amountFen }) => amountFen === RETURNED_FEN)).toMatchObject([
      { sequence: came.sequence },
    ]);
    expect(await bad.differences()).toEqual([]);
  });

  test('is given a part of its penalty, under as many eyes as the amount takes', async () => {
    await waitFor('a penalty that can be given up', async () => {
      const { balances } = await loanOf(bad, badLoan, await bad.today());
      return balances.penaltyFen > 2 * WAIVED_FEN ? true : undefined;
    });
    const wishOn = (on: IsoDate, amountFen: number) => ({
      ...{ kind: 'WAIVE', on, waive: [{ component: 'penalty', amountFen }] },
    });
    for (const as of ['owner', 'reviewer']) {
      expectProblem(await quote(wishOn(await soon(), WAIVED_FEN), as), 403, 'NOT_YOUR_ROLE');
    }
    expectProblem(await quote(wishOn(await soon(), AMOUNT_FEN)), 422, 'AMOUNT_EXCEEDS_UNPAID');
    const on = await soon();
    const wish = wishOn(on, WAIVED_FEN);
    const { quote: shown, ...seen } = (await quote(wish)).json as Quoted;
    expect(seen).toMatchObject({ approvals: ['risk'], needsConsent: false });
    const before = stateOf(await book(), on);
    expect(shown).toMatchObject({
      amountFen: WAIVED_FEN,
      before: { penaltyFen: before.penaltyFen, compoundFen: before.compoundFen },
      after: { penaltyFen: before.penaltyFen - WAIVED_FEN, compoundFen: before.compoundFen },
    });
    const asked = await ask({ ...wish, reason: '疫情减免', quoteHash: shown?.hash }, 'risk');
    const task = { changeId: idOf(asked), inboxOf: 'risk2' };
    expectProblem(await decideChange(api, { ...task, by: 'risk' }), 409, 'SAME_PERSON_AS_APPLICANT');
    expectProblem(await decideChange(api, { ...task, by: 'finance' }), 403, 'NOT_YOUR_ROLE');
    expect((await decideChange(api, task)).status).toBe(200);
    await changeThatIs(api, idOf(asked), 'APPLIED');
    // The oldest instalment first.
    let leftFen = WAIVED_FEN;
    for (const { number: instalment, unpaid } of before.instalments) {
      const amountFen = fen(Math.min(leftFen, unpaid.penaltyFen));
      leftFen -= amountFen;
      if (amountFen > 0) happened.push([on, { kind: 'WAIVED', instalment, component: 'penalty', amountFen }]);
    }
    await expectOwed(badLoan, on, await book());
  });

  /** Of money that the court sends. */
  let slipOfCourt: string;
  /** The claim as it was written off, part by part, and all of it. */
  let claim: NonNullable<Risk['claim']>;
  let claimFen: number;

  test('is written off by three who see a paper, none of them who asked', async () => {
    const stopped = await lineThat(
      ...([bad, badLoan, 'the night to stop accrual'] as const),
      ({ kind }) => kind === 'NON_ACCRUAL_ENTERED',
    );
    const [first] = (await loanOf(bad, badLoan, stopped.effectiveDate)).schedule;
    // Not before; later where it bounced after that.
    expect(stopped.effectiveDate >= addDays(isoDate(first?.dueDate ?? ''), 91)).toBe(true);
    const taskId = await bad.task('DO_COLLECTION_STEP', badLoan, 'risk', 'LADDER_OPEN_LEGAL_CASE');
    const paper = await attach(taskId, 'ruling.pdf');
    slipOfCourt = await attach(taskId, 'slip.pdf');
    const wishOn = (on: IsoDate, evidence = paper) => ({ kind: 'WRITE_OFF', on, evidence: [evidence] });
    for (const as of ['owner', 'customer_service', 'approver']) {
      expectProblem(await quote(wishOn(await soon()), as), 403);
    }
    expectProblem(await quote(wishOn(await soon(), randomUUID())), 422, 'EVIDENCE_UNKNOWN');
    const on = await soon();
    const wish = wishOn(on);
    const { quote: shown, approvals } = (await quote(wish)).json as Quoted;
    expect(approvals).toEqual(['risk', 'approver', 'board']);
    const before = stateOf(await book(), on);
    expect(shown?.amountFen).toBe(before.principalOutstandingFen);
    const asked = await ask({ ...wish, reason: '无可执行财产', quoteHash: shown?.hash }, 'risk');
    const changeId = idOf(asked);
    const own = await decideChange(api, { changeId, inboxOf: 'risk2', by: 'risk' });
    expectProblem(own, 409, 'SAME_PERSON_AS_APPLICANT');
    for (const inboxOf of ['risk2', 'approver', 'board']) {
      expect((await decideChange(api, { changeId, inboxOf })).status).toBe(200);
    }
    await changeThatIs(api, changeId, 'APPLIED');
    happened.push([on, { kind: 'WRITTEN_OFF' }]);
    const { principalFen, interestFen, penaltyFen, compoundFen } = stateOf(await book(), on).claim;
    claim = { principalFen, interestFen, penaltyFen, compoundFen };
    claimFen = principalFen + interestFen + penaltyFen + compoundFen;
    expect(penaltyFen).toBe(before.penaltyFen);
    expect(await riskOf(badLoan)).toMatchObject({ claim, memoInterestFen: interestFen, recoveredFen: 0 });
    const entries = await bad.entries(`loanId=${badLoan}&event=WRITE_OFF`);
    expect([entries.length, movedOn('1303.03', entries)]).toEqual([1, -claim.principalFen]);
    // The house keeps to itself what it thinks its claim is worth.
    const { items } = await bad.read<AnswerOf<'listLoanChanges'>>(`/loans/${badLoan}/changes`, 'owner');
    expect(items.map(({ kind }) => kind)).not.toContain('WRITE_OFF');
  });

  /** Finance finds money to be for the loan. */
  async function recovered(amountFen: number): Promise<void> {
    const { id } = await receiptThat(amountFen, 'OPEN');
    const said = { inboxOf: 'finance', decision: 'BOOK_ON_LOAN', reason: '', loanId: badLoan };
    expectProblem(await bad.decide('IDENTIFY_RECEIPT', id, { ...said, by: 'risk' }), 403, 'NOT_YOUR_ROLE');
    expect((await bad.decide('IDENTIFY_RECEIPT', id, said)).status).toBe(200);
  }

  /** Who pays what the borrower leaves. */
  const guarantor = `3302${String(Date.now()).padStart(14, '0')}`;
  /** What the guarantor's money repays. */
  let lastFen: number;

  test('is recovered in part, principal first', async () => {
    const partFen = Math.floor(claim.principalFen / 2) + 1;
    lastFen = claimFen - partFen - BY_HAND_FEN;
    await api.stage.bank.openAccount(guarantor, '担保人');
    await transferred(partFen, bad.borrower.company.bankAccountNo, `还款 ${badLoan}`);
    await transferred(lastFen + OVER_FEN, guarantor, `还款 ${badLoan}`);
    await recovered(partFen);
    const risk = await waitFor('the recovery', async () => {
      const now = await riskOf(badLoan);
      return now.recoveredFen > 0 ? now : undefined;
    });
    expect(risk).toMatchObject({
      recoveredFen: partFen,
      claim: { ...claim, principalFen: claim.principalFen - partFen },
    });
    const leftFen = claimFen - partFen;
    const more = await bad.post(`/loans/${badLoan}/repayments`, { amountFen: leftFen + 1 }, 'owner');
    expectProblem(more, 422, 'MORE_THAN_OWED');
  });

  test('is recovered by money that two of finance vouch for, with a paper of it, and no more than is claimed', async () => {
    const { claim: left, recoveredFen } = await riskOf(badLoan);
    const { effectiveDate: on } = await lineThat(
      ...([bad, badLoan, 'what came before'] as const),
      ({ kind }) => kind === 'RECOVERED',
    );
    const wish = { kind: 'MANUAL_RECEIPT', on, evidence: [slipOfCourt], reason: '法院执行款' };
    expectProblem(await ask({ ...wish, amountFen: claimFen + 1 }), 422, 'MORE_THAN_OWED');
    // The bank's money of that day may be the court's: somebody says that it is not.
    expectProblem(await ask({ ...wish, amountFen: BY_HAND_FEN }), 409, 'BANK_HAS_MONEY');
    const asked = await ask({ ...wish, amountFen: BY_HAND_FEN, isOtherMoney: true });
    expect(asked).toMatchObject({ status: 201 });
    const task = { changeId: idOf(asked), inboxOf: 'finance2' };
    expect((await decideChange(api, task)).status).toBe(200);
    await changeThatIs(api, idOf(asked), 'APPLIED');
    expect(await riskOf(badLoan)).toMatchObject({
      recoveredFen: recoveredFen + BY_HAND_FEN,
      claim: { ...left, principalFen: (left?.principalFen ?? 0) - BY_HAND_FEN },
    });
    expect(movedOn('1012', await bad.entries(`loanId=${badLoan}&account=1012`))).toBe(2 * BY_HAND_FEN);
  });

  test('is recovered to the last fen, and what is beyond goes back to whoever paid it', async () => {
    expect(await riskOf(badLoan)).toMatchObject({ recoveredFen: claimFen - lastFen });
    await recovered(lastFen + OVER_FEN);
    await lineThat(bad, badLoan, 'the closing', ({ kind }) => kind === 'CLOSED');
    expect(await riskOf(badLoan)).toMatchObject({ recoveredFen: claimFen, memoInterestFen: 0, claim: null });
    const back = await api.stage.bank.entries(guarantor);
    expect(back).toMatchObject([{ direction: 'CREDIT', amountFen: OVER_FEN }]);
    const cash = await bad.entries(`loanId=${badLoan}&event=RECOVERY_CASH`);
    expect(movedOn('1303.03', cash)).toBe(-claim.principalFen);
    const memo = await bad.entries(`loanId=${badLoan}&event=NON_ACCRUAL_RECEIPT_INTEREST`);
    // VAT is in it.
    const tax = claim.interestFen - Math.round(claim.interestFen / 1.06);
    expect([movedOn('2221.01', memo), movedOn('2241.02', memo)]).toEqual([-tax, claim.interestFen]);
    const ofLoan = await api.stage.bank.movementsOfInstitutions(`loan/${badLoan}/instalment/`);
    const moved = ofLoan.filter(({ key }) => key.includes('/collect/')).map(({ direction }) => direction);
    expect(moved).toEqual(['CREDIT', 'DEBIT']);
    expect(await bad.differences()).toEqual([]);
    // What loans gave up, and what the bank took back or has still, are one.
    const left = (await bad.entries('account=1221')).filter(({ event }) =>
      ['SHORT_ITEM', 'UNIDENTIFIED_RECEIPT'].includes(event),
    );
    expect(movedOn('1221', left)).toBe(0);
  });

  test('auditors see who approved each change of it, by which rule, and what was posted', async () => {
    const audited = (
      await bad.every<AnswerOf<'listAuditedChanges'>['items'][number]>(
        '/audit/loan-changes?pageSize=200',
        'auditor',
      )
    ).filter(({ loanId, status }) => loanId === badLoan && status === 'APPLIED');
    const approvals = Object.fromEntries(
      audited.map(({ kind, approvals: by }) => [kind, by.map(({ what }) => what)]),
    );
    expect(approvals).toEqual({
      REVERSE_RECEIPT: ['finance'],
      MANUAL_RECEIPT: ['finance'],
      WAIVE: ['risk'],
      WRITE_OFF: ['risk', 'approver', 'board'],
    });
    const writeOff = audited.find(({ kind }) => kind === 'WRITE_OFF');
    expect(writeOff).toMatchObject({ amountFen: claim.principalFen, version: 'changes/1' });
    expect(writeOff?.postings.map(({ event }) => event)).toContain('WRITE_OFF');
  });

  test('its borrower reads nothing of what the house judges and books by itself, wherever it may look', async () => {
    const { enterpriseId } = bad.borrower;
    const first = async (path: string) =>
      (await bad.read<{ items: { id: string }[] }>(path, 'owner')).items[0]?.id ?? '';
    const ids: Readonly<Record<string, string>> = {
      ...{ loanId: badLoan, applicationId: badLoan, enterpriseId },
      paymentId: await first(`/payments?loanId=${badLoan}`),
      paperId: await first('/papers'),
    };
    const read: string[] = [];
    const found: string[] = [];
    for (const [operation, route] of Object.entries<RouteContract>(routes)) {
      const isFilled = [...route.path.matchAll(/:(\w+)/g)].every(([, name = '']) => name in ids);
      if (route.method !== 'get' || route.access === 'public' || route.produces !== undefined || !isFilled)
        continue;
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
      const { json, status } = await bad.get(path, 'owner');
      if (status !== 200) continue;
      read.push(operation);
      found.push(...ofTheHouse(json).map((what) => `${operation} ${what}`));
    }
    expect(read).toEqual(
      expect.arrayContaining([
        ...['listLoans', 'getLoan', 'getStatement', 'getCollection', 'listPayments', 'listMessages'],
        ...['getHome', 'listLoanChanges', 'getApplication', 'listPapers', 'exportOwnData'],
      ]),
    );
    expect(found).toEqual([]);
  });
});

/** What of an answer is the house's own: its judgement of a loan, what it provides for, what it does in its books. */
function ofTheHouse(value: unknown, at = ''): string[] {
  if (typeof value === 'string') return WORDS_OF_THE_HOUSE.test(value) ? [`${at}: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    ...(FIELDS_OF_THE_HOUSE.test(name) ? [`${at}.${name}`] : []),
    ...ofTheHouse(part, `${at}.${Number.isNaN(Number(name)) ? name : ''}`),
  ]);
}

const FIELDS_OF_THE_HOUSE = /^(riskClass|riskFloor|provision|allowance|accrual$)/;
/** Classes, stages of the ladder, and events of the house's own books. */
const WORDS_OF_THE_HOUSE =
  /^(NORMAL|SPECIAL_MENTION|SUBSTANDARD|DOUBTFUL|LOSS|M[0-7]\+?|WRITTEN_OFF|RECOVERED|PROVISIONED|CLASSIFIED|NON_ACCRUAL(_ENTERED)?)$/;
