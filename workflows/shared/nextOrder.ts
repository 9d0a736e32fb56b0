import type { FailedOrder } from '../../contracts/workflows';
import { type BusinessCalendar, businessDate } from '../../domain/calendar';
import { type NextCollection, nextCollection } from '../../domain/collection';
import { parametersAt } from '../../domain/parameters';
import { type PaymentParameters, paymentCodeRule } from '../../domain/parameters/payments';

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
