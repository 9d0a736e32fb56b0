import { type BusinessCalendar, isWorkday, shiftToWorkday } from '../calendar/businessCalendar';
import { businessDate, instantOf } from '../calendar/clock';
import { addDays, type IsoDate } from '../calendar/isoDate';
import { type PaymentCodeClass, type PaymentParameters, paymentCodeRule } from '../parameters/payments';
import type { Slots } from './slots';

/** One order to the bank for an instalment, with its definite answer. */
export interface CollectionOrder {
  /** Business instant at which it was decided; when the machine was late, at which it went out. */
  readonly decidedAtMs: number;
  readonly code: string;
  /** The bank repeated the answer when it was asked for the order by its key. */
  readonly isConfirmed?: boolean;
}

/** Who acts when orders can't succeed without a person. */
export type CollectionTask = 'MANUAL' | 'CONTACT' | 'REBIND' | 'RISK';

/** What to do after an order's answer. All instants are business time. */
export type NextCollection =
  | { readonly kind: 'DONE' }
  /** A new order, under a new key. */
  | { readonly kind: 'RETRY_AT'; readonly atMs: number }
  /** New orders over parts of the amount, the first at this instant. */
  | { readonly kind: 'SPLIT'; readonly atMs: number; readonly parts: number }
  /** Ask for the order by its key before anything else; it may have succeeded. Never a new order. */
  | { readonly kind: 'QUERY' }
  | { readonly kind: 'STOP'; readonly task: CollectionTask };

/** The rules in force, and the slots of the loan. */
export interface CollectionRules extends Slots {
  readonly payments: PaymentParameters;
}

const MS_PER_SECOND = 1_000;

/**
 * Decides what follows the last order of an instalment, by the class of its code.
 * @param history all orders of the instalment in order, the last one just answered
 * @param nowMs business instant of the answer; when the machine was late, now: a missed slot is made up once, and
 *   what follows is at slots that are still to come
 */
export function nextCollection(
  history: readonly CollectionOrder[],
  nowMs: number,
  calendar: BusinessCalendar,
  rules: CollectionRules,
): NextCollection {
  const last = history.at(-1);
  if (last === undefined) return { kind: 'RETRY_AT', atMs: nowMs };
  const klass = classOf(last, rules);
  const decision = DECISIONS[klass]({ history, last, nowMs, calendar, rules });
  const isAnotherOrder = decision.kind === 'RETRY_AT' || decision.kind === 'SPLIT';
  const isWornOut = history.length >= rules.payments.maximumOrdersPerInstalment;
  return isAnotherOrder && isWornOut ? { kind: 'STOP', task: 'MANUAL' } : decision;
}

interface Situation {
  readonly history: readonly CollectionOrder[];
  readonly last: CollectionOrder;
  readonly nowMs: number;
  readonly calendar: BusinessCalendar;
  readonly rules: CollectionRules;
}

const DECISIONS: Readonly<Record<PaymentCodeClass, (situation: Situation) => NextCollection>> = {
  SUCCESS: () => ({ kind: 'DONE' }),
  RETRY_SCHEDULED: (situation) => ({ kind: 'RETRY_AT', atMs: nextSlot(situation) }),
  RETRY_BACKOFF: (situation) => ({ kind: 'RETRY_AT', atMs: afterBackoff(situation) }),
  RETRY_NEXT_DAY: (situation) => ({ kind: 'RETRY_AT', atMs: nextDayFirstSlot(situation) }),
  SPLIT_OR_NEXT_DAY: splitOrNextDay,
  QUERY_THEN_RETRY: (situation) =>
    situation.last.isConfirmed === true
      ? { kind: 'RETRY_AT', atMs: afterBackoff(situation) }
      : { kind: 'QUERY' },
  UNKNOWN_QUERY: () => ({ kind: 'QUERY' }),
  STOP_CONTACT: () => ({ kind: 'STOP', task: 'CONTACT' }),
  STOP_REBIND: () => ({ kind: 'STOP', task: 'REBIND' }),
  STOP_RISK: () => ({ kind: 'STOP', task: 'RISK' }),
  STOP_MANUAL: () => ({ kind: 'STOP', task: 'MANUAL' }),
};

function classOf({ code }: CollectionOrder, { payments }: CollectionRules): PaymentCodeClass {
  return paymentCodeRule(payments, code).klass;
}

function ordersToday({ history, nowMs }: Situation): CollectionOrder[] {
  const today = businessDate(nowMs);
  return history.filter((order) => businessDate(order.decidedAtMs) === today);
}

/** The loan's next turn of today, a workday, while the day's orders last; else the first of the next workday. */
function nextSlot(situation: Situation): number {
  const { nowMs, rules, calendar } = situation;
  const today = businessDate(nowMs);
  const turns = rules.debitTimes.map((time) => instantOf(today, time) + rules.turnMs);
  const later = turns.find((turnMs) => turnMs > nowMs);
  const isDayFull = ordersToday(situation).length >= rules.payments.maximumOrdersPerDay;
  return later === undefined || isDayFull || !isWorkday(today, calendar)
    ? nextDayFirstSlot(situation)
    : later;
}

/** Waits longer after each failure of the same class in a row today; then the next day. */
function afterBackoff(situation: Situation): number {
  const { nowMs, rules, last } = situation;
  const delaySeconds = rules.payments.backoffSeconds[failuresInARow(situation, classOf(last, rules)) - 1];
  if (delaySeconds === undefined) return nextDayFirstSlot(situation);
  const atMs = nowMs + delaySeconds * MS_PER_SECOND;
  return businessDate(atMs) === businessDate(nowMs) ? atMs : nextDayFirstSlot(situation);
}

function failuresInARow(situation: Situation, klass: PaymentCodeClass): number {
  const today = ordersToday(situation);
  const lastOther = today.findLastIndex((order) => classOf(order, situation.rules) !== klass);
  return today.length - 1 - lastOther;
}

/** Splits once a day; when a part is still too much, waits for the limit of the next day. */
function splitOrNextDay(situation: Situation): NextCollection {
  const isFirstToday = failuresInARow(situation, 'SPLIT_OR_NEXT_DAY') === 1;
  return isFirstToday
    ? { kind: 'SPLIT', atMs: situation.nowMs, parts: situation.rules.payments.splitParts }
    : { kind: 'RETRY_AT', atMs: nextDayFirstSlot(situation) };
}

function nextDayFirstSlot({ nowMs, calendar, rules }: Situation): number {
  const tomorrow: IsoDate = addDays(businessDate(nowMs), 1);
  return instantOf(shiftToWorkday(tomorrow, 'FOLLOWING', calendar), rules.debitTimes[0]) + rules.turnMs;
}
