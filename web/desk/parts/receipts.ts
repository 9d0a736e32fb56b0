import type { Answers } from '../../client/client';
import { words } from '../../kit/words/words';

/** What became of a receipt that was identified. */
export const RECEIPT_USES = words({
  LOAN: ['已入贷款账', 'Booked on a loan'],
  FEE: ['已支付费用', 'Paid a fee'],
  CLAIM: ['已归还应收退回款', 'Repaid what the payer owed'],
});

/** What an identified receipt was used for; null of any other one. */
export function usedFor({
  status,
  feeId,
  repaidClaim,
}: Pick<Answers['UnidentifiedReceipt'], 'status' | 'feeId' | 'repaidClaim'>):
  | keyof typeof RECEIPT_USES
  | null {
  if (status !== 'CLAIMED') return null;
  if (repaidClaim) return 'CLAIM';
  return feeId === null ? 'LOAN' : 'FEE';
}
