import type { AnswerOf } from '../../../demo/client';
import { Office } from '../../../demo/monthEnd';
import { waitFor } from '../../../demo/story';
import { addWorkdays } from '../../../domain/calendar/businessCalendar';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { addMonths } from '../../../domain/calendar/months';
import { publishedCalendar } from '../../../domain/calendar/published';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { ClockInHand, FOR_PEOPLE } from '../../support/clockInHand';
import { startTestPlatform } from '../../support/platform';
import { House } from './house';
import { Api, changeThatIs, decideChange, expectProblem, type RawAnswer } from './support';

/** A month of the books over whose end the bank says nothing about an order, and the month after it. */

/** A month in fifteen seconds. */
const SPEED = 175_000;
/** Of a month to come the loan begins about then: no instalment falls due at its end. */
const LENT_ON = 10;
/** It is in no file of the month, nor in any in which the order is looked for; whoever asks hears that it is worked on. */
const DAYS_LATER = 2;
const SILENT = {
  ...{ kind: 'TAKEN_NO_ANSWER', concealedInquiries: 1_000_000, bookedDaysLater: DAYS_LATER, times: 1 },
};
const REPAID_FEN = 100_001;
const COST_CENTRE = 'JOURNEY';
const BUDGET_FEN = 1_000_000;
const SPENT_FEN = 400_000;
const MISTAKE_FEN = 50_001;
const LATE_FEN = 70_000;
const [LENDER] = INSTITUTIONS;

type Period = AnswerOf<'getPeriod'>;
type Loan = AnswerOf<'getLoan'>;

let api: Api;
let clock: ClockInHand;
let house: House;
let office: Office;
let loanId: string;
/** The month of the order, and the one after it. */
let silent: string;
let next: string;
/** What is asked of the borrower, and decided after the month. */
let changeId: string;
/** What the borrower was answered. */
let repaid: Promise<RawAnswer>;

/** Months are words that sort as they come. */
const monthAfter = (month: string) => addMonths(isoDate(`${month}-01`), 1).slice(0, 7);
const firstOf = (month: string) => isoDate(`${month}-01`);
const lastOf = (month: string) => addDays(firstOf(monthAfter(month)), -1);

const period = (month: string) => house.read<Period>(`/periods/${month}`);
const ask = (body: object, as = 'finance') => house.post('/ledger-changes', body, as);
const decide = (id: string, as: string) =>
  house.post(`/ledger-changes/${id}/decision`, { decision: 'APPROVE' }, as);
const idOf = ({ json }: RawAnswer) => (json as { id: string }).id;
const close = (month: string) => ({ kind: 'CLOSE_PERIOD', month, reason: '月结' });
const cost = (amountFen: number, date: IsoDate) => ({
  ...{ kind: 'POST_ENTRY', date, costCentre: COST_CENTRE, reason: '房租' },
  lines: [
    { account: '6602', debitFen: amountFen, creditFen: 0 },
    { account: '2211', debitFen: 0, creditFen: amountFen },
  ],
});
const missingOf = ({ checks }: Period) => checks.flatMap(({ ok, check }) => (ok ? [] : [check]));

/** Signs days off until nothing else keeps a month open. */
const untilOnly = (month: string, ...left: readonly string[]) =>
  waitFor(`${month} to lack ${left.join() || 'nothing'}`, async () => {
    const now = await period(month);
    if ((await office.signDaysOff(now)) > 0) return undefined;
    return JSON.stringify(missingOf(now)) === JSON.stringify(left) ? now : undefined;
  });

