import type { LoanPlan } from '../../contracts/activities';
import type { LoanChangeKind } from '../../contracts/loanChanges';
import { activities } from '../shared/activities';
import { isoInstant } from '../shared/businessTime';
import { cancelRefundTask } from './giveBack';
import type { LoanOffice } from './loanOffice';
import { BY_PERSON, turnTo } from './progress';

/** What each kind of change does to the process; what it does to the books is written by then. */
const FOLLOWS: Readonly<Record<LoanChangeKind, (office: LoanOffice) => void | Promise<void>>> = {
  RESUME_DEBIT: (office) => office.resumeDebits(),
  PAUSE_DEBIT: (office) => office.pauseDebits(BY_PERSON),
  BIND_ACCOUNT: async (office) => {
    office.resumeDebits();
    // What the old account did not take goes to the new one.
    await cancelRefundTask(office, 'ACCOUNT_BOUND');
  },
  REVERSE_RECEIPT: (office) => {
    // Whatever the receipt had paid is unpaid again.
    office.progress = turnTo(office.progress, 1, office.time.nowMs());
  },
};

/** Takes what people have approved, in the order of approval. One that the books refuse stays on file as refused. */
export async function takeChanges(office: LoanOffice, changes: LoanPlan['approvedChanges']): Promise<void> {
  const { loanId } = office.input;
  for (const changeId of changes) {
    const at = isoInstant(office.time.touchMs());
    const { kind, status } = await activities.takeChange({ loanId, changeId, at });
    if (status === 'APPLIED') await FOLLOWS[kind](office);
  }
}
