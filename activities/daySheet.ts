import { setImmediate as nextTurn } from 'node:timers/promises';
import { isoDate } from '../domain/calendar/isoDate';
import {
  type BookedOrder,
  type CarriedOrder,
  type DayToMatch,
  type FileRow,
  matchKey,
} from '../domain/reconciliation/matchDay';
import type { OrderToMatch } from '../gateways/database/reconciliation';
import type { StatementRow } from '../gateways/database/statements';

/** A row whose order has no outcome yet: what it is shows when its payment is settled. */
export interface PendingRow {
  readonly row: StatementRow;
  readonly order: OrderToMatch;
}

/** A day's file and the orders that it is about, by key. References are unique within it. */
export class DaySheet {
  private constructor(
    private readonly orders: ReadonlyMap<string, OrderToMatch>,
    private readonly compared: readonly StatementRow[],
    readonly pending: readonly PendingRow[],
    /** Money in under no order of ours. */
    readonly transfers: readonly StatementRow[],
  ) {}

  /** Lays a day out, with pauses: everything else in the process goes on in between. */
  static async of(rows: readonly StatementRow[], orders: readonly OrderToMatch[]): Promise<DaySheet> {
    const byKey = new Map<string, OrderToMatch>();
    await inTurns(orders, (order) => byKey.set(order.key, order));
    const references = new Set<string>();
    const pending = new Map<string, PendingRow>();
    const compared: StatementRow[] = [];
    const transfers: StatementRow[] = [];
    await inTurns(rows, (told) => {
      const named = uniquelyNamed(told, references);
      const order = byKey.get(named.key);
      // A key that is none of our orders is the payer's own word: two transfers under it are two.
      const isTransfer = order === undefined && named.direction === 'CREDIT';
      const row = isTransfer ? { ...named, key: '' } : named;
      if (order !== undefined && !pending.has(row.key) && waits(order, row)) {
        pending.set(row.key, { row, order });
        return;
      }
      compared.push(row);
      if (isTransfer) transfers.push(row);
    });
    return new DaySheet(byKey, compared, [...pending.values()], transfers);
  }

  /** Keys whose first row waits for its order. */
  get pendingKeys(): ReadonlySet<string> {
    return new Set(this.pending.map(({ row }) => matchKey(fileRowOf(row))));
  }

  order(key: string): OrderToMatch | undefined {
    return this.orders.get(key);
  }

  /** @param booked transfers that are on loans now: the books hold them */
  toMatch(booked: readonly StatementRow[]): DayToMatch {
    const books: BookedOrder[] = [];
    const carried: CarriedOrder[] = [];
    const matchedBefore = new Set<string>();
    for (const order of this.orders.values()) {
      const { key, direction, amountFen, carriedFrom } = order;
      const movement = { channel: 'BANK', orderNo: key, direction, amountFen };
      if (wasSeen(order)) matchedBefore.add(matchKey(movement));
      else if (order.status !== 'SUCCEEDED' || order.reconciledAs !== null) continue;
      else if (carriedFrom === null) books.push(movement);
      else carried.push({ ...movement, carriedFrom: isoDate(carriedFrom) });
    }
    const received = new Map(booked.map((row) => [matchKey(fileRowOf(row)), fileRowOf(row)]));
    return {
      books: [...books, ...received.values()],
      carried,
      bankFile: this.compared.map(fileRowOf),
      wasMatched: (key) => matchedBefore.has(key),
    };
  }
}

const ROWS_AT_ONCE = 5_000;

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  for (let begin = 0; begin < items.length; begin += ROWS_AT_ONCE) {
    for (const item of items.slice(begin, begin + ROWS_AT_ONCE)) work(item);
    await nextTurn();
  }
}

/** The first row of an order that has no outcome waits for it. */
function waits(order: OrderToMatch, row: StatementRow): boolean {
  return isOpen(order) && !order.isPending && directionOf(row) === order.direction;
}

/** A file had it before: another row of it is one too many. */
function wasSeen({ isPending, reconciledAs, ...order }: OrderToMatch): boolean {
  return isPending || isOpen(order) || reconciledAs === 'MATCH' || reconciledAs === 'AMOUNT_DIFF';
}

function isOpen({ status }: Pick<OrderToMatch, 'status'>): boolean {
  return status === 'CREATED' || status === 'SUBMITTED' || status === 'UNKNOWN';
}

function directionOf({ direction }: StatementRow): 'IN' | 'OUT' {
  return direction === 'CREDIT' ? 'IN' : 'OUT';
}

/** A row of the file as the rules see it. */
export function fileRowOf(row: StatementRow): FileRow {
  const { key, amountFen, bankReference } = row;
  return {
    channel: 'BANK',
    orderNo: key === '' ? `ref:${bankReference}` : key,
    direction: directionOf(row),
    amountFen,
    bankRef: bankReference,
  };
}

/** A bank that gives two movements of a day one reference: the second is called by its place in the file too. */
function uniquelyNamed(row: StatementRow, taken: Set<string>): StatementRow {
  const { bankReference, sequence } = row;
  const isTaken = taken.has(bankReference);
  taken.add(bankReference);
  return isTaken ? { ...row, bankReference: `${bankReference}/${sequence}` } : row;
}
