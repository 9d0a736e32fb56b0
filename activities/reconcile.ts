import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OpenDay, Reconciled, TellPayment } from '../contracts/activities';
import type { PaymentId } from '../contracts/ids';
import { isoDate } from '../domain/calendar/isoDate';
import { type JudgedItem, matchDay, matchKey, partsOfDay } from '../domain/reconciliation/matchDay';
import { BankRefusedRequest, StatementInvalid } from '../gateways/bank';
import { openBreak, openBreakAnew, resolveBreaks } from '../gateways/database/breaks';
import { isDayClosed, markDayClosed } from '../gateways/database/endOfDay';
import {
  checkBalance,
  findOpenBalanceBreak,
  judgePendingItem,
  lockReconciliation,
  type PendingItem,
  readOrdersToMatch,
  readPendingItems,
} from '../gateways/database/reconciliation';
import { readStatementRows } from '../gateways/database/statements';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { DaySheet, type PendingRow } from './daySheet';
import type { ActivityDeps } from './deps';
import { type Finding, settleFindings, writeDay } from './reconciledDay';
import { importStatement } from './statementFile';
import { bookTransfers, type DayOfFile, type TransferOutcome } from './transfers';
import { watchTransit } from './transit';

/** What the work says while it goes on. */
export interface Watch {
  /** Called often: a heartbeat. */
  readonly beat: () => void;
  /** Somebody should be woken: it is in the log with level error. */
  readonly alarm: (what: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** A day whose file can't be used: it and all later ones of the institution wait. */
export interface Blocked {
  readonly blockedOn: string;
  readonly code: string;
}

/**
 * Matches a day of an institution with the bank's file. A file that is broken, or that the bank refuses to give,
 * opens a break and is tried again by the next run: days come in order, so the later ones of this institution wait
 * for it, and nobody else does.
 */
export async function reconcileDay(
  deps: ActivityDeps,
  { institutionId, businessDate }: OpenDay,
  watch: Watch,
): Promise<Reconciled | Blocked> {
  const date = isoDate(businessDate);
  try {
    await importStatement(deps, institutionId, date);
  } catch (fault) {
    const code = defectOf(fault);
    if (code === null) throw fault;
    const detail = { date, code, why: (fault as Error).message.slice(0, 300) };
    watch.alarm('a statement file is refused', { institutionId, ...detail });
    await openBreakAnew(deps.sql, { institutionId, kind: 'FILE', reference: date, amountFen: null, detail });
    return { blockedOn: businessDate, code };
  }
  watch.beat();
  return await inTransaction(deps.sql, async (client) => {
    await lockReconciliation(client, institutionId);
    const isDone = await isDayClosed(client, 'RECONCILIATION', { institutionId, businessDate: date });
    return isDone ? NOTHING : await matchFile(deps, client, { institutionId, date }, watch);
  });
}

export const NOTHING: Reconciled = { matched: 0, differences: 0, payments: [] };

/** Why asking again by itself doesn't help; null for faults of the line. */
function defectOf(fault: unknown): string | null {
  if (fault instanceof StatementInvalid) return fault.code;
  return fault instanceof BankRefusedRequest ? `HTTP_${fault.httpStatus}` : null;
}

async function matchFile(
  deps: ActivityDeps,
  client: Queryable,
  day: DayOfFile,
  watch: Watch,
): Promise<Reconciled> {
  const { institutionId, date } = day;
  const rows = await readStatementRows(client, institutionId, date);
  const sheet = await DaySheet.of(rows, await readOrdersToMatch(client, institutionId, date));
  watch.beat();
  const transfers = await bookTransfers(deps, client, day, sheet.transfers, watch.beat);
  watch.beat();
  const figures = await settleInParts(deps, client, day, { sheet, transfers, watch });
  await writeDay(client, day, [], sheet.pending);
  await resolveBreaks(client, {
    // Days come in order: no file is asked for that is not there by now.
    ...{ institutionId, kind: 'FILE', references: 'ALL' },
    resolution: 'FILE_READ',
  });
  await watchTransit(client, day);
  await checkClosingBalance(client, day, watch);
  const closing = { institutionId, businessDate: date };
  await markDayClosed(client, 'RECONCILIATION', closing, { ...figures, pending: sheet.pending.length });
  return {
    ...figures,
    payments: sheet.pending.flatMap((pending) => toTell(day, pending)),
  };
}

/** Matched and written in parts: everything else in the process goes on in between, and little is held at once. */
async function settleInParts(
  deps: ActivityDeps,
  client: Queryable,
  day: DayOfFile,
  of: {
    readonly sheet: DaySheet;
    readonly transfers: readonly TransferOutcome[];
    readonly watch: Watch;
  },
): Promise<Pick<Reconciled, 'matched' | 'differences'>> {
  const { sheet, transfers, watch } = of;
  const unidentified = new Map(
    transfers.flatMap((transfer) =>
      transfer.as === 'UNIDENTIFIED' ? [[transfer.row.bankReference, transfer] as const] : [],
    ),
  );
  const booked = transfers.filter(({ as }) => as === 'BOOKED').map(({ row }) => row);
  const whole = sheet.toMatch(booked);
  await nextTurn();
  const total = { matched: 0, differences: 0 };
  for (const part of partsOfDay(whole)) {
    await nextTurn();
    const findings = numbered(matchDay(part).items, sheet.pendingKeys).map((judged) => ({
      ...judged,
      order: sheet.order(judged.item.orderNo) ?? null,
      transfer: unidentified.get(judged.item.bankRef ?? '') ?? null,
    }));
    await writeDay(client, day, await settleFindings(deps, client, day, findings), []);
    watch.beat();
    const matched = findings.filter(({ item }) => item.class === 'MATCH').length;
    total.matched += matched;
    total.differences += findings.length - matched;
  }
  return total;
}

/** Counts the rows of a key, which come one after the other; one that waits for its order is the first. */
function numbered(
  items: readonly JudgedItem[],
  pendingKeys: ReadonlySet<string>,
): (JudgedItem & { readonly number: number })[] {
  let last = '';
  let number = 0;
  return items.map((judged) => {
    const key = matchKey(judged.item);
    number = key === last ? number + 1 : pendingKeys.has(key) ? 2 : 1;
    last = key;
    return { ...judged, number };
  });
}

/** The file says that the bank has moved it: the payment hears it like a notice. Another amount is for a person. */
function toTell({ institutionId, date }: DayOfFile, { row, order }: PendingRow): readonly TellPayment[] {
  const { bankReference, amountFen } = row;
  if (amountFen !== order.amountFen) return [];
  const outcome = { status: 'SUCCEEDED', bankReference, bankDate: date } as const;
  const noticeId = `statement/${institutionId}/${date}/${bankReference}`;
  return [{ paymentId: order.id as PaymentId, found: { signal: 'foundInFile', noticeId, outcome } }];
}

/**
 * Looks again at rows whose orders had no outcome: one that is settled now is judged as of its file's day, one that
 * still waits is told again.
 */
export async function judgePending(
  deps: ActivityDeps,
  institutionId: string,
  { beat }: Pick<Watch, 'beat'>,
): Promise<Reconciled> {
  const pending = await readPendingItems(deps.sql, institutionId);
  if (pending.length === 0) return NOTHING;
  return await inTransaction(deps.sql, async (client) => {
    await lockReconciliation(client, institutionId);
    const payments: TellPayment[] = [];
    let matched = 0;
    for (const item of pending) {
      beat();
      const day = { institutionId, date: isoDate(item.settleDate) };
      const finding = findingOfPending(item);
      if (finding === null) {
        payments.push(...toTell(day, { row: rowOf(item), order: item.order }));
        continue;
      }
      const [judged] = await settleFindings(deps, client, day, [finding]);
      if (judged !== undefined) await judgePendingItem(client, item, judged);
      if (finding.item.class === 'MATCH') matched += 1;
    }
    const differences = pending.length - payments.length - matched;
    return { ...NOTHING, matched, differences, payments };
  });
}

function rowOf({ bankFen, bankReference, order }: PendingItem): PendingRow['row'] {
  const direction = order.direction === 'IN' ? 'CREDIT' : 'DEBIT';
  return { sequence: 0, key: order.key, direction, amountFen: bankFen, bankReference };
}

/** By the same rules as a day's; null while the order has no outcome. */
function findingOfPending(item: PendingItem): Finding | null {
  const { order, bankFen, bankReference } = item;
  if (order.status !== 'SUCCEEDED' && order.status !== 'FAILED') return null;
  const { key: orderNo, direction, amountFen } = order;
  const movement = { channel: 'BANK', orderNo, direction };
  const [judged] = matchDay({
    books: order.status === 'SUCCEEDED' ? [{ ...movement, amountFen }] : [],
    carried: [],
    bankFile: [{ ...movement, amountFen: bankFen, bankRef: bankReference }],
    wasMatched: () => false,
  }).items;
  return judged === undefined ? null : { ...judged, number: 1, order, transfer: null };
}

/** The hard check of each day: the bank's closing balance is our account of it, but for what is known to be open. */
async function checkClosingBalance(
  client: Queryable,
  { institutionId, date }: DayOfFile,
  watch: Watch,
): Promise<void> {
  const check = await checkBalance(client, institutionId, date);
  const { bankFen, booksFen, openFen, differenceFen } = check;
  // The bank has said nothing yet: there is nothing to agree with.
  if (bankFen === null) return;
  if (differenceFen === 0) {
    const all = { institutionId, kind: 'BALANCE', references: 'ALL' } as const;
    return await resolveBreaks(client, { ...all, resolution: `AGREES_ON_${date}` });
  }
  watch.alarm("the bank's closing balance is not ours", { institutionId, ...check });
  // One break for one difference, however many days it lasts.
  if (await findOpenBalanceBreak(client, institutionId, differenceFen)) return;
  await openBreak(client, {
    ...{ institutionId, kind: 'BALANCE', reference: date, amountFen: differenceFen },
    detail: { date, bankFen, booksFen, openFen },
  });
}
