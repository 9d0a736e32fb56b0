import { z } from 'zod';
import { ROLES } from '../../domain/approval/roles';
import { LOAN_CHANGE_KINDS } from '../../domain/changes/kinds';
import { WAIVABLE } from '../../domain/changes/waive';
import { REVERSAL_CAUSES } from '../../domain/loan/reversedReceipt';
import { RISK_FACTS } from '../../domain/overdue/classification';
import { MAX_TERM_MONTHS } from '../../domain/schedule/terms';
import { LOAN_CHANGE_STATUSES } from '../loanChanges';
import { changeQuote, quoteHash } from './changeQuotes';
import {
  datedMoney,
  day,
  dayOut,
  fenAmount,
  id,
  identifier,
  idOut,
  instantOut,
  line,
  pageOf,
  paging,
  positiveFen,
  prose,
  recordedOut,
} from './primitives';
import { refusalCode } from './problem';
import { repaymentMethod } from './products';
import { route } from './route';

const changeKind = z.enum(LOAN_CHANGE_KINDS).meta({ id: 'LoanChangeKind' });
const changeStatus = z.enum(LOAN_CHANGE_STATUSES).meta({ id: 'LoanChangeStatus' });
export const riskFact = z
  .enum(RISK_FACTS)
  .meta({ id: 'RiskFact', description: 'Bounds the class of the loans that it is about' });
export const factCovers = z
  .enum(['DEBTOR', 'LOAN'])
  .meta({ id: 'FactCovers', description: 'All of its loans, or one' });

const on = day
  .optional()
  .meta({ description: 'The day from which it counts, in the running period; today when left out' });
const annualRate = line(20).meta({ description: 'The new rate as a decimal text: 0.0435 is 4.35 %' });
const months = z.int().min(1).max(MAX_TERM_MONTHS);

const proof = {
  evidence: z.array(id).min(1).max(20).meta({ description: 'Attachments of tasks of the loan, by `id`' }),
  isSharedPaper: z.boolean().default(false).meta({
    description: 'They prove another change of the kind too, as `reason` says; else one paper proves one',
  }),
};

/** What may be asked for, kind by kind: a new kind is one entry. */
const CONTENTS = {
  RESUME_DEBIT: {},
  PAUSE_DEBIT: {},
  BIND_ACCOUNT: {
    bankAccountNo: identifier(60).meta({
      description:
        'Another account of the enterprise, for all debits and payouts that are ordered from now on',
    }),
  },
  REVERSE_RECEIPT: {
    sequence: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'The receipt: its `sequence` in the statement; this or `receiptId`' }),
    receiptId: id.optional().meta({
      description:
        'Money that repaid what the borrower owed back (`repaidClaim` of `/receipts`): it owes that again',
    }),
    because: z.enum(REVERSAL_CAUSES).default('BOUNCED').meta({
      description:
        'BOUNCED: the bank took it back, or never had it; WRONG_LOAN: the bank has it, and it is held again until somebody says whose it is; NOT_BOUNCED: it was taken back as bounced by mistake, and is held again likewise',
    }),
  },
  MANUAL_RECEIPT: {
    amountFen: positiveFen,
    on: day.meta({ description: 'The day from which it counts: today or an earlier one' }),
    ...proof,
    bankReference: line(64)
      .optional()
      .meta({ description: 'Under which the bank has it, or will: what is held under it is taken' }),
    isOtherMoney: z
      .boolean()
      .default(false)
      .meta({ description: 'It is none of what the bank shows for the loan since that day' }),
  },
  EXTEND: {
    on,
    months: months.meta({ description: 'How much later the loan ends; within what the law leaves' }),
    annualRate: annualRate.optional(),
    isSecured: z.boolean().default(false).meta({ description: 'Somebody guarantees it or gave a pledge' }),
    hasSecurityConsent: z.boolean().default(false).meta({ description: 'and has agreed in writing' }),
  },
  RESCHEDULE: {
    on,
    termMonths: months.meta({ description: 'Months from the day to the new maturity' }),
    annualRate: annualRate.optional(),
    method: repaymentMethod.optional(),
    firstDueDate: day.optional(),
  },
  REPRICE: { on, annualRate },
  WAIVE: {
    on,
    waive: z
      .array(z.strictObject({ component: z.enum(WAIVABLE).meta({ id: 'Waivable' }), amountFen: positiveFen }))
      .min(1)
      .max(10)
      .meta({ description: 'What is given up, the oldest instalment first; never more than is unpaid' }),
  },
  ACCELERATE: { on },
  WRITE_OFF: { on, ...proof },
  UPGRADE: {},
  DEBTOR_FACT: {
    fact: riskFact,
    covers: factCovers.default('DEBTOR'),
    ends: z.boolean().default(false).meta({ description: 'It is so no longer' }),
  },
} as const;

