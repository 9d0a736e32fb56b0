import type { MessageToSend } from '../../contracts/activities';
import type { CaseRefusal } from '../../contracts/refusals';
import type { ReasonCode } from '../../contracts/texts/texts';
import type { ApplicationStage } from '../../contracts/workflows';
import { addDays } from '../../domain/calendar/isoDate';
import { CaseEnds, type Refused, refusalOf } from '../case/caseEnds';
import type { ApplicationCase } from './applicationCase';

/** A person said no, for the reason that they gave. */
export function rejectedBy(said: Refused, code: ReasonCode): CaseEnds<ApplicationStage> {
  return new CaseEnds<ApplicationStage>('REJECTED', refusalOf(said, code));
}

/** What the platform could not do was given up. No step of an application's own fails once the money is out. */
export function givenUp(): CaseEnds<ApplicationStage> {
  return new CaseEnds<ApplicationStage>('REJECTED', { code: 'GIVEN_UP', reason: '' });
}

/** The case ends without a loan. */
export async function end(application: ApplicationCase, ending: CaseEnds<ApplicationStage>): Promise<void> {
  const { stage } = ending;
  const refusal = ending.refusal && {
    ...ending.refusal,
    ...(stage === 'REJECTED' && mayAppeal(application)),
  };
  application.refusal = refusal;
  await application.enter(stage, {
    waitingFor: null,
    messages: letters(application, { ...ending, refusal }),
    ...(refusal && { refusal }),
  });
}

/** A refusal is appealed once, and before there is an agreement: what was accepted never changes. */
function mayAppeal({ input, time, isAgreed }: ApplicationCase): Pick<CaseRefusal, 'appealUntil'> {
  if (isAgreed || input.appealGranted !== undefined) return {};
  return { appealUntil: addDays(time.today(), time.rules.appealDays) };
}

/** What the applicant is written then. */
function letters(
  application: ApplicationCase,
  { stage, refusal, reasonCodes }: Pick<CaseEnds<ApplicationStage>, 'stage' | 'refusal' | 'reasonCodes'>,
): readonly MessageToSend[] {
  if (stage === 'REJECTED' && refusal !== null) {
    const { code, reason, reasonCode, appealUntil } = refusal;
    const codes = reasonCodes.length === 0 ? [reasonCode ?? code] : reasonCodes;
    const { publicUrl: signInUrl } = application.time;
    return [application.mail('APPLICATION_DECLINED', { reason, codes, appealUntil, signInUrl })];
  }
  if (stage === 'EXPIRED' && refusal?.code === 'OFFER_EXPIRED')
    return [application.mail('OFFER_EXPIRED', {})];
  return stage === 'WITHDRAWN' ? [application.mail('APPLICATION_WITHDRAWN', {})] : [];
}
