import type { AnyStage } from '../../contracts/texts/processTexts';
import type { FailedOrder } from '../../contracts/workflows';
import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import { businessDate } from '../../domain/calendar/clock';
import { type NextCollection, nextCollection } from '../../domain/collection/nextCollection';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { type PaymentParameters, paymentCodeRule } from '../../domain/parameters/payments';
import type { Case } from '../case/case';
import { activities } from './activities';

/** What follows a definite decline; asking is over by then. */
export type NextOrder = Exclude<NextCollection, { kind: 'DONE' | 'QUERY' }>;

/** Told to a person by a word that is no code of the bank's. */
const TOLD_BY_BANK = 'TOLD_BY_BANK';

/**
 * Decides by the class of the last code what follows declined orders: another order and when, or a person.
 * @param orders declined orders for the same business operation, oldest first
 * @param knownFromMs business instant from which the last outcome is known, see `BusinessTime.onTime`
 */
export function nextOrder(
  orders: readonly FailedOrder[],
  knownFromMs: number,
  calendar: BusinessCalendar,
): NextOrder {
  const { payments, overdue } = parametersAt(businessDate(knownFromMs));
  const history = orders.map(({ atMs, code }) => ({
    decidedAtMs: atMs,
    code: definite(code, payments),
    isConfirmed: true,
  }));
  const next = nextCollection(history, knownFromMs, calendar, {
    payments,
    debitTimes: overdue.debitTimes,
  });
  return next.kind === 'DONE' || next.kind === 'QUERY' ? { kind: 'STOP', task: 'MANUAL' } : next;
}

function definite(code: string, payments: PaymentParameters): string {
  return paymentCodeRule(payments, code).klass === 'UNKNOWN_QUERY' ? TOLD_BY_BANK : code;
}

/**
 * Waits until another order to pay money out may go out after a definite decline. What only people say was not paid
 * is not paid again without people.
 * @param orderer the case whose order was declined
 * @param orders declined orders for the same business operation, oldest first
 * @returns false when waiting does not cure it: a person must act
 */
export async function untilNextOrder(
  orderer: Pick<Case<AnyStage>, 'time' | 'note'>,
  orders: readonly FailedOrder[],
  resolvedAtMs: number,
  summary: string,
): Promise<boolean> {
  const { time } = orderer;
  const knownFromMs = time.onTime(resolvedAtMs);
  time.liveTo(knownFromMs);
  if (orders.at(-1)?.code === TOLD_BY_BANK) return false;
  const { calendar } = await activities.readCalendar({ from: businessDate(knownFromMs) });
  const next = nextOrder(orders, knownFromMs, calendar);
  if (next.kind === 'STOP') return false;
  orderer.note('calendar', next.atMs);
  await time.wait(next.atMs, { summary });
  return true;
}
