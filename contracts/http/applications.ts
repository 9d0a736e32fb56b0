import { z } from 'zod';
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
  prose,
  rateText,
  refusalView,
  signedFen,
  timelineEntry,
} from './primitives';
import { annualCostView, costItem, repaymentMethod, scheduleRowView, termMonths } from './products';
import { route } from './route';

/** Figures of the annual statements, by year (`"2025"`), in fen. The completeness check says what is missing. */
export const statements = z
  .record(
    z.string().regex(/^(20|21)\d{2}$/),
    z.record(z.string().regex(/^[a-z][A-Za-z0-9]{1,40}Fen$/), signedFen),
  )
  .refine((years) => Object.keys(years).length <= 10, { params: { code: 'TOO_MANY' } })
  .refine((years) => Object.values(years).every((figures) => Object.keys(figures).length <= 60), {
    params: { code: 'TOO_MANY' },
  });

export const applyBody = z.strictObject({
  productId: id,
  amountFen: positiveFen,
  termMonths,
  method: repaymentMethod,
  purpose: line(200),
  statements,
  profile: z
    .record(
      z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/),
      z.union([z.int(), z.boolean(), line(200), z.null()]),
    )
    .refine((facts) => Object.keys(facts).length <= 60, { params: { code: 'TOO_MANY' } })
    .default({}),
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
      profile: applyBody.shape.profile.unwrap().optional(),
      note: prose(2000).optional(),
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
