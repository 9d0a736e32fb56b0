import { z } from 'zod';
import { LOAN_CHANGE_KINDS, LOAN_CHANGE_STATUSES } from '../loanChanges';
import { id, identifier, idOut, instantOut, pageOf, paging, prose } from './primitives';
import { refusalCode } from './problem';
import { route } from './route';

const changeStatus = z.enum(LOAN_CHANGE_STATUSES).meta({ id: 'LoanChangeStatus' });

export const loanChangeView = z
  .strictObject({
    id: idOut,
    loanId: idOut,
    kind: z.enum(LOAN_CHANGE_KINDS).meta({ id: 'LoanChangeKind' }),
    status: changeStatus.meta({
      description: 'APPLIED: the loan has taken it; REFUSED: its books can not, for the reason in `refusal`',
    }),
    accountEnding: z
      .string()
      .nullable()
      .meta({ description: 'BIND_ACCOUNT: the last digits of the account' }),
    sequence: z.int().nullable().meta({ description: 'REVERSE_RECEIPT: the event in the statement' }),
    reason: z.string(),
    requestedBy: z.string(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    refusal: z.strictObject({ code: refusalCode, text: z.string() }).nullable(),
    createdAt: instantOut,
    decidedAt: instantOut.nullable(),
    takenAt: instantOut.nullable(),
  })
  .meta({ id: 'LoanChange' });

const reason = prose(1000)
  .pipe(z.string().min(1))
  .meta({ description: 'Why, in words; kept with the change' });

/** What may be asked for, kind by kind. */
export const loanChangeBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('RESUME_DEBIT'), reason }).meta({ id: 'ResumeDebit' }),
  z.strictObject({ kind: z.literal('PAUSE_DEBIT'), reason }).meta({ id: 'PauseDebit' }),
  z
    .strictObject({
      kind: z.literal('BIND_ACCOUNT'),
      bankAccountNo: identifier(60).meta({
        description:
          'Another account of the enterprise, for all debits and payouts that are ordered from now on',
      }),
      reason,
    })
    .meta({ id: 'BindAccount' }),
  z
    .strictObject({
      kind: z.literal('REVERSE_RECEIPT'),
      sequence: z
        .int()
        .min(1)
        .meta({ description: 'The receipt that bounced: its `sequence` in the statement' }),
      reason,
    })
    .meta({ id: 'ReverseReceipt' }),
]);

const loanParams = z.strictObject({ loanId: id });

export const loanChangeRoutes = {
  requestLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes',
    tag: 'Loans',
    summary: 'Ask for a change of a running loan',
    description:
      'The one door for what people change about a loan: one person asks, another one decides, and the loan takes ' +
      'what was approved. A receipt of a closed loan may be reversed too: the loan is open again then.',
    access: 'signedIn',
    params: loanParams,
    body: loanChangeBody,
    idempotency: 'required',
    status: 201,
    answer: loanChangeView,
    example: {
      body: { kind: 'RESUME_DEBIT', reason: 'The card was found again; the bank lifted the block' },
    },
    problems: [403, 404, 409, 422],
  }),
  listLoanChanges: route({
    method: 'get',
    path: '/loans/:loanId/changes',
    tag: 'Loans',
    summary: 'Changes of a loan that were asked for, newest first',
    access: 'signedIn',
    params: loanParams,
    query: z.strictObject({ ...paging, status: changeStatus.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(loanChangeView),
    problems: [403, 404],
  }),
  listRequestedChanges: route({
    method: 'get',
    path: '/loan-changes',
    tag: 'Loans',
    summary: 'Changes of all loans of the own institution, newest first: what waits for a decision',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: changeStatus.default('REQUESTED') }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(loanChangeView),
    problems: [403],
  }),
  decideLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes/:changeId/decision',
    tag: 'Loans',
    summary: 'Approve or reject a change that another person asked for',
    description: 'An approved change is taken by the loan at once; look at its status.',
    access: 'signedIn',
    params: z.strictObject({ loanId: id, changeId: id }),
    body: z.strictObject({
      decision: z.enum(['APPROVE', 'REJECT']),
      reason: prose(1000).default('').meta({ description: 'Needed to reject' }),
    }),
    idempotency: 'optional',
    status: 200,
    answer: loanChangeView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
};