/** The union of all kinds, each with more fields. */
const byKind = <const More extends z.ZodRawShape>(more: More, name: string) => {
  const of = <const Kind extends keyof typeof CONTENTS>(kind: Kind) =>
    z
      .strictObject({ kind: z.literal(kind), ...CONTENTS[kind], ...more })
      .meta({ id: `${name}${titleOf(kind)}` });
  const kinds = z.discriminatedUnion('kind', [
    of('RESUME_DEBIT'),
    of('PAUSE_DEBIT'),
    of('BIND_ACCOUNT'),
    of('REVERSE_RECEIPT'),
    of('MANUAL_RECEIPT'),
    of('EXTEND'),
    of('RESCHEDULE'),
    of('REPRICE'),
    of('WAIVE'),
    of('ACCELERATE'),
    of('WRITE_OFF'),
    of('UPGRADE'),
    of('DEBTOR_FACT'),
  ]);
  return kinds.meta({ id: `${name}ChangeWish` });
};

/** `BIND_ACCOUNT` → `BindAccount` */
const titleOf = (kind: string) =>
  kind.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What a change would do is asked for without a reason. */
export const quoteChangeBody = byKind({}, 'Quote');
export const loanChangeBody = byKind(
  {
    reason: prose(1000).pipe(z.string().min(1)).meta({ description: 'Why, in words; kept with the change' }),
    quoteHash: quoteHash.optional().meta({
      description: 'The quote that was seen. The borrower, who agrees by asking, must name it; others may',
    }),
  },
  '',
);

const approver = z.enum(ROLES).meta({ description: 'Somebody of this role, another person than all others' });

export const quotedChangeView = z
  .strictObject({
    kind: changeKind,
    quote: changeQuote.nullable().meta({ description: 'null: the books do not show it' }),
    approvals: z.array(approver).meta({ description: 'Who must approve it, in this order' }),
    needsConsent: z.boolean().meta({ description: 'The borrower must agree, until a deadline' }),
  })
  .meta({ id: 'QuotedChange' });

export const loanChangeView = z
  .strictObject({
    id: idOut,
    loanId: idOut,
    enterpriseName: z.string(),
    kind: changeKind,
    status: changeStatus.meta({
      description:
        'REQUESTED: waits for its approvals, tasks of the kind APPROVE_LOAN_CHANGE; OFFERED: waits for the borrower; APPLIED: the loan has taken it; REFUSED: its books can not, for the reason in `refusal`',
    }),
    accountEnding: z
      .string()
      .nullable()
      .meta({ description: 'BIND_ACCOUNT: the last digits of the account' }),
    accountProof: z
      .strictObject({
        amountFen: fenAmount,
        payTo: z.string().meta({ description: 'Account of the institution' }),
        provedOn: dayOut.nullable().meta({ description: 'Day of the bank; null: has not come yet' }),
      })
      .nullable()
      .meta({ description: 'BIND_ACCOUNT: what must come from the account before anybody can approve it' }),
    ...{ sequence: z.int().nullable(), receiptId: idOut.nullable() },
    because: z.enum(REVERSAL_CAUSES).nullable(),
    takenBack: datedMoney.nullable().meta({ description: 'REVERSE_RECEIPT: the receipt' }),
    receipt: z
      .strictObject({
        ...datedMoney.shape,
        bankReference: z.string().nullable(),
        otherThan: z.int().meta({ description: 'Movements of the bank that were said to be other money' }),
        seenOn: dayOut.nullable().meta({ description: 'Day of the bank; null: it has not shown it yet' }),
      })
      .nullable()
      .meta({
        description: 'MANUAL_RECEIPT: the money, from when it counts, and what of it the bank has shown',
      }),
    evidence: z
      .array(idOut)
      .nullable()
      .meta({ description: 'WRITE_OFF, MANUAL_RECEIPT: attachments of tasks of the loan' }),
    alsoProves: z.int().meta({ description: 'Other changes that these papers were said to prove too' }),
    debtorFact: z
      .strictObject({ fact: riskFact, covers: factCovers, ends: z.boolean() })
      .nullable()
      .meta({ description: 'DEBTOR_FACT: what is said' }),
    quote: changeQuote.nullable().meta({ description: 'What was shown, and what is applied to the fen' }),
    reason: z.string(),
    requestedBy: z.string(),
    approvals: z.array(
      z.strictObject({
        role: approver,
        decidedBy: z.string().nullable(),
        decidedAt: recordedOut.nullable(),
      }),
    ),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    lapsesAt: instantOut
      .nullable()
      .meta({ description: 'Until when the borrower may agree (business time)' }),
    answeredBy: z.string().nullable(),
    answeredAt: instantOut.nullable(),
    agreed: z.boolean().meta({ description: 'The borrower agreed to the quote' }),
    refusal: z.strictObject({ code: refusalCode, text: z.string() }).nullable(),
    createdAt: recordedOut,
    decidedAt: recordedOut.nullable(),
    takenAt: recordedOut.nullable(),
  })
  .meta({ id: 'LoanChange' });

