import {
  linkIdentity,
  listIdentities,
  ownerOfIdentity,
  removeIdentity,
} from '../../gateways/database/identityLinks';
import { tellOfFactor } from '../factors/letters';
import type { Parts } from '../kernel/parts';
import { ApiProblem, notFound } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, lately, SIGNED_IN } from '../kernel/security/policy';
import { found } from '../kernel/security/scope';
import { provePassword } from '../people/passwords';
import { openFor } from '../people/signIn';
import { sendTo, whoCameBack } from './flow';

/** Whoever is signed in, staff with a second factor that was proved lately. */
const OWN = lately('ACCESS', SIGNED_IN);

/** Signing in by others who know people: a provider of OpenID Connect, WeChat, Alipay. */
export const identityOperations = {
  listProviders: {
    who: ANYBODY,
    do: async ({ identityProviders }) => ({ items: identityProviders.list() }),
  },
  beginSignInByProvider: {
    who: ANYBODY,
    audit: 'identity.beginSignIn',
    limit: 'signIn',
    do: (parts, call) => sendTo(parts, call, null),
  },
  signInByProvider: {
    who: ANYBODY,
    audit: 'identity.signIn',
    recordsItself: true,
    limit: 'signIn',
    do: signIn,
  },
  listIdentities: {
    who: lately('PROVED', SIGNED_IN),
    do: async ({ prisma }, call) => ({ items: await listIdentities(prisma, callerOf(call).userId) }),
  },
  beginIdentity: { who: OWN, audit: 'identity.begin', do: begin },
  linkIdentity: { who: OWN, audit: 'identity.link', do: link },
  removeIdentity: { who: OWN, audit: 'identity.remove', do: remove },
} satisfies SomeOperations;

/** Opens the account that is linked with an identity. What else the provider says of the person, a mail address say, counts nothing. */
async function signIn(parts: Parts, call: Call<'signInByProvider'>): Promise<AnswerOf<'signInByProvider'>> {
  const identity = await whoCameBack(parts, call, null);
  const userId = await ownerOfIdentity(parts.sql, parts.blindIndex, identity);
  if (userId === null) throw new ApiProblem(401, 'IDENTITY_NOT_LINKED');
  return await openFor(parts, call, userId);
}

/** The password once more: a session that was left open links nothing. */
async function begin(parts: Parts, call: Call<'beginIdentity'>): Promise<AnswerOf<'beginIdentity'>> {
  const { sessionId, userId } = callerOf(call);
  await provePassword(parts, userId, call.body.currentPassword);
  return await sendTo(parts, call, sessionId);
}

/** In the session that began it, so that nobody has somebody else link an identity that is not theirs. */
async function link(parts: Parts, call: Call<'linkIdentity'>): Promise<AnswerOf<'linkIdentity'>> {
  const { sessionId, userId } = callerOf(call);
  const identity = await whoCameBack(parts, call, sessionId);
  const id = call.subjectId;
  call.note({ provider: identity.provider });
  if (!(await linkIdentity(parts.sql, parts, { id, userId, ...identity }))) {
    throw new ApiProblem(409, 'IDENTITY_TAKEN');
  }
  await tellOfFactor(parts, call, userId, 'IDENTITY_LINKED');
  return found((await listIdentities(parts.prisma, userId)).find((one) => one.id === id) ?? null);
}

async function remove(parts: Parts, call: Call<'removeIdentity'>): Promise<void> {
  const { identityId: id } = call.params;
  const { userId } = callerOf(call);
  if (!(await removeIdentity(parts.sql, { id, userId }))) throw notFound();
  call.note({ identityId: id });
  await tellOfFactor(parts, call, userId, 'IDENTITY_REMOVED');
}
