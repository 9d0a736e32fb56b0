import type { IsoDate } from '../calendar/isoDate';

/**
 * The day that ordered money counts from. What is paid out counts from the day on which the bank booked it: nobody
 * owes interest on money that was not there yet. A debit counts from the day it was ordered for: that the bank booked
 * it later is not the borrower's delay.
 * @param orderedFor the order's value date
 * @param bankDate the day on which the bank booked it; never taken for earlier than the order
 */
export function moneyDate(direction: 'IN' | 'OUT', orderedFor: IsoDate, bankDate: IsoDate): IsoDate {
  return direction === 'OUT' && bankDate > orderedFor ? bankDate : orderedFor;
}
