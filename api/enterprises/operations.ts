import type { EnterpriseId, UserId } from '../../contracts/ids';
import { workflowIds } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { activateUpdate, type OnboardingView } from '../../contracts/workflows';
import { isActivationToken } from '../../gateways/auth/activation';
import {
  confirmPeople,
  findEnterprise,
  findStage,
  listEnterprises,
} from '../../gateways/database/enterprises';
import { openPersonalData } from '../../gateways/database/personalData';
import { findOpenTask } from '../../gateways/database/tasks';
import { readTimeline } from '../../gateways/database/timeline';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { askForFactor } from '../kernel/security/factor';
import { ANYBODY, MEMBERS, orMachine } from '../kernel/security/policy';
import { found, maySeePersonalData, scopeOfCall } from '../kernel/security/scope';
import { presentEnterprise, presentEnterpriseSummary } from './present';
import { registerEnterprise } from './register';

const READERS = orMachine('enterprises:read', MEMBERS);

/** Enterprises: registration, activation, reading. */
export const enterpriseOperations = {
  registerEnterprise: {
    who: ANYBODY,
    audit: 'enterprise.register',
    limit: 'registration',
    isEven: true,
    do: registerEnterprise,
  },
  activateEnterprise: { who: ANYBODY, audit: 'enterprise.activate', limit: 'activation', do: activate },
  listEnterprises: {
    who: READERS,
    do: async ({ prisma }, call) => {
      const page = await listEnterprises(prisma, scopeOfCall(call), call.query, call.query);
      return { ...page, items: page.items.map(presentEnterpriseSummary) };
    },
  },
  getEnterprise: { who: READERS, do: getEnterprise },
} satisfies SomeOperations;

/**
 * Activates an enterprise. The token proves that the mail was read; whether the link is still in time is
 * the workflow's word. A link that is pressed twice activates once and says so twice.
 */
async function activate(
  parts: Parts,
  call: Call<'activateEnterprise'>,
): Promise<AnswerOf<'activateEnterprise'>> {
  const { enterpriseId, token } = call.body;
  if (!isActivationToken(token, enterpriseId, parts.settings.activationSecret)) {
    throw refusedBy({ code: 'ACTIVATION_TOKEN_WRONG', field: 'token' });
  }
  const enterprise = found(await findStage(parts.prisma, enterpriseId));
  call.about('ONBOARDING', enterpriseId);
  call.concerns(enterprise.institutionId);
  const isOver = enterprise.stage !== 'AWAITING_ACTIVATION';
  if (enterprise.stage === 'EXPIRED') throw refusedBy({ code: 'ACTIVATION_EXPIRED' });
  const activated = isOver ? null : await sendActivation(parts, call, enterpriseId as EnterpriseId);
  await confirmPeople(parts.prisma, enterpriseId);
  return { enterpriseId, stage: activated?.stage ?? enterprise.stage };
}

function sendActivation(
  parts: Parts,
  call: Call<'activateEnterprise'>,
  enterpriseId: EnterpriseId,
): Promise<OnboardingView | null> {
  const activation = {
    workflowId: workflowIds.onboarding(enterpriseId),
    update: activateUpdate,
    actor: whoeverOpened(enterpriseId),
    act: {},
    updateId: `activate/${enterpriseId}`,
  };
  return updateNow(parts, call, activation, `/enterprises/${enterpriseId}`);
}

/** The link proves whose mail was read, and not by whom. */
function whoeverOpened(enterpriseId: EnterpriseId): Actor {
  return {
    userId: enterpriseId as string as UserId,
    roles: ['applicant'],
    institutionId: null,
    enterpriseId,
  };
}

async function getEnterprise(parts: Parts, call: Call<'getEnterprise'>): Promise<AnswerOf<'getEnterprise'>> {
  const caller = callerOf(call);
  const { enterpriseId } = call.params;
  const row = found(await findEnterprise(parts.prisma, scopeOfCall(call), enterpriseId));
  const [timeline, openTask] = await Promise.all([
    readTimeline(parts.sql, parts.cipher, 'ONBOARDING', enterpriseId),
    findOpenTask(parts.prisma, enterpriseId),
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
    locale: call.locale,
  });
}
