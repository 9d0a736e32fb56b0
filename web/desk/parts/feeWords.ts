import type { Answers } from '../../client/client';
import { type Words, words } from '../../kit/words/words';

type Fee = Answers['Fee'];

/** Who quotes a service, and who gives charges up or back; the API says the same. */
export const QUOTERS = ['finance', 'reviewer', 'admin'] as const;
export const RELIEVERS = ['finance'] as const;

export const FEE_STATUSES: Words<Answers['FeeStatus']> = words({
  QUOTED: ['已报价，待企业同意', 'Quoted'],
  CONSENTED: ['企业已同意', 'Agreed to'],
  INVOICED: ['已开账单', 'Invoiced'],
  PARTLY_COLLECTED: ['已收部分', 'Partly collected'],
  COLLECTED: ['已收讫', 'Collected'],
  DISPUTED: ['有异议', 'Disputed'],
  WAIVED: ['已减免', 'Waived'],
  REFUNDED: ['已退费', 'Given back'],
  CANCELLED: ['已取消', 'Cancelled'],
});

/** How a charge stands, at a glance. */
export const feeTone = (status: Answers['FeeStatus']): 'good' | 'warn' | 'bad' | 'plain' => {
  if (status === 'COLLECTED') return 'good';
  if (status === 'DISPUTED') return 'bad';
  return status === 'INVOICED' || status === 'PARTLY_COLLECTED' ? 'warn' : 'plain';
};

export const FEE_STEPS: Words<Fee['history'][number]['type']> = words({
  CONSENT: ['企业同意', 'Agreed to'],
  INVOICE: ['开账单', 'Invoiced'],
  CANCEL: ['取消', 'Cancelled'],
  COLLECT: ['收款', 'Collected'],
  BOUNCE: ['银行退回付款，重新待收', 'Bounced: owed again'],
  WAIVE: ['减免', 'Waived'],
  REFUND: ['退费', 'Given back'],
  DISPUTE: ['提出异议', 'Disputed'],
  RESOLVE: ['异议处理完毕', 'Dispute settled'],
});

export const FEE_REQUESTS: Words<Fee['requests'][number]['kind']> = words({
  DISPUTE: ['异议', 'Dispute'],
  WAIVE: ['减免', 'Waiver'],
  REFUND: ['退费', 'Refund'],
  PREPAYMENT: ['提前还款退费', 'Refund for a prepayment'],
  BOUNCE: ['付款被退回', 'Receipt that bounced'],
});

export const FEE_REQUEST_STATUSES: Words<Fee['requests'][number]['status']> = words({
  OPEN: ['处理中', 'Open'],
  APPROVED: ['已同意', 'Approved'],
  REJECTED: ['未同意', 'Rejected'],
  DONE: ['已执行', 'Done'],
  WITHDRAWN: ['已撤销，不再退回', 'Withdrawn: not paid back'],
});

export const FEE_SETTLEMENTS: Words<Answers['FeeSettlement']> = words({
  ONLINE: ['自动扣款', 'By debit'],
  OFFLINE: ['企业转账', 'By transfer'],
});

export const TARIFF_STATUSES: Words<Answers['TariffNotice']['status']> = words({
  APPLIES: ['已适用', 'Applies'],
  NOT_YET: ['待生效或待同意', 'Not yet'],
  NOT_NOTIFIED: ['未通知', 'Not notified'],
  NO_CONSENT: ['未同意，沿用旧价', 'No consent: the old stands'],
  REFUSED: ['拒绝，沿用旧价', 'Refused: the old stands'],
  CONSENT_TOO_LATE: ['同意过迟，沿用旧价', 'Too late: the old stands'],
});

/** What came and is there still, so far as nobody has said that it bounced. */
export const standingReceipts = ({ history }: Pick<Fee, 'history'>): Fee['history'] =>
  history.filter(({ type, isBounced }) => type === 'COLLECT' && !isBounced);
