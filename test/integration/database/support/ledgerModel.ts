import { addDays, type IsoDate, isoDate } from '../../../../domain/calendar';
import type { JournalEntry, Posting } from '../../../../domain/ledger';
import { fen } from '../../../../domain/money';
import type { Random } from './random';

/** Accounts that need no loan. */
const ACCOUNTS = ['1002', '1012', '1124', '1441', '2241.02', '4102', '6021', '6051', '6421', '6702'] as const;
const FIRST_DAY = isoDate('2026-01-01');
const DAYS = 120;

/** Something that is asked of the ledger, and what the ledger must answer. */
export type Operation =
  | {
      readonly kind: 'POST';
      readonly entry: JournalEntry;
      readonly expected: 'appended' | 'already' | 'refused';
    }
  | {
      readonly kind: 'REVERSE';
      readonly originalKey: string;
      readonly mirrorKey: string;
      readonly date: IsoDate;
      readonly expected: 'appended' | 'already' | 'refused';
    }
  | { readonly kind: 'CLOSE'; readonly month: string; readonly expected: 'closed' | 'already' };

/** Keys that an operation reads or writes: operations without a common key may run at the same time. */
export function keysOf(operation: Operation): readonly string[] {
  if (operation.kind === 'POST') return [operation.entry.businessKey];
  return operation.kind === 'REVERSE' ? [operation.originalKey, operation.mirrorKey] : [];
}

interface Booked {
  readonly entry: JournalEntry;
  reversedBy: string | null;
}

/**
 * A ledger as simple as it gets: entries in a map, balances by adding everything up. Makes random operations,
 * right and wrong ones, and knows what becomes of each.
 */
export class LedgerModel {
  private readonly booked = new Map<string, Booked>();
  private closedThrough = '';
  private made = 0;

  constructor(private readonly random: Random) {}

  /** The next operation; the model has already done it. */
  next(): Operation {
    const roll = this.random.integer(0, 99);
    if (roll < 55) return this.post();
    if (roll < 65) return this.repeat();
    if (roll < 80) return this.wrong();
    if (roll < 99) return this.reverse();
    return this.close();
  }

  /** Debits and credits of every account up to a day. */
  totals(asOf: IsoDate): Readonly<Record<string, { debitFen: number; creditFen: number }>> {
    const sums: Record<string, { debitFen: number; creditFen: number }> = {};
    for (const { entry } of this.booked.values()) {
      if (entry.date > asOf) continue;
      for (const { account, debitFen, creditFen } of entry.postings) {
        const sum = sums[account] ?? { debitFen: 0, creditFen: 0 };
        sums[account] = { debitFen: sum.debitFen + debitFen, creditFen: sum.creditFen + creditFen };
      }
    }
    return sums;
  }

  get entries(): number {
    return this.booked.size;
  }

  anyDay(): IsoDate {
    return addDays(FIRST_DAY, this.random.integer(0, DAYS - 1));
  }

  private isClosed(date: IsoDate): boolean {
    return date.slice(0, 7) <= this.closedThrough;
  }

  private newEntry(postings: readonly Posting[]): JournalEntry {
    this.made += 1;
    return {
      businessKey: `random/${this.made}`,
      event: 'UNIDENTIFIED_RECEIPT',
      date: this.anyDay(),
      postings,
      offBalance: [],
    };
  }

  private post(): Operation {
    const entry = this.newEntry(this.balancedPostings());
    if (this.isClosed(entry.date)) return { kind: 'POST', entry, expected: 'refused' };
    this.booked.set(entry.businessKey, { entry, reversedBy: null });
    return { kind: 'POST', entry, expected: 'appended' };
  }

  private balancedPostings(): readonly Posting[] {
    const debits = Array.from({ length: this.random.integer(1, 3) }, () =>
      this.random.integer(1, 1_000_000_000),
    );
    const total = debits.reduce((sum, amount) => sum + amount, 0);
    return [
      ...debits.map((amount) => this.posting(amount, 0)),
      this.posting(0, total - (total > 1 ? 1 : 0)),
      ...(total > 1 ? [this.posting(0, 1)] : []),
    ];
  }

  private posting(debit: number, credit: number): Posting {
    return { account: this.random.pick(ACCOUNTS), debitFen: fen(debit), creditFen: fen(credit) };
  }

  private repeat(): Operation {
    const known = this.anyBooked();
    return known === null ? this.post() : { kind: 'POST', entry: known.entry, expected: 'already' };
  }

  private wrong(): Operation {
    const amount = this.random.integer(2, 1_000_000);
    const postings = this.random.pick([
      [],
      [this.posting(amount, 0)],
      [this.posting(amount, 0), this.posting(0, amount - 1)],
      [this.posting(amount, amount), this.posting(amount, amount)],
      [this.posting(-amount, 0), this.posting(0, -amount)],
      [this.posting(amount, 0), { ...this.posting(0, amount), account: '1303' as never }],
      [this.posting(amount, 0), { ...this.posting(0, amount), account: '7777' as never }],
    ]);
    return { kind: 'POST', entry: this.newEntry(postings), expected: 'refused' };
  }

  private reverse(): Operation {
    const known = this.anyBooked();
    if (known === null) return this.post();
    const { entry, reversedBy } = known;
    this.made += 1;
    const isRepeated = reversedBy !== null && this.random.integer(0, 1) === 0;
    const mirrorKey = isRepeated ? reversedBy : `mirror/${this.made}`;
    const date = this.anyDay();
    const asked = { kind: 'REVERSE' as const, originalKey: entry.businessKey, mirrorKey, date };
    if (mirrorKey === reversedBy) return { ...asked, expected: 'already' };
    if (reversedBy !== null || this.isClosed(date)) return { ...asked, expected: 'refused' };
    known.reversedBy = mirrorKey;
    const postings = entry.postings.map(({ account, debitFen, creditFen }) => ({
      account,
      debitFen: creditFen,
      creditFen: debitFen,
    }));
    this.booked.set(mirrorKey, {
      entry: { ...entry, businessKey: mirrorKey, date, postings },
      reversedBy: null,
    });
    return { ...asked, expected: 'appended' };
  }

  private close(): Operation {
    const month = this.random.pick(['2026-01', '2026-01', '2026-02', '2026-03']);
    if (month <= this.closedThrough) return { kind: 'CLOSE', month, expected: 'already' };
    this.closedThrough = month;
    return { kind: 'CLOSE', month, expected: 'closed' };
  }

  private anyBooked(): Booked | null {
    if (this.booked.size === 0) return null;
    const keys = [...this.booked.keys()];
    return this.booked.get(this.random.pick(keys)) ?? null;
  }
}
