import { z } from 'zod';
import { TASK_KINDS } from '../../domain/approval/tasks';
import { FEE_TIMINGS } from '../../domain/fees/rule';
import { FEE_KINDS } from '../../domain/ledger/entries';
import { ASSIGNMENTS, AUTHORITIES } from '../../domain/parameters/approval';
import { GRADES, SCORE_DECISIONS } from '../../domain/parameters/scorecard';
import { OWN_RULES_STATUSES, OWN_SUBJECTS, type OwnRules } from '../../domain/rules/ownRules';
import { indicator, level } from './postLoan';
import {
  day,
  dayOut,
  fenAmount,
  id,
  idOut,
  pageOf,
  paging,
  positiveFen,
  prose,
  rateText,
  recordedOut,
  taskKind,
} from './primitives';
import { route } from './route';

const MOST_HOURS = 2_000;
const MOST_DAYS = 400;
const MOST_POINTS = 1_000;

const authority = z.enum(AUTHORITIES).meta({ id: 'Authority' });

/** Rules that an institution may set by itself, each a part of the house's: what is left out stays as it is. */
const approvalRules = z
  .strictObject({
    matrix: z
      .array(
        z.strictObject({
          maximumExposureFen: positiveFen
            .nullable()
            .meta({ description: 'Null: no limit; only the last level' }),
          minimumGrade: z.enum(GRADES).nullable(),
          approvers: z.array(authority).min(1).max(AUTHORITIES.length),
        }),
      )
      .min(1)
      .max(10)
      .optional(),
    singleBorrowerShareOfNetAssets: z
      .string()
      .regex(/^0\.\d{1,4}$/)
      .optional(),
    maximumDelegationDays: z.int().min(1).max(MOST_DAYS).optional(),
    assignment: z
      .enum(ASSIGNMENTS)
      .optional()
      .meta({ description: 'Whether a new task is given to whoever may decide it and has least to do' }),
  })
  .meta({ id: 'ApprovalRules' });

const hours = z.int().min(1).max(MOST_HOURS);
const taskHours = z.strictObject({ reminder: hours, escalation: hours });
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const deadlineRules = z
  .strictObject({
    workingHours: z
      .array(z.tuple([timeOfDay, timeOfDay]))
      .min(1)
      .max(4)
      .optional(),
    task: taskHours.optional(),
    taskOfKind: z.partialRecord(z.enum(TASK_KINDS), taskHours).optional(),
    digestAt: timeOfDay.optional(),
    accessReviewHours: hours.optional(),
    activationReminderHours: hours.optional(),
    activationHours: hours.optional(),
    informationHours: hours.optional(),
    informationReminderHours: hours.optional(),
    appealDays: z.int().min(1).max(MOST_DAYS).optional(),
    appealAnswerHours: hours.optional(),
  })
  .meta({ id: 'DeadlineRules' });

const share = z
  .string()
  .regex(/^0(\.\d{1,6})?$/)
  .meta({ description: 'A share or a yearly rate: 0.035 is 3.5 %' });
const pricingRules = z
  .strictObject({
    fundingSpreadRate: share.optional(),
    opexRate: share.optional(),
    capitalRatio: share.optional(),
    hurdleRate: share.optional(),
  })
  .meta({
    id: 'PricingRules',
    description: 'What a loan must earn; the law caps what a borrower pays in all',
  });

const scorecardRules = z
  .strictObject({
    basePoints: z.int().min(0).max(MOST_POINTS).optional(),
    maximumLoanToRevenue: z
      .string()
      .regex(/^\d(\.\d{1,4})?$/)
      .optional(),
    decisionOf: z
      .partialRecord(z.enum(GRADES), z.enum(SCORE_DECISIONS))
      .optional()
      .meta({ description: 'What a grade alone leads to' }),
  })
  .meta({ id: 'ScorecardRules' });

const feeBasis = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FLAT'), amountFen: positiveFen }).meta({ id: 'FlatFee' }),
  z.strictObject({ kind: z.literal('OF_AMOUNT'), rate: share }).meta({ id: 'FeeOfAmount' }),
  z
    .strictObject({ kind: z.literal('OF_AMOUNT_AND_TERM'), annualRate: share })
    .meta({ id: 'FeeOfAmountAndTerm' }),
  z
    .strictObject({
      kind: z.literal('TIERED'),
      tiers: z
        .array(z.strictObject({ upToFen: positiveFen.nullable(), rate: share }))
        .min(1)
        .max(20),
    })
    .meta({ id: 'TieredFee' }),
]);

