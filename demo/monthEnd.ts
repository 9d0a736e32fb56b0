import { uuidv7 } from 'uuidv7';
import { yuanText } from '../domain/money/text';
import { type AnswerOf, type PlatformClient, PlatformProblem } from './client';
import type { Ending, Invariant } from './invariants';
import { DEMO_PASSWORD, freshCompany, staffMail } from './people';
import { Borrower, type Stage, waitFor } from './story';

const AMOUNT_FEN = 30_000_000;
const TERM_MONTHS = 6;
const SALARIES_FEN = 2_600_000;
const LATE_BILL_FEN = 180_000;
const COST_CENTRE = 'CREDIT';

type Change = AnswerOf<'getLedgerChange'>;
type Entry = AnswerOf<'listEntries'>['items'][number];

/**
 * A month of the books: a loan is paid out, salaries are posted by two people, each day is signed off, the month turns
 * green and is closed; its statements are followed down to an entry, its reports are signed and issued. A bill that
 * comes late goes to the open month; for another one the month is opened again, and closed again.
 */
export async function monthEnd(stage: Stage): Promise<Ending> {
  const { narrator } = stage;
  narrator.chapter('A loan is paid out, and the house has costs');
  await lend(stage);
  const office = await Office.open(stage);
  const cost = await office.done(salaries(await office.today()));
  const posted = await office.entryOf(cost);
  const month = posted.entryDate.slice(0, 7);
  const year = month.slice(0, 4);
  await office.done({
    ...{ kind: 'SET_BUDGET', costCentre: COST_CENTRE, reason: '年度预算 Budget of the year' },
    lines: [{ month, account: '6602', amountFen: SALARIES_FEN }],
  });
  const alone = await office.refusal(() => office.decide(office.finance, cost));

  narrator.chapter(`${month} is over: what is missing turns green, and it is closed`);
  await office.closeThrough(month);
  const statements = await office.tellStatements(month);
  const behind = await office.behind(month);

  narrator.chapter('Its reports are signed by finance and by risk');
  const papers = [await office.report(month, 'RISK'), await office.report(month, 'FUND')];

  narrator.chapter('A bill comes late');
  const late = await office.entryOf(await office.done(bill(posted.entryDate)));
  narrator.say(`counts from ${late.valueDate}, and is of ${late.entryDate}: ${month} is closed`);
  await office.done({ kind: 'REOPEN_PERIOD', month, reason: '补记账单 A bill that belongs to it' });
  const inTime = await office.entryOf(await office.done(bill(posted.entryDate)));
  narrator.say(`${month} is open again, and takes the next one on ${inTime.entryDate}`);
  await office.closeThrough(month);
  const budget = await office.finance.call('getBudget', { params: { year } });
  const after = await office.finance.call('getStatements', { params: { month } });
  return {
    figures: null,
    invariants: [
      check('nobody decides alone', alone === 'SAME_PERSON_AS_REQUESTER', alone),
      check('statements hold together', isZero(statements.checks) && isZero(after.checks), month),
      check('each figure is its entries', behind.holds, behind.detail),
      check('what is late is of the open month', late.entryDate.slice(0, 7) > month, late.entryDate),
      check('an open month takes what belongs to it', inTime.entryDate.startsWith(month), inTime.entryDate),
      check('the month is closed', after.isFinal, month),
      check(
        'reports are issued in both languages',
        papers.every((ids) => ids === 2),
        papers.join(', '),
      ),
      check(
        'costs stand beside their budget',
        budget.rows.length > 0,
        `${budget.rows.length} rows of ${year}`,
      ),
    ],
  };
}

const check = (name: string, holds: boolean, detail: string): Invariant => ({ name, holds, detail });
const isZero = (checks: object): boolean => Object.values(checks).every((fen) => fen === 0);

async function lend(stage: Stage): Promise<void> {
  const registered = await Borrower.register(stage, freshCompany());
  const borrower = await registered.activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    ...{ amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS },
    purpose: '采购秋季原料 Raw material for the autumn season',
  });
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  await borrower.disbursed(applicationId);
}

const cost = (amountFen: number, date: string, reason: string) => ({
  ...{ kind: 'POST_ENTRY', date, costCentre: COST_CENTRE, reason },
  lines: [
    { account: '6602', debitFen: amountFen, creditFen: 0 },
    { account: '2211', debitFen: 0, creditFen: amountFen },
  ],
});
const salaries = (date: string) => cost(SALARIES_FEN, date, '本月工资 Salaries of the month');
const bill = (date: string) => cost(LATE_BILL_FEN, date, '迟到的账单 A bill that came late');

/** Finance at work: one asks, another one decides and signs the days off. */
export class Office {
  private constructor(
    readonly finance: PlatformClient,
    private readonly second: PlatformClient,
    private readonly risk: PlatformClient,
    private readonly stage: Stage,
  ) {}

  static async open(stage: Stage): Promise<Office> {
    const person = (name: string) => stage.platform.signedIn(staffMail(name, 'JIANGNAN'), DEMO_PASSWORD);
    return new Office(await person('finance'), await person('finance2'), await person('risk'), stage);
  }

  async today(): Promise<string> {
    return (await this.finance.call('getFinanceDay')).today;
  }

