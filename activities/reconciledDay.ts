import type { BreakKind, ReceiptReason } from '../contracts/differences';
import { foundAfterShort } from '../domain/ledger/entries';
import type { JournalEntry } from '../domain/ledger/entry';
import { fen } from '../domain/money/fen';
import type { JudgedItem, MatchItem } from '../domain/reconciliation/matchDay';
import { type BreakToOpen, openBreaks, resolveBreaks, resolveTakenBack } from '../gateways/database/breaks';
import { askForBounces } from '../gateways/database/fees';
import { keepReceipts, type ReceiptToKeep } from '../gateways/database/receipts';
import {
  markReconciled,
  type OrderToMatch,
  postEntries,
  type ReconciliationItem,
  writeReconciliationItems,
} from '../gateways/database/reconciliation';
import type { Queryable } from '../gateways/database/transaction';
import type { PendingRow } from './daySheet';
import type { ActivityDeps } from './deps';
import type { DayOfFile, TransferOutcome } from './transfers';

/** An item with what is known about it. */
export interface Finding extends JudgedItem {
  /** Counts the rows of one key in the file. */
  readonly number: number;
  readonly order: OrderToMatch | null;
  /** Where it is money that nobody could book. */
  readonly transfer: Extract<TransferOutcome, { as: 'UNIDENTIFIED' }> | null;
}

/**
 * Books what the bank has otherwise, and gives every difference to somebody: money in that is too much is a receipt
 * of its own (its task asks whose it is), anything else a break.
 */
export async function settleFindings(
  { cipher }: Pick<ActivityDeps, 'cipher'>,
  client: Queryable,
  day: DayOfFile,
  findings: readonly Finding[],
): Promise<readonly ReconciliationItem[]> {
  const cleared = findings.filter(isFoundAfterShort);
  const receipts = findings.filter((finding) => isReceipt(finding));
  const breaks = findings.filter((finding) => isBreak(finding));
  await postEntries(
    client,
    day.institutionId,
    findings.flatMap((finding) => entriesOf(day, finding)),
  );
  const receiptIds = await keepReceipts(
    client,
    cipher,
    receipts.map((finding) => receiptOf(day, finding)),
  );
  const breakIds = await openBreaks(
    client,
    breaks.map((finding) => breakOf(day, finding)),
  );
  const shortIds = await openBreaks(
    client,
    cleared.map(({ item }) => ({ ...shortOf(day, item), detail: {} })),
  );
  await resolveBreaks(client, {
    ...{ institutionId: day.institutionId, kind: 'SHORT' as const },
    references: cleared.map(({ item }) => shortOf(day, item).reference),
    resolution: `FOUND_ON_${day.date}`,
  });
  await markReconciled(client, day.institutionId, day.date, findings.flatMap(judgedForGood));
  const taken = breaks.flatMap(takenBack);
  await askForBounces(client, day.institutionId, taken);
  // What two people said before the file had it is settled with it.
  await resolveTakenBack(
    client,
    day.institutionId,
    taken.map(({ key }) => key),
  );
  const ownerOf = new Map<Finding, Pick<ReconciliationItem, 'breakId' | 'receiptId'>>([
    ...receipts.map((finding, n) => [finding, { receiptId: receiptIds[n] ?? null, breakId: null }] as const),
    ...breaks.map((finding, n) => [finding, { breakId: breakIds[n] ?? null, receiptId: null }] as const),
    ...cleared.map((finding, n) => [finding, { breakId: shortIds[n] ?? null, receiptId: null }] as const),
  ]);
  return findings.map((finding) => ({
    ...itemOf(finding),
    ...(ownerOf.get(finding) ?? { breakId: null, receiptId: null }),
  }));
}

/** Writes the items of a day, with the rows that wait for their orders. */
export async function writeDay(
  client: Queryable,
  { institutionId, date }: DayOfFile,
  items: readonly ReconciliationItem[],
  pending: readonly PendingRow[],
): Promise<void> {
  await writeReconciliationItems(client, institutionId, date, [...items, ...pending.map(pendingItem)]);
}

function pendingItem({ row, order }: PendingRow): ReconciliationItem {
  return {
    ...{ key: order.key, direction: order.direction, number: 1, outcome: 'PENDING' },
    ...{ bankFen: row.amountFen, booksFen: null, bankReference: row.bankReference, carriedFrom: null },
    ...{ breakId: null, receiptId: null, isResolved: false },
  };
}

function itemOf({ item, number, ...finding }: Finding): Omit<ReconciliationItem, 'breakId' | 'receiptId'> {
  const { orderNo: key, direction, bankFen, booksFen, bankRef, carriedFrom = null } = item;
  return {
    ...{ key, direction, number, bankFen, booksFen, carriedFrom },
    outcome: item.class,
    bankReference: bankRef,
    isResolved: item.class === 'MATCH' || isFoundAfterShort({ item, number, ...finding }),
  };
}

