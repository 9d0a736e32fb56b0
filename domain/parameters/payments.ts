import type { BilingualText } from './version';

/**
 * What a bank's answer means for the next step.
 * - SUCCESS: done.
 * - RETRY_SCHEDULED: a new order at the next debit time, within the limits.
 * - RETRY_BACKOFF: a new order after each of the back-off delays, then the next day.
 * - RETRY_NEXT_DAY: a new order on the next day.
 * - SPLIT_OR_NEXT_DAY: smaller amounts, or the next day.
 * - QUERY_THEN_RETRY: ask for the order first; retry only when it definitely failed.
 * - UNKNOWN_QUERY: ask for the order until the bank says; never send again.
 * - STOP_CONTACT, STOP_REBIND, STOP_RISK: a person must act (call; bind another account; risk).
 */
export const PAYMENT_CODE_CLASSES = [
  'SUCCESS',
  'RETRY_SCHEDULED',
  'RETRY_BACKOFF',
  'RETRY_NEXT_DAY',
  'SPLIT_OR_NEXT_DAY',
  'QUERY_THEN_RETRY',
  'UNKNOWN_QUERY',
  'STOP_CONTACT',
  'STOP_REBIND',
  'STOP_RISK',
] as const;
export type PaymentCodeClass = (typeof PAYMENT_CODE_CLASSES)[number];

export interface PaymentCodeRule {
  readonly code: string;
  readonly klass: PaymentCodeClass;
  readonly text: BilingualText;
}

export interface PaymentParameters {
  readonly codes: readonly PaymentCodeRule[];
  readonly maximumOrdersPerDay: number;
  /** After so many failed orders of one instalment a person takes over. */
  readonly maximumOrdersPerInstalment: number;
  /** Delays of RETRY_BACKOFF; after the last, the next day. */
  readonly backoffSeconds: readonly number[];
  /** When an unknown order is asked for, counted from its submission; after the last, the day's file. */
  readonly unknownQuerySeconds: readonly number[];
}

/**
 * The rule of a bank's code. A code that nobody knows is unknown: asked for, never sent again.
 */
export function paymentCodeRule(parameters: PaymentParameters, code: string): PaymentCodeRule {
  const known = parameters.codes.find((rule) => rule.code === code);
  return known ?? { code, klass: 'UNKNOWN_QUERY', text: { zh: '未知应答码', en: 'Unknown response code' } };
}

/** Whether a decline with this code is the bank's last word. After others the bank is asked by key before anything. */
export function isLastWord(parameters: PaymentParameters, code: string): boolean {
  const { klass } = paymentCodeRule(parameters, code);
  return klass !== 'UNKNOWN_QUERY' && klass !== 'QUERY_THEN_RETRY';
}
