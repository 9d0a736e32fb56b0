import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { DisputeInput, PaymentOutcome } from '../../contracts/workflows';
import { BusinessTime } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { TaskDesk } from '../shared/taskDesk';
import { DISPUTE_TEXTS } from './texts';

/** The bank says something else than what is booked: finance looks, corrects by hand where needed, and says so. */
export async function dispute(input: DisputeInput): Promise<void> {
  const { paymentId, institutionId, enterpriseId, booked, claimed } = input;
  const header = { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId } as const;
  const time = new BusinessTime(input);
  const file = new CaseFile<'DISPUTED' | 'SETTLED'>(header, time, DISPUTE_TEXTS, 'DISPUTED');
  const desk = new TaskDesk(header, file, time, []);
  const task = desk.open('SETTLE_DISPUTE', {
    reason: { code: 'BANK_CONTRADICTS', detail: { booked: inWords(booked), claimed: inWords(claimed) } },
  });
  await file.enter('DISPUTED', {
    waitingFor: task.role,
    dueAtMs: task.dueAtMs,
    open: [desk.toOpen(task)],
  });
  const decision = await desk.decision(task);
  await file.enter('SETTLED', {
    waitingFor: null,
    close: [desk.close(task)],
    actorId: decision?.actor.userId ?? null,
  });
  await condition(allHandlersFinished);
}

function inWords(outcome: PaymentOutcome): string {
  return outcome.status === 'SUCCEEDED' ? `SUCCEEDED ${outcome.bankReference}` : `FAILED ${outcome.code}`;
}
