import { z } from 'zod';
import { CHARGE_STATUSES, CHARGE_STEPS } from '../../domain/fees/charge';
import { FEE_TIMINGS } from '../../domain/fees/rule';
import { TARIFF_STATUSES } from '../../domain/fees/tariff';
import { FEE_KINDS } from '../../domain/ledger/entries';
import {
  DISPUTE_OUTCOMES,
  FEE_ASKERS,
  FEE_REQUEST_KINDS,
  FEE_REQUEST_STATUSES,
  FEE_SETTLEMENTS,
} from '../fees';
import { FEE_STAGES } from '../workflows/fee';
import {
  bilingual,
  dayOut,
  decisionReason,
  fenAmount,
  id,
  idOut,
  instantOut,
  pageOf,
  paging,
  points,
  positiveFen,
  prose,
  recordedOut,
  sha256,
} from './primitives';
import { termMonths } from './products';
import { route } from './route';
import { feeRule } from './rules';

export const feeKind = z.enum(FEE_KINDS).meta({ id: 'FeeKind' });
const status = z.enum(CHARGE_STATUSES).meta({ id: 'FeeStatus' });
const settlement = z.enum(FEE_SETTLEMENTS).meta({
  id: 'FeeSettlement',
  description: 'ONLINE: the account is debited; OFFLINE: it is paid by transfer',
});
const because = prose(1000).pipe(z.string().min(1));
const feeParams = z.strictObject({ feeId: id });

const summary = {
  id: idOut,
  enterpriseId: idOut,
  enterpriseName: z.string(),
  loanId: idOut.nullable(),
  rule: z.string(),
  kind: feeKind,
  name: z.string(),
  period: z
    .string()
    .meta({ description: 'PROJECT, a month, a quarter, the number of an instalment, or ON_REQUEST' }),
  status,
  settlement,
  priceFen: fenAmount.meta({ description: 'After discounts, before points; VAT inside' }),
  pointsUsed: points,
  toPayFen: fenAmount,
  outstandingFen: fenAmount,
  collectedFen: fenAmount,
  waivedFen: fenAmount,
  refundedFen: fenAmount,
  chargedOn: dayOut,
  validUntil: dayOut.meta({ description: 'Last day on which a quote may be agreed to' }),
  invoiceNo: z.string().nullable(),
  createdAt: recordedOut,
};
export const feeSummary = z.strictObject(summary).meta({ id: 'FeeSummary' });

/** A charge that is to be paid. */
export const owedFee = z
  .strictObject({
    feeId: idOut,
    name: z.string(),
    amountFen: fenAmount,
    dueDate: dayOut.meta({ description: 'The day of its invoice' }),
    settlement,
  })
  .meta({ id: 'OwedFee', description: 'A charge that was invoiced and is neither paid nor in dispute' });

const requestView = z
  .strictObject({
    id: idOut,
    kind: z.enum(FEE_REQUEST_KINDS),
    status: z.enum(FEE_REQUEST_STATUSES),
    amountFen: fenAmount.nullable(),
    grantedFen: fenAmount.nullable(),
    askedBy: z.enum(FEE_ASKERS).meta({
      description: 'BANK_FILE: the bank’s file has a receipt back; LOAN: its own rule, when it was prepaid',
    }),
    reason: z.string().meta({ description: 'As whoever asked wrote it; empty where nobody did' }),
    prepaidOn: dayOut.nullable().meta({ description: 'Of PREPAYMENT: the day of the prepayment' }),
    result: z.string(),
    createdAt: recordedOut,
    decidedAt: instantOut.nullable(),
  })
  .meta({ id: 'FeeRequest' });

export const feeView = z
  .strictObject({
    ...summary,
    tariff: z.string().meta({ description: 'The version of the price list' }),
    tariffFrom: dayOut.nullable().meta({ description: 'The day on which that came into force' }),
    shown: z
      .strictObject({
        words: bilingual,
        listPriceFen: fenAmount,
        gradeDiscountFen: fenAmount,
        loyaltyDiscountFen: fenAmount,
        priceFen: fenAmount,
        netFen: fenAmount,
        vatFen: fenAmount,
        timing: z.enum(FEE_TIMINGS),
        annualCost: z.string().nullable().meta({ description: 'Of the loan with all its fees' }),
      })
      .meta({ id: 'ShownFee', description: 'What was agreed to, or is to be' }),
    shownSha256: sha256.meta({ description: 'Of what was shown: a consent names it' }),
    pointsLimit: points.meta({ description: 'The most points that may pay for it now' }),
    isTakenBackTooOften: z.boolean().meta({
      description: 'The bank took so many debits of it back that people decide about the next one',
    }),
    relief: z
      .strictObject({ waivableFen: fenAmount, refundableFen: fenAmount })
      .meta({ id: 'FeeRelief', description: 'What may be asked now to be given up, or back' }),
    history: z.array(
      z
        .strictObject({
          number: z.int(),
          type: z.enum(CHARGE_STEPS),
          isBounced: z.boolean().meta({ description: 'Of COLLECT: the bank has taken it back' }),
          on: dayOut,
          amountFen: fenAmount.nullable(),
          pointsUsed: points.nullable(),
          at: instantOut,
        })
        .meta({ id: 'FeeEvent' }),
    ),
    requests: z.array(requestView),
  })
  .meta({ id: 'Fee' });

