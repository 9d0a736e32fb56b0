import { type Fen, fen } from '../money/fen';
import { type AccountCode, CHART_OF_ACCOUNTS, type OffBalanceAccount } from './chart';
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

export interface TrialBalanceRow extends AccountSum {
  readonly account: AccountCode;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Debits less credits. */
  readonly balanceFen: Fen;
}

export interface TrialBalance {
  /** In order of account. */
  readonly rows: readonly TrialBalanceRow[];
  readonly debitFen: Fen;
  readonly creditFen: Fen;
  readonly isBalanced: boolean;
}

/** The trial balance of entries: turnover and balance by account, and whether both sides agree. */
export function trialBalance(entries: Entries): TrialBalance {
  const sums = sumByAccount(entries);
  const accounts = (Object.keys(sums) as AccountCode[]).sort();
  const rows = accounts.map((account): TrialBalanceRow => {
    const { debitFen = fen(0), creditFen = fen(0) } = sums[account] ?? {};
    const { nameZh, nameEn } = CHART_OF_ACCOUNTS[account];
    return { account, nameZh, nameEn, debitFen, creditFen, balanceFen: debitBalance(sums, account) };
  });
  const debitFen = fen(rows.reduce((sum, row) => sum + row.debitFen, 0));
  const creditFen = fen(rows.reduce((sum, row) => sum + row.creditFen, 0));
  return { rows, debitFen, creditFen, isBalanced: debitFen === creditFen };
}
