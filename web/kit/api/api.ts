import { QueryClient } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import createQueries from 'openapi-react-query';
import type { components, paths } from '../../client/generated/api';
import { chosenLanguage } from '../words/language';
import { isRefusal, KEY_REUSED, keyNow, wasRefused, wasReused } from './attempts';
import { knock } from './doorkeeper';

/** What the API answers with, by the names of its description. */
export type Answers = components['schemas'];
/** A refusal of the API (RFC 9457): decided by `code`, shown by `detail`. */
export type Problem = Answers['Problem'];

const KEY = 'idempotency-key';
const ACTING_FOR = 'acting-for';
/** Under which those who are signed in are kept, see `session`. */
export const SESSION_KEY = ['session'] as const;

/** Calls outside of a screen's own data; within one use {@link api}. Acts need a key: {@link actKey}. */
export const client = createClient<paths>({ baseUrl: '/api', fetch: knock });
client.use({
  onRequest: ({ request }) => {
    request.headers.set('accept-language', chosenLanguage());
    const key = request.headers.get(KEY);
    if (key !== null) request.headers.set(KEY, keyNow(key));
    const actingFor = enterpriseOnScreen();
    if (actingFor !== null && !request.url.includes('/api/auth/')) request.headers.set(ACTING_FOR, actingFor);
    return request;
  },
  onResponse: async ({ request, response }) => {
    const key = request.headers.get(KEY);
    if (key === null || response.ok) return;
    const { code = null, requestId = '' } = (await response
      .clone()
      .json()
      .catch(() => ({}))) as Partial<Problem>;
    if (isRefusal(response.status, code)) wasRefused(key);
    if (code === KEY_REUSED) wasReused(key, requestId);
  },
});

/** Data and acts of a screen: `api.useQuery('get', '/tasks')`, `api.useMutation('post', '/tasks/{taskId}/claim')`. */
export const api = createQueries(client);

const FRESH_MS = 15_000;

/** What was read lives in memory only: personal data never reaches the disk of a browser. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // Changes arrive by the event stream; coming back to a tab asks for nothing.
      refetchOnWindowFocus: false,
      // A network that is away is said on the screen; what was asked for comes once it is back.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (failures, error) => failures < 2 && !isProblem(error),
    },
    // Nothing is sent later by itself: its person is told, and decides.
    mutations: { retry: false, networkMode: 'always' },
  },
});

/**
 * The enterprise that is on the screen: what is sent is meant for it, whatever another tab has switched the session to.
 */
function enterpriseOnScreen(): string | null {
  const session = queries.getQueryData<Answers['Session'] | null>(SESSION_KEY);
  return session?.enterprise?.id ?? null;
}

/** One key for one intention, made when a form opens: sent twice, the act is done once; what was refused is sent anew. */
export const actKey = (): string => crypto.randomUUID();

/** Whether the API refused, as against a network or server that failed. */
export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
