import { type Answers, api, client, queries } from '../api/api';

export type Session = Answers['Session'];
export type Role = Answers['Role'];

const SESSION = api.queryOptions('get', '/auth/session').queryKey;

/** Who is signed in; null: nobody. Undefined while it is asked for. */
export function useSession(): Session | null | undefined {
  const { data, isPending } = api.useQuery('get', '/auth/session', undefined, { retry: false });
  return isPending ? undefined : (data ?? null);
}

/** Who is signed in now is known from an answer. */
export function setSession(session: Session): void {
  queries.setQueryData(SESSION, session);
}

/** Asks anew who is signed in. */
export async function lookAtSession(): Promise<void> {
  await queries.invalidateQueries({ queryKey: SESSION });
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