beforeAll(async () => {
  // Of its own: another test's open difference would keep the month open.
  const platform = await startTestPlatform({ clockSpeed: FOR_PEOPLE });
  api = Api.at(platform);
  clock = await ClockInHand.of(platform, SPEED);
  house = await House.open(api);
  office = await Office.open(api.stage);
  silent = monthAfter((await house.today()).slice(0, 7));
  next = monthAfter(silent);
  await clock.liveUntil(addWorkdays(addDays(firstOf(silent), LENT_ON - 2), 1, publishedCalendar()));
  loanId = await house.lend({ amountFen: 30_000_000, termMonths: 12 });
  const { bankAccountNo } = house.borrower.company;
  await api.stage.bank.payIn(bankAccountNo, 10_000_000, `turnover/${loanId}`);
  const wish = { kind: 'RESCHEDULE', termMonths: 24, reason: '行业低迷' };
  changeId = idOf(await house.post(`/loans/${loanId}/changes`, wish, 'finance'));
  await clock.liveUntil(lastOf(silent));
  const { items } = await house.read<AnswerOf<'listPeriods'>>('/periods');
  const earlier = items.map(({ month }) => month).filter((month) => month < silent);
  if (earlier.length > 0) await office.closeThrough(earlier.toSorted().at(-1) ?? '');
});
afterAll(async () => {
  await clock?.release();
  await api?.platform.release();
});

