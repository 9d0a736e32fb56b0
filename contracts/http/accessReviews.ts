import { z } from 'zod';
import { STAFF_ROLES } from '../../domain/approval/roles';
import { REVIEW_ANSWERS, REVIEW_OUTCOMES } from '../../domain/staff/accessReview';
import { id, idOut, line, pageOf, paging, personView, prose, recordedOut, role } from './primitives';
import { refusalCode } from './problem';
import { route } from './route';

const reviewView = z
  .strictObject({
    id: idOut,
    period: z.string().meta({ description: 'A quarter: 2026Q4' }),
    createdAt: recordedOut,
    closedAt: recordedOut.nullable(),
    signedBy: z.string().nullable().meta({ description: 'Null: open, or closed by its end alone' }),
    recordHash: z
      .string()
      .nullable()
      .meta({ description: 'SHA-256 of the closed record; the audit trail holds it too' }),
  })
  .meta({ id: 'AccessReview' });

const rightView = z
  .strictObject({
    person: personView,
    role,
    since: recordedOut,
    outcome: z
      .enum(REVIEW_OUTCOMES)
      .meta({
        id: 'ReviewOutcome',
        description: 'LAPSED: nobody answered in time. KEPT: neither, and it is the last admin’s',
      })
      .nullable(),
    answeredBy: z.string().nullable(),
    answeredAt: recordedOut.nullable(),
    reason: z.string(),
    answerers: z.array(z.string()).meta({
      description: 'Who may answer now: managers, with each escalation the next above, else admin and risk',
    }),
  })
  .meta({ id: 'ReviewedRight' });

export const accessReviewView = reviewView
  .extend({ rights: z.array(rightView) })
  .meta({ id: 'AccessReviewWithRights' });

const reviewParams = z.strictObject({ reviewId: id });
const MOST_ANSWERS = 200;

export const accessReviewRoutes = {
  listAccessReviews: route({
    method: 'get',
    path: '/access-reviews',
    tag: 'Staff',
    summary: 'The quarterly reviews of the rights of the own institution, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(reviewView),
    problems: [403],
  }),
  getAccessReview: route({
    method: 'get',
    path: '/access-reviews/:reviewId',
    tag: 'Staff',
    summary:
      'A review with every right and what was said of it; managers see the rights for which they answer',
    access: 'signedIn',
    params: reviewParams,
    idempotency: 'none',
    status: 200,
    answer: accessReviewView,
    problems: [403, 404],
  }),
  answerAccessReview: route({
    method: 'post',
    path: '/access-reviews/:reviewId/answers',
    tag: 'Staff',
    summary: 'Confirm rights of others, or take them away at once; each row is answered for itself',
    description:
      'The manager answers, after a while the next above too; where there is none, admin and risk. ' +
      'When every right has its answer, the task REVIEW_ACCESS is decided with SIGN. What nobody answers lapses.',
    access: 'signedIn',
    params: reviewParams,
    body: z.strictObject({
      answers: z
        .array(
          z.strictObject({
            userId: line(80),
            role: z.enum(STAFF_ROLES),
            outcome: z.enum(REVIEW_ANSWERS),
            reason: prose(1000).default('').meta({ description: 'Needed to take a right away' }),
          }),
        )
        .min(1)
        .max(MOST_ANSWERS),
    }),
    idempotency: 'optional',
    status: 200,
    answer: z.strictObject({
      results: z.array(z.strictObject({ userId: z.string(), role, refusal: refusalCode.nullable() })),
    }),
    example: {
      body: { answers: [{ userId: 'u-0001', role: 'reviewer', outcome: 'CONFIRMED', reason: '' }] },
    },
    problems: [403, 404, 422],
  }),
};
