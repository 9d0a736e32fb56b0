import type { Stored } from './columns';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** A month of a cost centre at an account: what was set and what was spent, or earned. */
export interface BudgetRow
  extends Pick<Stored<'Budget'>, 'costCentre' | 'month'>,
    Pick<Stored<'Account'>, 'nameZh' | 'nameEn'> {
  readonly account: string;
  /** Null where nothing was set. */
  readonly budgetFen: number | null;
  readonly actualFen: number;
}

/** Budget against actual of a year, by cost centre, account and month; actual by the accounting day. */
export function readBudget(
  sql: Queryable,
  institutionId: string,
  year: string,
): Promise<readonly BudgetRow[]> {
  return readRows<BudgetRow>(
    sql,
    `WITH actual AS (
       SELECT e.cost_centre, p.account_code, to_char(e.entry_date, 'YYYY-MM') AS month,
              sum(CASE a.kind WHEN 'INCOME' THEN p.credit_fen - p.debit_fen ELSE p.debit_fen - p.credit_fen END)::bigint AS fen
         FROM journal_entry e JOIN posting p ON p.entry_id = e.id JOIN account a ON a.code = p.account_code
         WHERE e.institution_id = $1 AND e.cost_centre IS NOT NULL AND a.kind IN ('INCOME', 'EXPENSE')
           AND e.entry_date BETWEEN make_date($2::integer, 1, 1) AND make_date($2::integer, 12, 31)
         GROUP BY 1, 2, 3
     ), wanted AS (
       SELECT cost_centre, account_code, month, amount_fen FROM budget
         WHERE institution_id = $1 AND month BETWEEN $2 || '-01' AND $2 || '-12')
     SELECT cost_centre, account_code AS account, month, a.name_zh, a.name_en, wanted.amount_fen AS budget_fen,
            coalesce(actual.fen, 0) AS actual_fen
       FROM wanted FULL JOIN actual USING (cost_centre, account_code, month) JOIN account a ON a.code = account_code
       ORDER BY 1, 2, 3`,
    [institutionId, year],
  );
}
