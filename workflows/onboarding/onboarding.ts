import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { RegistryFinding, ScreeningFinding } from '../../contracts/activities';
import type { TaskReason } from '../../contracts/tasks';
import type { OnboardingInput, OnboardingStage, OnboardingView } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { isoInstant } from '../shared/businessTime';
import { CaseEnds } from '../shared/caseEnds';
import { OnboardingOffice } from './onboardingOffice';

const MS_PER_HOUR = 3_600_000;

interface Findings {
  readonly registry: RegistryFinding;
  readonly screening: ScreeningFinding;
  readonly riskGrade: string;
}

/**
 * An enterprise becomes a customer: it proves its mail address, registry and lists are asked, and a reviewer
 * decides. It ends ACTIVE, REFUSED (with the reason) or EXPIRED.
 */
export async function onboarding(input: OnboardingInput): Promise<OnboardingView> {
  const office = new OnboardingOffice(input);
  try {
    await awaitActivation(office);
    const findings = await check(office);
    await review(office, findings);
  } catch (ending) {
    if (!(ending instanceof CaseEnds)) throw ending;
    await end(office, ending);
  }
  await condition(allHandlersFinished);
  return office.view();
}

async function awaitActivation(office: OnboardingOffice): Promise<void> {
  const { time, file } = office;
  const askedAtMs = time.nowMs();
  const { activationHours, activationReminderHours } = time.rules;
  const remindAtMs = askedAtMs + activationReminderHours * MS_PER_HOUR;
  const expiresAtMs = askedAtMs + activationHours * MS_PER_HOUR;
  await file.enter('AWAITING_ACTIVATION', {
    waitingFor: 'applicant',
    dueAtMs: expiresAtMs,
    messages: [office.mail('ACTIVATION', { expiresAt: isoInstant(expiresAtMs) })],
  });
  const until = office.hasActivated;
  await time.waitForPerson(remindAtMs, { summary: '激活提醒 · Remind of the activation link', until });
  if (!until()) await remind(office, isoInstant(expiresAtMs));
  await time.waitForPerson(expiresAtMs, { summary: '激活链接到期 · The activation link expires', until });
  if (!until()) throw new CaseEnds<OnboardingStage>('EXPIRED', null);
}

async function remind(office: OnboardingOffice, expiresAt: string): Promise<void> {
  await office.file.record('remind', {
    messages: [office.mail('ACTIVATION_REMINDER', { expiresAt })],
    audit: { actorId: null, action: 'ACTIVATION_REMINDED', outcome: 'SENT' },
  });
}

async function check(office: OnboardingOffice): Promise<Findings> {
  const { enterpriseId } = office.input;
  await office.file.enter('CHECKING', { waitingFor: 'platform' });
  const asOf = office.time.today();
  const [registry, screening] = await Promise.all([
    activities.lookUpRegistry({ enterpriseId }),
    activities.screenNames({ enterpriseId, asOf }),
  ]);
  const { riskGrade } = await activities.gradeEnterprise({ enterpriseId, registry, screening, asOf });
  return { registry, screening, riskGrade };
}

/** A person decides in any case; what was found says what to look at. */
async function review(office: OnboardingOffice, findings: Findings): Promise<void> {
  const { desk, file } = office;
  const task = desk.open('REVIEW_ENTERPRISE', { reason: reasonFor(findings) });
  await file.enter('IN_REVIEW', {
    waitingFor: task.role,
    dueAtMs: task.dueAtMs,
    open: [desk.toOpen(task)],
  });
  const decided = await desk.decision(task);
  if (decided === null)
    throw new CaseEnds<OnboardingStage>('REFUSED', { code: 'REVIEW_CANCELLED', reason: '' });
  const { decision, reason, actor } = decided;
  const isRefused = decision !== 'APPROVE';
  if (isRefused) office.refusal = { code: 'REFUSED_BY_REVIEWER', reason };
  await file.enter(isRefused ? 'REFUSED' : 'ACTIVE', {
    waitingFor: null,
    close: [desk.close(task)],
    actorId: actor.userId,
    messages: [
      isRefused
        ? office.mail('ONBOARDING_REFUSED', { codes: 'REFUSED_BY_REVIEWER', reason })
        : office.mail('ONBOARDING_ACTIVE'),
    ],
    ...(office.refusal === null ? {} : { refusal: office.refusal }),
  });
}

function reasonFor({ registry, screening, riskGrade }: Findings): TaskReason {
  const detail = { riskGrade, hits: screening.hits };
  if (screening.outcome !== 'CLEAR') return { code: 'SCREENING_HIT', detail };
  if (!registry.found) return { code: 'NOT_IN_REGISTRY', detail };
  if (!registry.inBusiness) return { code: 'NOT_IN_BUSINESS', detail };
  if (!registry.nameMatches || !registry.legalPersonMatches) return { code: 'REGISTRY_DIFFERS', detail };
  return { code: 'ALL_CLEAR', detail };
}

async function end(office: OnboardingOffice, { stage, refusal }: CaseEnds<OnboardingStage>): Promise<void> {
  office.refusal = refusal;
  await office.file.enter(stage, {
    waitingFor: null,
    messages: stage === 'EXPIRED' ? [office.mail('ACTIVATION_EXPIRED')] : [],
    ...(refusal === null ? {} : { refusal }),
  });
}
