import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

type Fee = Answers['Fee'];
type Summary = Pick<Fee, 'status'>;

/** How a charge stands, said to whom it is charged. */
export const FEE_STATES: Words<Answers['FeeStatus']> = words({
  QUOTED: ['等您确认', 'Waits for your consent'],
  CONSENTED: ['已同意', 'Agreed to'],
  INVOICED: ['待支付', 'To be paid'],
  PARTLY_COLLECTED: ['已付部分', 'Partly paid'],
  COLLECTED: ['已支付', 'Paid'],
  DISPUTED: ['异议处理中，暂停收取', 'Disputed: not collected meanwhile'],
  WAIVED: ['已减免', 'Waived'],
  REFUNDED: ['已退费', 'Given back'],
  CANCELLED: ['已取消', 'Cancelled'],
});

export const FEE_HAPPENINGS: Words<Fee['history'][number]['type']> = words({
  CONSENT: ['您已同意', 'You agreed'],
  INVOICE: ['出具账单', 'Invoiced'],
  CANCEL: ['取消', 'Cancelled'],
  COLLECT: ['支付', 'Paid'],
  BOUNCE: ['付款被银行退回', 'Your bank took the payment back'],
  WAIVE: ['减免', 'Waived'],
  REFUND: ['退费', 'Given back'],
  DISPUTE: ['您提出异议', 'You disputed it'],
  RESOLVE: ['异议处理完毕', 'The dispute was decided'],
});

export const FEE_TIMES: Words<Fee['shown']['timing']> = words({
  ON_REQUEST: ['按次收取', 'Once, when you ask for it'],
  PER_PROJECT: ['每笔贷款一次', 'Once a loan'],
  EACH_INSTALMENT: ['每期', 'With each instalment'],
  MONTHLY: ['每月', 'Each month'],
  QUARTERLY: ['每季', 'Each quarter'],
});

/** How a charge stands, by colour beside its word. */
export function moodOf({ status }: Summary): 'GOOD' | 'BAD' | 'DO' | 'PLAIN' {
  if (status === 'QUOTED') return 'DO';
  if (status === 'COLLECTED' || status === 'REFUNDED' || status === 'WAIVED') return 'GOOD';
  return status === 'DISPUTED' ? 'BAD' : 'PLAIN';
}

/** The last time that a payment came back, while what it paid is owed; else null. */
export function bouncedOf({
  history,
  outstandingFen,
}: Pick<Fee, 'history' | 'outstandingFen'>): Fee['history'][number] | null {
  return outstandingFen === 0 ? null : (history.findLast(({ type }) => type === 'BOUNCE') ?? null);
}

/** How what bounced is collected next. */
export function nextPaymentOf({
  isTakenBackTooOften,
  settlement,
}: Pick<Fee, 'isTakenBackTooOften' | 'settlement'>): 'byDebit' | 'byPeople' | 'byTransfer' {
  if (settlement === 'OFFLINE') return 'byTransfer';
  return isTakenBackTooOften ? 'byPeople' : 'byDebit';
}

const DISPUTABLE: readonly Fee['status'][] = ['INVOICED', 'PARTLY_COLLECTED', 'COLLECTED'];

/** Whether its payer may say that a charge is not owed: once it was invoiced, one dispute at a time. */
export const mayDispute = ({ status }: Summary): boolean => DISPUTABLE.includes(status);

/** Whether an answer is still awaited about another price list. */
export const isAsked = ({ answer, answerBy, status }: Answers['TariffNotice']): boolean =>
  answerBy !== null && answer === null && status === 'NOT_YET';
