import type { BusinessCalendar } from '../calendar/businessCalendar';
import { paymentCodeRule } from '../parameters/payments';
import type { BilingualText } from '../parameters/version';
import { type CollectionRules, type NextCollection, nextCollection } from './nextCollection';

/** A declined order. */
export interface FailedOrder {
  /** Business instant at which it was decided, epoch milliseconds. */
  readonly atMs: number;
  readonly code: string;
}

/** What follows a definite decline; asking is over by then. */
export type NextOrder = Exclude<NextCollection, { kind: 'DONE' | 'QUERY' }>;

/** What follows, and what the last code means. */
export interface AfterDecline {
  readonly next: NextOrder;
  readonly text: BilingualText;
}

/** Told to a person by a word that is no code of the bank's. */
export const TOLD_BY_BANK = 'TOLD_BY_BANK';

/**
 * Decides by the class of the last code what follows declined orders: another order and when, or a person.
 * @param orders declined orders for the same business operation, oldest first
 * @param knownFromMs business instant from which the last outcome is known
 */
export function nextOrder(
  orders: readonly FailedOrder[],
  knownFromMs: number,
  calendar: BusinessCalendar,
  rules: CollectionRules,
): AfterDecline {
  const definite = (code: string) =>
    paymentCodeRule(rules.payments, code).klass === 'UNKNOWN_QUERY' ? TOLD_BY_BANK : code;
  const history = orders.map(({ atMs, code }) => ({
    decidedAtMs: atMs,
    code: definite(code),
    isConfirmed: true,
  }));
  const next = nextCollection(history, knownFromMs, calendar, rules);
  const { text } = paymentCodeRule(rules.payments, orders.at(-1)?.code ?? TOLD_BY_BANK);
  return {
    next: next.kind === 'DONE' || next.kind === 'QUERY' ? { kind: 'STOP', task: 'MANUAL' } : next,
    text,
  };
}
