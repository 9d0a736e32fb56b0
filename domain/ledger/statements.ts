/**
 * The statements of an institution for a month (oracles-next/statements.json `platform`): the lines are those of the
 * house's chart, every account is in one line of each statement, and four checks hold them together.
 */
import { type Fen, fen } from '../money/fen';
import type { AccountCode } from './chart';
import type { JournalEventName, Posting } from './entry';

/** Balances by account, debits less credits; accounts that are left out hold nothing. */
export type Balances = Readonly<Partial<Record<AccountCode, number>>>;

/** An entry; or many of one kind that touch the same accounts, added up: the statements are the same. */
export interface Movement {
  readonly event: JournalEventName;
  readonly postings: readonly Posting[];
}

/** What an account is in, on the balance sheet. Accounts of profit and loss are in `retained` until the year closes. */
const BALANCE_LINE = {
  '1002': 'cash',
  '1012': 'cash',
  '1124': 'feesReceivable',
  '1132': 'interestReceivable',
  '1221': 'otherReceivables',
  '1221.01': 'otherReceivables',
  '1303.01': 'loansGross',
  '1303.02': 'loansGross',
  '1303.03': 'loansGross',
  '1303.04': 'loansGross',
  '1304': 'lossAllowance',
  '1441': 'repossessed',
  '1601': 'fixedAssets',
  '2001': 'borrowings',
  '2211': 'payroll',
  '2221.01': 'taxesPayable',
  '2221.02': 'taxesPayable',
  '2221.03': 'taxesPayable',
  '2221.06': 'taxesPayable',
  '2241.01': 'otherPayables',
  '2241.02': 'otherPayables',
  '2241.03': 'otherPayables',
  '4001': 'capital',
  '4102': 'generalReserve',
  '4104': 'retained',
  '6011.01': 'retained',
  '6011.02': 'retained',
  '6021': 'retained',
  '6051': 'retained',
  '6301': 'retained',
  '6403': 'retained',
  '6411': 'retained',
  '6421': 'retained',
  '6602': 'retained',
  '6702': 'retained',
  '6711': 'retained',
  '6801': 'retained',
} as const satisfies Readonly<Record<AccountCode, string>>;
export type BalanceLine = (typeof BALANCE_LINE)[AccountCode];

/** Lines that grow with debits; the others grow with credits. */
const ASSET_LINES: ReadonlySet<BalanceLine> = new Set([
  'cash',
  'feesReceivable',
  'interestReceivable',
  'otherReceivables',
  'loansGross',
  'lossAllowance',
  'repossessed',
  'fixedAssets',
]);

const INCOME_LINE = {
  '6011.01': 'interestIncome',
  '6011.02': 'interestIncome',
  '6021': 'feeIncome',
  '6051': 'otherIncome',
  '6301': 'nonOperatingIncome',
  '6403': 'taxesAndSurcharges',
  '6411': 'interestExpense',
  '6421': 'feeExpense',
  '6602': 'adminExpense',
  '6702': 'impairment',
  '6711': 'nonOperatingExpense',
  '6801': 'incomeTax',
} as const satisfies Partial<Readonly<Record<AccountCode, string>>>;
export type IncomeLine = (typeof INCOME_LINE)[keyof typeof INCOME_LINE];

/** Income is positive by credits, expenses by debits. */
const INCOMES: ReadonlySet<IncomeLine> = new Set([
  'interestIncome',
  'feeIncome',
  'otherIncome',
  'nonOperatingIncome',
]);

