import { z } from 'zod';
import { day, dayOut, personView, role, taskKind } from './primitives';
import { route } from './route';

const count = z.int().min(0);
const hours = z.number().nullable().meta({ description: 'Hours of business time; null when none was done' });

/** How much there is to do, how much was done, and whether in time. */
const load = {
  open: count,
  overdue: count,
  done: count,
  inTime: count.meta({ description: 'Of those that were done' }),
  medianHours: hours,
  slowHours: hours.meta({ description: 'Nine of ten were done in so many hours of business time' }),
};

export const workloadView = z
  .strictObject({
    from: dayOut,
    to: dayOut,
    people: z.array(z.strictObject({ person: personView, ...load })),
    roles: z.array(z.strictObject({ role, ...load })),
    kinds: z.array(z.strictObject({ kind: taskKind, ...load })),
  })
  .meta({ id: 'Workload' });

export const workloadRoutes = {
  getWorkload: route({
    method: 'get',
    path: '/workload',
    tag: 'Tasks',
    summary: 'What each person, role and kind of task has to do, has done, and whether in time',
    description:
      'Open tasks as of now; done ones by the day on which they were decided. From opening to decision.',
    access: 'signedIn',
    query: z.strictObject({
      from: day
        .optional()
        .meta({ description: 'First business day; four weeks before the last one without it' }),
      to: day.optional().meta({ description: 'Last business day; today without it' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: workloadView,
    problems: [403, 422],
  }),
};