const loanParams = z.strictObject({ loanId: id });
const changeParams = z.strictObject({ loanId: id, changeId: id });

export const loanChangeRoutes = {
  quoteLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes/quotes',
    tag: 'Loans',
    summary: 'What a change of a running loan would do, and who must approve it',
    description: 'Writes nothing. What is applied later is this, to the fen, or nothing.',
    access: 'signedIn',
    params: loanParams,
    body: quoteChangeBody,
    idempotency: 'none',
    status: 200,
    answer: quotedChangeView,
    example: { body: { kind: 'EXTEND', months: 6 } },
    problems: [403, 404, 409, 422],
  }),
  requestLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes',
    tag: 'Loans',
    summary: 'Ask for a change of a running loan',
    description:
      'The one door for what is changed about a loan: somebody asks, others approve by the authority of its kind ' +
      'and amount, the borrower agrees where the contract changes, and the loan takes it. The enterprise itself may ' +
      'for some kinds, and agrees by asking. A receipt of a closed loan may be reversed too: the loan is open again then.',
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
  getLoanChange: route({
    method: 'get',
    path: '/loan-changes/:changeId',
    tag: 'Loans',
    summary: 'One of them',
    access: 'signedIn',
    params: z.strictObject({ changeId: id }),
    idempotency: 'none',
    status: 200,
    answer: loanChangeView,
    problems: [403, 404],
  }),
  withdrawLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes/:changeId/withdrawal',
    tag: 'Loans',
    summary: 'Ask for it no more: whoever asked, before the house has decided',
    description: 'Nobody is asked to approve it any more.',
    access: 'signedIn',
    params: changeParams,
    idempotency: 'optional',
    status: 200,
    answer: loanChangeView,
    problems: [403, 404, 409],
  }),
  answerLoanChange: route({
    method: 'post',
    path: '/loans/:loanId/changes/:changeId/answer',
    tag: 'Loans',
    summary: 'The borrower agrees to a change of the contract, or declines it',
    description: 'Until `lapsesAt`, to what was shown. Agreed to, it is taken by the loan on its day.',
    access: 'signedIn',
    params: changeParams,
    body: z.discriminatedUnion('answer', [
      z
        .strictObject({
          answer: z.literal('AGREE'),
          quoteHash: quoteHash.meta({ description: 'The `hash` of the quote that was shown' }),
        })
        .meta({ id: 'AgreeToChange' }),
      z.strictObject({ answer: z.literal('DECLINE') }).meta({ id: 'DeclineChange' }),
    ]),
    idempotency: 'optional',
    status: 200,
    answer: loanChangeView,
    example: { body: { answer: 'DECLINE' } },
    problems: [403, 404, 409, 422],
  }),
};
