import { z } from 'zod';
import { idOut, instant, instantOut } from './primitives';
import { route } from './route';
import { taskParams } from './tasks';

/** A year and more: the deadline is nearer. */
const MOST_WORKING_HOURS = 2_000;

export const snoozeRoutes = {
  snoozeTask: route({
    method: 'post',
    path: '/tasks/:taskId/snooze',
    tag: 'Tasks',
    summary: 'Put an own task off until a time before its deadline',
    description:
      'It stays claimed, its deadline and its reminders stay. Until then the inbox shows it only where `snoozed` is ' +
      'asked for; then it is back by itself, with a notice. Once more says another time.',
    access: 'signedIn',
    params: taskParams,
    body: z
      .strictObject({
        until: instant.optional(),
        workingHours: z
          .int()
          .min(1)
          .max(MOST_WORKING_HOURS)
          .optional()
          .meta({ description: 'After so many working hours of the institution, instead of an instant' }),
      })
      .refine(({ until, workingHours }) => (until === undefined) !== (workingHours === undefined), {
        path: ['until'],
        params: { code: 'MISSING' },
      }),
    idempotency: 'optional',
    status: 200,
    answer: z.strictObject({ taskId: idOut, snoozedUntil: instantOut }).meta({ id: 'TaskSnoozed' }),
    example: { body: { workingHours: 2 } },
    problems: [403, 404, 409, 422],
  }),
  endSnooze: route({
    method: 'post',
    path: '/tasks/:taskId/snooze/removal',
    tag: 'Tasks',
    summary: 'Take an own task back that was put off',
    access: 'signedIn',
    params: taskParams,
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
};
