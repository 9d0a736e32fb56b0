import { type BusinessCalendar, businessCalendarOf } from '../../../domain/calendar/businessCalendar';
import { businessDate, dateAndTime, instantOf } from '../../../domain/calendar/clock';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import { collectionDateOf } from '../../../domain/collection/collectionPlan';

/** `YYYY-MM-DDTHH:mm` */
export type LocalTime = string;

export interface Receipt {
  readonly at: LocalTime;
  readonly amountFen: number;
  readonly reversedAt?: LocalTime;
}

export interface Loan {
  readonly calendar: {
    readonly holidays: readonly IsoDate[];
    readonly makeupWorkdays: readonly IsoDate[];
  };
  readonly instalments: readonly {
    readonly n: number;
    readonly dueDate: IsoDate;
    readonly amountFen: number;
  }[];
  readonly receipts: readonly Receipt[];
  readonly clock: {
    readonly from: IsoDate;
    readonly until: IsoDate;
    readonly runAt: string;
    readonly missed?: readonly IsoDate[];
  };
  readonly agreedQuietContact: boolean;
}

export function msOf(time: LocalTime): number {
  const [date = '', timeOfDay = ''] = time.split('T');
  return instantOf(date as IsoDate, timeOfDay);
}

export function localTime(ms: number): LocalTime {
  return dateAndTime(ms).replace(' ', 'T');
}

export function calendarOf({ calendar: { holidays, makeupWorkdays } }: Loan): BusinessCalendar {
  const day = (isWorkday: boolean) => (date: IsoDate) => ({ date, isWorkday, reason: 'oracle' });
  return businessCalendarOf('oracle', [], [...holidays.map(day(false)), ...makeupWorkdays.map(day(true))]);
}

/** What the file says of allocation: counting receipts fill what is due, oldest first; the rest is held. */
export function allocated(loan: Loan, ms: number) {
  const calendar = calendarOf(loan);
  const today = businessDate(ms);
  const counting = loan.receipts.filter(
    ({ at, reversedAt }) => msOf(at) <= ms && (reversedAt === undefined || msOf(reversedAt) > ms),
  );
  let leftFen = counting.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const instalments = [...loan.instalments]
    .sort((left, right) => (left.dueDate < right.dueDate ? -1 : 1))
    .map(({ n, dueDate, amountFen }) => {
      const paidFen = dueDate <= today ? Math.min(leftFen, amountFen) : 0;
      leftFen -= paidFen;
      const unpaidFen = amountFen - paidFen;
      const collectionDate = collectionDateOf(dueDate, calendar);
      return { number: n, dueDate, collectionDate, unpaidFen, isUnpaid: unpaidFen > 0 };
    });
  return { instalments, suspenseFen: leftFen };
}