/** Where money that came or went is counted, by what the entry says it was for; `VAT` goes with its entry. */
const CASH_LINE = {
  '1002': null,
  '1012': null,
  '1124': 'interestAndFees',
  '1132': 'interestAndFees',
  '6011.01': 'interestAndFees',
  '6011.02': 'interestAndFees',
  '6021': 'interestAndFees',
  '6051': 'interestAndFees',
  '1303.01': 'loanPrincipal',
  '1303.02': 'loanPrincipal',
  '1303.03': 'loanPrincipal',
  '1303.04': 'loanPrincipal',
  '6421': 'feesPaid',
  '6602': 'staffAndAdmin',
  '2211': 'staffAndAdmin',
  '2241.01': 'otherOperating',
  '2241.02': 'otherOperating',
  '2241.03': 'otherOperating',
  '1221': 'otherOperating',
  '1221.01': 'otherOperating',
  '1441': 'otherOperating',
  '1304': 'otherOperating',
  '6301': 'otherOperating',
  '6702': 'otherOperating',
  '6711': 'otherOperating',
  '6403': 'taxes',
  '6801': 'taxes',
  '2221.06': 'taxes',
  '2221.01': 'VAT',
  '2221.02': 'VAT',
  '2221.03': 'VAT',
  '1601': 'fixedAssets',
  '4001': 'capital',
  '4102': 'capital',
  '2001': 'borrowings',
  '6411': 'interestAndDividends',
  '4104': 'interestAndDividends',
} as const satisfies Readonly<Record<AccountCode, string | null>>;
export type CashLine = Exclude<(typeof CASH_LINE)[AccountCode], 'VAT' | null>;

/** The lines that VAT may go with, the first one that the entry has. */
const VAT_GOES_WITH: readonly CashLine[] = ['interestAndFees', 'feesPaid', 'staffAndAdmin', 'fixedAssets'];

const OPERATING = [
  'interestAndFees',
  'loanPrincipal',
  'feesPaid',
  'staffAndAdmin',
  'otherOperating',
  'taxes',
] as const satisfies readonly CashLine[];
const INVESTING = ['fixedAssets'] as const satisfies readonly CashLine[];
const FINANCING = ['capital', 'borrowings', 'interestAndDividends'] as const satisfies readonly CashLine[];

export const BALANCE_LINES = distinct(Object.values(BALANCE_LINE));
export const INCOME_LINES = distinct(Object.values(INCOME_LINE));
export const CASH_LINES: readonly CashLine[] = [...OPERATING, ...INVESTING, ...FINANCING];

const ACCOUNTS = Object.keys(BALANCE_LINE) as readonly AccountCode[];
const PROFIT_ACCOUNTS = Object.keys(INCOME_LINE) as readonly (keyof typeof INCOME_LINE)[];

/** Accounts of a line of the balance sheet. */
export const accountsOfBalanceLine = (line: BalanceLine): readonly AccountCode[] =>
  ACCOUNTS.filter((account) => BALANCE_LINE[account] === line);

/** Accounts of a line of the income statement. */
export const accountsOfIncomeLine = (line: IncomeLine): readonly AccountCode[] =>
  PROFIT_ACCOUNTS.filter((account) => INCOME_LINE[account] === line);

export const STATEMENT_NAMES = ['BALANCE_SHEET', 'INCOME', 'CASH_FLOW'] as const;
export type StatementName = (typeof STATEMENT_NAMES)[number];

/** A line that entries make; sums have lines of their own. */
export type StatementLine =
  | { readonly statement: 'BALANCE_SHEET'; readonly line: BalanceLine }
  | { readonly statement: 'INCOME'; readonly line: IncomeLine }
  | { readonly statement: 'CASH_FLOW'; readonly line: CashLine };

/** A line by its words; null where the statement has none of that name. */
export function statementLine(statement: StatementName, line: string): StatementLine | null {
  switch (statement) {
    case 'BALANCE_SHEET':
      return named(BALANCE_LINES, line, (known) => ({ statement, line: known }));
    case 'INCOME':
      return named(INCOME_LINES, line, (known) => ({ statement, line: known }));
    case 'CASH_FLOW':
      return named(CASH_LINES, line, (known) => ({ statement, line: known }));
  }
}

function named<Line extends string>(
  lines: readonly Line[],
  word: string,
  of: (line: Line) => StatementLine,
): StatementLine | null {
  const known = lines.find((line) => line === word);
  return known === undefined ? null : of(known);
}

/**
 * What an entry adds to a line, in fen with the sign of the line; null where it has no part in it. Over all entries of
 * a month: the figure of the month, on the balance sheet its change.
 */
export function partOf({ statement, line }: StatementLine, movement: Movement): number | null {
  switch (statement) {
    case 'CASH_FLOW':
      return cashOf(movement)[line] ?? null;
    case 'BALANCE_SHEET':
      return postedTo(accountsOfBalanceLine(line), movement, ASSET_LINES.has(line));
    case 'INCOME':
      if (movement.event === 'CLOSE_YEAR') return null;
      return postedTo(accountsOfIncomeLine(line), movement, !INCOMES.has(line));
  }
}

