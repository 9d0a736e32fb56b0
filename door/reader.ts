import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { processScopeView, routes } from '../contracts/http';
import type { Asked } from './rules';

/** Whose processes somebody may look at, as the API says. */
export type Reader = z.output<typeof processScopeView>;

/** Why nobody is let in: nobody is signed in, somebody who looks at no processes, or the API does not answer. */
export type NoReader = 'STRANGER' | 'NO_READER' | 'NO_ANSWER';

const PATIENCE_MS = 5_000;

/**
 * Asks the API who stands before the door, by the session that the request carries.
 * @param asked a process, of which the answer says whether it is among those of the reader, or the list of them: what
 *   an operator sees of them in an emergency the API records
 */
export async function readerOf(
  apiUrl: string,
  { headers: { authorization, cookie, ...headers }, socket }: IncomingMessage,
  asked: Pick<Asked, 'workflowId' | 'isList'> | null,
): Promise<Reader | NoReader> {
  if (authorization === undefined && cookie === undefined) return 'STRANGER';
  const url = new URL(`/api${routes.getProcessScope.path}`, apiUrl);
  if (asked?.workflowId) url.searchParams.set('workflowId', asked.workflowId);
  if (asked?.isList) url.searchParams.set('list', 'true');
  const response = await fetch(url, {
    headers: {
      ...(authorization && { authorization }),
      ...(cookie && { cookie }),
      // The API counts by address, and the door is none: it says who asks, as any proxy.
      'x-forwarded-for': [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', '),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (response?.status === 401) return 'STRANGER';
  if (response?.status === 403) return (await lacksFactor(response)) ? 'STRANGER' : 'NO_READER';
  const told = response?.ok ? processScopeView.safeParse(await response.json().catch(() => null)) : null;
  return told?.success ? told.data : 'NO_ANSWER';
}

/** Somebody who has not proved a second factor yet is led to where that is done. */
async function lacksFactor(response: Response): Promise<boolean> {
  const told = refusal.safeParse(await response.json().catch(() => null));
  return told.success && told.data.code.startsWith('FACTOR_');
}
const refusal = z.object({ code: z.string() });
