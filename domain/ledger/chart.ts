export const ACCOUNT_KINDS = ['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface Account {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: AccountKind;
}

const account = (nameZh: string, nameEn: string, kind: AccountKind): Account => ({ nameZh, nameEn, kind });

/**
 * The chart of accounts. 贷款 is 1303 and 贷款损失准备 1304 (1301 is 贴现资产); codes above four digits are
 * sub-accounts of their first four. `OB` accounts are memoranda outside the balance sheet.
 */
export const CHART_OF_ACCOUNTS = {
  '1002': account('银行存款', 'Cash at bank', 'ASSET'),
  '1012': account('其他货币资金(第三方支付在途)', 'Funds in transit at payment channels', 'ASSET'),
  '1124': account('应收手续费及佣金', 'Fees receivable', 'ASSET'),
  '1132': account('应收利息', 'Interest receivable', 'ASSET'),
  '1221': account('其他应收款', 'Other receivables', 'ASSET'),
  '1221.01': account('其他应收款-应收退回款(已退溢缴)', 'Claims on payers, refunds to come back', 'ASSET'),
  '1303.01': account('贷款-本金-正常', 'Loan principal, normal', 'ASSET'),
  '1303.02': account('贷款-本金-逾期', 'Loan principal, overdue', 'ASSET'),
  '1303.03': account('贷款-已减值(非应计)', 'Loan principal, non-accrual', 'ASSET'),
  '1303.04': account('贷款-利息调整', 'Loan interest adjustment', 'ASSET'),
  '1304': account('贷款损失准备(贷方)', 'Loan loss allowance (credit)', 'ASSET'),
  '1441': account('抵债资产', 'Repossessed assets', 'ASSET'),
  '1601': account('固定资产(净额)', 'Fixed assets, net', 'ASSET'),
  '2001': account('短期借款', 'Short-term borrowings', 'LIABILITY'),
  '2211': account('应付职工薪酬', 'Payroll payable', 'LIABILITY'),
  '2221.01': account('应交税费-应交增值税(销项税额)', 'VAT payable, output', 'LIABILITY'),
  '2221.02': account('应交税费-待转销项税额', 'VAT, output deferred', 'LIABILITY'),
  '2221.03': account('应交税费-应交增值税(进项税额)', 'VAT, input', 'LIABILITY'),
  '2221.06': account('应交税费-应交企业所得税', 'Income tax payable', 'LIABILITY'),
  '2241.01': account('其他应付款-预收还款(溢缴)', 'Overpayments held', 'LIABILITY'),
  '2241.02': account('其他应付款-待查收款', 'Unidentified receipts', 'LIABILITY'),
  '2241.03': account('其他应付款-代收代付(评估费等)', 'Collected for third parties', 'LIABILITY'),
  '4001': account('实收资本', 'Paid-in capital', 'EQUITY'),
  '4102': account('一般风险准备', 'General risk reserve', 'EQUITY'),
  '4104': account('利润分配-未分配利润', 'Retained earnings', 'EQUITY'),
  '6011.01': account('利息收入-正常利息', 'Interest income, contract', 'INCOME'),
  '6011.02': account('利息收入-罚息复利', 'Interest income, penalty and compound', 'INCOME'),
  '6021': account('手续费及佣金收入', 'Fee income', 'INCOME'),
  '6051': account('其他业务收入', 'Other business income', 'INCOME'),
  '6301': account('营业外收入', 'Non-operating income', 'INCOME'),
  '6403': account('税金及附加', 'Taxes and surcharges', 'EXPENSE'),
  '6411': account('利息支出', 'Interest expense', 'EXPENSE'),
  '6421': account('手续费及佣金支出', 'Fee expense', 'EXPENSE'),
  '6602': account('业务及管理费', 'Staff and administration', 'EXPENSE'),
  '6702': account('信用减值损失', 'Credit impairment loss', 'EXPENSE'),
  '6711': account('营业外支出', 'Non-operating expense', 'EXPENSE'),
  '6801': account('所得税费用', 'Income tax expense', 'EXPENSE'),
  'OB.01': account('表外-应收未收利息', 'Memo: interest due and not collected', 'OFF_BALANCE'),
  'OB.02': account('表外-已核销贷款', 'Memo: loans written off', 'OFF_BALANCE'),
  'OB.03': account(
    '表外-已核销贷款罚息复利',
    'Memo: penalty and compound of loans written off',
    'OFF_BALANCE',
  ),
} as const satisfies Readonly<Record<string, Account>>;

type ChartCode = keyof typeof CHART_OF_ACCOUNTS;
export type OffBalanceAccount = Extract<ChartCode, `OB.${string}`>;
export type AccountCode = Exclude<ChartCode, OffBalanceAccount>;
