import { z } from 'zod';
import { applicationView } from './applications';
import { attachmentView } from './attachments';
import { breakView, receiptView } from './books';
import { commentView } from './comments';
import { correctionView } from './corrections';
import { enterpriseChecks, enterpriseSummary } from './enterprises';
import { loanSummary, paymentView } from './loans';
import { decisionReason, personView, role, taskKind } from './primitives';
import { refusalCode } from './problem';
import { route } from './route';
import { ALL_STAGES, decision, nextWish, taskParams, taskView } from './tasks';
import { timelineOf } from './timeline';

const { entry: taskTimelineEntry } = timelineOf('Task', ALL_STAGES);

/** What a decision must come with. */
export const DECISION_NEEDS = [
  'reason',
  'bankReference',
  'loanId',
  'amountFen',
  'findings',
  'parts',
] as const;

/** What a task is about; what it is not about is null. Personal data stay behind `GET /enterprises/{id}`. */
const caseFile = z
  .strictObject({
    enterprise: enterpriseSummary.extend({ checks: enterpriseChecks }).nullable(),
    application: applicationView
      .omit({ missing: true, wish: true, supplyBy: true, openTask: true, timeline: true })
      .nullable(),
    loan: loanSummary.nullable(),
    payment: paymentView.nullable(),
    receipt: receiptView.omit({ taskId: true }).nullable(),
    break: breakView.omit({ taskId: true }).nullable(),
    corrections: z.array(correctionView).meta({
      description:
        'What of the file was to be put right while the enterprise is admitted, masked; the oldest first',
    }),
  })
  .meta({ id: 'CaseFile' });

/** Somebody whose role a task waits for. */
const candidate = z
  .strictObject({
    person: personView,
    held: z.int().meta({ description: 'Tasks that this person has claimed' }),
    barred: refusalCode.nullable().meta({ description: 'Why this person may not decide it; null: may' }),
  })
  .meta({ id: 'Candidate' });

export const taskFileView = z
  .strictObject({
    task: taskView,
    partReasons: z
      .array(z.strictObject({ code: decisionReason, text: z.string() }))
      .meta({ description: 'Numbers for parts of a file that are sent back; empty where none can be' }),
    choices: z.array(z.strictObject({ decision, needs: z.array(z.enum(DECISION_NEEDS)) })),
    case: caseFile,
    candidates: z
      .array(candidate)
      .meta({ description: 'Those who may decide first, who has least to do on top' }),
    timeline: z.array(taskTimelineEntry),
    comments: z
      .array(commentView)
      .meta({ description: 'What was said about the case, oldest first; for staff' }),
    attachments: z.array(attachmentView),
  })
  .meta({ id: 'TaskFile' });

const count = z.int().min(0);
/** How many tasks wait. */
const counted = { open: count, unclaimed: count, mine: count, overdue: count, dueToday: count };

export const taskCountsView = z
  .strictObject({
    ...counted,
    kinds: z.array(z.strictObject({ kind: taskKind, role, ...counted })),
  })
  .meta({ id: 'TaskCounts', description: 'Open tasks of the own roles; today is the business day' });

export const taskFileRoutes = {
  getTask: route({
    method: 'get',
    path: '/tasks/:taskId',
    tag: 'Tasks',
    summary: 'One task with everything that is needed to decide it',
    description:
      'The task, what may be decided and with what, the case as it stands, its story, and who else may decide.',
    access: 'signedIn',
    params: taskParams,
    idempotency: 'none',
    status: 200,
    answer: taskFileView,
    problems: [403, 404],
  }),
  nextTask: route({
    method: 'post',
    path: '/tasks/next',
    tag: 'Tasks',
    summary: 'Claim the most urgent task that I may decide and nobody has',
    description:
      'Answered with the whole of it, or with null when nothing is left. A task that bars the caller, or that ' +
      'somebody else takes in the same moment, is passed over.',
    access: 'signedIn',
    body: nextWish,
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: z
      .strictObject({ next: taskFileView.nullable(), counts: taskCountsView })
      .meta({ id: 'NextTask' }),
    example: { body: {} },
    problems: [403, 409],
  }),
  countTasks: route({
    method: 'get',
    path: '/task-counts',
    tag: 'Tasks',
    summary: 'How many tasks wait, by kind',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: taskCountsView,
    problems: [403],
  }),
};
