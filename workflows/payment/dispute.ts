import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import type { DisputeInput } from '../../contracts/workflows';
import { Case } from '../case/case';
import { activities } from '../shared/activities';
import { BusinessTime } from '../shared/businessTime';
import { inWords } from './paymentCase';

/** The bank says something else than what is booked: finance looks, corrects by hand where needed, and says so. */
export async function dispute(input: DisputeInput): Promise<void> {
  const { paymentId, number, institutionId, enterpriseId, booked, claimed } = input;
  const header = { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId } as const;
  const time = new BusinessTime(input);
  const dispute = new Case<'DISPUTED' | 'SETTLED'>(header, time, STAGE_TEXTS.DISPUTE, 'DISPUTED');
  const { decision: outcome, proof } = await dispute.ask('SETTLE_DISPUTE', {
    stage: 'DISPUTED',
    reason: { code: 'BANK_CONTRADICTS', detail: { booked: inWords(booked), claimed: inWords(claimed) } },
  });
  await dispute.enter('SETTLED', {
    waitingFor: null,
    write: (change) =>
      activities.settleDispute({ paymentId, number, outcome, actorId: proof.actor.userId, change }),
  });
  await dispute.finish();
}