describe('a month over whose end the bank says nothing about an order', () => {
  test('has costs that two of finance post beside their budget, one of them by mistake', async () => {
    const date = await house.today();
    for (const as of ['risk', 'approver', 'auditor'])
      expectProblem(await ask(cost(1, date), as), 403, 'NOT_YOUR_ROLE');
    await office.entryOf(await office.done(cost(SPENT_FEN, date)));
    const lines = [{ month: silent, account: '6602', amountFen: BUDGET_FEN }];
    await office.done({ kind: 'SET_BUDGET', costCentre: COST_CENTRE, reason: '预算', lines });
    const mistake = await office.entryOf(await office.done(cost(MISTAKE_FEN, date)));
    await office.done({ kind: 'REVERSE_ENTRY', entryId: mistake.id, reason: '记错' });
    const year = silent.slice(0, 4);
    const { rows } = await house.read<AnswerOf<'getBudget'>>(`/budgets/${year}`);
    const row = rows.find(({ costCentre }) => costCentre === COST_CENTRE);
    expect(row?.months.find(({ month }) => month === silent)).toEqual({
      ...{ month: silent, budgetFen: BUDGET_FEN, actualFen: SPENT_FEN },
    });
    expectProblem(await house.get(`/budgets/${year}`, 'reviewer'), 403, 'NOT_YOUR_ROLE');
  });

  test('stays open over its end and says why; whoever may not close it can not either', async () => {
    const match = { keyPrefix: `loan/${loanId}/repay` };
    await api.stage.bank.plan({ match, behaviours: [SILENT] });
    repaid = house.post(`/loans/${loanId}/repayments`, { amountFen: REPAID_FEN }, 'owner');
    const order = await waitFor('the order', async () => {
      const query = `/payments?loanId=${loanId}&purpose=REPAYMENT`;
      return (await house.read<AnswerOf<'listPayments'>>(query)).items[0];
    });
    expect(order.valueDate).toBe(lastOf(silent));
    await clock.liveUntil(firstOf(next));
    const { isReady, ordersUnknown } = await untilOnly(silent, 'NO_UNKNOWN_ORDERS');
    expect(isReady).toBe(false);
    expect(ordersUnknown).toMatchObject([
      { paymentId: order.id, key: order.key, amountFen: REPAID_FEN, subjectId: loanId },
    ]);
    for (const as of ['risk', 'reviewer', 'admin'])
      expectProblem(await ask(close(silent), as), 403, 'NOT_YOUR_ROLE');
    const refused = expectProblem(await ask(close(silent)), 409, 'PERIOD_NOT_READY');
    expect(refused.detail).toContain('NO_UNKNOWN_ORDERS');
    expectProblem(await house.get(`/month-reports/${silent}/RISK`), 409, 'PERIOD_OPEN');
  });

  test('is closed by two of finance once it is known', async () => {
    // The file in which the bank says so is there on the day after it.
    await clock.liveUntil(addDays(lastOf(silent), DAYS_LATER + 1));
    expect((await untilOnly(silent)).isReady).toBe(true);
    const asked = await ask(close(silent));
    expectProblem(await decide(idOf(asked), 'finance'), 409, 'SAME_PERSON_AS_REQUESTER');
    expectProblem(await decide(idOf(asked), 'risk'), 403, 'NOT_YOUR_ROLE');
    expect((await decide(idOf(asked), 'finance2')).json).toMatchObject({ status: 'APPROVED' });
    expect((await period(silent)).closedAt).toEqual(expect.any(String));
    expectProblem(await ask(close(silent)), 409, 'PERIOD_CLOSED');
    expect((await repaid).status).toBeLessThan(300);
    const known = (await house.entries(`loanId=${loanId}`)).filter(({ postings }) =>
      postings.some(({ accountCode, debitFen }) => accountCode === '1002' && debitFen === REPAID_FEN),
    );
    // Once, counting from the day on which it was ordered; that day's books were closed by then.
    expect(known.map(({ entryDate, valueDate }) => [entryDate.slice(0, 7), valueDate])).toEqual([
      [next, lastOf(silent)],
    ]);
  });

  test('is over for what was asked for in it: the borrower has days to answer from when it is approved', async () => {
    expect((await decideChange(api, { changeId, inboxOf: 'risk' })).status).toBe(200);
    const { lapsesAt } = await changeThatIs(api, changeId, 'OFFERED');
    expect((lapsesAt ?? '') > (await house.today())).toBe(true);
  });

  test('takes nothing any more: what comes late, or is taken back, is of the open month', async () => {
    const books = () => house.read<AnswerOf<'getStatements'>>(`/statements/${silent}`);
    const closed = await books();
    expect(closed).toMatchObject({ isFinal: true });
    const late = await office.entryOf(await office.done(cost(LATE_FEN, lastOf(silent))));
    expect([late.entryDate.slice(0, 7), late.valueDate]).toEqual([next, lastOf(silent)]);
    await office.done({ kind: 'REVERSE_ENTRY', entryId: late.id, reason: '记错' });
    expect(await books()).toEqual(closed);
  });

  test('is opened again by two of finance, the last one first, and takes its figures back', async () => {
    const reopen = (month: string) => ({ kind: 'REOPEN_PERIOD', month, reason: '补记' });
    expectProblem(await ask(reopen(silent), 'risk'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await ask(reopen(next)), 409, 'NOT_LAST_CLOSED');
    const report = `/month-reports/${silent}/FUND`;
    expect((await house.get(report)).status).toBe(200);
    const asked = await ask(reopen(silent));
    expectProblem(await decide(idOf(asked), 'finance'), 409, 'SAME_PERSON_AS_REQUESTER');
    expect((await period(silent)).closedAt).toEqual(expect.any(String));
    expect((await decide(idOf(asked), 'finance2')).status).toBe(200);
    expect((await period(silent)).closedAt).toBeNull();
    expectProblem(await house.get(report), 409, 'PERIOD_OPEN');
    const inTime = await office.entryOf(await office.done(cost(LATE_FEN, lastOf(silent))));
    expect(inTime.entryDate).toBe(lastOf(silent));
    await office.closeThrough(silent);
  });
});

describe('the month after it, in which nothing is late', () => {
  let loans: readonly Loan[];
  beforeAll(async () => {
    await clock.liveUntil(addDays(firstOf(monthAfter(next)), 1));
    await office.closeThrough(next);
    const listed = await house.every<{ id: string }>('/loans?pageSize=200');
    loans = await Promise.all(
      listed.map(({ id }) => house.read<Loan>(`/loans/${id}?asOf=${firstOf(monthAfter(next))}`)),
    );
  });

  test('owes the tax of the interest that fell due in it, and no other', async () => {
    const due = loans.flatMap(({ schedule }) => schedule.filter(({ dueDate }) => dueDate.startsWith(next)));
    const taxFen = due.reduce(
      (sum, { interestFen }) => sum + splitVat(fen(interestFen), rate('0.06')).vatFen,
      0,
    );
    expect(taxFen).toBeGreaterThan(0);
    const report = await house.read<AnswerOf<'getVatReport'>>(`/vat-reports/${next}`);
    expect(report).toMatchObject({
      ...{ isFinal: true, outputFen: taxFen, inputFen: 0, payableFen: taxFen, paidFen: 0 },
      output: { INTEREST: taxFen, PENALTY: 0, FEES: 0, OTHER_INCOME: 0, OTHER: 0 },
      owedFen: report.owedBeforeFen + taxFen,
    });
    const before = await house.read<AnswerOf<'getVatReport'>>(`/vat-reports/${silent}`);
    expect(report.owedBeforeFen).toBe(before.owedFen);
    expectProblem(await house.get(`/vat-reports/${next}`, 'approver'), 403, 'NOT_YOUR_ROLE');
  });

  test('has a risk report of what the loans owe, signed by one of finance and one of risk', async () => {
    const owedFen = loans.reduce((sum, { principalOutstandingFen }) => sum + principalOutstandingFen, 0);
    const path = `/month-reports/${next}/RISK`;
    const report = await house.read<AnswerOf<'getMonthReport'>>(path);
    expect(report).toMatchObject({
      figures: {
        ...{ totalFen: owedFen, nonPerformingFen: 0, writtenOffFen: 0, uncollectedInterestFen: 0 },
        loans: { NONE: loans.length, D1_30: 0, D91_180: 0, D181_ON: 0 },
      },
      ...{ finance: null, risk: null, paperIds: [] },
    });
    const sign = (as: string, hash = report.hash) => house.post(`${path}/signature`, { hash }, as);
    for (const as of ['reviewer', 'admin', 'auditor']) expectProblem(await sign(as), 403, 'NOT_YOUR_ROLE');
    expectProblem(await sign('finance', '0'.repeat(64)), 409, 'QUOTE_CHANGED');
    expect((await sign('finance')).json).toMatchObject({ finance: expect.any(Object), paperIds: [] });
    expectProblem(await sign('finance2'), 409, 'ALREADY_DECIDED');
    const { paperIds } = (await sign('risk')).json as AnswerOf<'getMonthReport'>;
    expect(paperIds).toHaveLength(2);
    for (const paperId of paperIds) {
      const { sha256 } = await waitFor('the report as PDF', async () => {
        const paper = await house.read<AnswerOf<'getPaper'>>(`/papers/${paperId}`);
        return paper.status === 'READY' ? paper : undefined;
      });
      const verified = await api.ask(`/api/papers/verification?hash=${sha256}`);
      expect(verified.json).toMatchObject({ kind: 'RISK_REPORT', withdrawnOn: null });
      // Of the house, for those who look after its books.
      expectProblem(await house.get(`/papers/${paperId}`, 'owner'), 404, 'NOT_FOUND');
      expectProblem(await house.get(`/papers/${paperId}`, 'reviewer'), 404, 'NOT_FOUND');
    }
  });

  test('has a fund report of just what the bank moved, signed too', async () => {
    const path = `/month-reports/${next}/FUND`;
    const { figures, hash } = await house.read<AnswerOf<'getMonthReport'>>(path);
    const moved = await api.stage.bank.entries(LENDER.bankAccountNo);
    const balanceOn = (last: string) =>
      moved
        .filter(({ valueDate }) => valueDate <= last)
        .reduce(
          (sum, { amountFen, direction }) => sum + (direction === 'CREDIT' ? amountFen : -amountFen),
          0,
        );
    const [opening, closing] = [balanceOn(lastOf(silent)), balanceOn(lastOf(next))];
    expect(figures).toMatchObject({
      ...{ openingCashFen: opening, closingCashFen: closing, netFen: closing - opening },
      unidentifiedFen: 0,
    });
    for (const as of ['risk', 'finance2'])
      expect((await house.post(`${path}/signature`, { hash }, as)).status).toBe(200);
    const { checks } = await house.read<AnswerOf<'getStatements'>>(`/statements/${next}`);
    expect(checks).toEqual({ balance: 0, cash: 0, equity: 0, indirect: 0 });
  });
});
