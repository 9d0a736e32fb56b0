import type { LoanChangePayloads, RepaymentReversal } from '../contracts/loanChanges';
import type { KnownRefusal } from '../contracts/refusals';
import type { IsoDate } from '../domain/calendar/isoDate';
import { heldAgain, leftToBank } from '../domain/ledger/transit';
import { cashAccountOf } from '../domain/loan/receipts';
import {
  isReceiptOfMoney,
  type ReceiptOfMoney,
  reversedReceipt,
  takenForBounced,
} from '../domain/loan/reversedReceipt';
import { refuse } from '../domain/result';
import type { ColumnCipher } from '../gateways/crypto';
import { postEntry } from '../gateways/database/ledger';
import type { LoanChangeFact } from '../gateways/database/loanChanges';
import { type LoanRecord, recordLoanEvents } from '../gateways/database/loans';
import { isRefundUnderWay } from '../gateways/database/payerClaims';
import { holdAgain } from '../gateways/database/receipts';
import { readTold } from '../gateways/database/statements';
import type { Queryable } from '../gateways/database/transaction';
import { findMovementBehind, isLeftToBank } from '../gateways/database/transit';
import type { ActivityDeps } from './deps';
import { impossible, openLoan, useHeldMoney } from './loanBooks';
import { listClaim, reverseRepayment } from './payerClaims';

type Parts = Pick<ActivityDeps, 'cipher'> & {
  readonly client: Queryable;
  readonly today: IsoDate;
  readonly at: string;
};
/**
 * The loan without the receipt; a loan that was closed owes again. Money that is held pays what that leaves due. What
 * the loan gave up the bank takes back, or it is held until somebody says whose it is.
 */
export async function reverseReceipt(
  parts: Parts,
  change: LoanChangeFact,
  reversal: LoanChangePayloads['REVERSE_RECEIPT'],
): Promise<KnownRefusal | null> {
  const { client, today: on, at } = parts;
  const { id: changeId, loanId } = change;
  const refusal =
    'receiptId' in reversal
      ? await reverseRepayment(client, reversal, { changeId, loanId, at, on })
      : await reverseEvent(parts, change, reversal);
  if (refusal === null) await useHeldMoney(client, loanId, on);
  return refusal;
}

async function reverseEvent(
  { client, cipher, today }: Parts,
  { id, loanId, reason }: LoanChangeFact,
  { sequence, because = 'BOUNCED' }: Exclude<LoanChangePayloads['REVERSE_RECEIPT'], RepaymentReversal>,
): Promise<KnownRefusal | null> {
  const { record, calendar } = await openLoan(client, loanId);
  if (because === 'NOT_BOUNCED') return await holdBounced(client, cipher, { record, sequence, on: today });
  const businessKey = `loan/${loanId}/change/${id}`;
  // Until its outcome is known nobody knows what was given back.
  if (await isRefundUnderWay(client, loanId)) return refuse('REFUND_UNDER_WAY').refusal;
  const reversal = reversedReceipt(record.events, sequence, { because, reason, on: today, businessKey });
  if (!reversal.ok) return reversal.refusal;
  const recorded = await recordLoanEvents(client, loanId, [reversal.value], calendar);
  if (!recorded.ok) return recorded.refusal;
  await listClaim(client, businessKey);
  const receipt = record.events.find((event) => event.sequence === sequence);
  if (receipt !== undefined && isReceiptOfMoney(receipt)) {
    const given = { record, receipt, reversalKey: businessKey, on: today };
    await (because === 'WRONG_LOAN'
      ? keepForAnother(client, cipher, given, cashAccountOf(receipt.into))
      : leaveToBank(client, given));
  }
  return null;
}

/** What a loan has given up. */
interface Given {
  readonly record: Pick<LoanRecord, 'loanId' | 'institutionId'>;
  readonly receipt: ReceiptOfMoney;
  readonly reversalKey: string;
  readonly on: IsoDate;
}

/** A receipt that was taken for bounced: nothing happens to its loan until somebody books it again. */
async function holdBounced(
  sql: Queryable,
  cipher: ColumnCipher,
  { record, sequence, on }: { readonly record: LoanRecord; readonly sequence: number; readonly on: IsoDate },
): Promise<KnownRefusal | null> {
  const taken = takenForBounced(record.events, sequence);
  if (!taken.ok) return taken.refusal;
  const { receipt, reversal } = taken.value;
  const reversalKey = reversal.businessKey;
  const isThere =
    (await isLeftToBank(sql, reversalKey)) &&
    (await findMovementBehind(sql, record.loanId, sequence)) !== null;
  if (!isThere) return refuse('RECEIPT_NOT_BOUNCED', 'because').refusal;
  await keepForAnother(sql, cipher, { record, receipt, reversalKey, on }, '1221');
  return null;
}

/** The bank's account is the bank's to change: what a loan gives up leaves 1002 by the file that has it, and once. */
async function leaveToBank(
  sql: Queryable,
  { record: { loanId, institutionId }, receipt, reversalKey, on }: Given,
): Promise<void> {
  const from = cashAccountOf(receipt.into);
  if (from === '2241.01') return;
  const isShown = from !== '1012' || (await findMovementBehind(sql, loanId, receipt.sequence)) !== null;
  if (!isShown) return;
  const entry = leftToBank(receipt.amountFen, from);
  await postEntry(sql, institutionId, { ...entry, businessKey: `${reversalKey}/bounced`, date: on });
}

/**
 * The bank has it still: it stands in finance's list like any money that nobody ordered.
 * @param from where it is in the books when the loan has given it up
 */
async function keepForAnother(
  sql: Queryable,
  cipher: ColumnCipher,
  {
    record: { loanId, institutionId },
    receipt: { sequence, amountFen, businessKey },
    reversalKey,
    on,
  }: Given,
  from: ReturnType<typeof cashAccountOf> | '1221',
): Promise<void> {
  const movement = await findMovementBehind(sql, loanId, sequence);
  // What the bank never showed is nobody's.
  if (movement === null && from === '1012') return;
  if (movement === null) throw impossible(`no movement brought ${businessKey}`);
  if (from === '1002' || from === '1012' || from === '1221') {
    const entry = heldAgain(amountFen, from);
    await postEntry(sql, institutionId, { ...entry, businessKey: `${reversalKey}/held`, date: on });
  }
  const { bankDate, name: bankReference } = movement;
  const sequences = [movement.sequence];
  const known = await readTold(sql, cipher, { institutionId, date: bankDate, sequences });
  const { payerIndex = null, ...told } = known.get(movement.sequence) ?? { counterparty: '', memo: '' };
  const changeId = reversalKey.slice(reversalKey.lastIndexOf('/') + 1);
  const mayBeOf = from === '1221' ? loanId : null;
  await holdAgain(sql, cipher, {
    ...{ institutionId, bankDate, bankReference, amountFen, changeId, told, payerIndex, mayBeOf },
  });
}
