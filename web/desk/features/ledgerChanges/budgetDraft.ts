import type { Answers } from '../../../client/client';
import { typedFen } from '../../../kit/forms/typedFigures';

type Account = Answers['BudgetAccount'];

/** A budget as it is typed: the same amount for each of some months. */
export interface BudgetDraft {
  readonly account: Account;
  /** `2026-11`. */
  readonly from: string;
  /** `2026-11`, included. */
  readonly to: string;
  /** Yuan. */
  readonly monthly: string;
}

interface BudgetLine {
  readonly month: string;
  readonly account: Account;
  readonly amountFen: number;
}

/** As many as a request may hold. */
const MOST_MONTHS = 240;
const MONTHS_A_YEAR = 12;

/** Month by month as the API takes it; null while something is missing, can't be read or ends before it begins. */
export function budgetLinesOf({ account, from, to, monthly }: BudgetDraft): readonly BudgetLine[] | null {
  const [first, last, amountFen] = [numberOf(from), numberOf(to), typedFen(monthly)];
  if (first === null || last === null || amountFen === null || amountFen < 0) return null;
  const count = last - first + 1;
  if (count < 1 || count > MOST_MONTHS) return null;
  return Array.from({ length: count }, (_, at) => ({ month: textOf(first + at), account, amountFen }));
}

function numberOf(month: string): number | null {
  const [, year, ofYear] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  return year === undefined || ofYear === undefined
    ? null
    : Number(year) * MONTHS_A_YEAR + Number(ofYear) - 1;
}

const textOf = (number: number): string =>
  `${Math.floor(number / MONTHS_A_YEAR)}-${String((number % MONTHS_A_YEAR) + 1).padStart(2, '0')}`;
