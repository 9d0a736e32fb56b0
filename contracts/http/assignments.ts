import { z } from 'zod';
import { id, idOut, instantOut, line, taskKind } from './primitives';
import { refusalCode } from './problem';
import { route } from './route';
import { taskFilter } from './tasks';

/** So many are given at once; who has more asks again. */
const MOST_AT_ONCE = 200;

const person = line(80).meta({ description: 'As the audit trail and claimed tasks show people' });

/** Why a task is not given to the person. */
const refused = z.strictObject({ code: refusalCode, reason: z.string() }).nullable();

export const previewedTask = z
  .strictObject({
    taskId: idOut,
    version: z.int(),
    kind: taskKind,
    caseTitle: z.string(),
    dueAt: instantOut,
    claimedBy: z.string().nullable().meta({ description: 'Who would lose it' }),
    refused: refused.meta({ description: 'Why the person may not decide it; null: may' }),
  })
  .meta({ id: 'PreviewedTask' });

export const GIVING_OUTCOMES = ['GIVEN', 'REFUSED', 'UNDER_WAY', 'NOT_REACHED'] as const;

export const givenTask = z
  .strictObject({
    taskId: idOut,
    outcome: z.enum(GIVING_OUTCOMES).meta({
      id: 'GivingOutcome',
      description:
        'UNDER_WAY: its process has taken it and is still at it. NOT_REACHED: nothing was done, ask again',
    }),
    refused,
  })
  .meta({ id: 'GivenTask' });

export const assignmentRoutes = {
  previewAssignment: route({
    method: 'post',
    path: '/task-assignments/preview',
    tag: 'Tasks',
    summary: 'What giving all tasks of a filter to a person would do, row by row',
    description:
      'Changes nothing. The most urgent 200; what is sent to `POST /task-assignments` is what was seen here.',
    access: 'signedIn',
    body: z.strictObject({ userId: person, filter: taskFilter }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        items: z.array(previewedTask),
        isWhole: z.boolean().meta({ description: 'False: there are more than are shown' }),
        may: z.int().meta({ description: 'How many of them the person may decide' }),
      })
      .meta({ id: 'AssignmentPreview' }),
    example: { body: { userId: 'u-0001', filter: { kind: 'COLLECT_MANUALLY', unclaimed: 'true' } } },
    problems: [403, 404, 422],
  }),
  assignTasks: route({
    method: 'post',
    path: '/task-assignments',
    tag: 'Tasks',
    summary: 'Give several tasks to a person; each is answered for',
    description: 'One that has changed since its version is refused, and the others are given all the same.',
    access: 'signedIn',
    body: z.strictObject({
      userId: person,
      tasks: z
        .array(z.strictObject({ taskId: id, version: z.int().optional() }))
        .min(1)
        .max(MOST_AT_ONCE),
    }),
    idempotency: 'optional',
    status: 200,
    answer: z.strictObject({ items: z.array(givenTask) }),
    example: {
      body: { userId: 'u-0001', tasks: [{ taskId: '0198c1f0-0000-7000-8000-000000000001', version: 1 }] },
    },
    problems: [403, 404, 422],
  }),
};
