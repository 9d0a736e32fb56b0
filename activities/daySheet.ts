import { isoDate } from '../domain/calendar';
import {
  type BookedOrder,
  type CarriedOrder,
  type DayToMatch,
  type FileRow,
  matchKey,
} from '../domain/reconciliation';
import type { OrderToMatch } from '../gateways/database/facts/reconciliation';
import type { StatementRow } from '../gateways/database/facts/statements';

/** A row whose order has no outcome yet: what it is shows when its payment is settled. */
export interface PendingRow {
  readonly row: StatementRow;
  readonly order: OrderToMatch;
}

/** A day's file and the orders that it is about, by key. References are unique within it. */
export class DaySheet {
  readonly pending: readonly PendingRow[];
  /** Money in under no order of ours. */
  readonly transfers: readonly StatementRow[];
  private readonly compared: readonly StatementRow[];
  private readonly orders: ReadonlyMap<string, OrderToMatch>;

  constructor(rows: readonly StatementRow[], orders: readonly OrderToMatch[]) {
    const named = uniquelyNamed(rows);
    this.orders = new Map(orders.map((order) => [order.key, order]));
    this.pending = this.waitingIn(named);
    const waiting = new Set(this.pending.map(({ row }) => row));
    this.compared = named.filter((row) => !waiting.has(row));
    this.transfers = this.compared.filter(
      ({ direction, key }) => direction === 'CREDIT' && !this.orders.has(key),
    );
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

  /** The first row of each order that waits. */
  private waitingIn(rows: readonly StatementRow[]): readonly PendingRow[] {
    const found = new Map<string, PendingRow>();
    for (const row of rows) {
      const order = this.orders.get(row.key);
      if (order === undefined || found.has(row.key)) continue;
      if (isOpen(order) && !order.isPending && directionOf(row) === order.direction) {
        found.set(row.key, { row, order });
      }
    }
    return [...found.values()];
  }
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
function uniquelyNamed(rows: readonly StatementRow[]): readonly StatementRow[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const { bankReference, sequence } = row;
    const isTaken = seen.has(bankReference);
    seen.add(bankReference);
    return isTaken ? { ...row, bankReference: `${bankReference}/${sequence}` } : row;
  });
}
