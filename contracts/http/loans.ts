import { z } from 'zod';
import { EXPLAINED_FIGURES } from '../../domain/loan/explain';
import { INSTALMENT_STATUSES, LOAN_STATUSES } from '../../domain/loan/state';
import { FIVE_TIER_GRADES } from '../../domain/overdue/grades';
import { PAYMENT_CODE_CLASSES } from '../../domain/parameters/payments';
import { MATCH_CLASSES } from '../../domain/reconciliation/matchDay';
import { PREPAYMENT_MODES } from '../../domain/schedule/prepayment';
import { LOAN_STAGES } from '../workflows/loan';
import { PAYMENT_MANDATES, PAYMENT_PURPOSES, PAYMENT_STATUSES, PAYMENT_SUBJECTS } from '../workflows/payment';
import { owedFee } from './fees';
import { statementFigures, statementLine } from './loanStatements';
import {
  day,
  dayOut,
  fenAmount,
  id,
  idOut,
  instantOut,
  pageOf,
  paging,
  positiveFen,
  rateText,
  recordedOut,
  taskKind,
  turn,
} from './primitives';
import { repaymentMethod, scheduleRowView } from './products';
import { route } from './route';

const reconciledAs = z.enum(MATCH_CLASSES).meta({ id: 'MatchClass' });
export const loanStatus = z.enum(LOAN_STATUSES).meta({ id: 'LoanStatus' });
const loanStage = z.enum(LOAN_STAGES).meta({ id: 'LoanStage' });
export const paymentPurpose = z.enum(PAYMENT_PURPOSES).meta({ id: 'PaymentPurpose' });
export const paymentStatus = z.enum(PAYMENT_STATUSES).meta({ id: 'PaymentStatus' });

export const riskClass = z.enum(FIVE_TIER_GRADES).meta({ id: 'RiskClass' });

/** What the house judges and provides for by itself is for staff: a borrower's answer is without it. */
export const loanSummary = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    enterpriseId: idOut,
    enterpriseName: z.string(),
    loanNo: z.string().nullable().meta({ description: 'The number that people write into a remark' }),
    status: loanStatus,
    principalFen: fenAmount,
    principalOutstandingFen: fenAmount,
    interestReceivableFen: fenAmount,
    suspenseFen: fenAmount,
    daysPastDue: z.int(),
    riskClass: riskClass.exactOptional().meta({ description: 'For staff' }),
    provisionFen: fenAmount.exactOptional().meta({ description: 'For staff' }),
    nextDueDate: dayOut.nullable(),
    startDate: dayOut,
    createdAt: recordedOut,
  })
  .meta({ id: 'LoanSummary' });

export const loanRowView = scheduleRowView
  .extend({
    status: z.enum(INSTALMENT_STATUSES).meta({ id: 'InstalmentStatus' }),
    paidFen: fenAmount,
    remainingFen: fenAmount,
  })
  .meta({ id: 'LoanScheduleRow' });

export const explanationView = z
  .strictObject({
    figure: z.enum(EXPLAINED_FIGURES),
    value: z.int().meta({ description: 'Fen, or days' }),
    rule: z.string(),
    source: z.string().meta({ description: 'Where the rule comes from' }),
    steps: z
      .array(
        z.strictObject({
          instalment: z.int(),
          from: dayOut,
          to: dayOut,
          days: z
            .number()
            .meta({ description: 'With a fraction where a rate changed inside a month of 30/360' }),
          annualRate: rateText,
          baseFen: fenAmount,
          yearDays: z.int(),
          amountFen: fenAmount.nullable().meta({
            description: 'Result of the step; several steps of a row are rounded together in its last',
          }),
        }),
      )
      .meta({ description: 'Less `lessFen`, the amounts give the value' }),
    lessFen: fenAmount.meta({ description: 'Paid or waived already and taken off' }),
  })
  .meta({ id: 'Explanation', description: 'How a figure came about' });

const balancesView = z
  .strictObject({
    principalOutstandingFen: fenAmount,
    principalNormalFen: fenAmount,
    principalOverdueFen: fenAmount,
    interestAccruedFen: fenAmount,
    interestDueFen: fenAmount,
    penaltyFen: fenAmount,
    compoundFen: fenAmount,
    feesFen: fenAmount,
    suspenseFen: fenAmount,
    totalDueFen: fenAmount,
  })
  .meta({ id: 'Balances', description: 'What is owed by component, in fen, as the fold of its events says' });

