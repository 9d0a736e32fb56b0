import type { LoanFigures } from '../contracts/activities';
import { type BusinessCalendar, type IsoDate, publishedCalendar } from '../domain/calendar';
import type { LoanState } from '../domain/loan/state';
import { readCalendarOverrides } from '../gateways/database/calendar';
import { type LoanRecord, loanStateOf, readLoan } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';

/** The calendar as published, with what the house declared otherwise. */
export async function houseCalendar(sql: Queryable): Promise<BusinessCalendar> {
  return publishedCalendar(await readCalendarOverrides(sql));
}

/** A stored loan with the calendar that its days go by. */
export interface OpenedLoan {
  readonly record: LoanRecord;
  readonly calendar: BusinessCalendar;
}

/** @throws Error when there is no such loan: its process was started for nothing */
export async function openLoan(sql: Queryable, loanId: string): Promise<OpenedLoan> {
  const [record, calendar] = await Promise.all([readLoan(sql, loanId), houseCalendar(sql)]);
  if (record === null) throw new Error(`no loan ${loanId}`);
  return { record, calendar };
}

export function stateOn({ record, calendar }: OpenedLoan, asOf: IsoDate): LoanState {
  return loanStateOf(record, asOf, calendar);
}

/** What a loan's process looks at. */
export function figuresOf(state: LoanState): LoanFigures {
  const oldest = state.instalments.find(({ dueDate, unpaidFen }) => dueDate <= state.asOf && unpaidFen > 0);
  return {
    settled: state.status === 'SETTLED' || state.status === 'CLOSED',
    overdue: state.daysPastDue > 0,
    daysPastDue: state.daysPastDue,
    principalOutstandingFen: state.principalOutstandingFen,
    totalDueFen: Math.max(0, state.totalDueFen - state.suspenseFen),
    suspenseFen: state.suspenseFen,
    oldestDue:
      oldest === undefined
        ? null
        : { number: oldest.number, dueDate: oldest.dueDate, unpaidFen: oldest.unpaidFen },
  };
}
