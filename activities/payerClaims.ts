import type { RepaymentReversal } from '../contracts/loanChanges';
import type { KnownRefusal, RefusalCode } from '../contracts/refusals';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { claimReopened, claimRepaid, claimWrittenOff } from '../domain/ledger/refunds';
import { heldAgain, leftToBank } from '../domain/ledger/transit';
import { fen } from '../domain/money/fen';
import { refuse } from '../domain/result';
import { openBreakAnew } from '../gateways/database/breaks';
import { postEntry } from '../gateways/database/ledger';
import {
  delistClaim,
  findClaimOf,
  findRepayment,
  isRefundUnderWay,
  lockClaimOfBreak,
  lockClaimOn,
  type PayerClaim,
  type Repayment,
  settleClaim,
} from '../gateways/database/payerClaims';
import { type Receipt, settleReceipt, succeedReceipt } from '../gateways/database/receipts';
import type { Queryable } from '../gateways/database/transaction';
import { isLeftToBank } from '../gateways/database/transit';

/** What a reversal claims back stands in finance's list: until it is repaid, or two people write it off. */
export async function listClaim(sql: Queryable, reversalKey: string): Promise<void> {
  const claim = await findClaimOf(sql, reversalKey);
  if (claim === null) return;
  const { institutionId, loanId, loanNo, openFen: amountFen } = claim;
  await openBreakAnew(sql, {
    ...{ institutionId, kind: 'PAYER_CLAIM', reference: reversalKey, amountFen },
    detail: { direction: 'OUT', amountFen, loanId, loanNo },
  });
}

/** A receipt repays the oldest claim that is as much, in whole or in part. Within the receipt's transaction. */
export async function repayClaim(
  sql: Queryable,
  receipt: Receipt,
  { loanId, at, on }: { readonly loanId: string; readonly at: string; readonly on: IsoDate },
): Promise<RefusalCode | null> {
  const { id, institutionId, amountFen } = receipt;
  const claim = await lockClaimOn(sql, loanId, amountFen);
  if (claim?.institutionId !== institutionId) return 'NO_CLAIM_OPEN';
  await settleReceipt(sql, id, 'CLAIMED', { loanId, at });
  await post(sql, claim, {
    ...claimRepaid(fen(amountFen)),
    ...{ businessKey: `claim/${claim.id}/receipt/${id}`, date: on, bankDate: isoDate(receipt.bankDate) },
  });
  await settleClaim(sql, claim, { repaidFen: amountFen }, at);
  if (amountFen === claim.openFen) await delistClaim(sql, claim, 'REPAID');
  return null;
}

/**
 * Money that repaid a claim is taken back: the claim is open again for it, and stands in finance's list once more. The
 * bank takes it back, or it is held until somebody says whose it is.
 */
export async function reverseRepayment(
  sql: Queryable,
  { receiptId, because }: RepaymentReversal,
  { changeId, loanId, at, on }: Reversing,
): Promise<KnownRefusal | null> {
  const repayment = await findRepayment(sql, loanId, receiptId);
  if (repayment === null) return refuse('NOT_A_REPAYMENT', 'receiptId').refusal;
  if (because === 'NOT_BOUNCED') return await holdBounced(sql, receiptId, repayment, { loanId, on });
  if (repayment.takenBack !== null) return refuse('ALREADY_REVERSED', 'receiptId').refusal;
  // Until its outcome is known nobody knows what is owed back.
  if (await isRefundUnderWay(sql, loanId)) return refuse('REFUND_UNDER_WAY').refusal;
  const { claim, amountFen } = repayment;
  const businessKey = `claim/${claim.id}/receipt/${receiptId}/change/${changeId}`;
  await post(sql, claim, { ...claimReopened(amountFen), businessKey, date: on });
  await settleClaim(sql, claim, { repaidFen: -amountFen }, at);
  await listClaim(sql, claim.reversal);
  if (because === 'WRONG_LOAN') await succeedReceipt(sql, { receiptId, changeId, mayBeOf: null });
  else {
    const left = leftToBank(amountFen, '2241.02');
    await post(sql, claim, { ...left, businessKey: `loan/${loanId}/change/${changeId}/bounced`, date: on });
  }
  return null;
}

interface Reversing {
  readonly changeId: string;
  readonly loanId: string;
  readonly at: string;
  readonly on: IsoDate;
}

/** A repayment that was taken for bounced is at the bank still: it is held, and the claim stays open until it is used. */
async function holdBounced(
  sql: Queryable,
  receiptId: string,
  { claim, amountFen, takenBack }: Repayment,
  { loanId, on }: Pick<Reversing, 'loanId' | 'on'>,
): Promise<KnownRefusal | null> {
  const changeId = takenBack?.because === 'BOUNCED' ? takenBack.changeId : null;
  const reversalKey = `loan/${loanId}/change/${changeId}`;
  if (changeId === null || !(await isLeftToBank(sql, reversalKey)))
    return refuse('RECEIPT_NOT_BOUNCED', 'because').refusal;
  await post(sql, claim, { ...heldAgain(amountFen, '1221'), businessKey: `${reversalKey}/held`, date: on });
  await succeedReceipt(sql, { receiptId, changeId, mayBeOf: loanId });
  return null;
}

/** Where a break is about a claim that is open, what two people say settles it writes the rest off. */
export async function writeOffClaim(
  sql: Queryable,
  breakId: string,
  { evidence, at, on }: { readonly evidence: string; readonly at: string; readonly on: IsoDate },
): Promise<void> {
  const claim = await lockClaimOfBreak(sql, breakId);
  if (claim === null) return;
  await post(sql, claim, {
    ...claimWrittenOff(fen(claim.openFen)),
    ...{ businessKey: `claim/${claim.id}/written-off/${breakId}`, date: on },
  });
  await settleClaim(sql, claim, { writtenOffFen: claim.openFen, evidence }, at);
}

const post = (sql: Queryable, { institutionId }: PayerClaim, entry: Parameters<typeof postEntry>[2]) =>
  postEntry(sql, institutionId, entry);
