import type { OrderPolicy } from '../parameters/payments';

/** What finally became of an order. */
export type PaymentOutcome =
  /** `bankDate`: the day on which the bank booked it, ISO 8601. */
  | { readonly status: 'SUCCEEDED'; readonly bankReference: string; readonly bankDate: string }
  | { readonly status: 'FAILED'; readonly code: string };

/**
 * Whether what the bank says can't be true together with what is booked. Codes of two declines may differ, and a
 * code that leaves the order open says nothing against it.
 */
export function contradicts(
  said: PaymentOutcome,
  booked: PaymentOutcome,
  { lastWords }: Pick<OrderPolicy, 'lastWords'>,
): boolean {
  if (said.status === 'SUCCEEDED' && booked.status === 'SUCCEEDED') {
    return said.bankReference !== booked.bankReference;
  }
  return said.status !== booked.status && (said.status === 'SUCCEEDED' || lastWords.includes(said.code));
}