  async ask(body: object): Promise<Change> {
    return await this.finance.call('requestLedgerChange', { body, key: uuidv7() });
  }

  async decide(person: PlatformClient, changeId: string): Promise<Change> {
    return await person.call('decideLedgerChange', {
      params: { changeId },
      body: { decision: 'APPROVE', reason: '' },
    });
  }

  /** Asked for by one, approved by another one. @returns its id */
  async done(body: Readonly<Record<string, unknown>> & { readonly kind: string }): Promise<string> {
    const { id } = await this.ask(body);
    await this.decide(this.second, id);
    this.stage.narrator.say(`finance asks for ${body.kind}, finance2 approves: ${body.reason}`);
    return id;
  }

  async refusal(act: () => Promise<unknown>): Promise<string> {
    try {
      await act();
      return 'done';
    } catch (problem) {
      if (problem instanceof PlatformProblem) return problem.code;
      throw problem;
    }
  }

  async entryOf(changeId: string): Promise<Entry> {
    const { items } = await this.finance.call('listEntries', {
      query: { event: 'BY_HAND', pageSize: '200' },
    });
    const entry = items.find((each) => each.changeId === changeId);
    if (entry === undefined) throw new Error(`no entry of the change ${changeId}`);
    return entry;
  }

  /** Signs days off and closes all months up to one, the oldest first. */
  async closeThrough(month: string): Promise<void> {
    await waitFor(`${month} to be over`, async () => {
      const { items } = await this.finance.call('listPeriods');
      return items.find((each) => each.month === month && each.isOver);
    });
    const { items } = await this.finance.call('listPeriods');
    const open = items.filter((each) => each.closedAt === null && each.month <= month).reverse();
    for (const each of open) await this.close(each.month);
  }

  private async close(month: string): Promise<void> {
    let said = '';
    await waitFor(`${month} to be closed`, async () => {
      const period = await this.finance.call('getPeriod', { params: { month } });
      if (period.closedAt !== null) return true;
      const days = await this.signDaysOff(period);
      const missing = period.checks.filter(({ ok }) => !ok);
      const left = missing.map(({ text, open }) => `${text} (${open})`).join(', ') || 'nothing';
      if (days > 0 || left !== said) {
        this.stage.narrator.say(`${month}: ${days} days signed off; missing: ${left}`);
        said = left;
      }
      const carried = period.ordersUnknown.map(({ paymentId }) => paymentId);
      const refused = await this.refusal(() =>
        this.done({ kind: 'CLOSE_PERIOD', month, carried, reason: '月结 Month end' }),
      );
      return refused === 'done' ? true : undefined;
    });
    this.stage.narrator.say(`${month} is closed`);
  }

  /** Signs off what of a month is matched and has no difference. @returns how many days that were */
  async signDaysOff({ days }: Pick<AnswerOf<'getPeriod'>, 'days'>): Promise<number> {
    const ripe = days.filter(
      ({ matched, signedOff, openBreaks }) => matched && !signedOff && openBreaks === 0,
    );
    for (const { date } of ripe) await this.second.call('signReconciliationOff', { params: { date } });
    return ripe.length;
  }

  async tellStatements(month: string): Promise<AnswerOf<'getStatements'>> {
    const statements = await this.finance.call('getStatements', { params: { month } });
    const { balanceSheet, incomeStatement, cashFlow } = statements;
    this.stage.narrator.say(
      `assets ¥${yuanText(balanceSheet.totalAssets.fen)}, of them loans ¥${yuanText(balanceSheet.loansNet.fen)}; ` +
        `net profit ¥${yuanText(incomeStatement.netProfit.monthFen)}; money moved ¥${yuanText(cashFlow.net)}`,
    );
    return statements;
  }

  /** Whether costs of a month are the sum of their entries, each with the act of people that made it. */
  async behind(month: string): Promise<Pick<Invariant, 'holds' | 'detail'>> {
    const { incomeStatement } = await this.finance.call('getStatements', { params: { month } });
    const { items } = await this.finance.call('listStatementEntries', {
      params: { month },
      query: { statement: 'INCOME', line: 'adminExpense', pageSize: '200' },
    });
    const sum = items.reduce((total, { partFen }) => total + partFen, 0);
    const shown = incomeStatement.adminExpense.monthFen;
    return {
      holds: sum === shown && items.every(({ cause }) => cause.changeId !== null),
      detail: `¥${yuanText(shown)} of costs in ${items.length} entries`,
    };
  }

  /** Finance and risk sign a report. @returns how many papers are made of it */
  async report(month: string, kind: string): Promise<number> {
    const params = { month, kind };
    for (const person of [this.finance, this.risk]) {
      const { hash } = await person.call('getMonthReport', { params });
      await person.call('signMonthReport', { params, body: { hash } });
    }
    const { paperIds } = await this.finance.call('getMonthReport', { params });
    for (const paperId of paperIds) {
      await waitFor('the report as PDF', async () => {
        const { status } = await this.finance.call('getPaper', { params: { paperId } });
        return status === 'READY' ? true : undefined;
      });
    }
    this.stage.narrator.say(`the ${kind} report of ${month} is signed by both and issued`);
    return paperIds.length;
  }
}
