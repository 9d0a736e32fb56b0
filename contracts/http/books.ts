import { z } from 'zod';
import { ACCOUNT_KINDS } from '../../domain/ledger/chart';
import { JOURNAL_EVENTS } from '../../domain/ledger/entry';
import { DIRECTIONS } from '../../domain/reconciliation/matchDay';
import { AUDIT_ACTIONS, AUDIT_SUBJECTS } from '../audit';
import {
  BREAK_KINDS,
  BREAK_STATUSES,
  breakDetail,
  RECEIPT_REASONS,
  RECEIPT_STATUSES,
  RECONCILIATION_OUTCOMES,
} from '../differences';
import {
  day,
  dayOut,
  fenAmount,
  fieldsOf,
  id,
  idOut,
  instantOut,
  line,
  pageOf,
  paging,
  personView,
  recordedOut,
} from './primitives';
import { route } from './route';

export const journalEvent = z.enum(JOURNAL_EVENTS).meta({ id: 'JournalEvent' });
const reconciliationOutcome = z.enum(RECONCILIATION_OUTCOMES).meta({ id: 'ReconciliationOutcome' });
const breakKind = z.enum(BREAK_KINDS).meta({ id: 'BreakKind' });
const receiptStatus = z.enum(RECEIPT_STATUSES).meta({ id: 'ReceiptStatus' });
const receiptReason = z
  .enum(RECEIPT_REASONS)
  .meta({ id: 'ReceiptReason', description: 'What kept it from being booked by itself' });
const auditAction = z.enum(AUDIT_ACTIONS).meta({ id: 'AuditAction' });

export const postingView = z.strictObject({
  line: z.int(),
  accountCode: z.string(),
  accountName: z.string(),
  debitFen: fenAmount,
  creditFen: fenAmount,
});

export const entryView = z
  .strictObject({
    id: z.string(),
    businessKey: z.string(),
    event: journalEvent,
    entryDate: dayOut,
    valueDate: dayOut,
    bankDate: dayOut.nullable(),
    loanId: idOut.nullable(),
    reverses: z.string().nullable(),
    changeId: idOut.nullable().meta({ description: 'What two people of finance posted' }),
    costCentre: z.string().nullable(),
    createdAt: recordedOut,
    postings: z.array(postingView),
  })
  .meta({ id: 'JournalEntry' });

export const trialBalanceView = z
  .strictObject({
    asOf: dayOut,
    accounts: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        kind: z.enum(ACCOUNT_KINDS),
        debitFen: fenAmount,
        creditFen: fenAmount,
        balanceFen: z.int().meta({ description: 'Debit less credit' }),
      }),
    ),
    totals: z.strictObject({ debitFen: fenAmount, creditFen: fenAmount }),
    balanced: z.boolean(),
  })
  .meta({ id: 'TrialBalance' });

export const ledgerCheckView = z
  .strictObject({
    name: z.string(),
    ok: z.boolean(),
    expectedFen: z.int(),
    actualFen: z.int(),
    detail: z.string(),
  })
  .meta({ id: 'LedgerCheck' });

/** Who says that bank and books agree on a day. */
export const signOffView = z.strictObject({ by: personView, at: recordedOut }).meta({ id: 'SignOff' });

