import { z } from 'zod';
import { PROCESS_ACT_KINDS, PROCESS_ACT_STATUSES } from '../processActs';
import { caseType, id, idOut, line, pageOf, paging, prose, recordedOut } from './primitives';
import { refusalCode } from './problem';
import { route } from './route';

const actKind = z.enum(PROCESS_ACT_KINDS).meta({ id: 'ProcessActKind' });
const actStatus = z.enum(PROCESS_ACT_STATUSES).meta({
  id: 'ProcessActStatus',
  description:
    'ASKED waits for a second person; ACCEPTED was taken by Temporal; MOVED: the process has gone on since',
});

export const processActView = z
  .strictObject({
    id: idOut,
    workflowId: z.string(),
    runId: z.string().meta({ description: 'The run that was looked at' }),
    caseType,
    caseId: z.string(),
    kind: actKind,
    status: actStatus,
    askedBy: z.string(),
    reason: z.string(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    refusal: z.strictObject({ code: refusalCode, text: z.string() }).nullable(),
    createdAt: recordedOut,
    decidedAt: recordedOut.nullable(),
    acceptedAt: recordedOut.nullable(),
    movedAt: recordedOut.nullable(),
  })
  .meta({ id: 'ProcessAct' });

export const processActRoutes = {
  actOnProcess: route({
    method: 'post',
    path: '/admin/process-acts',
    tag: 'Operations',
    summary: 'Do something about a process of the own institution from outside',
    description:
      'RETRY_NOW (what waits for its next attempt is tried at once) and LOOK_AGAIN are done at once. SET_BACK (the ' +
      'last step again) and END wait for another person. Look at its status: MOVED says that the process went on.',
    access: 'signedIn',
    body: z.strictObject({
      workflowId: line(200).meta({ description: 'As the list of processes shows it' }),
      kind: actKind,
      reason: prose(1000).refine((text) => text !== '', { params: { code: 'REASON_REQUIRED' } }),
    }),
    idempotency: 'required',
    status: 201,
    answer: processActView,
    example: {
      body: {
        workflowId: 'payment/0198c1f0-0000-7000-8000-0000000000a1',
        kind: 'RETRY_NOW',
        reason: 'The bank answers again',
      },
    },
    problems: [403, 404, 409, 422],
  }),
  listProcessActs: route({
    method: 'get',
    path: '/admin/process-acts',
    tag: 'Operations',
    summary: 'What was done about processes from outside, newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: actStatus.optional(), workflowId: line(200).optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(processActView),
    problems: [403],
  }),
  decideProcessAct: route({
    method: 'post',
    path: '/admin/process-acts/:actId/decision',
    tag: 'Operations',
    summary: 'Approve or reject an act on a process that another person asked for',
    access: 'signedIn',
    params: z.strictObject({ actId: id }),
    body: z.strictObject({
      decision: z.enum(['APPROVE', 'REJECT']),
      reason: prose(1000).default('').meta({ description: 'Needed to reject' }),
    }),
    idempotency: 'optional',
    status: 200,
    answer: processActView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
};
