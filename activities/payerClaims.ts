import type { RefusalCode } from '../contracts/refusals';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { claimRepaid, claimWrittenOff } from '../domain/ledger/refunds';
import { fen } from '../domain/money/fen';
import { openBreak, resolveBreaks } from '../gateways/database/breaks';
import { postEntry } from '../gateways/database/ledger';
import {
  findClaimOf,
  lockClaimOfBreak,
  lockClaimOn,
  type PayerClaim,
  settleClaim,
} from '../gateways/database/payerClaims';
import { type Receipt, settleReceipt } from '../gateways/database/receipts';
import type { Queryable } from '../gateways/database/transaction';

/** What a reversal claims back stands in finance's list: until it is repaid, or two people write it off. */
export async function listClaim(sql: Queryable, reversalKey: string): Promise<void> {
  const claim = await findClaimOf(sql, reversalKey);
  if (claim === null) return;
  const { institutionId, loanId, loanNo, amountFen } = claim;
  await openBreak(sql, {
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
  if (amountFen < claim.openFen) return null;
  const references = [claim.reversal];
  await resolveBreaks(sql, { institutionId, kind: 'PAYER_CLAIM', references, resolution: 'REPAID' });
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
    ...{ businessKey: `claim/${claim.id}/written-off`, date: on },
  });
  await settleClaim(sql, claim, { writtenOffFen: claim.openFen, evidence }, at);
}

const post = (sql: Queryable, { institutionId }: PayerClaim, entry: Parameters<typeof postEntry>[2]) =>
  postEntry(sql, institutionId, entry);
