import { z } from 'zod';
import { CHANGE_TOPICS } from '../events';
import { route, stream } from './route';

/** One change: enough to look anew, and no word of what it is now. */
export const changeView = z
  .strictObject({
    topic: z.enum(CHANGE_TOPICS).meta({ id: 'ChangeTopic' }),
    id: z.string().meta({
      description:
        'Of the task, application, loan, payment or enterprise; of NOTICE the own one: `GET /notices`',
    }),
    version: z.int().nullable().meta({ description: 'Of what counts its changes; null for the rest' }),
  })
  .meta({ id: 'Change' });

export const eventRoutes = {
  listenToChanges: route({
    method: 'get',
    path: '/events',
    tag: 'Events',
    summary: 'Changes as they come (server-sent events), one stream a browser',
    description:
      'Each message has a `Change` as its data and an id; who comes back with it in `Last-Event-ID` (browsers do by ' +
      'themselves) misses nothing of the last hours. `event: reset` says that more was missed than is kept: look at ' +
      'everything anew. Whether the reader may know of a change is asked at each of them: a stream ends with its ' +
      'session. A comment every 15 seconds keeps the line open. Being connected does not count as using the session.',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    produces: 'text/event-stream',
    answer: stream,
    problems: [],
  }),
};
