import { z } from 'zod';
import { STUCK_REASONS } from '../stuck';
import { PROCESS_STATUSES, WORKFLOW_TYPE_NAMES } from '../workflowTypes';
import { institutionView } from './people';
import { caseType, fieldsOf, idOut, instantOut, line, pageOf, paging, recordedOut, turn } from './primitives';
import { route } from './route';

/** The parts that the platform is made of. */
const PARTS = ['postgres', 'temporal', 'worker', 'bank', 'services', 'mail', 'queue'] as const;

export const partHealth = z.strictObject({
  status: z.enum(['UP', 'DOWN']),
  latencyMs: z.number(),
  detail: z.string().optional(),
});

export const healthView = z
  .strictObject({
    status: z.enum(['UP', 'DEGRADED', 'DOWN']),
    businessTime: instantOut.nullable(),
    clockSpeed: z.number().nullable(),
    missingCalendarYears: z
      .array(z.number().int())
      .meta({
        description:
          'Years that the coming days need and whose holidays are not loaded: they are taken as Monday to Friday. Only for staff',
      })
      .optional(),
    parts: fieldsOf(PARTS, partHealth).optional().meta({ description: 'Only for staff' }),
  })
  .meta({ id: 'Health' });

export const readyView = z.strictObject({ ready: z.boolean() }).meta({ id: 'Ready' });

const processName = z.enum(WORKFLOW_TYPE_NAMES).meta({ id: 'Process' });
const stuckReason = z.enum(STUCK_REASONS).meta({ id: 'StuckReason' });
const stageName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_+]{0,39}$/)
  .meta({ description: 'In the words of its process' });

/** A step that fails again and again. */
const failingStepView = z.strictObject({
  step: z.string().meta({ description: 'The activity; `workflowTask` when the program does not fit' }),
  text: z.string(),
  attempts: z.int(),
  nextAttemptAt: instantOut.nullable().meta({ description: 'Real time; null while it is being tried' }),
});

export const workflowView = z
  .strictObject({
    workflowId: z.string(),
    runId: z.string(),
    type: processName,
    status: z.enum(PROCESS_STATUSES),
    stage: stageName.nullable(),
    waitingFor: turn.nullable(),
    dueAt: instantOut.nullable(),
    startedAt: instantOut,
    stuck: z.boolean(),
    reason: stuckReason.nullable(),
    why: z.string().nullable().meta({
      description: 'With the step, and what the program said of its last failure, where it has one',
    }),
    failing: failingStepView.nullable(),
    case: z
      .strictObject({ type: caseType, id: idOut, url: z.string() })
      .nullable()
      .meta({ description: 'The case that it carries, and where to read it; null: portfolio work' }),
    url: z.string().meta({ description: 'Deep link into the Temporal UI' }),
  })
  .meta({ id: 'Workflow' });

/** How much of an institution's processes there is, and nothing of what they are about. */
export const processCountView = z
  .strictObject({
    institution: institutionView.nullable().meta({ description: "null: the platform's own processes" }),
    running: z.int(),
    endedBadly: z.int().meta({ description: 'Failed, timed out, terminated or cancelled, and still kept' }),
  })
  .meta({ id: 'ProcessCount' });

const queueView = z
  .strictObject({
    name: z.string(),
    waiting: z.int(),
    delayed: z.int(),
    active: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'Queue' });

/** Ages in business time that open cases are counted by: up to a day, a week, a month, and older. */
export const AGES = ['day', 'week', 'month', 'older'] as const;

export const workflowFigures = z
  .strictObject({
    running: z.int().meta({ description: 'Processes of the own institution that run' }),
    stuck: z.array(
      z.strictObject({
        reason: stuckReason,
        why: z.string(),
        count: z.int(),
        isAtLeast: z.boolean().meta({ description: 'More than were counted' }),
      }),
    ),
    stages: z
      .array(
        z.strictObject({
          process: processName,
          stage: stageName,
          open: z.int(),
          ages: fieldsOf(AGES, z.int()),
        }),
      )
      .meta({ description: 'Open cases by stage, and for how long they have been in it, in business time' }),
  })
  .meta({ id: 'WorkflowFigures' });

/** A look at whether the processes of all open cases run, and what became of those that did not. */
export const processCheckView = z
  .strictObject({
    id: idOut,
    askedBy: z.string().nullable().meta({ description: "Null: the day's own" }),
    shouldRun: z.int().meta({ description: 'Open cases by our rows' }),
    missing: z.int().meta({ description: 'Of these: processes that did not run' }),
    revived: z.int().meta({ description: 'Of these: had been ended from outside and go on' }),
    begun: z.int().meta({ description: 'Of these: began anew from their rows' }),
    given: z.int().meta({ description: 'Of these: given to people, as a break of kind PROCESS' }),
    createdAt: recordedOut,
    finishedAt: recordedOut.nullable(),
  })
  .meta({ id: 'ProcessCheck' });

