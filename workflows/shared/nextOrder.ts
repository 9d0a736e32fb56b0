import type { FailedOrder } from '../../contracts/workflows';
import { type BusinessCalendar, businessDate } from '../../domain/calendar';
import { type NextCollection, nextCollection } from '../../domain/collection';
import { parametersAt } from '../../domain/parameters';
import { type PaymentParameters, paymentCodeRule } from '../../domain/parameters/payments';
import { activities } from './activities';
import type { BusinessTime } from './businessTime';
import type { CaseFile } from './caseFile';

/** What follows a definite decline; asking is over by then. */
export type NextOrder = Exclude<NextCollection, { kind: 'DONE' | 'QUERY' }>;

/** Stands for declines that no code of the bank names: not in the file after the cut-off, or told to a person. */
const DECLINED_WITHOUT_CODE = '96';

/**
 * Decides by the class of the last code what follows declined orders: another order and when, or a person.
 * @param orders declined orders for the same business operation, oldest first
 * @param resolvedAtMs business instant from which the last outcome is known
 */
export function nextOrder(
  orders: readonly FailedOrder[],
  resolvedAtMs: number,
  calendar: BusinessCalendar,
): NextOrder {
  const { payments, overdue } = parametersAt(businessDate(resolvedAtMs));
  const history = orders.map(({ atMs, code }) => ({
    decidedAtMs: atMs,
    code: definite(code, payments),
    isConfirmed: true,
  }));
  const next = nextCollection(history, resolvedAtMs, calendar, {
    payments,
    debitTimes: overdue.debitTimes,
  });
  return next.kind === 'DONE' || next.kind === 'QUERY' ? { kind: 'STOP', task: 'MANUAL' } : next;
}

function definite(code: string, payments: PaymentParameters): string {
  return paymentCodeRule(payments, code).klass === 'UNKNOWN_QUERY' ? DECLINED_WITHOUT_CODE : code;
}

/** The case whose order was declined. */
interface Orderer {
  readonly time: BusinessTime;
  readonly file: CaseFile<string>;
}

/**
 * Waits until another order may go out after a definite decline.
 * @param orders declined orders for the same business operation, oldest first
 * @returns false when waiting does not cure it: a person must act
 */
export async function untilNextOrder(
  { time, file }: Orderer,
  orders: readonly FailedOrder[],
  resolvedAtMs: number,
  summary: string,
): Promise<boolean> {
  const { calendar } = await activities.readCalendar({ from: businessDate(resolvedAtMs) });
  time.liveTo(resolvedAtMs);
  const next = nextOrder(orders, resolvedAtMs, calendar);
  if (next.kind === 'STOP') return false;
  file.note('calendar', next.atMs);
  await time.wait(next.atMs, { summary });
  return true;
}
