import { z } from 'zod';
import { PROCESS_STATUSES, WORKFLOW_TYPE_NAMES } from '../workflowTypes';
import { institutionView } from './people';
import { fieldsOf, idOut, instantOut, line, pageOf, paging, turn } from './primitives';
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
    missingCalendarYears: z.array(z.number().int()).meta({
      description:
        'Years that the coming days need and whose holidays are not loaded: they are taken as Monday to Friday',
    }),
    parts: fieldsOf(PARTS, partHealth),
  })
  .meta({ id: 'Health' });

export const readyView = z
  .strictObject({ ready: z.boolean(), waitingFor: z.array(z.enum(PARTS)) })
  .meta({ id: 'Ready' });

export const workflowView = z
  .strictObject({
    workflowId: z.string(),
    runId: z.string(),
    type: z.enum(WORKFLOW_TYPE_NAMES).meta({ id: 'Process' }),
    status: z.enum(PROCESS_STATUSES),
    stage: z.string().nullable().meta({ description: 'In the words of its process' }),
    waitingFor: turn.nullable(),
    dueAt: instantOut.nullable(),
    startedAt: instantOut,
    stuck: z.boolean(),
    why: z.string().nullable(),
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
    summary: 'The truth about each part',
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
  getMetrics: route({
    method: 'get',
    path: '/metrics',
    tag: 'Operations',
    summary: 'Figures for Prometheus',
    access: 'public',
    idempotency: 'none',
    status: 200,
    mediaType: 'text/plain',
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
    summary: 'Open processes of the own institution, the stuck ones first, with links into the Temporal UI',
    access: 'signedIn',
    query: z.strictObject({ ...paging, stuck: z.enum(['true', 'false']).default('false') }),
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
    query: z.strictObject({ workflowId: line(1_000).optional() }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({
      institutionId: idOut.nullable().meta({ description: "null: the platform's own processes" }),
      isOperator: z.boolean(),
      includes: z.boolean().meta({ description: 'Whether `workflowId` is one of them' }),
    }),
    problems: [403],
  }),
  encodePayloads: route({
    method: 'post',
    path: '/codec/encode',
    tag: 'Operations',
    summary: "Encrypt payloads that are typed into the Temporal UI (Temporal's remote codec protocol)",
    access: 'signedIn',
    body: codecPayloads,
    idempotency: 'none',
    status: 200,
    answer: codecAnswer,
    problems: [403, 422],
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