/** Which processes are asked for. */
const workflowQuery = {
  process: processName.optional(),
  stage: stageName.optional(),
  waitingFor: turn.optional(),
};

/** Whose processes somebody may look at. */
export const processScopeView = z
  .strictObject({
    institutionId: idOut.nullable().meta({ description: "null: the platform's own processes" }),
    isOperator: z.boolean(),
    includes: z.boolean().meta({ description: 'Whether `workflowId` is one of them' }),
  })
  .meta({ id: 'ProcessScope' });

/** The protocol of Temporal's remote codec: payloads with base64 metadata and data. */
export const codecPayloads = z.strictObject({
  payloads: z
    .array(
      z.strictObject({
        metadata: z.record(z.string(), z.string().max(100_000)).nullish(),
        data: z.string().max(4_000_000).nullish(),
      }),
    )
    .max(1000),
});

const codecAnswer = z.strictObject({
  payloads: z.array(z.strictObject({ metadata: z.record(z.string(), z.string()), data: z.string() })),
});

export const operationRoutes = {
  getHealth: route({
    method: 'get',
    path: '/health',
    tag: 'Operations',
    summary: 'Whether the platform works; for staff, the truth about each part',
    description: '503 when a part is down without which nothing works (database, Temporal).',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: healthView,
    problems: [],
  }),
  getReady: route({
    method: 'get',
    path: '/ready',
    tag: 'Operations',
    summary: 'Whether work can be taken; 503 when not',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: readyView,
    problems: [],
  }),
  getOpenApi: route({
    method: 'get',
    path: '/openapi.json',
    tag: 'Operations',
    summary: 'This description, OpenAPI 3.1',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.looseObject({ openapi: z.string() }),
    problems: [],
  }),
  listWorkflows: route({
    method: 'get',
    path: '/admin/workflows',
    tag: 'Operations',
    summary:
      'Processes of the own institution, those that ended badly first, with links into the Temporal UI',
    description:
      'With `stuck=true` only those that are stuck, reason by reason, the gravest first; one that is stuck for two ' +
      'reasons is under both. A page may hold fewer rows than asked for: `next` says whether there are more.',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      after: z
        .string()
        .regex(/^[\w-]{1,1000}$/)
        .optional()
        .meta({ description: '`next` of the page before; the first page without it' }),
      stuck: z.enum(['true', 'false']).default('false'),
      reason: stuckReason.optional().meta({ description: 'Only those that are stuck for this reason' }),
      ...workflowQuery,
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(workflowView),
    problems: [403],
  }),
  getOverview: route({
    method: 'get',
    path: '/admin/overview',
    tag: 'Operations',
    summary:
      'How many processes and messages there are, by institution and by queue: for whoever runs the platform',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ processes: z.array(processCountView), queues: z.array(queueView) }),
    problems: [403],
  }),
  getProcessScope: route({
    method: 'get',
    path: '/admin/process-scope',
    tag: 'Operations',
    summary:
      'Whose processes the caller may look at in the Temporal UI, and whether one of them is among these',
    description:
      'Asked for by the door in front of the Temporal UI, with the session of who stands before it.',
    access: 'signedIn',
    query: z.strictObject({
      workflowId: line(1_000).optional(),
      list: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Whether the list of them, or their number, is asked for' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: processScopeView,
    problems: [403],
  }),
  getWorkflowFigures: route({
    method: 'get',
    path: '/admin/workflows/figures',
    tag: 'Operations',
    summary: 'How many processes are stuck and why, and how many cases are in each stage for how long',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: workflowFigures,
    problems: [403],
  }),
  checkProcesses: route({
    method: 'post',
    path: '/admin/process-checks',
    tag: 'Operations',
    summary: 'Have all open cases of the own institution looked through for processes that do not run',
    description:
      'It is done every day by itself. What was ended from outside goes on, what failed or is gone begins anew from ' +
      'its rows, what only a person can settle becomes a break. While one is under way, it is the answer.',
    access: 'signedIn',
    idempotency: 'optional',
    status: 202,
    answer: processCheckView,
    problems: [403],
  }),
  listProcessChecks: route({
    method: 'get',
    path: '/admin/process-checks',
    tag: 'Operations',
    summary: 'Checks of what should run against what runs, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(processCheckView),
    problems: [403],
  }),
  decodePayloads: route({
    method: 'post',
    path: '/codec/decode',
    tag: 'Operations',
    summary: "Decrypt payloads for an admin who reads the Temporal UI (Temporal's remote codec protocol)",
    access: 'signedIn',
    body: codecPayloads,
    idempotency: 'none',
    status: 200,
    answer: codecAnswer,
    problems: [403, 422],
  }),
};
