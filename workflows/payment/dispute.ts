import { allHandlersFinished, condition } from '@temporalio/workflow';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import type { DisputeInput } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { BusinessTime } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { TaskDesk } from '../shared/taskDesk';
import { inWords } from './orderOffice';

/** The bank says something else than what is booked: finance looks, corrects by hand where needed, and says so. */
export async function dispute(input: DisputeInput): Promise<void> {
  const { paymentId, number, institutionId, enterpriseId, booked, claimed } = input;
  const header = { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId } as const;
  const time = new BusinessTime(input);
  const file = new CaseFile<'DISPUTED' | 'SETTLED'>(header, time, STAGE_TEXTS.DISPUTE, 'DISPUTED');
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
  if (decision === null) return;
  const { decision: outcome, actor } = decision;
  await file.enter('SETTLED', {
    waitingFor: null,
    close: [desk.close(task)],
    actorId: actor.userId,
    write: (change) =>
      activities.settleDispute({ paymentId, number, outcome, actorId: actor.userId, change }),
  });
  await condition(allHandlersFinished);
}
