import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';
import type { Account } from './entryDraft';

/** Accounts that people may post to, by name; the API says the same, and the compiler holds both together. */
export const ACCOUNT_NAMES: Words<Account> = words({
  '1002': ['银行存款', 'Cash at bank'],
  '1221': ['其他应收款', 'Other receivables'],
  '1441': ['抵债资产', 'Repossessed assets'],
  '1601': ['固定资产', 'Fixed assets'],
  '2001': ['短期借款', 'Short-term borrowings'],
  '2211': ['应付职工薪酬', 'Payroll payable'],
  '2221.01': ['应交增值税（销项）', 'VAT payable, output'],
  '2221.03': ['应交增值税（进项）', 'VAT, input'],
  '2221.06': ['应交企业所得税', 'Income tax payable'],
  '4001': ['实收资本', 'Paid-in capital'],
  '4102': ['一般风险准备', 'General risk reserve'],
  '4104': ['未分配利润', 'Retained earnings'],
  '6051': ['其他业务收入', 'Other business income'],
  '6301': ['营业外收入', 'Non-operating income'],
  '6403': ['税金及附加', 'Taxes and surcharges'],
  '6411': ['利息支出', 'Interest expense'],
  '6421': ['手续费及佣金支出', 'Fee expense'],
  '6602': ['业务及管理费', 'Staff and administration'],
  '6711': ['营业外支出', 'Non-operating expense'],
  '6801': ['所得税费用', 'Income tax expense'],
});

/** Accounts of income and expense: a budget stands beside actuals, which are of no other. */
export const BUDGET_ACCOUNT_NAMES: Words<Answers['BudgetAccount']> = {
  '6051': ACCOUNT_NAMES['6051'],
  '6301': ACCOUNT_NAMES['6301'],
  '6403': ACCOUNT_NAMES['6403'],
  '6411': ACCOUNT_NAMES['6411'],
  '6421': ACCOUNT_NAMES['6421'],
  '6602': ACCOUNT_NAMES['6602'],
  '6711': ACCOUNT_NAMES['6711'],
  '6801': ACCOUNT_NAMES['6801'],
};

/** In the order of the chart. */
export const ACCOUNTS = (Object.keys(ACCOUNT_NAMES) as Account[]).toSorted();
