import type { ApplicationStage } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import { isoInstant } from '../shared/businessTime';
import type { ApplicationCase } from './applicationCase';

/**
 * The offer stands until it is accepted, declined, withdrawn from or expired, or other terms are wanted.
 * @returns false when other terms are wanted: nothing of them is approved
 */
export async function agreeOnOffer(application: ApplicationCase): Promise<boolean> {
  const { time, input, loanId } = application;
  const { applicationId } = input;
  const offer = await application.activities.makeOffer({ applicationId, offeredAtMs: time.nowMs() });
  await application.enter('OFFERED', {
    waitingFor: 'applicant',
    dueAtMs: offer.expiresAtMs,
    messages: [application.mail('OFFER', offer.message)],
  });
  for (;;) {
    const answer = await application.applicant(offer.expiresAtMs, '要约到期 · The offer expires');
    if (answer === null) {
      throw new CaseEnds<ApplicationStage>('EXPIRED', { code: 'OFFER_EXPIRED', reason: '' });
    }
    if (answer.wanted !== undefined) {
      application.amountFen = answer.wanted.amountFen;
      await application.activities.changeTerms({ applicationId, ...answer.wanted });
      return false;
    }
    const agreed = { agreedAt: isoInstant(time.nowMs()), agreedBy: answer.by, ...answer.signed };
    const refused = await application.activities.agreeFacility({ applicationId, loanId, ...agreed });
    if (refused === null) {
      application.isAgreed = true;
      return true;
    }
    answer.refusedBy = refused.refusedBy;
  }
}
