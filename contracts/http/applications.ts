import { z } from 'zod';
import { LEVELS_UP } from '../../domain/approval/matrix';
import type { OfferedFee } from '../../domain/fees/loanFees';
import type { FeeKind } from '../../domain/ledger/entries';
import type { LoanTerms } from '../../domain/loan/terms';
import { AUTHORITIES } from '../../domain/parameters/approval';
import type { CostItem } from '../../domain/schedule/annualCost';
import { LITIGATION, TAX_RATINGS } from '../../domain/scoring/profile';
import { STATEMENT_FIGURES } from '../../domain/scoring/statements';
import { APPEAL_STAGES } from '../workflows/appeal';
import { APPLICATION_STAGES } from '../workflows/application';
import { assessmentView } from './assessment';
import {
  dayOut,
  fenAmount,
  fieldsOf,
  fromText,
  id,
  idOut,
  instantOut,
  line,
  openTaskView,
  pageOf,
  paging,
  points,
  positiveFen,
  prose,
  rateText,
  recordedOut,
  refusalView,
  sha256,
  signedFen,
} from './primitives';
import {
  annualCostView,
  costItem,
  offeredFee,
  repaymentMethod,
  scheduleRowView,
  termMonths,
} from './products';
import { type Answer, route } from './route';
import { timelineOf } from './timeline';

/** Figures of one year in fen; expenses are positive. The completeness check says what is missing. */
export const statementPeriod = fieldsOf(STATEMENT_FIGURES, signedFen)
  .partial()
  .meta({ id: 'StatementPeriod', description: 'Figures of one year in fen, expenses as positive numbers' });

export const statements = z.strictObject({
  current: statementPeriod.optional(),
  previous: statementPeriod
    .nullable()
    .optional()
    .meta({ description: 'Null for an enterprise in its first year' }),
  principalDue12mFen: fenAmount.optional(),
  existingDebtFen: fenAmount.optional(),
});

export const profile = z.strictObject({
  yearsInOperation: z.number().min(0).max(1000).optional(),
  taxRating: z.enum(TAX_RATINGS).nullable().optional(),
  litigation: z.enum(LITIGATION).optional(),
});

/** What the applicant said, and what the credit record added. */
export const profileView = profile
  .extend({ maxDpd24m: z.int().optional(), enquiries6m: z.int().optional() })
  .meta({ id: 'Profile' });

export const { stage: applicationStage, entry: applicationEntry } = timelineOf(
  'Application',
  APPLICATION_STAGES,
);

export const applyBody = z.strictObject({
  productId: id,
  amountFen: positiveFen,
  termMonths,
  method: repaymentMethod,
  purpose: line(200),
  statements: statements.default({}),
  profile: profile.default({}),
});

export const appliedView = z
  .strictObject({ applicationId: idOut, workflowId: z.string() })
  .meta({ id: 'ApplicationReceived' });

export const offerView = z
  .strictObject({
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    annualRate: rateText,
    expiresAt: instantOut.nullable(),
    annualCost: annualCostView.nullable(),
    items: z.array(costItem),
    fees: z.array(offeredFee),
    schedule: z.array(scheduleRowView),
  })
  .meta({ id: 'Offer' });

export const pricedOfferView = z
  .strictObject({
    pointsBalance: z.int().meta({ description: 'Points that are there; below zero after a refund' }),
    pointsLimit: z.int().meta({ description: 'The most that may be set against this offer' }),
    annualCost: annualCostView,
    items: z.array(costItem),
    fees: z.array(offeredFee),
    shownSha256: z.string(),
  })
  .meta({ id: 'PricedOffer' });

/** An offer as it is kept on the application's row: as it was made, with the terms that its loan will have. */
export type KeptOffer = Omit<Answer<typeof offerView>, 'method' | 'items' | 'fees'> & {
  readonly items: readonly CostItem<FeeKind>[];
  /** What each charge costs that the loan will make, and by which version of the price list. */
  readonly fees: readonly OfferedFee[];
  readonly tariff: string;
  readonly terms: LoanTerms;
};

export const applicationSummary = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    enterpriseId: idOut,
    enterpriseName: z.string(),
    productId: idOut,
    productCode: z.string(),
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    purpose: z.string(),
    stage: applicationStage,
    stageSince: instantOut,
    refusal: refusalView.nullable(),
    createdAt: recordedOut,
  })
  .meta({ id: 'ApplicationSummary' });

/** Who must approve an application, and why so many. */
export const approvalRouteView = z
  .strictObject({
    round: z
      .int()
      .meta({ description: 'Counts up each time that what was approved does not stand any more' }),
    level: z.int(),
    approvers: z.array(z.enum(AUTHORITIES)),
    raisedBy: z.array(z.enum(LEVELS_UP)),
    exceptionReason: z.string().nullable(),
    exposureFen: fenAmount.meta({
      description: 'What the connected group owes and may draw, with the request',
    }),
    groupIds: z.array(idOut).meta({ description: 'Enterprises of the connected group' }),
    terms: z
      .strictObject({
        amountFen: fenAmount,
        termMonths: z.int(),
        annualRate: rateText,
        method: repaymentMethod,
      })
      .meta({ description: 'What is approved, or is to be' }),
  })
  .meta({ id: 'ApprovalRoute' });
export const appealView = z
  .strictObject({
    stage: z.enum(APPEAL_STAGES).meta({ id: 'AppealStage' }),
    since: instantOut,
    reason: z.string().meta({ description: 'The words of the applicant' }),
    answerBy: instantOut,
    refusal: refusalView.nullable().meta({ description: 'Why the refusal stands' }),
  })
  .meta({ id: 'Appeal' });

