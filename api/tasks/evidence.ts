import { whyNotProved } from '../../gateways/database/payerClaims';
import { isWaiting, type TaskRow } from '../../gateways/database/tasks';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';

/** The words by which two of finance settle a break. */
const SETTLING: { readonly [Kind in TaskRow['kind']]?: string } = {
  RESOLVE_BREAK: 'SETTLED',
  CONFIRM_BREAK: 'CONFIRM',
};

/**
 * What a payer owes back is written off by a paper, as a loan is: one that was put to a task of its break, and proves no
 * other loss.
 * @throws ApiProblem EVIDENCE_REQUIRED or EVIDENCE_OF_ANOTHER while there is none
 */
export async function demandEvidence({ sql }: Parts, task: TaskRow, decision: string): Promise<void> {
  if (SETTLING[task.kind] !== decision || !isWaiting(task)) return;
  const code = await whyNotProved(sql, task.caseId);
  if (code !== null) throw refusedBy({ code });
}
