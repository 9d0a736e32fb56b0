import type { LoanPlan } from '../../contracts/activities';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import { isoInstant } from '../shared/businessTime';
import type { LoanCase } from './loanCase';
import { BY_PERSON, turnTo } from './progress';

/** What each kind of change does to the process; what it does to the books is written by then. */
const FOLLOWS: Readonly<Record<LoanChangeKind, (loan: LoanCase) => void>> = {
  RESUME_DEBIT: (loan) => loan.resumeDebits(),
  PAUSE_DEBIT: (loan) => loan.pauseDebits(BY_PERSON),
  BIND_ACCOUNT: (loan) => {
    loan.resumeDebits();
    // What the old account did not take goes to the new one.
    loan.accountsBound += 1;
  },
  // Whatever the receipt had paid is unpaid again.
  REVERSE_RECEIPT: turnAnew,
  // The next look sees what it paid.
  MANUAL_RECEIPT: () => undefined,
  // Other rows, on other days: what was planned for the old ones is forgotten.
  EXTEND: turnAnew,
  RESCHEDULE: turnAnew,
  // The same days, and something else to pay: it is read when it is due.
  REPRICE: () => undefined,
  WAIVE: () => undefined,
  ACCELERATE: turnAnew,
  // The next look sees what they came to.
  WRITE_OFF: () => undefined,
  UPGRADE: () => undefined,
  DEBTOR_FACT: () => undefined,
};

/** From the first row on the loan looks for the one that it waits for; numbers of orders that are taken stay taken. */
function turnAnew(loan: LoanCase): void {
  loan.progress = turnTo(loan.progress, 1, loan.time.nowMs());
}

/**
 * Takes what people have approved, in the order of approval, once no order is under way. One that the books refuse
 * stays on file as refused. At the instant that the loan has lived to, and not when a machine came to it: the change's
 * day, or that at which the loan was told. What falls due with it would be debited too late on a fast clock.
 */
export async function takeChanges(loan: LoanCase, changes: LoanPlan['approvedChanges']): Promise<void> {
  const { loanId } = loan.input;
  await loan.whileAlone(async () => {
    for (const changeId of changes) {
      const at = isoInstant(loan.time.nowMs());
      const { kind, status } = await loan.activities.takeChange({ loanId, changeId, at });
      if (status === 'APPLIED') FOLLOWS[kind](loan);
    }
  });
}
