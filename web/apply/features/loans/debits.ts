import type { Answers } from '../../../client/client';

/** How a debit stands that was asked for, if one was. */
interface Asked {
  readonly isPending: boolean;
  readonly moved: unknown;
  readonly wrong: unknown;
}

/** Whether something is told of a debit: where it is asked for stays open then, whatever opened it. */
export const isTold = ({ isPending, moved, wrong }: Asked): boolean =>
  isPending || moved !== undefined || (wrong !== null && wrong !== undefined);

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