const noticeView = z
  .strictObject({
    tariff: idOut,
    loanId: idOut,
    sentOn: dayOut,
    effectiveFrom: dayOut,
    answerBy: dayOut.nullable().meta({ description: 'Null: it needs no answer' }),
    status: z.enum(TARIFF_STATUSES),
    answer: z.enum(['CONSENT', 'REFUSE']).nullable().meta({ description: 'The last one' }),
    lines: z.array(
      z.strictObject({
        rule: z.string(),
        kind: feeKind,
        timing: z.enum(FEE_TIMINGS),
        words: bilingual,
        nowFen: fenAmount,
        thenFen: fenAmount.meta({ description: '0: it is charged no more' }),
        thenTiming: z.enum(FEE_TIMINGS),
        thenFrom: dayOut.meta({
          description: 'From when this line would count: another rhythm begins with a period of both',
        }),
      }),
    ),
    shownSha256: sha256,
  })
  .meta({ id: 'TariffNotice' });

export const publishedView = z
  .strictObject({
    month: z.string().meta({ description: 'In which it was decided, YYYY-MM' }),
    kind: feeKind,
    chargedFen: fenAmount,
    grantedFen: fenAmount,
    outcome: z.enum(DISPUTE_OUTCOMES).meta({ id: 'DisputeOutcome' }),
    outcomeWords: bilingual,
    reasonCode: decisionReason,
    reasonWords: bilingual.meta({
      description: 'Of the number alone: what staff wrote stays with the customer',
    }),
  })
  .meta({ id: 'PublishedDispute' });

const standing = z
  .strictObject({ id: idOut, stage: z.enum(FEE_STAGES), since: instantOut })
  .meta({ id: 'FeeStanding' });
const asked = z.strictObject({ requestId: idOut, fee: feeSummary }).meta({ id: 'FeeAsked' });
const words = { reason: 'The consulting was never given to us' };

