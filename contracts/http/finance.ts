import { z } from 'zod';
import { CASH_LINES } from '../../domain/ledger/statements';
import { VAT_KINDS } from '../../domain/ledger/vatReport';
import { FINANCE_WORK } from '../financeWork';
import { day, dayOut, fenAmount, fieldsOf, month, recordedOut, signedFen, taskKind } from './primitives';
import { route } from './route';

export const financeDayView = z
  .strictObject({
    today: dayOut,
    booksThrough: dayOut
      .nullable()
      .meta({ description: 'The last day that its night has closed; null before the first' }),
    items: z.array(
      z.strictObject({
        work: z.enum(FINANCE_WORK).meta({ id: 'FinanceWork' }),
        count: z.int(),
        overdue: z.int().meta({ description: 'Of them past their deadline' }),
        amountFen: fenAmount.nullable().meta({ description: 'What they are about in all; null: no amounts' }),
        oldestAt: recordedOut.nullable(),
        taskKinds: z.array(taskKind).meta({ description: 'Their tasks in the inbox' }),
        path: z.string().meta({ description: 'Where the API lists them' }),
      }),
    ),
  })
  .meta({ id: 'FinanceDay' });

export const vatReportView = z
  .strictObject({
    month: z.string(),
    isFinal: z.boolean(),
    output: fieldsOf(VAT_KINDS, signedFen).meta({ description: 'Output tax by what it is of' }),
    outputFen: signedFen,
    inputFen: signedFen,
    payableFen: signedFen.meta({ description: 'Output less input' }),
    paidFen: signedFen,
    owedBeforeFen: signedFen,
    owedFen: signedFen.meta({ description: 'owedBefore + output − input − paid' }),
    deferredBeforeFen: signedFen,
    deferredFen: signedFen.meta({ description: 'Of interest that is accrued and not due' }),
  })
  .meta({ id: 'VatReport' });

/** Money of a time, by what it was for: sources are positive, uses negative. */
const flow = fieldsOf(CASH_LINES, signedFen).partial().meta({ id: 'FlowByLine' });

export const fundFlowView = z
  .strictObject({
    openingFen: signedFen.meta({ description: 'Money at the bank and in transit when the first day began' }),
    days: z.array(
      z.strictObject({
        date: dayOut,
        lines: flow,
        sourcesFen: fenAmount,
        usesFen: fenAmount,
        closingFen: signedFen,
      }),
    ),
    now: z
      .strictObject({
        balanceFen: signedFen,
        comingFen: fenAmount.meta({ description: 'Orders that the bank has and has not carried out: in' }),
        goingFen: fenAmount.meta({ description: 'The same: out' }),
      })
      .meta({ description: 'As of this moment' }),
  })
  .meta({ id: 'FundFlow' });

export const fundForecastView = z
  .strictObject({
    balanceFen: signedFen.meta({ description: 'Money at the bank and in transit now' }),
    overdueFen: fenAmount.meta({ description: 'Should have come by now; counted on no day' }),
    days: z.array(
      z.strictObject({
        date: dayOut,
        principalFen: fenAmount,
        interestAndFeesFen: fenAmount,
        payoutsFen: fenAmount.meta({ description: 'Agreed and not paid out: all on the first day' }),
        balanceFen: signedFen.meta({ description: 'If everything comes when it is due' }),
      }),
    ),
  })
  .meta({ id: 'FundForecast' });

export const budgetView = z
  .strictObject({
    year: z.string(),
    rows: z.array(
      z.strictObject({
        costCentre: z.string(),
        account: z.string(),
        accountName: z.string(),
        budgetFen: fenAmount.meta({ description: 'Of the months up to this one' }),
        actualFen: signedFen,
        remainingFen: signedFen,
        months: z.array(
          z.strictObject({ month: z.string(), budgetFen: fenAmount.nullable(), actualFen: signedFen }),
        ),
      }),
    ),
  })
  .meta({ id: 'BudgetAgainstActual' });

const MOST_DAYS_AHEAD = 92;

export const financeRoutes = {
  getFinanceDay: route({
    method: 'get',
    path: '/finance/day',
    tag: 'Books',
    summary: 'What waits for finance, by what it is about: how much, how late, and where it is listed',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: financeDayView,
    problems: [403],
  }),
  getVatReport: route({
    method: 'get',
    path: '/vat-reports/:month',
    tag: 'Books',
    summary: 'Value added tax of a month: output by kind, input, paid, and what is deferred',
    access: 'signedIn',
    params: z.strictObject({ month }),
    idempotency: 'none',
    status: 200,
    answer: vatReportView,
    problems: [403, 422],
  }),
  getFundFlow: route({
    method: 'get',
    path: '/fund-flow',
    tag: 'Books',
    summary: 'Where money came from and went to, day by day, by the days of the bank; and as of now',
    description: 'At most 92 days; the last 30 where nothing is said.',
    access: 'signedIn',
    query: z.strictObject({ from: day.optional(), to: day.optional() }),
    idempotency: 'none',
    status: 200,
    answer: fundFlowView,
    problems: [403, 422],
  }),
  getFundForecast: route({
    method: 'get',
    path: '/fund-forecast',
    tag: 'Books',
    summary: 'What comes by the schedules and goes by agreed payouts, day by day',
    access: 'signedIn',
    query: z.strictObject({
      days: z
        .string()
        .regex(/^\d{1,2}$/)
        .transform(Number)
        .pipe(z.int().min(1).max(MOST_DAYS_AHEAD))
        .default(14)
        .meta({ description: 'How far; a fortnight where nothing is said' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: fundForecastView,
    problems: [403, 422],
  }),
  getBudget: route({
    method: 'get',
    path: '/budgets/:year',
    tag: 'Books',
    summary: 'Budget against what was spent, by cost centre and account',
    description: 'Budgets are set by two people: `POST /ledger-changes` with SET_BUDGET.',
    access: 'signedIn',
    params: z.strictObject({ year: z.string().regex(/^2[01]\d\d$/) }),
    idempotency: 'none',
    status: 200,
    answer: budgetView,
    problems: [403, 422],
  }),
};
