import { listOwnEnterprises } from '../../gateways/database/enterprises';
import { findPerson } from '../../gateways/database/people';
import { actFor } from '../../gateways/database/sessions';
import { registerOwnEnterprise } from '../enterprises/register';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { enterpriseFrom } from '../kernel/security/identify';
import { ANYBODY, APPLICANT, lately } from '../kernel/security/policy';
import { found } from '../kernel/security/scope';
import { presentSession } from '../people/present';
import { handOutAnew } from '../people/sessions';
import { takeFileTo } from './fileShare';
import { invitePerson, joinEnterprise, listOwnPeople, removeOwnPerson, takeBack } from './people';

/** Whoever says who acts for an enterprise, or takes it elsewhere: a factor is proved lately, where there is one. */
const OWNER = lately('OWN_FACTORS', APPLICANT);

/** The enterprises of one person, and the people of one enterprise. */
export const ownEnterpriseOperations = {
  listOwnEnterprises: { who: APPLICANT, do: list },
  actForEnterprise: { who: APPLICANT, audit: 'session.actFor', isApart: true, do: act },
  registerOwnEnterprise: {
    who: OWNER,
    audit: 'enterprise.registerFurther',
    isApart: true,
    limit: 'registration',
    even: 'REGISTRATION',
    do: registerOwnEnterprise,
  },
  takeFileTo: {
    who: OWNER,
    audit: 'enterprise.takeFile',
    isApart: true,
    limit: 'registration',
    do: takeFileTo,
  },
  listOwnPeople: { who: APPLICANT, do: listOwnPeople },
  invitePerson: { who: OWNER, audit: 'enterprise.invite', even: 'ACCOUNT', do: invitePerson },
  takeBackInvitation: { who: APPLICANT, audit: 'enterprise.takeBackInvitation', do: takeBack },
  removePerson: { who: OWNER, audit: 'enterprise.removePerson', do: removeOwnPerson },
  joinEnterprise: { who: ANYBODY, audit: 'enterprise.join', limit: 'activation', do: joinEnterprise },
} satisfies SomeOperations;

async function list({ sql }: Parts, call: Call): Promise<AnswerOf<'listOwnEnterprises'>> {
  const { enterprise, userId } = callerOf(call);
  const own = await listOwnEnterprises(sql, userId);
  return { items: own.map((each) => ({ ...each, isCurrent: each.id === enterprise?.id })) };
}

/** The session acts for another enterprise from now on, under another token. No institution is told of it. */
async function act(parts: Parts, call: Call<'actForEnterprise'>): Promise<AnswerOf<'actForEnterprise'>> {
  const caller = callerOf(call);
  const { userId } = caller;
  const { enterpriseId } = call.body;
  const isOwn = await actFor(parts.sql, { id: caller.sessionId, userId, enterpriseId });
  const person = isOwn ? await findPerson(parts.prisma, parts.cipher, userId, enterpriseId) : null;
  const enterprise = enterpriseFrom(found(person));
  return { ...presentSession({ ...caller, enterprise }), ...(await handOutAnew(parts, call)) };
}
