import type { EnterpriseId, UserId } from '../../contracts/ids';
import { workflowIds } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { activateUpdate, type OnboardingView } from '../../contracts/workflows';
import { mailboxOf } from '../../domain/identifiers/mail';
import { isActivationToken } from '../../gateways/auth/activation';
import { signInNames } from '../../gateways/auth/signInName';
import { findAccountOf } from '../../gateways/database/accounts';
import { confirmPeople, findStage } from '../../gateways/database/enterprises';
import { findLetter, writeMessage } from '../../gateways/database/messages';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { updateNow } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';
import { countLetter } from '../people/letters';

/**
 * Activates an enterprise. The token proves that the mail was read; whether the link is still in time is
 * the workflow's word. A link that is opened again activates nothing, and says so.
 */
export async function activate(
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
  return { enterpriseId, stage: activated?.stage ?? enterprise.stage, wasActivatedBefore: isOver };
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

/**
 * Sends the letter with the activation link once more, as it was: link and end are the same. To an address that waits
 * for none nothing is sent, and nobody is told which it was.
 */
export async function askForActivation(parts: Parts, call: Call<'askForActivation'>): Promise<void> {
  const { body, requestId } = call;
  const { blindIndex, cipher, prisma, queues, sql } = parts;
  await countLetter(parts, mailboxOf(body.email));
  const account = await findAccountOf(prisma, cipher, signInNames(blindIndex, body.email));
  const waiting = account?.enterprises.findLast(({ stage }) => stage === 'AWAITING_ACTIVATION');
  if (!account || waiting === undefined) return;
  const { institutionId } = found(await findStage(prisma, waiting.id));
  call.about('ONBOARDING', waiting.id);
  call.concerns(institutionId);
  const about = { kind: 'ACTIVATION', caseType: 'ONBOARDING', caseId: waiting.id } as const;
  const letter = await findLetter(sql, cipher, about);
  // None yet: its process is about to write it.
  if (letter === null) return;
  const dedupeKey = `account/${account.userId}/ACTIVATION/${requestId}/EMAIL`;
  await queues.enqueue(await writeMessage(sql, cipher, { ...letter, dedupeKey }));
}
