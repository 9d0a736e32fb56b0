import { z } from 'zod';
import { BUDGET_ACCOUNTS } from '../../domain/ledger/budget';
import { BY_HAND_ACCOUNTS } from '../../domain/ledger/byHand';
import { LEDGER_CHANGE_KINDS, LEDGER_CHANGE_STATUSES } from '../ledgerChanges';
import { day, fenAmount, id, idOut, month, pageOf, paging, prose, recordedOut } from './primitives';
import { route } from './route';

const kind = z.enum(LEDGER_CHANGE_KINDS).meta({ id: 'LedgerChangeKind' });
const status = z.enum(LEDGER_CHANGE_STATUSES).meta({ id: 'LedgerChangeStatus' });
const account = z.enum(BY_HAND_ACCOUNTS).meta({ id: 'ByHandAccount' });
const budgetAccount = z
  .enum(BUDGET_ACCOUNTS)
  .meta({ id: 'BudgetAccount', description: 'Of income or expense: actuals are of no other' });

const costCentre = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/)
  .meta({ description: 'Who inside the house bears it: capitals, digits and hyphens' });
const entryNumber = z.string().regex(/^\d{1,15}$/);

const closing = z.strictObject({
  month,
  carried: z
    .array(id)
    .max(200)
    .default([])
    .meta({
      description:
        'Orders of the month whose outcome nobody knows: they count as not happened in it; what becomes of them is ' +
        'booked when it is known, in the month that is open then',
    }),
});
const reopening = z.strictObject({ month });
const byHand = z.strictObject({
  date: day.meta({
    description:
      'The day that it counts from. Where it is over, the entry is of the last day of its month for as long as that ' +
      'is not closed, else of the first open day',
  }),
  lines: z
    .array(z.strictObject({ account, debitFen: fenAmount, creditFen: fenAmount }))
    .min(2)
    .max(50),
  costCentre: costCentre.nullable().default(null).meta({ description: 'Needed for costs (6602)' }),
  explains: entryNumber
    .optional()
    .meta({ description: 'The entry that reconciliation booked at 1221, of which it says what it was for' }),
});
const reversal = z.strictObject({ entryId: entryNumber });
const budgetOf = <Account extends z.ZodType>(accounts: Account) =>
  z.strictObject({
    costCentre,
    lines: z
      .array(z.strictObject({ month, account: accounts, amountFen: fenAmount }))
      .min(1)
      .max(240),
  });

const reason = prose(1000).pipe(z.string().min(1)).meta({ description: 'Why, in words; kept with it' });

/** What may be asked for, kind by kind. */
export const ledgerChangeBody = z.discriminatedUnion('kind', [
  closing.extend({ kind: z.literal('CLOSE_PERIOD'), reason }).meta({ id: 'ClosePeriod' }),
  reopening.extend({ kind: z.literal('REOPEN_PERIOD'), reason }).meta({ id: 'ReopenPeriod' }),
  byHand.extend({ kind: z.literal('POST_ENTRY'), reason }).meta({ id: 'PostEntry' }),
  reversal.extend({ kind: z.literal('REVERSE_ENTRY'), reason }).meta({ id: 'ReverseEntry' }),
  budgetOf(budgetAccount)
    .extend({ kind: z.literal('SET_BUDGET'), reason })
    .meta({ id: 'SetBudget' }),
]);

/** What a kind needs, as it is kept: budgets could name any account once. */
export const ledgerChangePayload = z.union([closing, reopening, byHand, reversal, budgetOf(account)]);

export const ledgerChangeView = z
  .strictObject({
    id: idOut,
    kind,
    payload: ledgerChangePayload,
    reason: z.string(),
    status: status.meta({ description: 'APPROVED: it is done' }),
    requestedBy: z.string(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    createdAt: recordedOut,
    decidedAt: recordedOut.nullable(),
  })
  .meta({ id: 'LedgerChange' });

export const ledgerChangeRoutes = {
  listLedgerChanges: route({
    method: 'get',
    path: '/ledger-changes',
    tag: 'Books',
    summary: 'What people of finance asked to do to the books, newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: status.optional(), kind: kind.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(ledgerChangeView),
    problems: [403],
  }),
  getLedgerChange: route({
    method: 'get',
    path: '/ledger-changes/:changeId',
    tag: 'Books',
    summary: 'One of them',
    access: 'signedIn',
    params: z.strictObject({ changeId: id }),
    idempotency: 'none',
    status: 200,
    answer: ledgerChangeView,
    problems: [403, 404],
  }),
  requestLedgerChange: route({
    method: 'post',
    path: '/ledger-changes',
    tag: 'Books',
    summary: 'Ask to close a month or open it again, to post an entry or take one back, or for a budget',
    description:
      'One of finance asks, another one decides, and what is approved is done at once or not at all. A month is closed ' +
      'when everything of `GET /periods/{month}` is right; with December the year is closed too.',
    access: 'signedIn',
    body: ledgerChangeBody,
    idempotency: 'required',
    status: 201,
    answer: ledgerChangeView,
    example: {
      body: {
        kind: 'POST_ENTRY',
        date: '2026-11-30',
        lines: [
          { account: '6602', debitFen: 2_000_000, creditFen: 0 },
          { account: '2211', debitFen: 0, creditFen: 2_000_000 },
        ],
        costCentre: 'CREDIT',
        reason: 'Salaries of November',
      },
    },
    problems: [403, 404, 409, 422],
  }),
  decideLedgerChange: route({
    method: 'post',
    path: '/ledger-changes/:changeId/decision',
    tag: 'Books',
    summary: 'Approve or reject what another one of finance asked for',
    access: 'signedIn',
    params: z.strictObject({ changeId: id }),
    body: z.strictObject({
      decision: z.enum(['APPROVE', 'REJECT']),
      reason: prose(1000).default('').meta({ description: 'Needed to reject' }),
    }),
    idempotency: 'optional',
    status: 200,
    answer: ledgerChangeView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
};
