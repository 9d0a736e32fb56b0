import { z } from 'zod';
import { STATEMENT_FIGURES } from '../../domain/scoring/statements';
import {
  fenAmount,
  id,
  idOut,
  instantOut,
  jsonObject,
  line,
  openTaskView,
  pageOf,
  paging,
  positiveFen,
  rateText,
  refusalView,
  signedFen,
  timelineEntry,
} from './primitives';
import { annualCostView, costItem, repaymentMethod, scheduleRowView, termMonths } from './products';
import { route } from './route';

/** Figures of one year in fen; expenses are positive. The completeness check says what is missing. */
export const statementPeriod = z
  .partialRecord(z.enum(STATEMENT_FIGURES), signedFen)
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
  taxRating: z.enum(['A', 'B', 'M', 'C', 'D']).nullable().optional(),
  litigation: z.enum(['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR']).optional(),
});

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
  .object({ applicationId: idOut, workflowId: z.string() })
  .meta({ id: 'ApplicationReceived' });

export const reasonView = z.object({ code: z.string(), text: z.string() });

export const assessmentView = z
  .object({
    score: z.number().nullable(),
    grade: z.string().nullable(),
    decision: z.string().nullable(),
    reasons: z.array(reasonView),
    figures: jsonObject.meta({ description: 'The whole assessment with the versions of its parameters' }),
  })
  .meta({ id: 'Assessment' });

export const offerView = z
  .object({
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    annualRate: rateText,
    expiresAt: instantOut.nullable(),
    annualCost: annualCostView.nullable(),
    items: z.array(costItem),
    schedule: z.array(scheduleRowView),
  })
  .meta({ id: 'Offer' });

export const applicationSummary = z
  .object({
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
    stage: z.string(),
    stageSince: instantOut,
    refusal: refusalView.nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'ApplicationSummary' });

export const applicationView = applicationSummary
  .extend({
    statements: jsonObject,
    profile: jsonObject,
    assessment: assessmentView.nullable(),
    offer: offerView.nullable(),
    missing: z
      .array(z.string())
      .meta({ description: 'Paths that are still missing while AWAITING_INFORMATION' }),
    openTask: openTaskView.nullable(),
    loanId: idOut.nullable(),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: 'Application' });

export const stageView = z
  .object({ id: idOut, stage: z.string(), since: instantOut })
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
    query: z.strictObject({ ...paging, stage: line(40).optional(), enterpriseId: id.optional() }),
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
    answer: stageView,
    problems: [404, 409, 422],
  }),
  acceptOffer: act({
    path: '/applications/:applicationId/offer/acceptance',
    summary: 'Accept the offer',
    idempotency: 'required',
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
};
