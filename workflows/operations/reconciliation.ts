import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { ReceiptSeen } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import { type ReconciliationReport, receiptSeenSignal } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { lastDayOver } from './lastDayOver';

const DAYS_AT_ONCE = 31;

/** Matches the books with the bank's file of every day that is over and not matched, oldest first. */
export async function reconciliation(): Promise<ReconciliationReport> {
  const through = lastDayOver(await activities.readClock());
  const report = { filesRead: 0, matched: 0, differences: 0 };
  for (;;) {
    const { days, more } = await activities.findOpenDays({
      step: 'RECONCILIATION',
      through,
      limit: DAYS_AT_ONCE,
    });
    if (days.length > 0) {
      const { matched, differences, receipts } = await activities.reconcileDays({ days });
      for (const receipt of receipts) await tell(receipt);
      report.filesRead += days.length;
      report.matched += matched;
      report.differences += differences;
    }
    if (!more) return report;
  }
}

/** The loan looks at its balance again; one whose process is over has nothing to look at. */
async function tell({ loanId, businessKey }: ReceiptSeen): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIds.loan(loanId)).signal(receiptSeenSignal, { businessKey });
  } catch (fault) {
    if (!(fault instanceof ApplicationFailure)) throw fault;
  }
}
