import { z } from 'zod';
import { DECISIONS } from '../../domain/approval/tasks';
import { FILE_PARTS } from '../../domain/kyc/fileParts';
import { TASK_STATUSES } from '../tasks';
import { type AnyStage, STAGE_TEXTS } from '../texts/processTexts';
import { keysOf } from '../texts/texts';
import { grade } from './assessment';
import { checkFindings } from './checkFindings';
import { filePart } from './corrections';
import {
  caseType,
  day,
  decisionReason,
  digits,
  id,
  idOut,
  instantOut,
  line,
  pageOf,
  paging,
  placeIn,
  positiveFen,
  prose,
  recordedOut,
  role,
  taskKind,
} from './primitives';
import { refusalCode } from './problem';
import { type Answer, route } from './route';

export const taskStatus = z.enum(TASK_STATUSES).meta({ id: 'TaskStatus' });
/** Stages of cases of any kind. */
export const ALL_STAGES = [
  ...new Set(Object.values(STAGE_TEXTS).flatMap((stages) => Object.keys(stages) as AnyStage[])),
];
export const caseStage = z.enum(ALL_STAGES).meta({ id: 'CaseStage' });
export const decision = z.enum(DECISIONS).meta({ id: 'Decision' });

export const taskView = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    kind: taskKind,
    role,
    status: taskStatus,
    caseType,
    caseId: z.string(),
    caseTitle: z.string(),
    reason: z.strictObject({
      code: z.enum(keysOf('reasons')).meta({ id: 'ReasonCode' }),
      text: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
    }),
    claimedBy: z.string().nullable(),
    dueAt: instantOut,
    isOverdue: z.boolean(),
    escalations: z.int(),
    version: z.int().meta({ description: 'Grows with each change of who has it; acts may carry it' }),
    caseVersion: z.int().meta({
      description:
        'Of what the case is decided by (facts, papers, terms, assessment); a decision may carry it',
    }),
    amountFen: z.int().nullable().meta({ description: 'By which it was routed; null: about no amount' }),
    productCode: z.string().nullable().meta({ description: 'Of the application or loan; null: about none' }),
    grade: grade.nullable().meta({ description: 'Of the assessment when it was asked; null: about none' }),
    stage: caseStage.nullable().meta({ description: 'Of its case; null: it is in none' }),
    snoozedUntil: instantOut
      .nullable()
      .meta({ description: 'Until when its holder has put it off; null: not' }),
    stageSince: instantOut.meta({ description: 'Since when its case is in the stage, business time' }),
    outcome: z.string().nullable().meta({ description: 'The decision, or why it was cancelled' }),
    closedBy: z.string().nullable(),
    closedFor: z.string().nullable().meta({ description: 'The principal, where a deputy decided' }),
    closedAt: instantOut.nullable(),
    createdAt: recordedOut,
    /** What the reader may not do with it and why; null when the reader may claim and decide. */
    barred: refusalCode.nullable(),
    onBehalfOf: z
      .string()
      .nullable()
      .meta({ description: 'Whose deputy the reader would decide as; null: by an own role, or not at all' }),
    decisions: z.array(decision),
    /** For decisions that are counted: what may be said, in words for inside and in those that the applicant reads. */
    refusalReasons: z.array(
      z.strictObject({
        code: decisionReason,
        decisions: z.array(decision).meta({ description: 'What it can be the reason of' }),
        text: z.string(),
        told: z.string().meta({ description: 'Empty: only the words of the decision are told' }),
        isConfidential: z
          .boolean()
          .meta({ description: 'No words for the applicant may be given; a note must be' }),
      }),
    ),
  })
  .meta({ id: 'Task' });

/** What every act on a task may say. */
const act = {
  version: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The version that was seen: what somebody else changed since refuses the act' }),
};

const claimedView = z.strictObject({
  taskId: idOut,
  claimedBy: z.string().nullable(),
  version: z.int(),
  caseVersion: z.int(),
});

/** Of whoever decides on a case. */
export const seenFacts = {
  caseVersion: z.int().min(0).optional().meta({
    description: 'The `caseVersion` that was seen: what others changed since refuses the decision',
  }),
};

