import { type Pair, words } from './words';

/** What the bank's codes mean; a test holds them to the codes that the rules of payments know. */
export const BANK_CODES: Readonly<Record<string, Pair>> = words({
  '00': ['成功', 'Success'],
  '51': ['余额不足', 'Insufficient funds'],
  '61': ['超出金额限制', 'Amount limit exceeded'],
  '65': ['超出次数限制', 'Frequency limit exceeded'],
  '75': ['密码次数超限', 'Too many password attempts'],
  '14': ['无效卡号/无此账号', 'No such account'],
  '54': ['过期卡', 'Card expired'],
  '41': ['挂失卡', 'Card reported lost'],
  '43': ['被窃卡', 'Card reported stolen'],
  '46': ['账户已销户', 'Account closed'],
  '57': ['不允许的交易', 'Transaction not permitted'],
  '59': ['欺诈嫌疑', 'Suspected fraud'],
  '34': ['欺诈嫌疑', 'Suspected fraud'],
  '91': ['发卡行状态不正常', 'Issuer not available'],
  '96': ['系统故障', 'System malfunction'],
  '98': ['收不到发卡行应答', 'No answer from the issuer'],
  '09': ['处理中', 'In progress'],
  TIMEOUT: ['无应答', 'No answer'],
});

/** A code in words; one that nobody knows stays itself. */
export const bankCodePair = (code: string): Pair => BANK_CODES[code] ?? [code, code];
