import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { type RequestHandler, Router } from 'express';
import type { MessageQueues } from './queues';

/**
 * The queues' page for the platform's operator, to be mounted at `basePath` behind that policy: the queues are all
 * institutions'. Jobs hold ids of rows only. It only shows, and the sweeper queues again what is lost.
 */
export function queuesPage(queues: MessageQueues, basePath: string): Router {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(basePath);
  createBullBoard({
    queues: queues.opened.map(({ queue }) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: '消息队列 Queues' } },
  });
  return Router()
    .use(ownPolicy)
    .use(serverAdapter.getRouter() as Router);
}

/** Everything from here: the page's link to a font service would leak visits and hang where there is no net. */
const ownPolicy: RequestHandler = (_request, response, next) => {
  response.set(
    'content-security-policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'",
  );
  next();
};
