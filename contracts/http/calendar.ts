import { z } from 'zod';
import { day, dayOut, prose } from './primitives';
import { route } from './route';

const calendarDay = z
  .strictObject({ date: dayOut, isWorkday: z.boolean(), reason: z.string() })
  .meta({ id: 'CalendarDay' });

export const calendarRoutes = {
  declareDay: route({
    method: 'put',
    path: '/calendar/:date',
    tag: 'Operations',
    summary: 'Declare a day to be otherwise than published',
    description:
      'For a holiday or a workday that was announced after this program. The collection dates of all loans that lie ahead follow within a minute; from then on the day stays as declared. A day that has come is refused.',
    access: 'signedIn',
    params: z.strictObject({ date: day }),
    body: z.strictObject({
      isWorkday: z.boolean(),
      reason: prose(500)
        .refine((text) => text !== '', { params: { code: 'REASON_REQUIRED' } })
        .meta({ description: 'Who announced it, and where' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: calendarDay,
    example: { body: { isWorkday: false, reason: '国务院办公厅通知 2027-01' } },
    problems: [403, 409, 422],
  }),
};
