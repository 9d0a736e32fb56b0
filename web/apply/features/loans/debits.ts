import type { Answers } from '../../../client/client';

/**
 * How a debit stands by now: as it was answered, or, where the bank had not said yet, as its order says since.
 * @param payments orders of the loan at the bank
 */
export function debitNow(
  asked: Answers['MoneyMoved'],
  payments: readonly Pick<Answers['Payment'], 'key' | 'status' | 'code' | 'bankReference'>[],
): Answers['MoneyMoved'] {
  if (asked.payment.status !== 'PENDING') return asked;
  const order = payments.find(({ key }) => key === asked.key);
  if (order?.status !== 'SUCCEEDED' && order?.status !== 'FAILED') return asked;
  const { status, code, bankReference } = order;
  return { ...asked, payment: { status, code: status === 'FAILED' ? code : null, bankReference } };
}
