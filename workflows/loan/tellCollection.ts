import type { LoanPlan } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import { amountBandOf, searchAttributes } from '../../contracts/searchAttributes';
import type { CollectionInput } from '../../contracts/workflows';
import { beginAgain } from '../shared/beginOnce';
import { tellToLook } from '../shared/tell';
import type { LoanCase } from './loanCase';

/**
 * A loan that became overdue is collected by a process of its own, which is told of each booking while it is, and of
 * the outcome of a debit that it waits for. A loan that never is pays no event for it.
 */
export async function tellCollection(
  loan: LoanCase,
  { overdue: isLate, writtenOff, settled, events, isDebitAwaited }: LoanPlan,
  wasOverdue: boolean,
): Promise<void> {
  const overdue = isLate || (writtenOff && !settled);
  if (!overdue && !wasOverdue) return;
  const isKnown = loan.collectionKnows === events;
  const isDebitKnown = isDebitAwaited && !loan.isOrdering;
  if (overdue === wasOverdue && isKnown && !isDebitKnown) return;
  loan.collectionKnows = events;
  const because = isKnown && isDebitKnown ? DEBIT_KNOWN : BOOKED;
  const workflowId = workflowIds.collection(loan.input.loanId);
  if (wasOverdue && (await tellToLook(workflowId, because))) return;
  // One that ends just now is begun anew; one that was begun meanwhile is told.
  while (overdue && !(await beginAgain('collection', workflowId, inputOf(loan), attributesOf(loan)))) {
    if (await tellToLook(workflowId, because)) return;
  }
}

const BOOKED = 'BOOKED';
const DEBIT_KNOWN = 'DEBIT_KNOWN';

function inputOf({ input, time }: LoanCase): CollectionInput {
  const { loanId, enterpriseId, institutionId } = input;
  return { ...time.input(), loanId, enterpriseId, institutionId, begunAtMs: time.nowMs(), progress: null };
}

function attributesOf({ input }: LoanCase) {
  return [{ key: searchAttributes.amountBand, value: amountBandOf(input.principalFen) }];
}
