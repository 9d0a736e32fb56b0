import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import type { DisputeInput } from '../../contracts/workflows';
import { Case } from '../case/case';
import { unlessGivenUp } from '../case/faults';
import { BusinessTime } from '../shared/businessTime';
import { inWords } from './paymentCase';

/** The bank says something else than what is booked: finance looks, corrects by hand where needed, and says so. */
export async function dispute(input: DisputeInput): Promise<void> {
  const { paymentId, number, institutionId, enterpriseId, booked, claimed } = input;
  const header = { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId } as const;
  const time = new BusinessTime(input);
  const dispute = new Case<'DISPUTED' | 'SETTLED'>(header, time, STAGE_TEXTS.DISPUTE, { stage: 'DISPUTED' });
  const settle = async (reason: TaskReason) => {
    const { decision: outcome, proof } = await dispute.ask('SETTLE_DISPUTE', { stage: 'DISPUTED', reason });
    const { userId: actorId } = proof.actor;
    await dispute.enter('SETTLED', {
      waitingFor: null,
      write: (change, by) => by.settleDispute({ paymentId, number, outcome, actorId, change }),
    });
  };
  const words = { booked: inWords(booked), claimed: inWords(claimed) };
  await unlessGivenUp(
    () => settle({ code: 'BANK_CONTRADICTS', detail: words }),
    () => settle({ code: 'BOOKING_GIVEN_UP', detail: { because: words.claimed } }),
  );
  await dispute.finish();
}
