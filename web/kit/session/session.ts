import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Answers, client, queries, SESSION_KEY } from '../api/api';

export type Session = Answers['Session'];
export type Role = Answers['Role'];

const UNAUTHORIZED = 401;

/** Who is signed in; null: nobody. What comes with the page is put here, so that it is not asked for. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async (): Promise<Session | null> => {
    const { data, error, response } = await client.GET('/auth/session');
    if (response.status === UNAUTHORIZED) return null;
    if (error !== undefined) throw error;
    return data;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who is signed in; null: nobody. Undefined while it is asked for. */
export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

/** Who is signed in now is known from an answer. */
export function setSession(session: Session): void {
  queries.setQueryData(sessionQuery.queryKey, session);
}

/** Asks anew who is signed in. */
export async function lookAtSession(): Promise<void> {
  await queries.invalidateQueries(sessionQuery);
}

/** Signs out, and forgets all that was read: the next person in this browser sees nothing of it. */
export async function signOut(): Promise<void> {
  await client.POST('/auth/sign-out').catch(() => undefined);
  queries.clear();
}

/** Whether more than signing in is asked for before anything can be done. */
export function factorNeed({ factor }: Pick<Session, 'factor'>): 'NONE' | 'PROVE' | 'SET_UP' {
  if (factor.isSetUp) return factor.provedAt === null ? 'PROVE' : 'NONE';
  return factor.isRequired ? 'SET_UP' : 'NONE';
}

/** Which door somebody belongs to. */
export const isStaff = ({ enterprise }: Pick<Session, 'enterprise'>): boolean => enterprise === null;