function postedTo(
  accounts: readonly AccountCode[],
  { postings }: Movement,
  growsWithDebits: boolean,
): number | null {
  const own = postings.filter(({ account }) => accounts.includes(account));
  if (own.length === 0) return null;
  const debits = own.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
  return growsWithDebits ? debits : 0 - debits;
}

const isCash = (account: AccountCode): boolean => CASH_LINE[account] === null;

/** Fixed assets, borrowings, … at a day, in fen; sums below the lines that make them. */
export type BalanceSheet = Readonly<
  Record<BalanceLine | 'loansNet' | 'totalAssets' | 'totalLiabilities' | 'totalEquity', Fen>
>;
export type IncomeStatement = Readonly<
  Record<IncomeLine | 'operatingProfit' | 'profitBeforeTax' | 'netProfit', Fen>
>;
export type CashFlow = Readonly<
  Record<CashLine | 'operating' | 'investing' | 'financing' | 'net' | 'openingCash' | 'closingCash', Fen>
>;
/** What must be zero. */
export type StatementChecks = Readonly<Record<'balance' | 'cash' | 'equity' | 'indirect', Fen>>;

export interface Statements {
  readonly balanceSheet: BalanceSheet;
  readonly incomeStatement: { readonly month: IncomeStatement; readonly yearToDate: IncomeStatement };
  readonly cashFlow: CashFlow;
  readonly checks: StatementChecks;
}

/**
 * Statements of a month.
 * @param opening at the beginning of the month
 * @param movements all entries of the month, in any order
 * @param earlierInYear what profit and loss hold of the months before: the opening, unless the last year is open still
 */
export function statementsOf(
  opening: Balances,
  movements: readonly Movement[],
  earlierInYear: Balances = opening,
): Statements {
  const ofMonth = turnover(movements.filter(({ event }) => event !== 'CLOSE_YEAR'));
  const closing = plus(opening, turnover(movements));
  const [before, balanceSheet] = [balanceSheetOf(opening), balanceSheetOf(closing)];
  const month = incomeStatementOf(ofMonth);
  const yearToDate = incomeStatementOf(plus(earlierInYear, ofMonth));
  const cashFlow = cashFlowOf(movements, before.cash);
  const capitalFen = -sumOver(['4001', '4102', '4104'], ofMonth);
  return {
    balanceSheet,
    incomeStatement: { month, yearToDate },
    cashFlow,
    checks: checksOf({ before, after: balanceSheet, month, cashFlow, capitalFen }),
  };
}

/** The balance sheet of balances. */
export function balanceSheetOf(balances: Balances): BalanceSheet {
  const lines = byLine(BALANCE_LINES, (line) => {
    const debits = sumOver(accountsOfBalanceLine(line), balances);
    return ASSET_LINES.has(line) ? debits : -debits;
  });
  const loansNet = fen(lines.loansGross + lines.lossAllowance);
  const sum = (...names: readonly BalanceLine[]) => names.reduce((total, name) => total + lines[name], 0);
  return {
    ...lines,
    loansNet,
    totalAssets: fen(
      loansNet +
        sum('cash', 'feesReceivable', 'interestReceivable', 'otherReceivables', 'repossessed', 'fixedAssets'),
    ),
    totalLiabilities: fen(sum('borrowings', 'payroll', 'taxesPayable', 'otherPayables')),
    totalEquity: fen(sum('capital', 'generalReserve', 'retained')),
  };
}

/** The income statement of what moved at the accounts of profit and loss. */
export function incomeStatementOf(moved: Balances): IncomeStatement {
  const lines = byLine(INCOME_LINES, (line) => {
    const debits = sumOver(accountsOfIncomeLine(line), moved);
    return INCOMES.has(line) ? -debits : debits;
  });
  const { interestIncome, feeIncome, otherIncome, interestExpense, feeExpense } = lines;
  const { taxesAndSurcharges, adminExpense, impairment } = lines;
  const earned = interestIncome + feeIncome + otherIncome;
  const spent = interestExpense + feeExpense + taxesAndSurcharges + adminExpense + impairment;
  const operatingProfit = fen(earned - spent);
  const profitBeforeTax = fen(operatingProfit + lines.nonOperatingIncome - lines.nonOperatingExpense);
  return { ...lines, operatingProfit, profitBeforeTax, netProfit: fen(profitBeforeTax - lines.incomeTax) };
}

