import { addDays, daysBetween, type IsoDate, isoDate } from '../../../../domain/calendar/isoDate';
import type { JournalEntry, Posting } from '../../../../domain/ledger/entry';
import { type Fen, fen } from '../../../../domain/money/fen';
import type { Random } from './random';

/** Accounts that need no loan. */
const ACCOUNTS = ['1002', '1221', '1441', '2241.02', '4102', '6021', '6051', '6421', '6702'] as const;
const FIRST_DAY = isoDate('2026-01-01');
const MONTHS = 24;
const DAYS = 730;

/** Accounts that loans have a part of, and which of their sides may not be overdrawn. */
const LOAN_ACCOUNTS = ['1303.01', '1132', '2241.01', '1304', 'OB.01'] as const;
export type LoanAccount = (typeof LOAN_ACCOUNTS)[number];

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
  | {
      readonly kind: 'LOAN';
      readonly loanId: string;
      readonly expectedSequence: number;
      readonly entry: JournalEntry;
      /** The loan's part of its accounts afterwards, debits less credits. */
      readonly parts: Readonly<Record<LoanAccount, number>>;
      readonly expected: 'appended' | 'already' | 'stale' | 'refused';
    }
  | { readonly kind: 'CLOSE'; readonly month: string; readonly expected: 'closed' | 'already' };

/** Keys that an operation reads or writes: operations without a common key may run at the same time. */
export function keysOf(operation: Operation): readonly string[] {
  if (operation.kind === 'POST') return [operation.entry.businessKey];
  if (operation.kind === 'LOAN') return [operation.loanId, operation.entry.businessKey];
  return operation.kind === 'REVERSE' ? [operation.originalKey, operation.mirrorKey] : [];
}

interface Booked {
  readonly entry: JournalEntry;
  readonly isOfLoan: boolean;
  reversedBy: string | null;
}

interface ModelLoan {
  readonly loanId: string;
  /** Entries of its events, in order. */
  readonly events: JournalEntry[];
  /** Debits less credits. */
  readonly parts: Record<LoanAccount, number>;
}

/**
 * A ledger as simple as it gets: entries in a map, balances by adding everything up. Makes random operations,
 * right and wrong ones, and knows what becomes of each.
 */
export class LedgerModel {
  private readonly booked = new Map<string, Booked>();
  private readonly keys: string[] = [];
  private readonly loans: readonly ModelLoan[];
  private closedMonths = 0;
  private made = 0;
  private asked = 0;

  /**
   * @param loanIds loans that have a row and no event
   * @param operations how many will be asked for: months are closed one by one over that time
   */
  constructor(
    private readonly random: Random,
    loanIds: readonly string[],
    private readonly operations: number,
  ) {
    this.loans = loanIds.map((loanId) => ({
      loanId,
      events: [],
      parts: { '1303.01': 0, '1132': 0, '2241.01': 0, '1304': 0, 'OB.01': 0 },
    }));
  }