export const feeRoutes = {
  listTariffs: route({
    method: 'get',
    path: '/tariffs',
    tag: 'Fees',
    summary: 'The price lists of institutions, before any service',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({
      items: z.array(
        z
          .strictObject({
            institutionId: idOut,
            institutionName: bilingual,
            version: z.string(),
            effectiveFrom: dayOut,
            rules: z.array(feeRule),
          })
          .meta({ id: 'Tariff' }),
      ),
    }),
    problems: [],
  }),
  listPublishedDisputes: route({
    method: 'get',
    path: '/fees/disputes/published',
    tag: 'Fees',
    summary: 'What came of disputes about fees, by numbers, without names',
    access: 'public',
    query: z.strictObject({ ...paging }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(publishedView),
    problems: [],
  }),
  listFees: route({
    method: 'get',
    path: '/fees',
    tag: 'Fees',
    summary: 'Charges of the own enterprise, or of all of the institution, newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: status.optional(), loanId: id.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(feeSummary),
    problems: [403],
  }),
  getFee: route({
    method: 'get',
    path: '/fees/:feeId',
    tag: 'Fees',
    summary: 'One charge: what was shown, what became of it, what was asked about it',
    access: 'signedIn',
    params: feeParams,
    idempotency: 'none',
    status: 200,
    answer: feeView,
    problems: [404],
  }),
  getPoints: route({
    method: 'get',
    path: '/points',
    tag: 'Fees',
    summary: 'Points of the own enterprise: one is worth a fen of a price',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        points: z.int(),
        last: z.array(z.strictObject({ feeId: idOut, points: z.int(), at: recordedOut })),
      })
      .meta({ id: 'Points' }),
    problems: [403],
  }),
  quoteFee: route({
    method: 'post',
    path: '/fees',
    tag: 'Fees',
    summary: 'Quote a service of the price list to an enterprise',
    description:
      'Nothing is charged before it agrees. By lines of the price list that are charged on request.',
    access: 'signedIn',
    body: z.strictObject({
      enterpriseId: id,
      rule: z.string().max(32),
      amountFen: positiveFen.meta({ description: 'What is financed, or moved' }),
      termMonths,
      loanId: id.optional(),
      settlement: settlement.default('ONLINE'),
    }),
    idempotency: 'required',
    status: 201,
    answer: feeSummary,
    example: {
      body: {
        enterpriseId: '0198f0a0-0000-7000-8000-000000000001',
        rule: 'CONSULTING',
        amountFen: 50_000_000,
        termMonths: 12,
        settlement: 'ONLINE',
      },
    },
    problems: [403, 404, 422],
  }),
  answerQuote: route({
    method: 'post',
    path: '/fees/:feeId/answer',
    tag: 'Fees',
    summary: 'Agree to a quote, or decline it',
    access: 'signedIn',
    params: feeParams,
    body: z.strictObject({
      answer: z.enum(['CONSENT', 'DECLINE']),
      pointsUsed: points.default(0),
      shownSha256: sha256,
    }),
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: standing,
    example: { body: { answer: 'CONSENT', pointsUsed: 0, shownSha256: '0'.repeat(64) } },
    problems: [403, 404, 409, 422],
  }),
  disputeFee: route({
    method: 'post',
    path: '/fees/:feeId/disputes',
    tag: 'Fees',
    summary: 'Say that a charge is not owed, or was not',
    description: 'This charge alone is not collected meanwhile. What comes of it is published without names.',
    access: 'signedIn',
    params: feeParams,
    body: z.strictObject({ reason: because }),
    idempotency: 'required',
    status: 201,
    answer: asked,
    example: { body: words },
    problems: [403, 404, 409, 422],
  }),
  requestFeeRelief: route({
    method: 'post',
    path: '/fees/:feeId/reliefs',
    tag: 'Fees',
    summary: 'Ask to give a part of a charge up, or back',
    description: 'Finance asks; another one of finance agrees by the task CONFIRM_FEE_RELIEF.',
    access: 'signedIn',
    params: feeParams,
    body: z.strictObject({ kind: z.enum(['WAIVE', 'REFUND']), amountFen: positiveFen, reason: because }),
    idempotency: 'required',
    status: 201,
    answer: asked,
    example: { body: { kind: 'WAIVE', amountFen: 10_000, reason: 'As agreed with the customer' } },
    problems: [403, 404, 409, 422],
  }),
  reportFeeBounce: route({
    method: 'post',
    path: '/fees/:feeId/bounces',
    tag: 'Fees',
    summary: 'Say that the bank has taken a receipt of a charge back, or never had it',
    description:
      'Finance says so; another one of finance agrees by the task CONFIRM_FEE_RELIEF. Then the charge is owed again. ' +
      'What the bank’s file has under the key of our order needs nobody.',
    access: 'signedIn',
    params: feeParams,
    body: z.strictObject({
      number: z.int().min(1).meta({ description: 'The receipt: its `number` in the history, a COLLECT' }),
      reason: because,
    }),
    idempotency: 'required',
    status: 201,
    answer: asked,
    example: { body: { number: 3, reason: 'Returned on 2 March, bank reference B2026030200017' } },
    problems: [403, 404, 409, 422],
  }),
  listTariffNotices: route({
    method: 'get',
    path: '/tariffs/notices',
    tag: 'Fees',
    summary: 'What loans were told of later price lists, and how they stand with it',
    access: 'signedIn',
    query: z.strictObject({ loanId: id.optional() }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(noticeView) }),
    problems: [403],
  }),
  answerTariff: route({
    method: 'post',
    path: '/tariffs/notices/:tariff/:loanId/answers',
    tag: 'Fees',
    summary: 'Agree to other prices of a loan, or refuse them',
    description:
      'Until the day before they count; the last answer counts. Without consent the old prices stand.',
    access: 'signedIn',
    params: z.strictObject({ tariff: id, loanId: id }),
    body: z.strictObject({ answer: z.enum(['CONSENT', 'REFUSE']), shownSha256: sha256 }),
    idempotency: 'required',
    status: 201,
    answer: noticeView,
    example: { body: { answer: 'CONSENT', shownSha256: '0'.repeat(64) } },
    problems: [403, 404, 409, 422],
  }),
};
