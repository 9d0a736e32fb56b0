import type { LoanId } from '../../contracts/ids';
import { findLoanByNo } from '../../gateways/database/loanNumbers';
import type { TaskRow } from '../../gateways/database/tasks';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import type { Call } from '../kernel/routing/call';

/**
 * The loan that a decision is about, by its id or by the number that people write.
 * @throws ApiProblem LOAN_UNKNOWN when the institution has no loan of that number, or the id is another's
 */
export async function loanNamed(
  { sql }: Pick<Parts, 'sql'>,
  { institutionId }: Pick<TaskRow, 'institutionId'>,
  { loanId, loanNo }: Pick<Call<'decideTask'>['body'], 'loanId' | 'loanNo'>,
): Promise<LoanId | undefined> {
  if (loanNo === undefined) return loanId as LoanId | undefined;
  const found = await findLoanByNo(sql, institutionId, loanNo);
  if (found === null || (loanId !== undefined && loanId !== found))
    throw refusedBy({ code: 'LOAN_UNKNOWN', field: 'loanNo' });
  return found;
}
