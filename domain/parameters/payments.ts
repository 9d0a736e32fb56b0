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
 * - STOP_MANUAL: only a person orders again.
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
  'STOP_MANUAL',
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
  /** After so many debits of one charge that the bank took back a person takes over. */
  readonly maximumDebitsTakenBack: number;
  /** Delays of RETRY_BACKOFF; after the last, the next day. */
  readonly backoffSeconds: readonly number[];
  /** When an unknown order is asked for, counted from its submission; after the last, the day's file. */
  readonly unknownQuerySeconds: readonly number[];
  /** After so many hours each the bank is asked again to close an order; after the last, its files are read. */
  readonly closingHours: readonly number[];
  /** When the file of a day is there on the next, HH:mm. */
  readonly statementReadyAt: string;
  /** How far before an order's value date, and how far after today, a bank may say that it booked it. */
  readonly bankDay: { readonly earlierDays: number; readonly laterDays: number };
  /** Parts that an amount is ordered in when the bank does not take it in one. */
  readonly splitParts: number;
}

/** What is known of an order without the bank's own word about it. */
const OWN_CODES: readonly PaymentCodeRule[] = [
  {
    // Nothing can be paid under its key any more: another order is safe.
    code: 'CLOSED',
    klass: 'RETRY_BACKOFF',
    text: { zh: '原指令已关闭，未支付', en: 'The order was closed at the bank before it was paid' },
  },
  {
    code: 'NOT_FOUND',
    klass: 'STOP_MANUAL',
    text: { zh: '银行查无此指令', en: 'The bank never had the order' },
  },
  {
    code: 'TOLD_BY_BANK',
    klass: 'RETRY_BACKOFF',
    text: { zh: '银行告知未支付', en: 'Not paid, as the bank told a person' },
  },
  {
    code: 'NOT_BOOKABLE',
    klass: 'STOP_MANUAL',
    text: { zh: '账务无法记录，未发送', en: 'The books could not take it: nothing was sent' },
  },
];

/**
 * The rule of a bank's code. A code that nobody knows is unknown: asked for, never sent again.
 */
export function paymentCodeRule(parameters: PaymentParameters, code: string): PaymentCodeRule {
  const known = [...parameters.codes, ...OWN_CODES].find((rule) => rule.code === code);
  return known ?? { code, klass: 'UNKNOWN_QUERY', text: { zh: '未知应答码', en: 'Unknown response code' } };
}

/**
 * What the process of one order goes by: the policy of the day on which the order was decided, in so few words that
 * they can stand in its history.
 */
export interface OrderPolicy
  extends Pick<PaymentParameters, 'unknownQuerySeconds' | 'closingHours' | 'statementReadyAt' | 'bankDay'> {
  /** Codes of a decline that is the bank's last word; after others it is asked by key before anything. */
  readonly lastWords: readonly string[];
  /** Codes of a decline that a question must confirm; what is in neither list leaves the order open. */
  readonly toConfirm: readonly string[];
  /** Codes that say that the account must not be debited any more: lost, blocked, unusable. */
  readonly stopDebits: readonly string[];
}

const STOP_DEBITS: readonly PaymentCodeClass[] = ['STOP_CONTACT', 'STOP_REBIND', 'STOP_RISK'];

export function orderPolicy(parameters: PaymentParameters): OrderPolicy {
  const { unknownQuerySeconds, closingHours, statementReadyAt, bankDay, codes } = parameters;
  const codesOf = (isMeant: (klass: PaymentCodeClass) => boolean) =>
    [...codes, ...OWN_CODES].filter(({ klass }) => isMeant(klass)).map(({ code }) => code);
  return {
    unknownQuerySeconds,
    closingHours,
    statementReadyAt,
    bankDay,
    lastWords: codesOf((klass) => klass !== 'UNKNOWN_QUERY' && klass !== 'QUERY_THEN_RETRY'),
    toConfirm: codesOf((klass) => klass === 'QUERY_THEN_RETRY'),
    stopDebits: codesOf((klass) => STOP_DEBITS.includes(klass)),
  };
}
