import type { RequestHandler } from 'express';
import { uuidv7 } from 'uuidv7';

declare global {
  namespace Express {
    interface Request {
      /** Names this request in logs, audit records and problem documents. */
      id: string;
    }
  }
}

/** Gives every request an id of our own: one that the client chose could be anything. */
export const requestId: RequestHandler = (request, response, next) => {
  request.id = uuidv7();
  response.set('X-Request-Id', request.id);
  next();
};
