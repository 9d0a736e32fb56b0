import { isLastWord, type PaymentParameters } from '../domain/parameters/payments';
import type { PaymentOutcome } from './workflows';

/**
 * Whether what the bank says can't be true together with what is booked. Codes of two declines may differ, and a
 * code that leaves the order open says nothing against it.
 */
export function contradicts(
  said: PaymentOutcome,
  booked: PaymentOutcome,
  payments: PaymentParameters,
): boolean {
  if (said.status === 'SUCCEEDED' && booked.status === 'SUCCEEDED') {
    return said.bankReference !== booked.bankReference;
  }
  return said.status !== booked.status && (said.status === 'SUCCEEDED' || isLastWord(payments, said.code));
}
