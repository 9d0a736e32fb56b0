import { accept, type Result, refuse } from '../result';
import type { ByHandAccount } from './byHand';

/** Accounts that a budget may be set for: those of income and expense that people may post to. */
export const BUDGET_ACCOUNTS = [
  '6051',
  '6301',
  '6403',
  '6411',
  '6421',
  '6602',
  '6711',
  '6801',
] as const satisfies readonly ByHandAccount[];

/** A month of a budget at an account. */
interface BudgetLine {
  /** `2026-11`. */
  readonly month: string;
  readonly account: string;
}

/**
 * Whether a budget may be set: each month of an account once, and none before the books begin.
 * @param booksFrom the first day of the books; null while they have not begun
 */
export function checkBudget(
  lines: readonly BudgetLine[],
  booksFrom: string | null,
): Result<void, 'BUDGET_LINE_TWICE' | 'DATE_OUT_OF_RANGE'> {
  const seen = new Set<string>();
  for (const [at, { month, account }] of lines.entries()) {
    if (isBefore(month, booksFrom)) return refuse('DATE_OUT_OF_RANGE', `lines.${at}.month`);
    if (seen.has(`${month} ${account}`)) {
      return refuse('BUDGET_LINE_TWICE', `lines.${at}`, { account, month });
    }
    seen.add(`${month} ${account}`);
  }
  return accept(undefined);
}

const isBefore = (month: string, day: string | null): boolean =>
  day !== null && month < day.slice(0, month.length);