export const loanView = loanSummary
  .extend({
    asOf: dayOut,
    annualRate: rateText,
    termMonths: z.int(),
    method: repaymentMethod,
    balances: balancesView,
    fees: z
      .array(owedFee)
      .meta({ description: 'Charges to be paid as of now: `balances` counts none of them' }),
    schedule: z.array(loanRowView),
    explanation: z.array(explanationView),
    process: z
      .strictObject({
        stage: loanStage,
        instalment: z.int(),
        waitingFor: turn.nullable(),
        dueAt: instantOut.nullable(),
        debitsPausedBecause: z.string().nullable().meta({
          description: 'The code of the bank, or BY_PERSON; null while instalments are debited by themselves',
        }),
      })
      .nullable()
      .meta({ description: 'What the loan waits for; null while its process cannot be asked' }),
  })
  .meta({ id: 'Loan' });

export const paymentView = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    enterpriseId: idOut.nullable().meta({ description: "Whose money it is about; null: a stranger's" }),
    enterpriseName: z.string().nullable(),
    subject: z
      .strictObject({ type: z.enum(PAYMENT_SUBJECTS), id: idOut })
      .meta({ description: 'What the money is about' }),
    mandate: z
      .strictObject({ type: z.enum(PAYMENT_MANDATES), id: z.string() })
      .meta({ description: 'What allows the order' }),
    key: z.string(),
    purpose: paymentPurpose,
    status: paymentStatus,
    amountFen: fenAmount,
    valueDate: dayOut,
    code: z.string().nullable(),
    bankReference: z.string().nullable(),
    bankDate: dayOut.nullable().meta({ description: 'The day on which the bank booked it' }),
    submittedAt: instantOut.nullable(),
    settledAt: instantOut.nullable(),
    createdAt: recordedOut,
  })
  .meta({ id: 'Payment' });

/** Why somebody looks at it next, and when: the process of the order, or of what it was ordered for. */
const paymentNext = z
  .strictObject({
    waitingFor: turn.nullable(),
    at: instantOut.nullable().meta({ description: 'Business instant at which it goes on by itself' }),
    tasks: z.array(z.strictObject({ id: idOut, kind: taskKind, dueAt: instantOut })),
  })
  .meta({ id: 'PaymentNext' });

export const paymentStory = z
  .strictObject({
    orders: z
      .array(
        paymentView.extend({
          answer: z
            .strictObject({
              text: z.string().meta({ description: 'The code of the bank in words' }),
              class: z
                .enum(PAYMENT_CODE_CLASSES)
                .meta({ id: 'PaymentCodeClass', description: 'What the rules do after it' }),
            })
            .nullable()
            .meta({ description: 'null: no code, for it was paid or has no answer yet' }),
          inFile: z
            .strictObject({ day: dayOut, as: reconciledAs })
            .nullable()
            .meta({ description: "The day of the bank's file that it was compared in; null: in none yet" }),
        }),
      )
      .meta({ description: 'All orders of the same business operation, the first one first' }),
    next: paymentNext
      .nullable()
      .meta({ description: 'null: nothing follows, or its process can not be asked now' }),
  })
  .meta({ id: 'PaymentStory' });

export const prepaymentMode = z.enum(PREPAYMENT_MODES).meta({ id: 'PrepaymentMode' });

export const prepaymentOption = z
  .strictObject({
    mode: prepaymentMode,
    principalFen: fenAmount,
    accruedInterestFen: fenAmount,
    feeFen: fenAmount,
    cashFen: fenAmount,
    interestSavedFen: z.int(),
    schedule: z.array(scheduleRowView),
  })
  .meta({ id: 'PrepaymentOption' });

export const moneyMovedView = z
  .strictObject({
    loanId: idOut,
    /** The money key of the order; the same for a repeated request. */
    key: z.string(),
    payment: z.strictObject({
      status: z.enum(['SUCCEEDED', 'FAILED', 'PENDING']).meta({
        description: 'PENDING: the bank has not said yet; repeat the request with its key, or look later',
      }),
      code: z.string().nullable(),
      bankReference: z.string().nullable(),
    }),
    loan: z
      .strictObject({ stage: loanStage, principalOutstandingFen: fenAmount, totalDueFen: fenAmount })
      .nullable()
      .meta({ description: 'As of today; `totalDueFen`: due beyond what was paid ahead' }),
  })
  .meta({ id: 'MoneyMoved' });

const loanParams = z.strictObject({ loanId: id });

/** Which loans, in the words of a URL. */
export const loanFilter = {
  status: loanStatus.optional(),
  enterpriseId: id.optional(),
  overdue: z.enum(['true', 'false']).default('false'),
};

