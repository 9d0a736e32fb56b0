import { canonicalMail } from '../../domain/identifiers/mail';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { addAuditRecord, countFailedSignIns, SIGN_IN_ACTION } from '../../gateways/database/audit';
import { listInstitutions } from '../../gateways/database/institutions';
import { findPerson } from '../../gateways/database/people';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { callerFrom } from '../kernel/security/identify';
import { oneAtATime } from '../kernel/security/oneAtATime';
import { ANYBODY, SIGNED_IN } from '../kernel/security/policy';

/** Attempts on one account are taken in turn. */
const inTurn = oneAtATime();

/** Signing in and out, and who one is. */
export const peopleOperations = {
  signIn: {
    who: ANYBODY,
    audit: SIGN_IN_ACTION,
    recordsItself: true,
    limit: 'signIn',
    do: (parts, call) => {
      const account = parts.auth.accountKey(call.body.email);
      return inTurn(account, () => signIn(parts, call, account));
    },
  },
  signOut: {
    who: SIGNED_IN,
    audit: 'session.signOut',
    do: async ({ auth }, call) => {
      call.reply.cookies.push(...(await auth.signOut(headersOf(call.headers))));
    },
  },
  getSession: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  getMe: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  listInstitutions: {
    who: ANYBODY,
    do: async ({ prisma }) => ({ items: await listInstitutions(prisma) }),
  },
} satisfies SomeOperations;

/** Signs in and writes the sign-in log before the next attempt on the account may begin. */
async function signIn(parts: Parts, call: Call<'signIn'>, account: string): Promise<AnswerOf<'signIn'>> {
  try {
    const { caller, cookies, token } = await openSession(parts, call, account);
    await logSignIn(parts, call, { account, caller, outcome: 'DONE' });
    call.reply.cookies.push(...cookies);
    return { ...presentSession(caller), token };
  } catch (error) {
    const outcome = error instanceof ApiProblem ? error.code : 'FAULT';
    await logSignIn(parts, call, { account, caller: null, outcome });
    throw error;
  }
}

async function openSession(
  parts: Parts,
  { body }: Call<'signIn'>,
  account: string,
): Promise<{ readonly caller: Caller; readonly cookies: readonly string[]; readonly token: string }> {
  await refuseLocked(parts, account);
  const outcome = await parts.auth.signIn(canonicalMail(body.email), body.password);
  if (!outcome.ok) throw new ApiProblem(outcome.code === 'NOT_ACTIVATED' ? 403 : 401, outcome.code);
  const { cookies, token, userId } = outcome.session;
  const identity = await parts.auth.identityOf(new Headers({ authorization: `Bearer ${token}` }));
  const person = await findPerson(parts.prisma, userId);
  // An account that belongs to nobody opens nothing.
  if (identity === null || person === null) throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  return { caller: callerFrom(identity, person), cookies, token };
}

async function logSignIn(
  { prisma }: Parts,
  { requestId }: Call<'signIn'>,
  what: { readonly account: string; readonly caller: Caller | null; readonly outcome: string },
): Promise<void> {
  const { account, caller, outcome } = what;
  await addAuditRecord(prisma, {
    actorId: caller?.userId ?? null,
    institutionId: caller?.institution?.id ?? caller?.enterprise?.institutionId ?? null,
    action: SIGN_IN_ACTION,
    caseType: 'ACCOUNT',
    caseId: account,
    outcome,
    detail: { requestId },
  });
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

/** Who the caller is. */
function presentSession(caller: Caller): AnswerOf<'getSession'> {
  const { enterprise } = caller;
  return {
    user: { id: caller.userId, name: caller.name, email: caller.email },
    roles: [...caller.roles],
    institution: caller.institution,
    enterprise:
      enterprise === null ? null : { id: enterprise.id, name: enterprise.name, stage: enterprise.stage },
    expiresAt: caller.sessionExpiresAt,
  };
}
