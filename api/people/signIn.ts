import type { SignInWarning } from '../../domain/accounts/signInWarnings';
import { canonicalMail } from '../../domain/identifiers/mail';
import { signInNames } from '../../gateways/auth/signInName';
import { SIGN_IN_ACTION } from '../../gateways/database/audit';
import { findPerson, institutionOfAccount } from '../../gateways/database/people';
import { noteSessionOrigin } from '../../gateways/database/sessions';
import { isSuspended } from '../../gateways/database/staff';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import { recordAttempt } from '../kernel/routing/record';
import { callerFrom, sessionHeaders } from '../kernel/security/identify';
import { type Attempt, attemptBy } from './guessing';
import { presentSession } from './present';
import { originOf, warningsOf, warnOwner } from './unusual';

/** What was opened, with the cookies that a browser keeps of it. */
interface Opened {
  readonly caller: Caller;
  readonly cookies: readonly string[];
  readonly token: string;
}

/**
 * Signs in: a browser gets a cookie that no script reads, and only who asks for it a bearer token instead. The session
 * that the request came with, if any, is over.
 */
export async function signIn(parts: Parts, call: Call<'signIn'>): Promise<AnswerOf<'signIn'>> {
  const attempt = await attemptBy(parts, call);
  const { caller, cookies, token } = await openSession(parts, call, attempt);
  const warnings = await warningsOf(parts, call, caller);
  await logSignIn(parts, call, caller, { outcome: 'DONE', warnings });
  if (warnings.length > 0) await warnOwner(parts, call, { isSignedIn: true, warnings });
  if (call.caller !== null) call.reply.cookies.push(...(await parts.auth.signOut(sessionHeaders(call))));
  if (call.body.bearer) return { ...presentSession(caller), token };
  call.reply.cookies.push(...cookies);
  return presentSession(caller);
}

async function openSession(parts: Parts, call: Call<'signIn'>, attempt: Attempt): Promise<Opened> {
  try {
    const opened = await open(parts, call);
    return { ...opened, cookies: [...opened.cookies, await attempt.succeeded()] };
  } catch (error) {
    const outcome = error instanceof ApiProblem ? error.code : 'FAULT';
    const isAttack = outcome === 'WRONG_CREDENTIALS' && (await attempt.failed());
    await logSignIn(parts, call, null, { outcome: isAttack ? 'UNDER_ATTACK' : outcome, warnings: [] });
    if (isAttack) await warnOwner(parts, call, { isSignedIn: false, warnings: ['MANY_FAILURES'] });
    throw error;
  }
}

async function open({ auth, prisma, cipher }: Parts, call: Call<'signIn'>): Promise<Opened> {
  const { body } = call;
  const outcome = await auth.signIn(canonicalMail(body.email), body.password);
  // Neither does a right password tell that the account waits for its activation: whoever registered with an address
  // would learn by it whether that had an account before.
  if (!outcome.ok) throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  const { cookies, token, userId } = outcome.session;
  const identity = await auth.identityOf(new Headers({ authorization: `Bearer ${token}` }));
  const person = await findPerson(prisma, cipher, userId);
  if (identity === null || person === null) {
    // The password was right: whoever has it may know why.
    if (await isSuspended(prisma, userId)) throw new ApiProblem(403, 'ACCOUNT_SUSPENDED');
    // An account that belongs to nobody opens nothing.
    throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  }
  await noteSessionOrigin(prisma, identity.session.id, originOf(call));
  return { caller: callerFrom(identity, person), cookies, token };
}

/** The sign-in log: who signed in, and to which account somebody tried to, by its keyed hash. */
async function logSignIn(
  parts: Parts,
  call: Call<'signIn'>,
  caller: Caller | null,
  { outcome, warnings }: { readonly outcome: string; readonly warnings: readonly SignInWarning[] },
): Promise<void> {
  const { body, ip, requestId } = call;
  const names = signInNames(parts.blindIndex, body.email);
  await recordAttempt(
    parts,
    { requestId, ip },
    {
      actorId: caller?.userId ?? null,
      // Whose account was tried in vain sees it: its institution's admin and auditor.
      institutionId: await institutionOfAccount(parts.prisma, names),
      action: SIGN_IN_ACTION,
      caseType: 'ACCOUNT',
      caseId: parts.auth.accountKey(body.email),
      outcome,
      detail: { requestId, agent: originOf(call).agent, warnings: warnings.join(' ') },
    },
  );
}
