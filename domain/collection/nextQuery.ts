import { businessDate, instantOf } from '../calendar/clock';
import { addDays, type IsoDate } from '../calendar/isoDate';
import type { PaymentParameters } from '../parameters/payments';

/** When to ask for an order whose outcome is unknown. */
export type NextQuery =
  | { readonly kind: 'QUERY_AT'; readonly atMs: number }
  /** Asked often enough: the bank shall close it. */
  | { readonly kind: 'CLOSE' };

const MS_PER_SECOND = 1_000;
const MS_PER_HOUR = 3_600_000;

/**
 * The next time to ask the bank for an order by its key. An unknown order is never sent again.
 * @param queriesSoFar how often it was asked for
 * @param sentAtMs business instant at which it was sent last; the delays count from there
 */
export function nextQuery(
  queriesSoFar: number,
  sentAtMs: number,
  { unknownQuerySeconds }: Pick<PaymentParameters, 'unknownQuerySeconds'>,
): NextQuery {
  const delaySeconds = unknownQuerySeconds[queriesSoFar];
  return delaySeconds === undefined
    ? { kind: 'CLOSE' }
    : { kind: 'QUERY_AT', atMs: sentAtMs + delaySeconds * MS_PER_SECOND };
}

/**
 * The next time to ask the bank to close an order: at once when asking is over, then at growing intervals.
 * @param closingsSoFar how often it was asked to
 * @param lastMs business instant of the last question
 * @returns null when it was asked often enough: the files must say, or a person
 */
export function nextClosing(
  closingsSoFar: number,
  lastMs: number,
  { closingHours }: Pick<PaymentParameters, 'closingHours'>,
): number | null {
  const hours = closingsSoFar === 0 ? 0 : closingHours[closingsSoFar - 1];
  return hours === undefined ? null : lastMs + hours * MS_PER_HOUR;
}

/** The statement files that an order can be in, and when the last of them is there. */
export interface FilesOfOrder {
  readonly from: IsoDate;
  readonly through: IsoDate;
  readonly readyAtMs: number;
}

/**
 * Every day from the one that an order was ordered for to the day after it was sent last: a bank may book it on its
 * next day.
 */
export function filesOfOrder(
  orderedFor: IsoDate,
  sentAtMs: number,
  { statementReadyAt }: Pick<PaymentParameters, 'statementReadyAt'>,
): FilesOfOrder {
  const dayAfterSend = addDays(businessDate(sentAtMs), 1);
  const through = dayAfterSend > orderedFor ? dayAfterSend : addDays(orderedFor, 1);
  return { from: orderedFor, through, readyAtMs: instantOf(addDays(through, 1), statementReadyAt) };
}
