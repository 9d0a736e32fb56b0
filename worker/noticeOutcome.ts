import { z } from 'zod';
import type { PaymentOutcome } from '../contracts/workflows';

const common = { kind: z.literal('PAYMENT'), amountFen: z.int() };
const finalNotice = z.discriminatedUnion('status', [
  z.object({
    ...common,
    status: z.literal('SUCCEEDED'),
    bankReference: z.string(),
    valueDate: z.string(),
  }),
  z.object({ ...common, status: z.literal('FAILED'), code: z.string() }),
]);

/** What a stored notice says in the end about a payment, and of how much; null when it has no final word. */
export function finalWordOf(
  payload: unknown,
): { readonly outcome: PaymentOutcome; readonly amountFen: number } | null {
  const parsed = finalNotice.safeParse(payload);
  if (!parsed.success) return null;
  const { data } = parsed;
  const { amountFen } = data;
  if (data.status === 'FAILED') return { outcome: { status: 'FAILED', code: data.code }, amountFen };
  const { bankReference, valueDate } = data;
  return { outcome: { status: 'SUCCEEDED', bankReference, bankDate: valueDate }, amountFen };
}
