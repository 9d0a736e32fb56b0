import { z } from 'zod';
import {
  day,
  dayOut,
  fenAmount,
  id,
  idOut,
  instantOut,
  jsonObject,
  line,
  pageOf,
  paging,
} from './primitives';
import { route } from './route';

export const postingView = z.object({
  line: z.int(),
  accountCode: z.string(),
  accountName: z.string(),
  debitFen: fenAmount,
  creditFen: fenAmount,
});

export const entryView = z
  .object({
    id: z.string(),
    businessKey: z.string(),
    event: z.string(),
    entryDate: dayOut,
    valueDate: dayOut,
    bankDate: dayOut.nullable(),
    loanId: idOut.nullable(),
    reverses: z.string().nullable(),
    createdAt: instantOut,
    postings: z.array(postingView),
  })
  .meta({ id: 'JournalEntry' });

export const trialBalanceView = z
  .object({
    asOf: dayOut,
    accounts: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        kind: z.string(),
        debitFen: fenAmount,
        creditFen: fenAmount,
        balanceFen: z.int().meta({ description: 'Debit less credit' }),
      }),
    ),
    totals: z.object({ debitFen: fenAmount, creditFen: fenAmount }),
    balanced: z.boolean(),
  })
  .meta({ id: 'TrialBalance' });

export const ledgerCheckView = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    expectedFen: z.int(),
    actualFen: z.int(),
    detail: z.string(),
  })
  .meta({ id: 'LedgerCheck' });

export const reconciliationView = z
  .object({
    date: dayOut,
    summary: z.record(z.string(), z.int()).meta({ description: 'Items by outcome' }),
    balance: z.object({
      bankFen: z
        .int()
        .nullable()
        .meta({ description: "The bank's closing balance; null before it said any" }),
      booksFen: z.int().meta({ description: '1002, by the days on which the bank booked' }),
      openFen: z.int().meta({ description: 'Of the difference: known to be open (pending less cut-off)' }),
      differenceFen: z.int().meta({ description: 'What is left: 0 in right books' }),
    }),
    blockedOn: dayOut.nullable().meta({ description: 'The day whose file can not be used; later ones wait' }),
    items: z.array(
      z.object({
        key: z.string(),
        direction: z.enum(['IN', 'OUT']),
        outcome: z.string(),
        bankFen: z.int().nullable(),
        booksFen: z.int().nullable(),
        bankReference: z.string().nullable(),
        carriedFrom: dayOut.nullable(),
        breakId: idOut.nullable(),
        receiptId: idOut.nullable(),
        resolvedAt: instantOut.nullable(),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' });

export const breakView = z
  .object({
    id: idOut,
    kind: z.string(),
    reference: z.string(),
    amountFen: z.int().nullable(),
    detail: jsonObject,
    status: z.enum(['OPEN', 'RESOLVED']),
    resolution: z.string().nullable(),
    resolvedAt: instantOut.nullable(),
    createdAt: instantOut,
    taskId: idOut.nullable().meta({ description: 'Its open task' }),
  })
  .meta({ id: 'Break' });

export const receiptView = z
  .object({
    id: idOut,
    bankDate: dayOut,
    bankReference: z.string(),
    amountFen: fenAmount,
    reason: z.string().meta({ description: 'What kept it from being booked by itself' }),
    suggestions: z.array(z.object({ loanId: idOut, loanNo: z.string() })),
    status: z.enum(['OPEN', 'CLAIMED', 'RETURNED', 'CAPITAL']),
    claimedFen: fenAmount,
    returnedFen: fenAmount,
    capitalFen: fenAmount,
    loanId: idOut.nullable(),
    settledAt: instantOut.nullable(),
    createdAt: instantOut,
    taskId: idOut.nullable().meta({ description: 'Its open task' }),
  })
  .meta({ id: 'UnidentifiedReceipt' });

export const auditView = z
  .object({
    id: z.string(),
    at: instantOut,
    actor: z.object({ id: z.string(), name: z.string() }).nullable(),
    action: z.string(),
    caseType: z.string().nullable(),
    caseId: z.string().nullable(),
    outcome: z.string(),
    detail: jsonObject,
  })
  .meta({ id: 'AuditRecord' });

export const bookRoutes = {
  listEntries: route({
    method: 'get',
    path: '/ledger/entries',
    tag: 'Books',
    summary: 'Journal entries of the own institution',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      loanId: id.optional(),
      from: day.optional(),
      to: day.optional(),
      event: line(80).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(entryView),
    problems: [403],
  }),
  getTrialBalance: route({
    method: 'get',
    path: '/ledger/trial-balance',
    tag: 'Books',
    summary: 'Every account with its balance as of a day',
    access: 'signedIn',
    query: z.strictObject({ asOf: day.optional() }),
    idempotency: 'none',
    status: 200,
    answer: trialBalanceView,
    problems: [403],
  }),
  getLedgerChecks: route({
    method: 'get',
    path: '/ledger/checks',
    tag: 'Books',
    summary: 'Whether ledger, loans and payments agree',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.object({ ok: z.boolean(), checks: z.array(ledgerCheckView) }),
    problems: [403],
  }),
  getReconciliation: route({
    method: 'get',
    path: '/reconciliation',
    tag: 'Books',
    summary: "What matching the books with the bank's file of a day found",
    access: 'signedIn',
    query: z.strictObject({ date: day.optional() }),
    idempotency: 'none',
    status: 200,
    answer: reconciliationView,
    problems: [403],
  }),
  listBreaks: route({
    method: 'get',
    path: '/breaks',
    tag: 'Books',
    summary: 'What bank, ledger and loans do not agree on, and what could not be done',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      status: z.enum(['OPEN', 'RESOLVED']).optional(),
      kind: line(40).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(breakView),
    problems: [403],
  }),
  listReceipts: route({
    method: 'get',
    path: '/receipts',
    tag: 'Books',
    summary: 'Money that came in and that nobody ordered',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      status: z.enum(['OPEN', 'CLAIMED', 'RETURNED', 'CAPITAL']).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(receiptView),
    problems: [403],
  }),
  listAudit: route({
    method: 'get',
    path: '/audit',
    tag: 'Operations',
    summary: 'Who did what to which case',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      caseId: line(80).optional(),
      actorId: line(80).optional(),
      action: line(80).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(auditView),
    problems: [403],
  }),
};
