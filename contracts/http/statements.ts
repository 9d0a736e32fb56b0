import { z } from 'zod';
import { CLEANING_WARNINGS } from '../../domain/cleaning/cleanStatement';
import { LINE_KEYS } from '../../domain/cleaning/lines';
import { BALANCE_LINES, CASH_LINES, INCOME_LINES, STATEMENT_NAMES } from '../../domain/ledger/statements';
import { STATEMENT_FIGURES } from '../../domain/scoring/statements';
import { journalEvent } from './books';
import { dayOut, fieldsOf, idOut, line, month, pageOf, paging, recordedOut, signedFen } from './primitives';
import { route } from './route';

const balanceFigure = z.strictObject({ openingFen: signedFen, fen: signedFen });
const incomeFigure = z.strictObject({ monthFen: signedFen, yearToDateFen: signedFen });

const BALANCE_FIGURES = [
  ...BALANCE_LINES,
  ...(['loansNet', 'totalAssets', 'totalLiabilities', 'totalEquity'] as const),
];
const INCOME_FIGURES = [...INCOME_LINES, ...(['operatingProfit', 'profitBeforeTax', 'netProfit'] as const)];
const CASH_FIGURES = [
  ...CASH_LINES,
  ...(['operating', 'investing', 'financing', 'net', 'openingCash', 'closingCash'] as const),
];

/** Balance sheet, income and cash flow of an institution for a month. */
export const platformStatementsView = z
  .strictObject({
    month: z.string(),
    isFinal: z.boolean().meta({ description: 'The month is closed: no figure changes any more' }),
    balanceSheet: fieldsOf(BALANCE_FIGURES, balanceFigure).meta({ id: 'BalanceSheet' }),
    incomeStatement: fieldsOf(INCOME_FIGURES, incomeFigure).meta({ id: 'IncomeStatement' }),
    cashFlow: fieldsOf(CASH_FIGURES, signedFen).meta({
      id: 'CashFlow',
      description: 'Direct: what came is positive, what went negative',
    }),
    checks: fieldsOf(['balance', 'cash', 'equity', 'indirect'], signedFen).meta({
      description: 'All zero in right books',
    }),
  })
  .meta({ id: 'PlatformStatements' });

export const statementEntryView = z
  .strictObject({
    id: z.string(),
    businessKey: z.string(),
    event: journalEvent,
    entryDate: dayOut,
    valueDate: dayOut,
    createdAt: recordedOut,
    costCentre: z.string().nullable(),
    partFen: signedFen.meta({ description: 'What it adds to the line; all of them make the figure' }),
    postings: z.array(z.strictObject({ account: z.string(), debitFen: z.int(), creditFen: z.int() })),
    cause: z
      .strictObject({
        loanId: idOut.nullable(),
        eventSequence: z.int().nullable().meta({ description: 'Of the event in the statement of the loan' }),
        paymentId: idOut.nullable(),
        receiptId: idOut.nullable(),
        breakId: idOut.nullable(),
        changeId: idOut.nullable().meta({ description: 'What two people of finance posted' }),
      })
      .meta({ id: 'EntryCause', description: 'What made it' }),
  })
  .meta({ id: 'StatementEntry' });

const LINES = [...new Set([...BALANCE_LINES, ...INCOME_LINES, ...CASH_LINES])];

const lineKey = z.enum(LINE_KEYS).meta({ id: 'EnterpriseLine' });

/** What was read from a statement of an enterprise. */
export const cleanedStatementView = z
  .strictObject({
    values: z.partialRecord(z.enum(LINE_KEYS), signedFen).meta({ description: 'By line, in fen' }),
    figures: fieldsOf(STATEMENT_FIGURES, signedFen)
      .partial()
      .meta({ description: 'What of them an application asks for' }),
    warnings: z.array(
      z.strictObject({
        code: z.enum(CLEANING_WARNINGS).meta({ id: 'CleaningWarning' }),
        key: lineKey.nullable(),
        name: z.string().nullable().meta({ description: 'As it stands in the file' }),
        differenceFen: signedFen.nullable(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'CleanedStatement' });

const cell = z.union([line(60), z.literal(''), z.number(), z.null()]);

export const statementRoutes = {
  getStatements: route({
    method: 'get',
    path: '/statements/:month',
    tag: 'Books',
    summary: 'Balance sheet, income statement and cash flow of a month',
    description:
      'By the entries of the month as they stand, with four checks that are zero in right books. A closed month stays ' +
      'as it is.',
    access: 'signedIn',
    params: z.strictObject({ month }),
    idempotency: 'none',
    status: 200,
    answer: platformStatementsView,
    problems: [403, 422],
  }),
  listStatementEntries: route({
    method: 'get',
    path: '/statements/:month/entries',
    tag: 'Books',
    summary: 'The entries behind a figure, each with what made it, newest first',
    description:
      'Together they are the figure of the month; on the balance sheet its change since the month began. A sum has no ' +
      'entries of its own: ask for its lines.',
    access: 'signedIn',
    params: z.strictObject({ month }),
    query: z.strictObject({
      ...paging,
      statement: z.enum(STATEMENT_NAMES).meta({ id: 'StatementName' }),
      line: z.enum(LINES).meta({ id: 'PlatformStatementLine', description: 'One of that statement' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(statementEntryView),
    problems: [403, 422],
  }),
  cleanStatement: route({
    method: 'post',
    path: '/statements/cleaning',
    tag: 'Applications',
    summary: "Read an enterprise's balance sheet or income statement into amounts, and say what is doubtful",
    description:
      'Rows as they stand in the file: a name and a cell. Lines are known after 小企业会计准则 and by what people call ' +
      'them; units, brackets and ordinals are understood. Nothing is kept, and nothing is repaired in silence.',
    access: 'signedIn',
    body: z.strictObject({
      unit: z.string().max(60).nullable().meta({ description: 'The words of the header about the unit' }),
      rows: z.array(z.tuple([z.string().max(120), cell])).max(400),
    }),
    idempotency: 'none',
    status: 200,
    answer: cleanedStatementView,
    example: {
      body: {
        unit: '单位：元',
        rows: [
          ['货币资金', '1,234,567.89'],
          ['流动资产合计', '1,234,567.89'],
        ],
      },
    },
    problems: [403, 422],
  }),
};
