import { isoDate } from '../../calendar/isoDate';
import type { PaymentParameters } from '../payments';
import type { Version } from '../version';

/** Answer codes of the payment channel and how orders are retried or asked for. */
export const PAYMENT_VERSIONS: readonly Version<PaymentParameters>[] = [
  {
    id: 'payments/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'House policy (oracles/policy.json payments)',
    value: {
      maximumOrdersPerDay: 3,
      maximumOrdersPerInstalment: 10,
      // House design: once may be a mistake of the payer's bank.
      maximumDebitsTakenBack: 2,
      backoffSeconds: [60, 300, 1_800, 7_200],
      unknownQuerySeconds: [10, 30, 60, 300, 900, 1_800, 3_600, 7_200],
      closingHours: [1, 2, 4, 8, 24],
      statementReadyAt: '06:00',
      // A bank's day may end before ours; no holiday keeps one closed for longer than a fortnight.
      bankDay: { earlierDays: 1, laterDays: 15 },
      splitParts: 2,
      codes: [
        { code: '00', klass: 'SUCCESS', text: { zh: '成功', en: 'Success' } },
        { code: '51', klass: 'RETRY_SCHEDULED', text: { zh: '余额不足', en: 'Insufficient funds' } },
        { code: '61', klass: 'SPLIT_OR_NEXT_DAY', text: { zh: '超出金额限制', en: 'Amount limit exceeded' } },
        { code: '65', klass: 'RETRY_NEXT_DAY', text: { zh: '超出次数限制', en: 'Frequency limit exceeded' } },
        { code: '75', klass: 'STOP_CONTACT', text: { zh: '密码次数超限', en: 'Too many password attempts' } },
        { code: '14', klass: 'STOP_REBIND', text: { zh: '无效卡号/无此账号', en: 'No such account' } },
        { code: '54', klass: 'STOP_REBIND', text: { zh: '过期卡', en: 'Card expired' } },
        { code: '41', klass: 'STOP_RISK', text: { zh: '挂失卡', en: 'Card reported lost' } },
        { code: '43', klass: 'STOP_RISK', text: { zh: '被窃卡', en: 'Card reported stolen' } },
        { code: '46', klass: 'STOP_REBIND', text: { zh: '账户已销户', en: 'Account closed' } },
        { code: '57', klass: 'STOP_CONTACT', text: { zh: '不允许的交易', en: 'Transaction not permitted' } },
        { code: '59', klass: 'STOP_RISK', text: { zh: '欺诈嫌疑', en: 'Suspected fraud' } },
        { code: '34', klass: 'STOP_RISK', text: { zh: '欺诈嫌疑', en: 'Suspected fraud' } },
        { code: '91', klass: 'RETRY_BACKOFF', text: { zh: '发卡行状态不正常', en: 'Issuer not available' } },
        { code: '96', klass: 'QUERY_THEN_RETRY', text: { zh: '系统故障', en: 'System malfunction' } },
        {
          code: '98',
          klass: 'UNKNOWN_QUERY',
          text: { zh: '收不到发卡行应答', en: 'No answer from the issuer' },
        },
        { code: '09', klass: 'UNKNOWN_QUERY', text: { zh: '处理中', en: 'In progress' } },
        { code: 'TIMEOUT', klass: 'UNKNOWN_QUERY', text: { zh: '无应答', en: 'No answer' } },
      ],
    },
  },
];
