import type { PaymentId } from '../../contracts/ids';
import { type BankNotice, finalWordOf, verifyNotice } from '../../gateways/bank';
import { markNoticeHandled, storeNotice } from '../../gateways/database/notices';
import { findPaymentOfKey } from '../../gateways/database/payments';
import { signalBankNotice } from '../../gateways/temporal/queries';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { inTime } from '../kernel/processes';
import type { AnswerOf, Call } from '../kernel/routing/call';

/**
 * The bank's webhook. Takes a notice: verified, stored, then handed to its payment. The bank hears "received" once
 * it is stored; what could not be handed on is found by the sweeper.
 */
export async function receiveNotice(
  parts: Parts,
  call: Call<'receiveBankNotice'>,
): Promise<AnswerOf<'receiveBankNotice'>> {
  const verified = verifyNotice(call.headers, call.rawBody, parts.settings.bankNoticeSecret, Date.now());
  if (!verified.ok) {
    throw new ApiProblem(verified.refusal.code === 'NOTICE_INVALID' ? 422 : 401, verified.refusal.code);
  }
  const { notice } = verified.value;
  const key = notice.kind === 'PAYMENT' ? notice.key : null;
  const isNew = await storeNotice(parts.prisma, {
    id: notice.noticeId,
    kind: notice.kind,
    key,
    payload: notice,
  });
  await handOn(parts, notice).catch((error: unknown) => {
    parts.log.warn({ err: error, noticeId: notice.noticeId }, 'a bank notice waits for the sweeper');
  });
  return { noticeId: notice.noticeId, repeated: !isNew };
}

async function handOn(parts: Parts, notice: BankNotice): Promise<void> {
  const { noticeId } = notice;
  const said = finalWordOf(notice);
  if (said === null) return;
  const payment = await findPaymentOfKey(parts.prisma, said.key);
  // Other money than was ordered is not this order's outcome: the sweeper puts it aside.
  if (payment === null || payment.amountFen !== said.amountFen) return;
  const told = { noticeId, outcome: said.outcome };
  const delivery = await inTime(parts, () => signalBankNotice(parts.temporal, payment.id as PaymentId, told));
  if (delivery === 'DELIVERED') await markNoticeHandled(parts.sql, noticeId);
}
