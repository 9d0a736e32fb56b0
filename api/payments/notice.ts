import type { PaymentId } from '../../contracts/ids';
import { noticeToTell, type VerifiedNotice, verifyNotice } from '../../gateways/bank';
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
  const { notice, evidence } = verified.value;
  const key = notice.kind === 'PAYMENT' ? notice.key : null;
  const isNew = await storeNotice(parts.prisma, parts.cipher, {
    id: notice.noticeId,
    kind: notice.kind,
    key,
    payload: evidence,
  });
  await handOn(parts, verified.value).catch((error: unknown) => {
    parts.log.warn({ err: error, noticeId: notice.noticeId }, 'a bank notice waits for the sweeper');
  });
  return { noticeId: notice.noticeId, repeated: !isNew };
}

async function handOn(parts: Parts, { evidence }: VerifiedNotice): Promise<void> {
  const said = noticeToTell(evidence);
  if (said === null) return;
  const payment = await findPaymentOfKey(parts.prisma, said.key);
  // Other money than was ordered is not this order's outcome: the sweeper puts it aside.
  if (payment === null || payment.amountFen !== said.amountFen) return;
  const delivery = await inTime(parts, () => signalBankNotice(parts.temporal, payment.id as PaymentId, said));
  if (delivery === 'DELIVERED') await markNoticeHandled(parts.sql, said.noticeId);
}
