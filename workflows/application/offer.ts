import type { ApplicationStage } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import { isoInstant } from '../shared/businessTime';
import type { ApplicationCase } from './applicationCase';

/** The offer stands until it is accepted, declined, withdrawn from or expired. */
export async function agreeOnOffer(application: ApplicationCase): Promise<void> {
  const { time, input, loanId } = application;
  const { applicationId } = input;
  const offer = await application.activities.makeOffer({ applicationId, offeredAtMs: time.nowMs() });
  await application.enter('OFFERED', {
    waitingFor: 'applicant',
    dueAtMs: offer.expiresAtMs,
    messages: [application.mail('OFFER', offer.message)],
  });
  const accepted = await application.applicant(offer.expiresAtMs, '要约到期 · The offer expires');
  if (accepted === null) {
    throw new CaseEnds<ApplicationStage>('EXPIRED', { code: 'OFFER_EXPIRED', reason: '' });
  }
  await application.activities.agreeFacility({ applicationId, loanId, agreedAt: isoInstant(time.nowMs()) });
}