export const reconciliationView = z
  .strictObject({
    date: dayOut,
    summary: fieldsOf(RECONCILIATION_OUTCOMES, z.int())
      .exactPartial()
      .meta({ description: 'Items by outcome' }),
    balance: z.strictObject({
      bankFen: z
        .int()
        .nullable()
        .meta({ description: "The bank's closing balance; null before it said any" }),
      booksFen: z.int().meta({ description: '1002, by the days on which the bank booked' }),
      openFen: z.int().meta({ description: 'Of the difference: known to be open (pending less cut-off)' }),
      differenceFen: z.int().meta({ description: 'What is left: 0 in right books' }),
    }),
    signOff: signOffView.nullable().meta({ description: 'By whom of finance; null: not yet' }),
    openBreaks: z
      .array(z.strictObject({ id: idOut, kind: breakKind, reference: z.string() }))
      .meta({ description: 'What keeps the day from being signed off' }),
    blockedOn: dayOut.nullable().meta({ description: 'The day whose file can not be used; later ones wait' }),
    items: z.array(
      z.strictObject({
        key: z.string(),
        direction: z.enum(DIRECTIONS),
        outcome: reconciliationOutcome,
        bankFen: z.int().nullable(),
        booksFen: z.int().nullable(),
        bankReference: z.string().nullable(),
        carriedFrom: dayOut.nullable(),
        breakId: idOut.nullable(),
        receiptId: idOut.nullable(),
        resolvedAt: recordedOut.nullable(),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' });

export const breakView = z
  .strictObject({
    id: idOut,
    kind: breakKind,
    reference: z.string(),
    amountFen: z.int().nullable(),
    detail: breakDetail,
    status: z.enum(BREAK_STATUSES),
    resolution: z.string().nullable(),
    resolvedAt: recordedOut.nullable(),
    createdAt: recordedOut,
    taskId: idOut.nullable().meta({ description: 'Its open task' }),
  })
  .meta({ id: 'Break' });

export const receiptView = z
  .strictObject({
    id: idOut,
    bankDate: dayOut,
    bankReference: z.string(),
    amountFen: fenAmount,
    reason: receiptReason,
    suggestions: z.array(z.strictObject({ loanId: idOut, loanNo: z.string() })),
    status: receiptStatus,
    claimedFen: fenAmount,
    returnedFen: fenAmount,
    capitalFen: fenAmount,
    loanId: idOut.nullable(),
    feeId: idOut.nullable().meta({ description: 'The charge that it paid' }),
    repaidClaim: z
      .boolean()
      .meta({ description: 'It repaid what its payer owed back of a refund: nothing of it is on the loan' }),
    settledAt: instantOut.nullable(),
    createdAt: recordedOut,
    taskId: idOut.nullable().meta({ description: 'Its open task' }),
  })
  .meta({ id: 'UnidentifiedReceipt' });

export const auditView = z
  .strictObject({
    id: z.string(),
    at: recordedOut,
    actor: personView.nullable(),
    action: auditAction,
    caseType: z.enum(AUDIT_SUBJECTS).nullable(),
    caseId: z.string().nullable(),
    outcome: z
      .string()
      .meta({ description: 'DONE or the code of the refusal; of a process what the action led to' }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'AuditRecord' });

/** Which entries, in the words of a URL. */
export const entryFilter = {
  loanId: id.optional(),
  from: day.optional(),
  to: day.optional(),
  event: journalEvent.optional(),
  account: line(20).optional().meta({ description: 'Only entries that post to it' }),
};

/** Which records of the audit trail. */
export const auditFilter = {
  caseId: line(80).optional(),
  actorId: line(80).optional(),
  action: auditAction.optional(),
};

export const bookRoutes = {
  listEntries: route({
    method: 'get',
    path: '/ledger/entries',
    tag: 'Books',
    summary: 'Journal entries of the own institution',
    access: 'signedIn',
    query: z.strictObject({ ...paging, ...entryFilter }),
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
    answer: z.strictObject({ ok: z.boolean(), checks: z.array(ledgerCheckView) }),
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
  signReconciliationOff: route({
    method: 'post',
    path: '/reconciliation/:date/sign-off',
    tag: 'Books',
    summary: 'Say of a day that bank and books agree',
    description:
      'Once, by somebody of finance who settled none of its differences; refused while one of them is open. What was ' +
      'signed off before stays, and is the answer.',
    access: 'signedIn',
    params: z.strictObject({ date: day }),
    idempotency: 'none',
    status: 200,
    answer: signOffView,
    problems: [403, 404, 409],
  }),
  listBreaks: route({
    method: 'get',
    path: '/breaks',
    tag: 'Books',
    summary: 'What bank, ledger and loans do not agree on, and what could not be done',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      status: z.enum(BREAK_STATUSES).optional(),
      kind: breakKind.optional(),
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
    query: z.strictObject({ ...paging, status: receiptStatus.optional(), loanId: id.optional() }),
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
    query: z.strictObject({ ...paging, ...auditFilter }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(auditView),
    problems: [403],
  }),
};
