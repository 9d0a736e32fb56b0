import { moneyKeys } from '../../contracts/ids';
import type { FailedOrder, PaymentResult } from '../../contracts/workflows';
import { untilNextOrder } from '../shared/nextOrder';
import type { LoanOffice } from './loanOffice';

/**
 * Pays what is held for the borrower back, once nothing is owed: a loan that holds money can't close. Declined
 * orders go out again by their reason, in the end by a person's word.
 */
export async function giveBack(office: LoanOffice, amountFen: number): Promise<void> {
  await office.whileAlone(async () => {
    const declined: FailedOrder[] = [];
    for (;;) {
      const decidedAtMs = office.time.nowMs();
      const result = await order(office, amountFen, decidedAtMs);
      if (result.outcome.status === 'SUCCEEDED') return;
      declined.push({ atMs: decidedAtMs, code: result.outcome.code });
      await beforeNextOrder(office, declined, result);
    }
  });
}

async function order(office: LoanOffice, amountFen: number, decidedAtMs: number): Promise<PaymentResult> {
  const { instalment } = office.progress;
  const key = moneyKeys.refund(office.input.loanId, instalment, office.nextOrderNumber());
  return await office.order({ key, purpose: 'REFUND', amountFen, decidedAtMs });
}

async function beforeNextOrder(
  office: LoanOffice,
  declined: readonly FailedOrder[],
  { resolvedAtMs }: PaymentResult,
): Promise<void> {
  if (await untilNextOrder(office, declined, resolvedAtMs, '再次退款 · Try the refund again')) return;
  const code = declined.at(-1)?.code ?? '';
  const task = office.desk.open('RETRY_REFUND', {
    reason: { code: 'REFUND_DECLINED', detail: { code, orders: declined.length } },
  });
  office.file.note(task.role, task.dueAtMs);
  await office.file.record('refund-by-hand', {
    open: [office.desk.toOpen(task)],
    audit: { actorId: null, action: 'HANDED_TO_PEOPLE', outcome: 'REFUND_DECLINED' },
  });
  const decision = await office.desk.decision(task);
  await office.file.record('refund-again', {
    close: [office.desk.close(task)],
    audit: { actorId: decision?.actor.userId ?? null, action: 'REFUND_ORDERED', outcome: 'TRY_AGAIN' },
  });
}
