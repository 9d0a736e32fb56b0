import type { RequestHandler } from 'express';

/**
 * Lets the Temporal UI, which lives on another port, call the codec with the admin's cookie. `localhost:8233`
 * and `localhost:3000` are one site, so a SameSite=Lax cookie is sent; nobody else's page is let in.
 * @param uiOrigins origins of the Temporal UI
 */
export function codecCors(uiOrigins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin !== undefined && uiOrigins.includes(origin)) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'POST, OPTIONS',
        'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization, caller-type',
        'Access-Control-Max-Age': '600',
      });
    }
    next();
  };
}