/** Which orders at the bank. */
export const paymentFilter = {
  loanId: id.optional(),
  status: paymentStatus.optional(),
  purpose: paymentPurpose.optional(),
  valueDate: day.optional(),
};

export const loanRoutes = {
  listLoans: route({
    method: 'get',
    path: '/loans',
    tag: 'Loans',
    summary: 'Loans of the own institution or the own enterprise',
    access: 'signedIn',
    query: z.strictObject({ ...paging, ...loanFilter }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(loanSummary),
    problems: [],
  }),
  getLoan: route({
    method: 'get',
    path: '/loans/:loanId',
    tag: 'Loans',
    summary: 'One loan as of a day: balances, schedule and how they came about',
    access: 'signedIn',
    params: loanParams,
    query: z.strictObject({ asOf: day.optional().meta({ description: 'A day; today when left out' }) }),
    idempotency: 'none',
    status: 200,
    answer: loanView,
    problems: [404, 422],
  }),
  getStatement: route({
    method: 'get',
    path: '/loans/:loanId/statement',
    tag: 'Loans',
    summary: 'Everything that happened to the loan by a day, in order, and its figures on that day',
    access: 'signedIn',
    params: loanParams,
    query: z.strictObject({
      asOf: day
        .optional()
        .meta({ description: 'Business date, from the first day of the loan on; today when left out' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ loanId: idOut, figures: statementFigures, lines: z.array(statementLine) }),
    problems: [404, 422],
  }),
  repay: route({
    method: 'post',
    path: '/loans/:loanId/repayments',
    tag: 'Loans',
    summary: 'Repay now, by debit of the account on file',
    description:
      'What is not due yet goes to suspense. A declined debit is an answer (`FAILED` with its code).',
    access: 'signedIn',
    params: loanParams,
    body: z.strictObject({ amountFen: positiveFen }),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: moneyMovedView,
    problems: [404, 409, 422],
  }),
  getPrepaymentOptions: route({
    method: 'get',
    path: '/loans/:loanId/prepayment-options',
    tag: 'Loans',
    summary: 'What prepaying today would cost and save',
    access: 'signedIn',
    params: loanParams,
    query: z.strictObject({
      principalFen: z
        .string()
        .regex(/^\d{1,16}$/)
        .transform(Number)
        .pipe(positiveFen)
        .optional()
        .meta({ description: 'Principal to prepay; all of it when left out' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ loanId: idOut, asOf: dayOut, options: z.array(prepaymentOption) }),
    problems: [404, 409, 422],
  }),
  prepay: route({
    method: 'post',
    path: '/loans/:loanId/prepayments',
    tag: 'Loans',
    summary: 'Prepay principal',
    access: 'signedIn',
    params: loanParams,
    body: z.strictObject({
      principalFen: positiveFen.meta({ description: 'Principal to prepay; all of it settles the loan' }),
      amountFen: positiveFen.meta({
        description: 'The cash that the options showed; refused when it has changed',
      }),
      mode: prepaymentMode,
    }),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: moneyMovedView,
    problems: [404, 409, 422],
  }),
  listPayments: route({
    method: 'get',
    path: '/payments',
    tag: 'Payments',
    summary: 'Orders at the bank',
    access: 'signedIn',
    query: z.strictObject({ ...paging, ...paymentFilter }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(paymentView),
    problems: [],
  }),
  getPayment: route({
    method: 'get',
    path: '/payments/:paymentId',
    tag: 'Payments',
    summary: 'One order at the bank',
    access: 'signedIn',
    params: z.strictObject({ paymentId: id }),
    idempotency: 'none',
    status: 200,
    answer: paymentView,
    problems: [404],
  }),
  getPaymentStory: route({
    method: 'get',
    path: '/payments/:paymentId/story',
    tag: 'Payments',
    summary: 'How money was ordered, order after order, what the bank said of each, and what comes next',
    access: 'signedIn',
    params: z.strictObject({ paymentId: id }),
    idempotency: 'none',
    status: 200,
    answer: paymentStory,
    problems: [403, 404],
  }),
  receiveBankNotice: route({
    method: 'post',
    path: '/bank/notices',
    tag: 'Payments',
    summary: 'Webhook of the bank: a signed notice about an order',
    description: 'Answered with 2xx only after it is stored; a repeated notice changes nothing.',
    access: 'public',
    rawBody: true,
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ noticeId: z.string(), repeated: z.boolean() }),
    problems: [401, 422],
  }),
};