/** A movement out under the key of an order in: the bank has taken its money back. */
function takenBack({
  item,
  order,
}: Finding): readonly { readonly key: string; readonly amountFen: number }[] {
  const { orderNo: key, direction, bankFen } = item;
  return direction === 'OUT' && order?.direction === 'IN' && bankFen !== null
    ? [{ key, amountFen: bankFen }]
    : [];
}

/** What the bank didn't have for two days is there after all: the claim and the debt that it made are one. */
function isFoundAfterShort({ item, order }: Finding): boolean {
  if (item.class !== 'LONG' || order?.reconciledAs !== 'SHORT' || order.isBounced) return false;
  return order.direction === item.direction && order.amountFen === item.bankFen;
}

function differs({ item }: Finding): boolean {
  return item.class !== 'MATCH' && item.class !== 'CUTOFF';
}

function isReceipt(finding: Finding): boolean {
  const isMoneyIn = finding.item.direction === 'IN' && finding.item.bankFen !== null;
  return differs(finding) && !isFoundAfterShort(finding) && isMoneyIn && finding.adjustmentFen > 0;
}

function isBreak(finding: Finding): boolean {
  return differs(finding) && !isFoundAfterShort(finding) && !isReceipt(finding);
}

function entriesOf({ institutionId, date }: DayOfFile, finding: Finding): readonly JournalEntry[] {
  const { entry, item } = finding;
  if (entry === null) return [];
  const businessKey = `recon/${institutionId}/${date}/${item.bankRef ?? `${item.orderNo}/short`}`;
  const dated = { date, bankDate: date };
  const adjustment = { ...entry, ...dated, businessKey };
  if (!isFoundAfterShort(finding)) return [adjustment];
  const cleared = foundAfterShort(fen(item.bankFen ?? 0));
  return [adjustment, { ...cleared, date, businessKey: `${businessKey}/cleared` }];
}

function receiptOf({ institutionId, date }: DayOfFile, finding: Finding): ReceiptToKeep {
  const { item, order, transfer, adjustmentFen } = finding;
  const ofOrder = order?.loanId === undefined || order.loanId === null ? [] : [order.loanId];
  return {
    institutionId,
    bankDate: date,
    bankReference: item.bankRef ?? item.orderNo,
    amountFen: adjustmentFen,
    reason: reasonOf(finding),
    told: transfer?.told ?? { counterparty: '', memo: item.orderNo },
    payerIndex: transfer?.told.payerIndex ?? null,
    suggestions: transfer?.suggestions ?? ofOrder.map((loanId) => ({ loanId, loanNo: '' })),
  };
}

function reasonOf({ item, transfer }: Finding): ReceiptReason {
  if (item.class === 'DUPLICATE' || item.class === 'AMOUNT_DIFF') return item.class;
  return transfer?.reason ?? 'ORDER_FAILED';
}

const BREAK_KINDS = {
  LONG: 'LONG',
  SHORT: 'SHORT',
  DUPLICATE: 'DUPLICATE',
  AMOUNT_DIFF: 'AMOUNT_DIFF',
} as const satisfies Partial<Record<MatchItem['class'], BreakKind>>;

function breakOf({ institutionId, date }: DayOfFile, { item, adjustmentFen }: Finding): BreakToOpen {
  if (item.class === 'SHORT') {
    return {
      ...shortOf({ institutionId, date }, item),
      amountFen: item.booksFen,
      detail: { date, key: item.orderNo, direction: item.direction, booksFen: item.booksFen ?? 0 },
    };
  }
  const { orderNo: key, direction, bankFen, booksFen, bankRef } = item;
  return {
    institutionId,
    kind: BREAK_KINDS[item.class as keyof typeof BREAK_KINDS],
    reference: `${date}/${bankRef ?? key}`,
    amountFen: Math.abs(adjustmentFen),
    detail: {
      ...{ date, key, direction, bankReference: bankRef ?? '', bankFen: bankFen ?? 0 },
      ...(booksFen === null ? {} : { booksFen }),
    },
  };
}

function shortOf({ institutionId }: DayOfFile, { orderNo, bankFen }: MatchItem): Omit<BreakToOpen, 'detail'> {
  return { institutionId, kind: 'SHORT', reference: orderNo, amountFen: bankFen };
}

/** Found after all, it is matched: another row of it is one too many, and clears nothing. */
function judgedForGood(
  finding: Finding,
): readonly { readonly key: string; readonly as: 'MATCH' | 'AMOUNT_DIFF' | 'SHORT' }[] {
  const { item, order } = finding;
  const as = isFoundAfterShort(finding) ? 'MATCH' : item.class;
  const isGood = as === 'MATCH' || as === 'AMOUNT_DIFF' || as === 'SHORT';
  return isGood && order !== null ? [{ key: order.key, as }] : [];
}
