import { z } from 'zod';
import { caseType, idOut, instantOut, openTaskView, turn } from './primitives';
import { route } from './route';
import { taskFileView } from './taskFiles';
import { caseStage, decision, decisionBody, nextWish, taskParams, taskStatus } from './tasks';

/** What a decided case goes on with. */
const standingView = z
  .strictObject({
    stage: caseStage,
    since: instantOut.meta({ description: 'Business time' }),
    waitingFor: turn.nullable().meta({ description: 'Null: it is over' }),
    dueAt: instantOut.nullable(),
    openTask: openTaskView.nullable().meta({ description: 'What people are asked next' }),
    caseVersion: z.int(),
  })
  .meta({ id: 'CaseStanding' });

export const decidedView = z
  .strictObject({
    taskId: idOut,
    caseType,
    caseId: z.string(),
    decision,
    status: taskStatus,
    case: standingView.nullable().meta({ description: 'Null: the process is still at it' }),
    next: taskFileView
      .nullable()
      .meta({ description: 'Where it was asked for: the next task, claimed; null when nothing is left' }),
  })
  .meta({ id: 'TaskDecided' });

export const taskDecisionRoutes = {
  decideTask: route({
    method: 'post',
    path: '/tasks/:taskId/decision',
    tag: 'Tasks',
    summary: 'Decide a task',
    description:
      'Another person than those who worked on the case before; else refused with the reason. With `caseVersion` a ' +
      'decision on facts that have changed since is refused with the differences. With `next` the answer brings the ' +
      'next task, claimed, as `POST /tasks/next` does.',
    access: 'signedIn',
    params: taskParams,
    body: decisionBody.extend({ next: nextWish.optional() }),
    idempotency: 'optional',
    status: 200,
    mayTakeLonger: true,
    answer: decidedView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
};
