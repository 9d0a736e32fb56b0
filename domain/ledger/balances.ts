import { type Fen, fen } from '../money/fen';
import type { AccountCode, OffBalanceAccount } from './chart';
import type { JournalEntry } from './entry';

/** Turnover of an account. */
export interface AccountSum {
  readonly debitFen: Fen;
  readonly creditFen: Fen;
}

/** Turnover of every account that entries touch. */
export type AccountSums = Readonly<Partial<Record<AccountCode, AccountSum>>>;

type Entries = readonly Pick<JournalEntry, 'postings' | 'offBalance'>[];

/** Adds up postings by account. */
export function sumByAccount(entries: Entries): AccountSums {
  const sums: Partial<Record<AccountCode, AccountSum>> = {};
  for (const { postings } of entries) {
    for (const { account, debitFen, creditFen } of postings) {
      const sum = sums[account];
      sums[account] = {
        debitFen: fen((sum?.debitFen ?? 0) + debitFen),
        creditFen: fen((sum?.creditFen ?? 0) + creditFen),
      };
    }
  }
  return sums;
}

/** Debits less credits of one account. */
export function debitBalance(sums: AccountSums, account: AccountCode): Fen {
  const sum = sums[account];
  return fen((sum?.debitFen ?? 0) - (sum?.creditFen ?? 0));
}

/** What a memorandum account holds. */
export function memoBalance(entries: Entries, account: OffBalanceAccount): Fen {
  const movements = entries.flatMap(({ offBalance }) => offBalance);
  return fen(
    movements
      .filter((movement) => movement.account === account)
      .reduce((sum, { direction, amountFen }) => sum + (direction === 'IN' ? amountFen : -amountFen), 0),
  );
}