/** A line of a price list. */
export const feeRule = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_-]{0,31}$/)
      .meta({ description: 'Names the line for ever; not PRODUCT-…, which are a product’s own' }),
    kind: z.enum(FEE_KINDS),
    timing: z.enum(FEE_TIMINGS),
    basis: feeBasis,
    minimumFen: positiveFen.optional(),
    maximumFen: positiveFen.optional(),
    gradeDiscounts: z.partialRecord(z.enum(GRADES), share).default({}),
    loyaltyDiscounts: z
      .array(z.strictObject({ minimumLoansRepaid: z.int().min(1).max(100), discount: share }))
      .max(10)
      .default([]),
    maximumDiscount: share.default('0'),
  })
  .meta({ id: 'FeeRule' });

const feeRules = z
  .strictObject({ rules: z.array(feeRule).max(40).optional() })
  .meta({ id: 'FeeRules', description: 'The whole price list; loans keep what they agreed to' });

const bound = z
  .string()
  .regex(/^(true|-?\d{1,6}(\.\d{1,6})?)$/)
  .nullable();
const thresholdRules = z
  .strictObject({
    thresholds: z
      .partialRecord(
        indicator,
        z.strictObject({ yellow: bound, red: bound }).meta({
          id: 'WarningBounds',
          description:
            'A decimal each, the bound itself is still good; of a flag one is `true`, the other null',
        }),
      )
      .optional(),
  })
  .meta({ id: 'ThresholdRules', description: 'From where on readings of borrowers warn' });

const subject = z.enum(OWN_SUBJECTS).meta({ id: 'RulesSubject' });
const status = z.enum(OWN_RULES_STATUSES).meta({ id: 'RulesStatus' });

const approvalPart = z.strictObject({ subject: z.literal('approval'), value: approvalRules });
const deadlinesPart = z.strictObject({ subject: z.literal('deadlines'), value: deadlineRules });
const feesPart = z.strictObject({ subject: z.literal('fees'), value: feeRules });
const postLoanPart = z.strictObject({ subject: z.literal('postLoan'), value: thresholdRules });
const pricingPart = z.strictObject({ subject: z.literal('pricing'), value: pricingRules });
const scorecardPart = z.strictObject({ subject: z.literal('scorecard'), value: scorecardRules });

/** The rules of a subject, as they are asked for or tried. */
export const rulesBody = z.discriminatedUnion('subject', [
  approvalPart.meta({ id: 'ApprovalTried' }),
  deadlinesPart.meta({ id: 'DeadlinesTried' }),
  feesPart.meta({ id: 'FeesTried' }),
  postLoanPart.meta({ id: 'ThresholdsTried' }),
  pricingPart.meta({ id: 'PricingTried' }),
  scorecardPart.meta({ id: 'ScorecardTried' }),
]);

const reason = prose(1000).pipe(z.string().min(1));
const asked = { effectiveFrom: day.meta({ description: 'A business day to come' }), reason };
export const wantedRulesBody = z.discriminatedUnion('subject', [
  approvalPart.extend(asked).meta({ id: 'ApprovalWanted' }),
  deadlinesPart.extend(asked).meta({ id: 'DeadlinesWanted' }),
  feesPart.extend(asked).meta({ id: 'FeesWanted' }),
  postLoanPart.extend(asked).meta({ id: 'ThresholdsWanted' }),
  pricingPart.extend(asked).meta({ id: 'PricingWanted' }),
  scorecardPart.extend(asked).meta({ id: 'ScorecardWanted' }),
]);

