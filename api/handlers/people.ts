import { parametersAt } from '../../domain/parameters/parametersAt';
import { countFailedSignIns } from '../../gateways/database/queries/audit';
import { findPerson, listInstitutions } from '../../gateways/database/queries/people';
import { businessTime } from '../businessTime';
import type { Parts } from '../parts';
import { presentSession } from '../presenters/session';
import { ApiProblem } from '../problems/apiProblem';
import type { Handlers } from '../routing/call';
import { callerOf } from '../routing/call';
import { callerFrom } from '../security/identify';
import { oneAtATime } from '../security/oneAtATime';

type PeopleHandlers = Pick<Handlers, 'signIn' | 'signOut' | 'getSession' | 'getMe' | 'listInstitutions'>;

/** Signing in and out, and who one is. */
export function peopleHandlers(parts: Parts): PeopleHandlers {
  const inTurn = oneAtATime();
  return {
    signIn: async (call) => {
      const email = call.body.email.toLowerCase();
      const account = parts.auth.accountKey(email);
      call.about('ACCOUNT', account);
      return await inTurn(account, () => signIn(parts, call, email, account));
    },
    signOut: async (call) => {
      call.reply.cookies.push(...(await parts.auth.signOut(headersOf(call.headers))));
    },
    getSession: async (call) => presentSession(callerOf(call)),
    getMe: async (call) => presentSession(callerOf(call)),
    listInstitutions: async () => ({ items: [...(await listInstitutions(parts.sql))] }),
  };
}

async function signIn(
  parts: Parts,
  call: Parameters<Handlers['signIn']>[0],
  email: string,
  account: string,
): ReturnType<Handlers['signIn']> {
  await refuseLocked(parts, account);
  const outcome = await parts.auth.signIn(email, call.body.password);
  if (!outcome.ok) {
    throw new ApiProblem(outcome.code === 'NOT_ACTIVATED' ? 403 : 401, outcome.code);
  }
  const { cookies, token, userId } = outcome.session;
  const identity = await parts.auth.identityOf(new Headers({ authorization: `Bearer ${token}` }));
  const person = await findPerson(parts.sql, userId);
  if (identity === null || person === null) throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  call.actedBy({ userId, institutionId: person.institution?.id ?? person.enterprise?.institutionId });
  call.reply.cookies.push(...cookies);
  return { ...presentSession(callerFrom(identity, person)), token };
}

/**
 * Guessing stops after a few failures, whether the account exists or not. Attempts on one account are taken
 * in turn, so that many at once can't slip through between two counts.
 */
async function refuseLocked(parts: Parts, account: string): Promise<void> {
  const { today } = await businessTime(parts);
  const { lockAfterFailures, lockMinutes } = parametersAt(today).security;
  const { failures, secondsLeft } = await countFailedSignIns(parts.sql, account, lockMinutes);
  if (failures < lockAfterFailures) return;
  throw new ApiProblem(429, 'SIGN_IN_LOCKED', {
    detail: { minutes: Math.ceil(secondsLeft / 60) },
    headers: { 'Retry-After': String(secondsLeft) },
  });
}

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const { cookie, authorization } = headers;
  return new Headers({
    ...(typeof cookie === 'string' ? { cookie } : {}),
    ...(typeof authorization === 'string' ? { authorization } : {}),
  });
}
