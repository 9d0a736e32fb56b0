import { listCorrections } from '../../gateways/database/corrections';
import { findEnterprise, listEnterprises } from '../../gateways/database/enterprises';
import { openPersonalData } from '../../gateways/database/personalData';
import { findOpenTask } from '../../gateways/database/tasks';
import { readTimeline } from '../../gateways/database/timeline';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { askForFactor } from '../kernel/security/factor';
import { ANYBODY, APPLICANT, lately, MEMBERS, orMachine } from '../kernel/security/policy';
import { found, maySeePersonalData, scopeOfCall } from '../kernel/security/scope';
import { activate, askForActivation } from './activation';
import { askToCorrect, handIn } from './corrections';
import { presentEnterprise, presentEnterpriseSummary } from './present';
import { registerEnterprise } from './register';

const READERS = orMachine('enterprises:read', MEMBERS);

/** Enterprises: registration, activation, reading, and what is put right while they are admitted. */
export const enterpriseOperations = {
  registerEnterprise: {
    who: ANYBODY,
    audit: 'enterprise.register',
    limit: 'registration',
    even: 'REGISTRATION',
    do: registerEnterprise,
  },
  activateEnterprise: { who: ANYBODY, audit: 'enterprise.activate', limit: 'activation', do: activate },
  askForActivation: {
    who: ANYBODY,
    audit: 'enterprise.askForActivation',
    limit: 'accountLink',
    even: 'ACCOUNT',
    do: askForActivation,
  },
  listEnterprises: {
    who: READERS,
    do: async ({ prisma }, call) => {
      const page = await listEnterprises(prisma, scopeOfCall(call), call.query, call.query);
      return { ...page, items: page.items.map(presentEnterpriseSummary) };
    },
  },
  getEnterprise: { who: READERS, do: getEnterprise },
  askToCorrect: { who: APPLICANT, audit: 'enterprise.askToCorrect', do: askToCorrect },
  handInCorrections: {
    who: lately('OWN_FACTORS', APPLICANT),
    audit: 'enterprise.handInCorrections',
    do: handIn,
  },
} satisfies SomeOperations;

async function getEnterprise(parts: Parts, call: Call<'getEnterprise'>): Promise<AnswerOf<'getEnterprise'>> {
  const caller = callerOf(call);
  const { enterpriseId } = call.params;
  const row = found(await findEnterprise(parts.prisma, scopeOfCall(call), enterpriseId));
  const [timeline, openTask, corrections] = await Promise.all([
    readTimeline(parts.sql, parts.cipher, 'ONBOARDING', enterpriseId),
    findOpenTask(parts.prisma, enterpriseId),
    listCorrections(parts.sql, parts.cipher, enterpriseId),
  ]);
  const masked = !maySeePersonalData(caller, { enterpriseId: row.id, institutionId: row.institutionId });
  if (!masked && isStaff(caller)) {
    askForFactor(caller, 'PERSONAL_DATA');
    call.showsPersonalData('ONBOARDING', enterpriseId);
  }
  return presentEnterprise(row, {
    data: openPersonalData(parts.cipher, row.id, row),
    masked,
    showsStaff: isStaff(caller),
    readerId: caller.userId,
    timeline,
    openTask,
    corrections,
    locale: call.locale,
  });
}
