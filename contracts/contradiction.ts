import type { PaymentOutcome } from './workflows';

/** Whether two final words of the bank can't both be true. Codes of two declines may differ. */
export function contradicts(one: PaymentOutcome, other: PaymentOutcome): boolean {
  if (one.status === 'SUCCEEDED' && other.status === 'SUCCEEDED') {
    return one.bankReference !== other.bankReference;
  }
  return one.status !== other.status;
}