export const applicationView = applicationSummary
  .extend({
    statements,
    profile: profileView,
    assessment: assessmentView.nullable(),
    approval: approvalRouteView.nullable().meta({ description: 'Only for staff' }),
    offer: offerView.nullable(),
    missing: z
      .array(z.string())
      .meta({ description: 'Paths that are still missing while AWAITING_INFORMATION' }),
    wish: z
      .string()
      .nullable()
      .meta({ description: 'What the reviewer wishes to see while AWAITING_INFORMATION, in their words' }),
    supplyBy: instantOut.nullable().meta({ description: 'Until when it is waited for' }),
    openTask: openTaskView.nullable(),
    loanId: idOut.nullable(),
    appealUntil: dayOut
      .nullable()
      .meta({ description: 'Last day on which the refusal may be appealed; null: it can not be' }),
    appeal: appealView.nullable(),
    timeline: z.array(applicationEntry),
  })
  .meta({ id: 'Application' });

export const stageView = z
  .strictObject({ id: idOut, stage: applicationStage, since: instantOut })
  .meta({ id: 'Stage', description: 'Where the case stands after the act' });

const applicationParams = z.strictObject({ applicationId: id });

const act = (operation: { path: string; summary: string; idempotency: 'required' | 'optional' }) =>
  route({
    ...operation,
    method: 'post',
    tag: 'Applications',
    access: 'signedIn',
    params: applicationParams,
    status: 200,
    mayTakeLonger: true,
    answer: stageView,
    problems: [404, 409, 422],
  });

export const applicationRoutes = {
  apply: route({
    method: 'post',
    path: '/applications',
    tag: 'Applications',
    summary: 'Apply for a loan',
    description:
      'Starts `application/{applicationId}`. Something missing does not refuse it: the case then waits for information.',
    access: 'signedIn',
    body: applyBody,
    idempotency: 'required',
    status: 201,
    answer: appliedView,
    problems: [404, 409, 422],
  }),
  listApplications: route({
    method: 'get',
    path: '/applications',
    tag: 'Applications',
    summary: 'Applications of the own institution or the own enterprise',
    access: 'signedIn',
    query: z.strictObject({ ...paging, stage: applicationStage.optional(), enterpriseId: id.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(applicationSummary),
    problems: [],
  }),
  getApplication: route({
    method: 'get',
    path: '/applications/:applicationId',
    tag: 'Applications',
    summary: 'One application: figures, assessment with reasons, offer and its story',
    access: 'signedIn',
    params: applicationParams,
    idempotency: 'none',
    status: 200,
    answer: applicationView,
    problems: [404],
  }),
  supplyInformation: route({
    method: 'post',
    path: '/applications/:applicationId/information',
    tag: 'Applications',
    summary: 'Supply what was missing or asked for',
    access: 'signedIn',
    params: applicationParams,
    body: z.strictObject({
      purpose: line(200).optional(),
      statements: statements.optional(),
      profile: profile.optional(),
    }),
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: stageView,
    problems: [404, 409, 422],
  }),
  priceOffer: route({
    method: 'get',
    path: '/applications/:applicationId/offer/price',
    tag: 'Applications',
    summary: 'What the offer costs with points set against its fees',
    description: 'Fees that are charged once take points. Accept with the hash of what is shown here.',
    access: 'signedIn',
    params: applicationParams,
    query: z.strictObject({ points: fromText(0, 1_000_000_000, 0) }),
    idempotency: 'none',
    status: 200,
    answer: pricedOfferView,
    problems: [404, 409, 422],
  }),
  acceptOffer: route({
    method: 'post',
    path: '/applications/:applicationId/offer/acceptance',
    tag: 'Applications',
    summary: 'Accept the offer',
    description:
      'With points, or the hash of what was shown: as it was priced. Without a body: as it was offered.',
    access: 'signedIn',
    params: applicationParams,
    body: z.strictObject({ pointsUsed: points.optional(), shownSha256: sha256.optional() }).optional(),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: stageView,
    example: { body: { pointsUsed: 500, shownSha256: '0'.repeat(64) } },
    problems: [404, 409, 422],
  }),
  changeTerms: route({
    method: 'post',
    path: '/applications/:applicationId/terms',
    tag: 'Applications',
    summary: 'Ask for another amount, term or method instead of what was offered',
    description:
      'It is priced and approved anew, by everybody whom the new terms ask for; then there is another offer.',
    access: 'signedIn',
    params: applicationParams,
    body: z.strictObject({ amountFen: positiveFen, termMonths, method: repaymentMethod }),
    idempotency: 'required',
    status: 200,
    mayTakeLonger: true,
    answer: stageView,
    example: { body: { amountFen: 25_000_000, termMonths: 12, method: 'EQUAL_INSTALMENT' } },
    problems: [404, 409, 422],
  }),
  declineOffer: act({
    path: '/applications/:applicationId/offer/decline',
    summary: 'Decline the offer',
    idempotency: 'optional',
  }),
  withdrawApplication: act({
    path: '/applications/:applicationId/withdrawal',
    summary: 'Withdraw the application',
    idempotency: 'optional',
  }),
  appeal: route({
    method: 'post',
    path: '/applications/:applicationId/appeal',
    tag: 'Applications',
    summary: 'Appeal against a refusal',
    description:
      'Once, in time (`appealUntil`), before an offer was accepted. Starts `appeal/{applicationId}`: another reviewer ' +
      'decides. Granted, the application begins anew and is decided by other people.',
    access: 'signedIn',
    params: applicationParams,
    body: z.strictObject({ reason: prose(1000).pipe(z.string().min(1)) }),
    idempotency: 'required',
    status: 201,
    answer: appealView,
    example: { body: { reason: 'The litigation was settled in March; the ruling is attached to our file' } },
    problems: [404, 409, 422],
  }),
};