export const decisionBody = z.strictObject({
  ...act,
  ...seenFacts,
  decision: decision.meta({ description: 'One of the decisions that the task offers' }),
  reason: prose(1000)
    .default('')
    .meta({ description: 'Needed unless agreeing; of an application or enterprise the applicant reads it' }),
  reasonCode: decisionReason.optional().meta({
    description:
      'Of a refusal: one of `refusalReasons`; words need not be added then. Words alone count as D900. ' +
      'Of a disputed fee the number is published, and the words are for the customer alone.',
  }),
  note: prose(1000).default('').meta({ description: 'Words that stay inside' }),
  bankReference: line(64)
    .optional()
    .meta({ description: 'Needed for SUCCEEDED of RESOLVE_PAYMENT: what the bank said' }),
  bankDate: day
    .optional()
    .meta({ description: 'RESOLVE_PAYMENT, SUCCEEDED: the day on which the bank booked it' }),
  bankCode: line(20).optional().meta({ description: 'RESOLVE_PAYMENT, FAILED: what the bank said' }),
  loanId: id.optional().meta({
    description: 'It or `loanNo`: needed for BOOK_ON_LOAN, MATCH_ENTRY and REPAY_CLAIM of IDENTIFY_RECEIPT',
  }),
  loanNo: z
    .string()
    .regex(/^LN\d{10,20}$/)
    .optional()
    .meta({ description: 'The number of the loan, as on its page and its papers' }),
  amountFen: positiveFen
    .optional()
    .meta({ description: 'What is given up or back: needed for GRANT of RESOLVE_FEE_DISPUTE' }),
  findings: checkFindings.optional().meta({ description: 'Needed for CHECK_BORROWER: what was found' }),
  parts: z
    .array(
      z.strictObject({
        part: filePart,
        reasonCode: decisionReason,
        words: prose(500).pipe(z.string().min(1)),
      }),
    )
    .min(1)
    .max(FILE_PARTS.length)
    .optional()
    .meta({
      description:
        'Needed to ASK_FOR_CORRECTION: each part that is to be put right, with a number of `partReasons` and what is ' +
        'wrong, which the enterprise reads',
    }),
});

export const taskParams = z.strictObject({ taskId: id });

const flag = z.enum(['true', 'false']).optional();

/** By what tasks can be sorted: by deadline, age of the stage, amount, grade (the best first) and product. */
const TASK_SORTS = ['due', 'stageSince', 'amount', 'grade', 'product'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];
const taskOrder = z.enum([...TASK_SORTS, ...TASK_SORTS.map((sort) => `-${sort}` as const)]);
export type TaskOrder = z.infer<typeof taskOrder>;

/** Which tasks, in the words of a URL: what a list, a view, a count and an assignment go by. */
export const taskFilter = z
  .strictObject({
    status: taskStatus
      .optional()
      .meta({ description: 'Without it those that are not over; of one case (`caseId`) all' }),
    kind: taskKind.optional(),
    role: role.optional(),
    caseId: line(80).optional(),
    title: line(80).optional().meta({ description: 'A part of what the case is called' }),
    mine: flag.meta({ description: 'Only those that I claimed' }),
    snoozed: flag.meta({
      description:
        'Only those that I put off; where nothing is said of them, status or case they are left out',
    }),
    unclaimed: flag.meta({ description: 'Only those that nobody has' }),
    overdue: flag,
    productCode: line(60).optional(),
    grade: grade.optional(),
    stage: caseStage.optional(),
    stageDays: digits(4).optional().meta({ description: 'In its stage for so many days at least' }),
    leastFen: digits(16).optional().meta({ description: 'About so much at least' }),
    mostFen: digits(16).optional().meta({ description: 'About so much at most' }),
    sort: taskOrder
      .optional()
      .meta({ description: 'Without it by deadline; `-` turns round: `-amount` has the largest first' }),
  })
  .meta({ id: 'TaskFilter' });
export type TaskWish = Answer<typeof taskFilter>;

/** Of which the next task is to be, where it matters. */
export const nextWish = taskFilter.pick({ kind: true, role: true, title: true, overdue: true });

export const taskRoutes = {
  listTasks: route({
    method: 'get',
    path: '/tasks',
    tag: 'Tasks',
    summary: 'The inbox: tasks of the own institution for the own roles, most urgent first',
    access: 'signedIn',
    query: taskFilter.extend({
      ...paging,
      after: placeIn(/^[\w-]{0,60}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(taskView),
    problems: [403],
  }),
  claimTask: route({
    method: 'post',
    path: '/tasks/:taskId/claim',
    tag: 'Tasks',
    summary: 'Take a task so that nobody else works on it',
    access: 'signedIn',
    params: taskParams,
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: claimedView,
    problems: [403, 404, 409],
  }),
  giveTaskBack: route({
    method: 'post',
    path: '/tasks/:taskId/return',
    tag: 'Tasks',
    summary: 'Give a task back that one has taken; an admin gives it back for somebody else',
    access: 'signedIn',
    params: taskParams,
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: claimedView,
    problems: [403, 404, 409],
  }),
  takeTaskOver: route({
    method: 'post',
    path: '/tasks/:taskId/takeover',
    tag: 'Tasks',
    summary: 'Take a task from whoever has it: once it is overdue, or while they are away',
    access: 'signedIn',
    params: taskParams,
    body: z.strictObject(act),
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: claimedView,
    example: { body: { version: 2 } },
    problems: [403, 404, 409],
  }),
  giveTask: route({
    method: 'post',
    path: '/tasks/:taskId/assignment',
    tag: 'Tasks',
    summary: 'Give a task to a person of the own institution who may decide it',
    description:
      'Whoever had taken it loses it. For when a person is away and a case must go on. Given to somebody who is away ' +
      'it goes to their deputy.',
    access: 'signedIn',
    params: taskParams,
    body: z.strictObject({
      ...act,
      userId: line(80).meta({ description: 'As the audit trail and claimed tasks show people' }),
    }),
    idempotency: 'optional',
    mayTakeLonger: true,
    status: 200,
    answer: claimedView,
    example: { body: { userId: 'u-0001' } },
    problems: [403, 404, 409, 422],
  }),
};
