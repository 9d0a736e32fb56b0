import type { MessageToSend } from '../../contracts/activities';
import type { ReasonCode } from '../../contracts/texts/texts';
import type { ApplicationStage, Decided } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import type { ApplicationCase } from './applicationCase';

/** A person said no, for the reason that they gave. */
export function rejectedBy(
  { reason }: Pick<Decided, 'reason'>,
  code: ReasonCode,
): CaseEnds<ApplicationStage> {
  return new CaseEnds<ApplicationStage>('REJECTED', { code, reason });
}

/** What the platform could not do was given up. No step of an application's own fails once the money is out. */
export function givenUp(): CaseEnds<ApplicationStage> {
  return new CaseEnds<ApplicationStage>('REJECTED', { code: 'GIVEN_UP', reason: '' });
}

/** The case ends without a loan. */
export async function end(application: ApplicationCase, ending: CaseEnds<ApplicationStage>): Promise<void> {
  const { stage, refusal } = ending;
  application.refusal = refusal;
  await application.enter(stage, {
    waitingFor: null,
    messages: letters(application, ending),
    ...(refusal && { refusal }),
  });
}

/** What the applicant is written then. */
function letters(
  application: ApplicationCase,
  { stage, refusal, reasonCodes }: CaseEnds<ApplicationStage>,
): readonly MessageToSend[] {
  if (stage === 'REJECTED' && refusal !== null) {
    const codes = reasonCodes.length === 0 ? [refusal.code] : reasonCodes;
    return [application.mail('APPLICATION_DECLINED', { reason: refusal.reason, codes })];
  }
  if (stage === 'EXPIRED' && refusal?.code === 'OFFER_EXPIRED')
    return [application.mail('OFFER_EXPIRED', {})];
  return stage === 'WITHDRAWN' ? [application.mail('APPLICATION_WITHDRAWN', {})] : [];
}
