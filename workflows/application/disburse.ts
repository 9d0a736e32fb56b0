import { moneyKeys, type TaskId } from '../../contracts/ids';
import type { PaymentResult } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { moneyDate } from '../../domain/collection/moneyDate';
import type { FailedOrder } from '../../domain/collection/nextOrder';
import { payUntilKnown } from '../shared/pay';
import { untilNextOrder } from '../shared/untilNextOrder';
import type { ApplicationCase } from './applicationCase';
import { rejectedBy } from './end';

/**
 * A new order only after a definite decline, by its reason; never two on the way.
 * @param released the task that allows the payout
 * @returns the day from which the money counts
 */
export async function disburse(application: ApplicationCase, released: TaskId): Promise<IsoDate> {
  const { amountFen, time, input, loanId } = application;
  const { institutionId, enterpriseId } = input;
  const declined: FailedOrder[] = [];
  for (;;) {
    const decidedAtMs = time.nowMs();
    const order = {
      key: moneyKeys.disburse(loanId, declined.length + 1),
      institutionId,
      enterpriseId,
      subject: { type: 'LOAN', id: loanId },
      mandate: { type: 'RELEASE', id: released },
      purpose: 'DISBURSEMENT',
      amountFen,
      decidedAtMs,
    } as const;
    const paid = await payUntilKnown(order, application);
    if (paid.outcome.status === 'SUCCEEDED') {
      return moneyDate('OUT', businessDate(decidedAtMs), isoDate(paid.outcome.bankDate));
    }
    declined.push({ atMs: decidedAtMs, code: paid.outcome.code });
    await beforeNextOrder(application, declined, paid);
  }
}

async function beforeNextOrder(
  application: ApplicationCase,
  declined: readonly FailedOrder[],
  { resolvedAtMs, outcome }: PaymentResult,
): Promise<void> {
  const summary = '再次放款 · Try the disbursement again';
  const { loanId } = application;
  const orders = { loanId, orders: declined };
  const said = await untilNextOrder(application, orders, resolvedAtMs, summary);
  if (said === null) return;
  const code = outcome.status === 'FAILED' ? outcome.code : '';
  const decided = await application.decide('RETRY_DISBURSEMENT', {
    stage: 'DISBURSING',
    reason: { code: 'DISBURSEMENT_DECLINED', detail: { code, orders: declined.length } },
    messages: [application.mail('DISBURSEMENT_FAILED', { reasonZh: said.zh, reasonEn: said.en })],
  });
  if (decided.decision !== 'TRY_AGAIN') throw rejectedBy(decided, 'DISBURSEMENT_CANCELLED');
  await application.enter('DISBURSING', { waitingFor: 'bank' });
}
