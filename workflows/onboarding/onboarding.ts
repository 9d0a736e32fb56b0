import type { RegistryFinding, ScreeningFinding } from '../../contracts/activities';
import type { TaskReason } from '../../contracts/tasks';
import type { OnboardingInput, OnboardingStage, OnboardingView } from '../../contracts/workflows';
import { areCheckedAgain } from '../../domain/kyc/fileParts';
import { CaseEnds, type Refused, refusalOf } from '../case/caseEnds';
import { isoInstant } from '../shared/businessTime';
import { awaitCorrection, type Correction } from './correction';
import { OnboardingCase } from './onboardingCase';

const MS_PER_HOUR = 3_600_000;

interface Findings {
  readonly registry: RegistryFinding;
  readonly screening: ScreeningFinding;
  readonly riskGrade: string;
}

/**
 * An enterprise becomes a customer: it proves its mail address (where its people bring the file from another
 * institution it is known), registry and lists are asked, and a reviewer decides, or sends parts of the file back to be
 * put right. It ends ACTIVE, REFUSED (with the reason) or EXPIRED.
 */
export async function onboarding(input: OnboardingInput): Promise<OnboardingView> {
  const begun = new OnboardingCase(input);
  await begun.live(fromLinkToDecision, end, givenUp);
  return begun.view();
}

/** Who could not be checked is not taken on; the reason is the platform's and not the enterprise's. */
function givenUp(): CaseEnds<OnboardingStage> {
  return new CaseEnds<OnboardingStage>('REFUSED', { code: 'GIVEN_UP', reason: '' });
}

async function fromLinkToDecision(onboarding: OnboardingCase): Promise<void> {
  if (!onboarding.input.isBrought) await awaitActivation(onboarding);
  await review(onboarding, await check(onboarding));
}

async function awaitActivation(onboarding: OnboardingCase): Promise<void> {
  const { time } = onboarding;
  const askedAtMs = time.nowMs();
  const { activationHours, activationReminderHours } = time.rules;
  const remindAtMs = askedAtMs + activationReminderHours * MS_PER_HOUR;
  const expiresAtMs = askedAtMs + activationHours * MS_PER_HOUR;
  await onboarding.enter('AWAITING_ACTIVATION', {
    waitingFor: 'applicant',
    dueAtMs: expiresAtMs,
    messages: [onboarding.mail('ACTIVATION', { expiresAt: isoInstant(expiresAtMs) })],
  });
  const until = onboarding.hasActivated;
  await time.waitForPerson(remindAtMs, { summary: '激活提醒 · Remind of the activation link', until });
  if (!until()) await remind(onboarding, isoInstant(expiresAtMs));
  await time.waitForPerson(expiresAtMs, { summary: '激活链接到期 · The activation link expires', until });
  if (!until()) throw new CaseEnds<OnboardingStage>('EXPIRED', null);
}

async function remind(onboarding: OnboardingCase, expiresAt: string): Promise<void> {
  await onboarding.record('remind', {
    messages: [onboarding.mail('ACTIVATION_REMINDER', { expiresAt })],
    audit: { actorId: null, action: 'ACTIVATION_REMINDED', outcome: 'SENT' },
  });
}

async function check(onboarding: OnboardingCase): Promise<Findings> {
  const { enterpriseId } = onboarding.input;
  await onboarding.enter('CHECKING', { waitingFor: 'platform' });
  const asOf = onboarding.time.today();
  const [registry, screening] = await Promise.all([
    onboarding.activities.lookUpRegistry({ enterpriseId }),
    onboarding.activities.screenNames({ enterpriseId, asOf }),
  ]);
  const { riskGrade } = await onboarding.activities.gradeEnterprise({
    enterpriseId,
    registry,
    screening,
    asOf,
  });
  onboarding.leaveIfWithdrawn();
  return { registry, screening, riskGrade };
}

/** Looked at by people until nothing is to be put right any more; machines look again where it concerns them. */
async function review(onboarding: OnboardingCase, found: Findings): Promise<void> {
  let findings = found;
  for (let round = 1; ; round += 1) {
    const correction = await judge(onboarding, findings, round);
    if (correction === null) break;
    await awaitCorrection(onboarding, correction);
    if (areCheckedAgain(correction.parts)) findings = await check(onboarding);
  }
  await onboarding.enter('ACTIVE', {
    waitingFor: null,
    messages: [onboarding.mail('ONBOARDING_ACTIVE', {})],
  });
}

/**
 * A person decides in any case; what was found says what to look at. A sure hit on a list keeps an enterprise out
 * until two people, each by themselves, say that it is somebody else.
 * @returns what is to be put right first, by the reviewer's word or its people's own; null: it is admitted
 */
async function judge(
  onboarding: OnboardingCase,
  findings: Findings,
  round: number,
): Promise<Correction | null> {
  const reason = reasonFor(findings);
  const reviewed = await onboarding.decide('REVIEW_ENTERPRISE', { stage: 'IN_REVIEW', reason, round });
  if (reviewed === null) return onboarding.ownCorrection();
  const { decision, parts = [], proof, taskId } = reviewed;
  if (decision === 'ASK_FOR_CORRECTION') return { parts, by: proof.actor.userId, taskId };
  if (decision !== 'APPROVE') throw refusedBy(reviewed, 'REFUSED_BY_REVIEWER');
  if (findings.screening.outcome !== 'BLOCK') return null;
  const { detail } = reason;
  const confirmed = await onboarding.decide('CONFIRM_SCREENING', {
    reason: { code: 'SCREENING_CLEARED', detail: { ...detail, because: reviewed.reason } },
    round,
  });
  if (confirmed === null) return onboarding.ownCorrection();
  if (confirmed.decision !== 'APPROVE') throw refusedBy(confirmed, 'REFUSED_BY_RISK');
  return null;
}

function refusedBy(
  said: Refused,
  code: 'REFUSED_BY_REVIEWER' | 'REFUSED_BY_RISK',
): CaseEnds<OnboardingStage> {
  return new CaseEnds<OnboardingStage>('REFUSED', refusalOf(said, code));
}

function reasonFor({ registry, screening, riskGrade }: Findings): TaskReason {
  const { hits, listVersion, entries } = screening;
  const detail = { riskGrade, hits, ...(hits > 0 && { listVersion, entries }) };
  if (screening.outcome === 'BLOCK') return { code: 'SCREENING_BLOCKED', detail };
  if (screening.outcome !== 'CLEAR') return { code: 'SCREENING_HIT', detail };
  if (!registry.found) return { code: 'NOT_IN_REGISTRY', detail };
  if (!registry.inBusiness) return { code: 'NOT_IN_BUSINESS', detail };
  if (!registry.nameMatches || !registry.legalPersonMatches) return { code: 'REGISTRY_DIFFERS', detail };
  return { code: 'ALL_CLEAR', detail };
}

async function end(onboarding: OnboardingCase, { stage, refusal }: CaseEnds<OnboardingStage>): Promise<void> {
  onboarding.refusal = refusal;
  const letter =
    refusal === null
      ? onboarding.mail('ACTIVATION_EXPIRED', {})
      : onboarding.mail('ONBOARDING_REFUSED', {
          codes: [refusal.reasonCode ?? refusal.code],
          reason: refusal.reason,
        });
  await onboarding.enter(stage, { waitingFor: null, messages: [letter], ...(refusal && { refusal }) });
}
