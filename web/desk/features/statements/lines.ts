import type { Answers } from '../../../client/client';
import { type Pair, type Words, words } from '../../../kit/words/words';

type Statements = Answers['PlatformStatements'];
export type StatementName = Answers['StatementName'];

export const STATEMENT_NAMES: Words<StatementName> = words({
  BALANCE_SHEET: ['资产负债表', 'Balance sheet'],
  INCOME: ['利润表', 'Income statement'],
  CASH_FLOW: ['现金流量表', 'Cash flow'],
});

/** A line of a statement as it is shown: its figures, and whether it is a sum of lines above it. */
export interface Line {
  readonly line: string;
  readonly name: Pair;
  readonly isSum: boolean;
  /** In fen, in the order of {@link columnsOf}. */
  readonly figures: readonly number[];
}

const BALANCE: Words<keyof Statements['balanceSheet']> = words({
  cash: ['货币资金', 'Cash'],
  feesReceivable: ['应收手续费及佣金', 'Fees receivable'],
  interestReceivable: ['应收利息', 'Interest receivable'],
  otherReceivables: ['其他应收款', 'Other receivables'],
  loansGross: ['发放贷款', 'Loans, gross'],
  lossAllowance: ['减：贷款损失准备', 'Less: loan loss allowance'],
  loansNet: ['发放贷款净额', 'Loans, net'],
  repossessed: ['抵债资产', 'Repossessed assets'],
  fixedAssets: ['固定资产', 'Fixed assets'],
  totalAssets: ['资产总计', 'Total assets'],
  borrowings: ['借款', 'Borrowings'],
  payroll: ['应付职工薪酬', 'Payroll payable'],
  taxesPayable: ['应交税费', 'Taxes payable'],
  otherPayables: ['其他应付款', 'Other payables'],
  totalLiabilities: ['负债合计', 'Total liabilities'],
  capital: ['实收资本', 'Paid-in capital'],
  generalReserve: ['一般风险准备', 'General risk reserve'],
  retained: ['未分配利润', 'Retained earnings'],
  totalEquity: ['所有者权益合计', 'Total equity'],
});

const INCOME: Words<keyof Statements['incomeStatement']> = words({
  interestIncome: ['利息收入', 'Interest income'],
  interestExpense: ['减：利息支出', 'Less: interest expense'],
  feeIncome: ['手续费及佣金收入', 'Fee income'],
  feeExpense: ['减：手续费及佣金支出', 'Less: fee expense'],
  otherIncome: ['其他业务收入', 'Other business income'],
  taxesAndSurcharges: ['减：税金及附加', 'Less: taxes and surcharges'],
  adminExpense: ['减：业务及管理费', 'Less: staff and administration'],
  impairment: ['减：信用减值损失', 'Less: credit impairment'],
  operatingProfit: ['营业利润', 'Operating profit'],
  nonOperatingIncome: ['营业外收入', 'Non-operating income'],
  nonOperatingExpense: ['减：营业外支出', 'Less: non-operating expense'],
  profitBeforeTax: ['利润总额', 'Profit before tax'],
  incomeTax: ['减：所得税费用', 'Less: income tax'],
  netProfit: ['净利润', 'Net profit'],
});

const CASH: Words<keyof Statements['cashFlow']> = words({
  interestAndFees: ['收取的利息与手续费', 'Interest and fees received'],
  loanPrincipal: ['贷款本金收付净额', 'Loan principal, net'],
  feesPaid: ['支付的手续费', 'Fees paid'],
  staffAndAdmin: ['支付给职工及管理费用', 'Staff and administration'],
  otherOperating: ['其他经营收付', 'Other operating'],
  taxes: ['支付的各项税费', 'Taxes paid'],
  operating: ['经营活动现金流量净额', 'From operating activities'],
  fixedAssets: ['购建固定资产', 'Fixed assets'],
  investing: ['投资活动现金流量净额', 'From investing activities'],
  capital: ['吸收投资', 'Capital paid in'],
  borrowings: ['借款收付净额', 'Borrowings, net'],
  interestAndDividends: ['支付的利息与分配', 'Interest and dividends paid'],
  financing: ['筹资活动现金流量净额', 'From financing activities'],
  net: ['现金净增加额', 'Net change in cash'],
  openingCash: ['期初现金', 'Cash at the beginning'],
  closingCash: ['期末现金', 'Cash at the end'],
});

/** Lines that add others up: no entry is theirs alone. */
const SUMS = [
  ...['loansNet', 'totalAssets', 'totalLiabilities', 'totalEquity'],
  ...['operatingProfit', 'profitBeforeTax', 'netProfit'],
  ...['operating', 'investing', 'financing', 'net', 'openingCash', 'closingCash'],
];

const COLUMNS = words({
  opening: ['月初', 'Opening'],
  closing: ['月末', 'Closing'],
  month: ['本月', 'Month'],
  year: ['本年累计', 'Year to date'],
});

/** What the figures of a statement are. */
export function columnsOf(statement: StatementName): readonly Pair[] {
  if (statement === 'BALANCE_SHEET') return [COLUMNS.opening, COLUMNS.closing];
  return statement === 'INCOME' ? [COLUMNS.month, COLUMNS.year] : [COLUMNS.month];
}

/** The lines of a statement, in the order in which it is read. */
export function linesOf(statement: StatementName, statements: Statements): readonly Line[] {
  const { balanceSheet, incomeStatement, cashFlow } = statements;
  switch (statement) {
    case 'BALANCE_SHEET':
      return keysOf(BALANCE).map((line) =>
        shown(line, BALANCE[line], [balanceSheet[line].openingFen, balanceSheet[line].fen]),
      );
    case 'INCOME':
      return keysOf(INCOME).map((line) =>
        shown(line, INCOME[line], [incomeStatement[line].monthFen, incomeStatement[line].yearToDateFen]),
      );
    case 'CASH_FLOW':
      return keysOf(CASH).map((line) => shown(line, CASH[line], [cashFlow[line]]));
    default:
      return unknown(statement);
  }
}

const shown = (line: string, name: Pair, figures: readonly number[]): Line => ({
  ...{ line, name, figures },
  isSum: SUMS.includes(line),
});

const keysOf = <Key extends string>(table: Words<Key>): readonly Key[] => Object.keys(table) as Key[];

/** What a line of a statement is called; null: the statement has none of that name, or only a sum. */
export function lineName(statement: StatementName, line: string): Pair | null {
  const table: Readonly<Record<string, Pair>> = { BALANCE_SHEET: BALANCE, INCOME, CASH_FLOW: CASH }[
    statement
  ];
  return SUMS.includes(line) ? null : (table[line] ?? null);
}

function unknown(statement: never): never {
  throw new Error(`no statement ${JSON.stringify(statement)}`);
}

export const CHECK_NAMES: Words<keyof Statements['checks']> = words({
  balance: ['资产 = 负债 + 权益', 'Assets = liabilities + equity'],
  cash: ['现金流量 = 货币资金变动', 'Cash flow = change of cash'],
  equity: ['净利润 = 权益变动', 'Net profit = change of equity'],
  indirect: ['直接法 = 间接法', 'Direct = indirect method'],
});
