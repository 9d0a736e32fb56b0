import { SIGN_IN_OUTCOMES } from '../../contracts/http';
import { SIGN_IN_WARNINGS } from '../../domain/accounts/signInWarnings';
import { sessionEndMs } from '../../gateways/auth/sessionEnd';
import { endOtherSessions, endSessionOf, listSessions } from '../../gateways/database/sessions';
import { listSignIns, type SignInRow } from '../../gateways/database/signIns';
import type { Parts } from '../kernel/parts';
import { notFound, unauthenticated } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { isBearer, sessionLimitsOf } from '../kernel/security/identify';

/** Where the caller is signed in: sessions that their age has ended are left out. */
export async function listOwnSessions(
  { prisma }: Parts,
  call: Call<'listSessions'>,
): Promise<AnswerOf<'listSessions'>> {
  const caller = callerOf(call);
  const rows = await listSessions(prisma, caller.userId);
  const items = rows.map(({ id, createdAt, updatedAt, ipAddress, userAgent }) => {
    const age = { beganMs: Date.parse(createdAt), usedMs: Date.parse(updatedAt) };
    return {
      id,
      agent: userAgent ?? '',
      network: ipAddress,
      beganAt: createdAt,
      usedAt: updatedAt,
      endsAt: new Date(sessionEndMs(age, sessionLimitsOf(caller))).toISOString(),
      isCurrent: id === caller.sessionId,
    };
  });
  return { items: items.filter(({ endsAt }) => Date.parse(endsAt) > Date.now()) };
}

/**
 * Gives the caller what opens the session now that a factor was proved in it: the cookie or token of before opens
 * nothing any more. It goes the way that the one before came.
 */
export async function handOutAnew(
  { auth }: Pick<Parts, 'auth'>,
  call: Pick<Call, 'caller' | 'headers' | 'reply'>,
): Promise<{ readonly token?: string }> {
  const opened = await auth.handOut(callerOf(call).sessionId);
  if (opened === null) throw unauthenticated();
  if (isBearer(call)) return { token: opened.token };
  call.reply.cookies.push(...opened.cookies);
  return {};
}

/** Ends a session of the caller's, this one too. */
export async function endOwnSession({ prisma }: Parts, call: Call<'endSession'>): Promise<void> {
  const { userId } = callerOf(call);
  const { sessionId } = call.params;
  if (!(await endSessionOf(prisma, { id: sessionId, userId }))) throw notFound();
}

/** Ends all sessions of the caller's but this one. */
export async function endOthers({ prisma }: Parts, call: Call<'endOtherSessions'>): Promise<void> {
  const { sessionId, userId } = callerOf(call);
  call.note({ ended: await endOtherSessions(prisma, { id: sessionId, userId }) });
}

/** The caller's sign-ins, as the audit trail has them. */
export async function listOwnSignIns(
  { auth, prisma }: Parts,
  call: Call<'listSignIns'>,
): Promise<AnswerOf<'listSignIns'>> {
  const { email, userId } = callerOf(call);
  const page = await listSignIns(prisma, { userId, accountKeys: auth.accountKeys(email) }, call.query);
  return { ...page, items: page.items.map(presentSignIn) };
}

function presentSignIn({ agent, at, network, outcome, warnings }: SignInRow) {
  return {
    at,
    agent,
    network,
    outcome: SIGN_IN_OUTCOMES.find((known) => known === outcome) ?? 'FAILED',
    warnings: SIGN_IN_WARNINGS.filter((known) => warnings.includes(known)),
  };
}
