import { type Pair, words } from '../../../kit/words/words';

const CHECKS = words({
  'debits = credits': ['借方合计 = 贷方合计', 'Debits = credits'],
  'entries without two sides': ['缺一方的凭证', 'Entries without two sides'],
  'disbursed by the bank = disbursed on loans': [
    '银行放款合计 = 贷款放款合计',
    'Disbursed by the bank = disbursed on loans',
  ],
  'breaks and receipts without a task': ['没有待办的差异与待查收款', 'Breaks and receipts without a task'],
  '1002 = bank closing balance': ['1002 银行存款 = 银行日终余额', '1002 = bank closing balance'],
});

const SUB_LEDGER = /^loans = ledger (.+)$/;
const COUNTS = ['entries without two sides', 'breaks and receipts without a task'];

/** What the API calls a check, in words; one that nobody knows says more by its name than by nothing. */
export function checkName(name: string): Pair {
  const [, account] = SUB_LEDGER.exec(name) ?? [];
  if (account !== undefined) return [`各贷款合计 = 总账 ${account}`, `All loans = ledger ${account}`];
  return Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof typeof CHECKS] : [name, name];
}

/** Whether both sides of a check are numbers of things, not amounts. */
export const isCount = (name: string): boolean => COUNTS.includes(name);