export const ownRulesView = z
  .strictObject({
    id: idOut,
    subject,
    effectiveFrom: dayOut,
    value: z
      .union([approvalRules, deadlineRules, feeRules, thresholdRules, pricingRules, scorecardRules])
      .meta({ description: 'What it sets; the rest stays the house’s' }),
    reason: z.string(),
    status,
    requestedBy: z.string(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    createdAt: recordedOut,
    decidedAt: recordedOut.nullable(),
  })
  .meta({ id: 'OwnRules' });

const found = z
  .strictObject({
    grade: z.enum(GRADES),
    decision: z.enum(SCORE_DECISIONS),
    annualRate: rateText.nullable().meta({ description: 'Null: the law allows no price' }),
  })
  .meta({ id: 'AssessedAs' });

/** What the rules of the last quarter would have been with others in their place. */
export const rulesPreview = z
  .strictObject({
    looked: z.int().meta({ description: 'Applications, tasks or borrowers of the last three months' }),
    applications: z.array(
      z.strictObject({
        applicationId: idOut,
        enterpriseName: z.string(),
        exposureFen: fenAmount,
        grade: z.enum(GRADES),
        approvers: z.array(authority).meta({ description: 'Who were asked' }),
        wouldBe: z.array(authority).meta({ description: 'Who would have been asked; empty: nobody may' }),
      }),
    ),
    assessed: z
      .array(z.strictObject({ applicationId: idOut, enterpriseName: z.string(), was: found, wouldBe: found }))
      .meta({ description: 'Applications that would have been graded, decided or priced otherwise' }),
    tasks: z.array(z.strictObject({ kind: taskKind, tasks: z.int(), late: z.int(), wouldBeLate: z.int() })),
    warned: z
      .array(
        z.strictObject({
          enterpriseId: idOut,
          enterpriseName: z.string(),
          indicator,
          was: level.nullable().meta({ description: 'The worst that it came to; null: nobody was warned' }),
          wouldBe: level.nullable(),
        }),
      )
      .meta({ description: 'Borrowers about whom would have been warned otherwise' }),
  })
  .meta({ id: 'RulesPreview' });

const rulesInForce = z
  .strictObject({
    date: dayOut,
    versions: z.record(z.string(), z.string()).meta({ description: 'The house’s by name, own ones by id' }),
    approval: approvalRules.required(),
    deadlines: deadlineRules.required().extend({
      fileChangeWaitHours: hours.meta({ description: 'The house’s alone: nobody shortens it' }),
      accessReviewEscalationHours: hours.meta({ description: 'The house’s alone, real time' }),
    }),
    fees: feeRules.required(),
    postLoan: thresholdRules.required(),
    pricing: pricingRules.required(),
    scorecard: scorecardRules.required(),
  })
  .meta({ id: 'RulesInForce' });

const example = {
  subject: 'deadlines' as const,
  value: { task: { reminder: 4, escalation: 12 } satisfies OwnRules['deadlines']['task'] },
};

export const ruleRoutes = {
  getRules: route({
    method: 'get',
    path: '/rules',
    tag: 'Rules',
    summary: 'The rules in force for the own institution that it may set by itself',
    access: 'signedIn',
    query: z.strictObject({ on: day.optional().meta({ description: 'Today when left out' }) }),
    idempotency: 'none',
    status: 200,
    answer: rulesInForce,
    problems: [403, 422],
  }),
  listRuleChanges: route({
    method: 'get',
    path: '/rules/changes',
    tag: 'Rules',
    summary: 'Rules that people of the own institution asked for, newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: status.optional(), subject: subject.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(ownRulesView),
    problems: [403],
  }),
  previewRules: route({
    method: 'post',
    path: '/rules/previews',
    tag: 'Rules',
    summary: 'What would have been decided differently in the last three months',
    description:
      'Changes nothing. Applications by the exposure that they had then; tasks by when they were decided; borrowers by what was read of them.',
    access: 'signedIn',
    body: rulesBody,
    idempotency: 'none',
    status: 200,
    answer: rulesPreview,
    example: { body: example },
    problems: [403, 422],
  }),
  requestRules: route({
    method: 'post',
    path: '/rules/changes',
    tag: 'Rules',
    summary: 'Ask for other rules from a day on',
    description:
      'One of risk and admin asks, another one decides. Open cases keep the deadlines of their beginning.',
    access: 'signedIn',
    body: wantedRulesBody,
    idempotency: 'required',
    status: 201,
    answer: ownRulesView,
    example: {
      body: { ...example, effectiveFrom: '2026-12-01', reason: 'A second reviewer begins in December' },
    },
    problems: [403, 422],
  }),
  decideRules: route({
    method: 'post',
    path: '/rules/changes/:changeId/decision',
    tag: 'Rules',
    summary: 'Approve or reject rules that another person asked for',
    access: 'signedIn',
    params: z.strictObject({ changeId: id }),
    body: z.strictObject({
      decision: z.enum(['APPROVE', 'REJECT']),
      reason: prose(1000).default('').meta({ description: 'Needed to reject' }),
    }),
    idempotency: 'optional',
    status: 200,
    answer: ownRulesView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
};
