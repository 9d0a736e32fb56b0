import type { AssessmentFinding, Routed } from '../../contracts/activities';
import type { ApplicationStage } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import { isoInstant } from '../shared/businessTime';
import type { ApplicationCase } from './applicationCase';
import { routeAgain } from './approve';
import { rejectedBy } from './end';

const MS_PER_HOUR = 3_600_000;

type Assessed = Extract<AssessmentFinding, { outcome: 'TO_REVIEW' }>;

/**
 * Complete, scored and reviewed; a reviewer who needs more sends it back to the applicant. Whoever granted an appeal
 * has reviewed it.
 * @returns who must approve it, and why a policy is not kept, in the words of the reviewer; null when all are
 */
export async function underwrite(
  application: ApplicationCase,
): Promise<{ readonly route: Routed; readonly exceptionReason: string | null }> {
  for (let round = 1; ; round += 1) {
    await becomeComplete(application);
    const assessed = await score(application);
    if (application.input.appealGranted !== undefined) return assessed;
    const { grade, score: points } = assessed;
    const reviewed = await application.decide('REVIEW_APPLICATION', {
      stage: 'IN_REVIEW',
      round,
      reason: { code: 'SCORED', detail: { grade, score: points } },
    });
    if (reviewed.decision === 'APPROVE') return assessed;
    if (reviewed.decision === 'APPROVE_AS_EXCEPTION') {
      const { reason: exceptionReason } = reviewed;
      return { route: await routeAgain(application, { exceptionReason, round: 1 }), exceptionReason };
    }
    if (reviewed.decision === 'REJECT') throw rejectedBy(reviewed, 'REJECTED_BY_REVIEWER');
    await awaitInformation(application, { wish: reviewed.reason });
  }
}

async function becomeComplete(application: ApplicationCase): Promise<void> {
  for (;;) {
    const missing = await completeness(application);
    if (missing.length === 0) return;
    await awaitInformation(application, { missing });
  }
}

async function completeness(application: ApplicationCase): Promise<readonly string[]> {
  const { time, input } = application;
  await application.enter('CHECKING', {
    waitingFor: 'platform',
    messages: [application.acknowledgement()],
  });
  const { missing } = await application.activities.checkCompleteness({
    applicationId: input.applicationId,
    asOf: time.today(),
  });
  application.leaveIfWithdrawn();
  application.missing = missing;
  return missing;
}

/** @param wanted what is missing, or what the reviewer wishes to see */
async function awaitInformation(
  application: ApplicationCase,
  wanted: { readonly missing: readonly string[] } | { readonly wish: string },
): Promise<void> {
  const { time } = application;
  const untilMs = time.nowMs() + time.rules.informationHours * MS_PER_HOUR;
  const expiresAt = isoInstant(untilMs);
  await application.enter('AWAITING_INFORMATION', {
    waitingFor: 'applicant',
    dueAtMs: untilMs,
    messages: [application.mail('INFORMATION_WANTED', { ...wanted, expiresAt })],
  });
  const supplied = await application.applicant(untilMs, '等待补充资料 · Waiting for information');
  if (supplied === null) {
    throw new CaseEnds<ApplicationStage>('EXPIRED', { code: 'INFORMATION_NOT_SUPPLIED', reason: '' });
  }
}

/**
 * Other terms than were offered: scored and priced as what was reviewed, and routed afresh by the new amount.
 * @returns who must approve it
 */
export async function priceAnew(
  application: ApplicationCase,
  of: { readonly exceptionReason: string | null; readonly round: number },
): Promise<Routed> {
  const { route } = await score(application, of.round);
  return of.exceptionReason === null ? route : await routeAgain(application, of);
}

/** Bureau, scorecard and price; a knock-out ends it with its reasons. */
async function score(application: ApplicationCase, round = 1): Promise<Assessed> {
  const { time, input } = application;
  const { applicationId, enterpriseId, appealGranted } = input;
  await application.enter('SCORING', { waitingFor: 'platform' });
  const asOf = time.today();
  const report = await application.activities.pullCreditReport({ applicationId, enterpriseId, asOf });
  if (report.outcome === 'NO_CONSENT') {
    // Withdrawn since: it is missing now, like anything else.
    await becomeComplete(application);
    return await score(application, round);
  }
  const exceptionReason = appealGranted?.reason ?? null;
  const asked = { applicationId, asOf, round, exceptionReason };
  const finding = await application.activities.assessApplication(asked);
  application.leaveIfWithdrawn();
  if (finding.outcome === 'TO_REVIEW') return finding;
  const { reasonCodes } = finding;
  const [code = 'KNOCKED_OUT'] = reasonCodes;
  throw new CaseEnds<ApplicationStage>('REJECTED', { code, reason: '' }, reasonCodes);
}
