import type { PaymentParameters } from '../parameters/payments';

/** Whether the bank took so many debits of a charge back that people decide about the next one. House design. */
export function isTakenBackTooOften(
  debitsTakenBack: number,
  { maximumDebitsTakenBack }: Pick<PaymentParameters, 'maximumDebitsTakenBack'>,
): boolean {
  return debitsTakenBack >= maximumDebitsTakenBack;
}
