import { z } from 'zod';
import type { PaymentOutcome } from '../contracts/workflows';

const finalNotice = z.discriminatedUnion('status', [
  z.object({ kind: z.literal('PAYMENT'), status: z.literal('SUCCEEDED'), bankReference: z.string() }),
  z.object({ kind: z.literal('PAYMENT'), status: z.literal('FAILED'), code: z.string() }),
]);

/** The final word of a stored notice about a payment; null when it has none. */
export function finalWordOf(payload: unknown): PaymentOutcome | null {
  const parsed = finalNotice.safeParse(payload);
  if (!parsed.success) return null;
  const { data } = parsed;
  return data.status === 'SUCCEEDED'
    ? { status: 'SUCCEEDED', bankReference: data.bankReference }
    : { status: 'FAILED', code: data.code };
}
