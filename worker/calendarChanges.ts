import type { LoanId } from '../contracts/ids';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import { applyCalendarChanges, type LoanWake, noteLoanWoken } from '../gateways/database/calendarChanges';
import { readClock } from '../gateways/database/clock';
import { signalLoan } from '../gateways/temporal/queries';
import type { SweeperParts } from './sweeper';

/** Moves loans to a calendar that has changed, and has their processes look again. */
export async function followCalendar({ sql, log }: SweeperParts): Promise<void> {
  const { clock, realNowMs } = await readClock(sql);
  const { moved, refused } = await applyCalendarChanges(sql, businessDate(businessNowMs(clock, realNowMs)));
  if (moved.length > 0) log.info({ loans: moved.length }, 'loans follow the changed calendar');
  for (const { loanId, code } of refused) log.error({ loanId, code }, 'a loan can not follow the calendar');
}

/** A process that is over needs not to be told. */
export async function tellLoan({ prisma, client }: SweeperParts, wake: LoanWake): Promise<void> {
  await signalLoan(client, wake.loanId as LoanId, wake.because);
  await noteLoanWoken(prisma, wake);
}