  /** The next operation; the model has already done it. */
  next(): Operation {
    this.asked += 1;
    const roll = this.random.integer(0, 99);
    if (roll < 25) return this.ofLoan();
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
      for (const { account, debitFen, creditFen } of [...entry.postings, ...entry.offBalance.map(sidesOf)]) {
        const sum = sums[account] ?? { debitFen: 0, creditFen: 0 };
        sums[account] = { debitFen: sum.debitFen + debitFen, creditFen: sum.creditFen + creditFen };
      }
    }
    return sums;
  }

  /** What the loans add up to in each account, debits less credits. */
  loanTotals(): Readonly<Record<string, number>> {
    const total = (account: LoanAccount) => this.loans.reduce((sum, { parts }) => sum + parts[account], 0);
    return Object.fromEntries(LOAN_ACCOUNTS.map((account) => [account, total(account)]));
  }

  get entries(): number {
    return this.booked.size;
  }

  anyDay(): IsoDate {
    return addDays(FIRST_DAY, this.random.integer(0, DAYS - 1));
  }

  /** The accounting day: the day itself, or the first one after it whose month is not closed. */
  private bookedOn(date: IsoDate): IsoDate {
    const firstOpen = isoDate(`${monthOf(this.closedMonths)}-01`);
    return date > firstOpen ? date : firstOpen;
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
    this.book(entry);
    return { kind: 'POST', entry, expected: 'appended' };
  }

  private book(entry: JournalEntry, isOfLoan = false): void {
    const date = this.bookedOn(entry.date);
    this.booked.set(entry.businessKey, { entry: { ...entry, date }, isOfLoan, reversedBy: null });
    this.keys.push(entry.businessKey);
  }

  /** An event of a loan with its entry: new, repeated, too late, or more than the loan's books can bear. */
  private ofLoan(): Operation {
    const loan = this.random.pick(this.loans);
    const expectedSequence = loan.events.length;
    const asked = { kind: 'LOAN' as const, loanId: loan.loanId, expectedSequence, parts: { ...loan.parts } };
    const known = loan.events.at(-1);
    const roll = this.random.integer(0, 9);
    if (known !== undefined && roll === 0) return { ...asked, entry: known, expected: 'already' };
    const entry = this.loanEntry(loan);
    if (known !== undefined && roll === 1)
      return { ...asked, expectedSequence: expectedSequence - 1, entry, expected: 'stale' };
    const parts = { ...loan.parts };
    for (const { account, debitFen, creditFen } of [...entry.postings, ...entry.offBalance.map(sidesOf)])
      if (account in parts) parts[account as LoanAccount] += debitFen - creditFen;
    const isOverdrawn = parts['1303.01'] < 0 || parts['2241.01'] > 0;
    if (isOverdrawn) return { ...asked, parts, entry, expected: 'refused' };
    Object.assign(loan.parts, parts);
    loan.events.push(entry);
    this.book(entry, true);
    return { ...asked, parts, entry, expected: 'appended' };
  }

  private loanEntry({ parts }: ModelLoan): JournalEntry {
    const account = this.random.pick(['1303.01', '1303.01', '1132', '2241.01', '1304'] as const);
    const isDebit = this.random.integer(0, 1) === 0;
    // Now and then one fen more than there is, and often all of it.
    const held = Math.abs(parts[account]) + this.random.integer(0, 1);
    const amountFen = fen(
      held > 0 && this.random.integer(0, 3) === 0 ? held : this.random.integer(1, 1_000_000),
    );
    const [debit, credit] = isDebit ? [account, '1002' as const] : ['1002' as const, account];
    const postings = [
      { account: debit, debitFen: amountFen, creditFen: fen(0) },
      { account: credit, debitFen: fen(0), creditFen: amountFen },
    ];
    const direction = this.random.pick(['IN', 'OUT'] as const);
    const offBalance =
      this.random.integer(0, 3) === 0 ? [{ account: 'OB.01' as const, direction, amountFen }] : [];
    return { ...this.newEntry(postings), offBalance };
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
    const { entry, isOfLoan, reversedBy } = known;
    this.made += 1;
    const isRepeated = reversedBy !== null && this.random.integer(0, 1) === 0;
    const mirrorKey = isRepeated ? reversedBy : `mirror/${this.made}`;
    const date = this.anyDay();
    const asked = { kind: 'REVERSE' as const, originalKey: entry.businessKey, mirrorKey, date };
    if (mirrorKey === reversedBy) return { ...asked, expected: 'already' };
    const isMirror = entry.businessKey.startsWith('mirror/');
    if (isOfLoan || isMirror || reversedBy !== null) return { ...asked, expected: 'refused' };
    known.reversedBy = mirrorKey;
    const postings = entry.postings.map(({ account, debitFen, creditFen }) => ({
      account,
      debitFen: creditFen,
      creditFen: debitFen,
    }));
    this.book({ ...entry, businessKey: mirrorKey, date: laterOf(date, entry.date), postings });
    return { ...asked, expected: 'appended' };
  }

  private close(): Operation {
    const due = Math.floor((MONTHS * this.asked) / this.operations);
    const index = this.random.integer(0, Math.min(due, MONTHS - 1));
    const month = monthOf(index);
    if (index < this.closedMonths) return { kind: 'CLOSE', month, expected: 'already' };
    this.closedMonths = index + 1;
    return { kind: 'CLOSE', month, expected: 'closed' };
  }

  private anyBooked(): Booked | null {
    if (this.keys.length === 0) return null;
    return this.booked.get(this.random.pick(this.keys)) ?? null;
  }
}

/** A mirror never precedes what it takes back. */
function laterOf(asked: IsoDate, original: IsoDate): IsoDate {
  return daysBetween(original, asked) > 0 ? asked : original;
}

/** The month that many months after the first day's, `YYYY-MM`. */
function monthOf(index: number): string {
  const year = Number(FIRST_DAY.slice(0, 4)) + Math.floor(index / 12);
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** A memorandum as the trial balance shows it: in is a debit. */
function sidesOf({ account, direction, amountFen }: JournalEntry['offBalance'][number]): {
  readonly account: string;
  readonly debitFen: Fen;
  readonly creditFen: Fen;
} {
  const [debitFen, creditFen] = direction === 'IN' ? [amountFen, fen(0)] : [fen(0), amountFen];
  return { account, debitFen, creditFen };
}