/** Money that came less money that went, by what it was for. Money in transit is money; a move between the two is none. */
export function cashFlowOf(movements: readonly Movement[], openingCash: Fen): CashFlow {
  const flows = movements.map(cashOf);
  const lines = byLine(CASH_LINES, (line) => flows.reduce((sum, flow) => sum + (flow[line] ?? 0), 0));
  const sum = (names: readonly CashLine[]) => fen(names.reduce((total, name) => total + lines[name], 0));
  const [operating, investing, financing] = [sum(OPERATING), sum(INVESTING), sum(FINANCING)];
  const moved = -sumOver(['1002', '1012'], turnover(movements));
  return {
    ...lines,
    ...{ operating, investing, financing },
    net: fen(operating + investing + financing),
    openingCash,
    closingCash: fen(openingCash - moved),
  };
}

/** What one entry adds to each line of the cash flow; nothing where it touches no cash. */
export function cashOf({ postings }: Pick<Movement, 'postings'>): Partial<Record<CashLine, number>> {
  const flow: Partial<Record<CashLine, number>> = {};
  if (!postings.some(({ account }) => isCash(account))) return flow;
  const present = new Set(postings.map(({ account }) => CASH_LINE[account]));
  const vatLine = VAT_GOES_WITH.find((line) => present.has(line)) ?? 'taxes';
  for (const { account, debitFen, creditFen } of postings) {
    const named = CASH_LINE[account];
    if (named === null) continue;
    const line = named === 'VAT' ? vatLine : named;
    flow[line] = (flow[line] ?? 0) + creditFen - debitFen;
  }
  return flow;
}

interface ToCheck {
  readonly before: BalanceSheet;
  readonly after: BalanceSheet;
  readonly month: IncomeStatement;
  readonly cashFlow: CashFlow;
  /** What owners put in less what they took, and what moved between reserves. */
  readonly capitalFen: number;
}

function checksOf({ before, after, month, cashFlow, capitalFen }: ToCheck): StatementChecks {
  const change = (...names: readonly (keyof BalanceSheet)[]) =>
    names.reduce((sum, name) => sum + after[name] - before[name], 0);
  const { operating, investing, net, openingCash, closingCash } = cashFlow;
  const depreciation = change('fixedAssets') + investing;
  const fromProfit =
    month.netProfit +
    month.interestExpense -
    change('feesReceivable', 'interestReceivable', 'otherReceivables', 'loansNet', 'repossessed') +
    change('payroll', 'taxesPayable', 'otherPayables') -
    depreciation;
  return {
    balance: fen(after.totalAssets - after.totalLiabilities - after.totalEquity),
    cash: fen(closingCash - openingCash - net),
    equity: fen(change('totalEquity') - month.netProfit - capitalFen),
    indirect: fen(operating - fromProfit),
  };
}

/** Debits less credits of each account that entries touch. */
export function turnover(movements: readonly Pick<Movement, 'postings'>[]): Balances {
  const sums: Partial<Record<AccountCode, number>> = {};
  for (const { postings } of movements) {
    for (const { account, debitFen, creditFen } of postings) {
      sums[account] = (sums[account] ?? 0) + debitFen - creditFen;
    }
  }
  return sums;
}

function plus(left: Balances, right: Balances): Balances {
  return Object.fromEntries(
    ACCOUNTS.map((account) => [account, (left[account] ?? 0) + (right[account] ?? 0)]),
  );
}

function sumOver(accounts: readonly AccountCode[], balances: Balances): number {
  return accounts.reduce((sum, account) => sum + (balances[account] ?? 0), 0);
}

function byLine<Line extends string>(lines: readonly Line[], of: (line: Line) => number): Record<Line, Fen> {
  return Object.fromEntries(lines.map((line) => [line, fen(of(line))])) as Record<Line, Fen>;
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
