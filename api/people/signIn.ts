import type { SignInWarning } from '../../domain/accounts/signInWarnings';
import { canonicalMail } from '../../domain/identifiers/mail';
import type { OpenedSession } from '../../gateways/auth/auth';
import { deviceCookie } from '../../gateways/auth/device';
import { signInNames } from '../../gateways/auth/signInName';
import { findAccountById } from '../../gateways/database/accounts';
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
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { type Attempt, attemptBy } from './guessing';
import { presentSession } from './present';
import { originOf, type SignInOf, warningsOf, warnOwner } from './unusual';

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
  const of = { ...call, email: call.body.email };
  const opened = await openSession(parts, of, call.body.password, attempt);
  await lookAtSignIn(parts, of, opened.caller);
  if (call.caller !== null) call.reply.cookies.push(...(await parts.auth.signOut(sessionHeaders(call))));
  if (call.body.bearer) return { ...presentSession(opened.caller), token: opened.token };
  call.reply.cookies.push(...opened.cookies);
  return presentSession(opened.caller);
}

/**
 * Signs in whom somebody else has proved, in a browser. A second factor is asked for as after a password.
 * @throws ApiProblem 401 for an account that opens nothing, 403 ACCOUNT_SUSPENDED
 */
export async function openFor(
  parts: Parts,
  call: Pick<Call, 'caller' | 'headers' | 'ip' | 'locale' | 'reply' | 'requestId'>,
  userId: string,
): Promise<AnswerOf<'signIn'>> {
  const { auth, cipher, prisma, settings } = parts;
  const account = found(await findAccountById(prisma, cipher, userId));
  const of = { ...call, email: account.mail };
  const session = await auth.openFor(userId);
  try {
    const { caller, cookies } = await callerIn(parts, of, session);
    await lookAtSignIn(parts, of, caller);
    if (call.caller !== null) call.reply.cookies.push(...(await auth.signOut(sessionHeaders(call))));
    const { knownDeviceDays } = securityRules().guesses;
    call.reply.cookies.push(
      ...cookies,
      deviceCookie(auth.accountKey(account.mail), knownDeviceDays, settings),
    );
    return presentSession(caller);
  } catch (error) {
    if (error instanceof ApiProblem) await logSignIn(parts, of, null, { outcome: error.code, warnings: [] });
    throw error;
  }
}

/** Writes that somebody has signed in, and tells the owner what was unusual about it. */
async function lookAtSignIn(parts: Parts, of: SignInOf, caller: Caller): Promise<void> {
  const warnings = await warningsOf(parts, of, caller);
  await logSignIn(parts, of, caller, { outcome: 'DONE', warnings });
  if (warnings.length > 0) await warnOwner(parts, of, { isSignedIn: true, warnings });
}

async function openSession(parts: Parts, of: SignInOf, password: string, attempt: Attempt): Promise<Opened> {
  try {
    const opened = await open(parts, of, password);
    return { ...opened, cookies: [...opened.cookies, await attempt.succeeded()] };
  } catch (error) {
    const outcome = error instanceof ApiProblem ? error.code : 'FAULT';
    const isAttack = outcome === 'WRONG_CREDENTIALS' && (await attempt.failed());
    await logSignIn(parts, of, null, { outcome: isAttack ? 'UNDER_ATTACK' : outcome, warnings: [] });
    if (isAttack) await warnOwner(parts, of, { isSignedIn: false, warnings: ['MANY_FAILURES'] });
    throw error;
  }
}

async function open(parts: Parts, of: SignInOf, password: string): Promise<Opened> {
  const outcome = await parts.auth.signIn(canonicalMail(of.email), password);
  // Neither does a right password tell that the account waits for its activation: whoever registered with an address
  // would learn by it whether that had an account before.
  return await callerIn(parts, of, outcome.ok ? outcome.session : null);
}

/** Whose session was opened. @throws ApiProblem 401, 403 where it opens nothing */
async function callerIn(
  { auth, cipher, prisma }: Parts,
  of: SignInOf,
  session: OpenedSession | null,
): Promise<Opened> {
  if (session === null) throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  const { cookies, token, userId } = session;
  const identity = await auth.identityOf(new Headers({ authorization: `Bearer ${token}` }));
  const person = identity && (await findPerson(prisma, cipher, userId, identity.session.enterpriseId));
  if (identity === null || person === null) {
    // What proved it was right: whoever has that may know why.
    if (await isSuspended(prisma, userId)) throw new ApiProblem(403, 'ACCOUNT_SUSPENDED');
    // An account that belongs to nobody opens nothing.
    throw new ApiProblem(401, 'WRONG_CREDENTIALS');
  }
  await noteSessionOrigin(prisma, identity.session.id, originOf(of));
  return { caller: callerFrom(identity, person), cookies, token };
}

/** The sign-in log: who signed in, and to which account somebody tried to, by its keyed hash. */
async function logSignIn(
  parts: Parts,
  of: SignInOf,
  caller: Caller | null,
  { outcome, warnings }: { readonly outcome: string; readonly warnings: readonly SignInWarning[] },
): Promise<void> {
  const { email, ip, requestId } = of;
  const names = signInNames(parts.blindIndex, email);
  await recordAttempt(
    parts,
    { requestId, ip },
    {
      actorId: caller?.userId ?? null,
      // Whose account was tried in vain sees it: its institution's admin and auditor.
      institutionId: caller?.enterprise?.institutionId ?? (await institutionOfAccount(parts.prisma, names)),
      enterpriseId: caller?.enterprise?.id ?? null,
      action: SIGN_IN_ACTION,
      caseType: 'ACCOUNT',
      caseId: parts.auth.accountKey(email),
      outcome,
      detail: { requestId, agent: originOf(of).agent, warnings: warnings.join(' ') },
    },
  );
}
