import type { PaymentStatus } from '../../contracts/workflows';
import type { BilingualText } from '../../domain/parameters/version';

export const PAYMENT_TEXTS: Readonly<Record<PaymentStatus, BilingualText>> = {
  CREATED: { zh: '指令已登记', en: 'The order is written' },
  SUBMITTED: { zh: '已向银行提交，等待应答', en: 'Sent to the bank, waiting for its answer' },
  UNKNOWN: { zh: '结果未知，按指令号查询，不重发', en: 'Outcome unknown: asked by key, never sent again' },
  SUCCEEDED: { zh: '支付成功', en: 'The money moved' },
  FAILED: { zh: '支付失败', en: 'The bank declined' },
};

export const DISPUTE_TEXTS: Readonly<Record<'DISPUTED' | 'SETTLED', BilingualText>> = {
  DISPUTED: {
    zh: '银行通知与账务不一致，等待财务处理',
    en: 'The bank contradicts the books: finance decides',
  },
  SETTLED: { zh: '争议已处理', en: 'Settled by a person' },
};
