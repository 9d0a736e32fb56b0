import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { TellPayment } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import {
  foundInFileSignal,
  type InstitutionWork,
  type PortfolioReport,
  type ReconciliationReport,
} from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { activities } from '../shared/activities';
import { eachInstitution } from './eachInstitution';
import { InstitutionCase } from './institutionCase';
import { lastDayOver } from './lastDayOver';

/** Days of one activity: it reports heartbeats inside each. */
const DAYS_AT_ONCE = 7;

/** Matches the books of all institutions with the bank's files, each by itself. */
export function reconciliation(): Promise<PortfolioReport> {
  return eachInstitution('institutionReconciliation', workflowIds.reconciliation);
}

/**
 * Matches the books of an institution with the bank's file of every day that is over and not matched, oldest first.
 * A day whose file can't be used ends the run: the next one tries it again, and the days after it wait for it.
 */
export async function institutionReconciliation(work: InstitutionWork): Promise<ReconciliationReport> {
  const time = await activities.readTime();
  const books = new InstitutionCase(work, time);
  return await books.untilGivenUp(() => matchOpenDays(books, work, lastDayOver(time.clock)));
}

async function matchOpenDays(
  books: InstitutionCase,
  { institutionId }: InstitutionWork,
  through: IsoDate,
): Promise<ReconciliationReport> {
  const report = { filesRead: 0, matched: 0, differences: 0 };
  for (;;) {
    const open = { institutionId, step: 'RECONCILIATION', through, limit: DAYS_AT_ONCE } as const;
    const { days, more } = await books.activities.findOpenDays(open);
    const done = await books.activities.reconcileDays({ institutionId, days });
    const { blockedOn, matched, differences, payments } = done;
    await Promise.all(payments.map(tell));
    report.filesRead +=
      blockedOn === null ? days.length : days.findIndex((day) => day.businessDate === blockedOn);
    report.matched += matched;
    report.differences += differences;
    if (!more || blockedOn !== null) return { ...report, blockedOn };
  }
}

/** One whose process is over has nothing to hear. */
async function tell({ paymentId, found }: TellPayment): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIds.payment(paymentId)).signal(foundInFileSignal, found);
  } catch (fault) {
    if (!(fault instanceof ApplicationFailure)) throw fault;
  }
}
