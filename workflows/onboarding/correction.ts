import type { CaseChange } from '../../contracts/activities';
import type { OnboardingStage } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import { isoInstant } from '../shared/businessTime';
import type { OnboardingCase } from './onboardingCase';

const MS_PER_HOUR = 3_600_000;

/** Parts of the file that its people are to put right, and who said so. */
export type Correction = Omit<NonNullable<CaseChange['correct']>, 'dueAt'>;

/**
 * The file is with its people: the parts named are open to them, and nobody else has it. They have as long as an
 * applicant who is asked for more, and are reminded once.
 * @throws CaseEnds when they don't hand it in, or take it back
 */
export async function awaitCorrection(onboarding: OnboardingCase, correction: Correction): Promise<void> {
  const { time } = onboarding;
  const askedAtMs = time.nowMs();
  // A case that began before there was a figure for it is reminded half-way.
  const { informationHours, informationReminderHours = informationHours / 2 } = time.rules;
  const untilMs = askedAtMs + informationHours * MS_PER_HOUR;
  const dueAt = isoInstant(untilMs);
  const values = {
    parts: correction.parts,
    isOwnWish: correction.taskId === null,
    expiresAt: dueAt,
    correctUrl: `${onboarding.input.publicUrl}/kyc/corrections`,
  };
  const occasion = `/${isoInstant(askedAtMs)}`;
  await onboarding.openParts({
    waitingFor: 'applicant',
    dueAtMs: untilMs,
    correct: { ...correction, dueAt },
    messages: [onboarding.mail('CORRECTION_WANTED', values, occasion)],
  });
  const remindAtMs = askedAtMs + informationReminderHours * MS_PER_HOUR;
  if (await onboarding.corrected(remindAtMs, '更正提醒 · Remind of the corrections')) return;
  await onboarding.record('remindOfCorrection', {
    messages: [onboarding.mail('CORRECTION_REMINDER', values, occasion)],
    audit: { actorId: null, action: 'CORRECTION_REMINDED', outcome: 'SENT' },
  });
  if (await onboarding.corrected(untilMs, '等待企业更正资料 · Waiting for the corrections')) return;
  throw new CaseEnds<OnboardingStage>('REFUSED', { code: 'INFORMATION_NOT_SUPPLIED', reason: '' });
}
