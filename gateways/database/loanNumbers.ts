import type { LoanId } from '../../contracts/ids';
import { readRow } from './statement';
import type { Queryable } from './transaction';

/** The loan of an institution that has a number; null where none has. */
export async function findLoanByNo(
  sql: Queryable,
  institutionId: string,
  loanNo: string,
): Promise<LoanId | null> {
  const row = await readRow<{ id: LoanId }>(
    sql,
    'SELECT id FROM loan WHERE loan_no = $1 AND institution_id = $2',
    [loanNo, institutionId],
  );
  return row?.id ?? null;
}
