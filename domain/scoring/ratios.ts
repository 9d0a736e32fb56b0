import type { Fen } from '../money/fen';
import { Exact } from '../parameters/decimal';
import type { FinancialStatements, StatementPeriod } from './statements';

/**
 * A ratio: a number; BEST or WORST where dividing by zero would say so; null where there is no figure and the
 * scorecard decides what that is worth.
 */
export type Ratio = Exact | 'BEST' | 'WORST' | null;

export const RATIO_NAMES = [
  'debtRatio',
  'currentRatio',
  'quickRatio',
  'interestCover',
  'dscr',
  'netMargin',
  'roe',
  'roa',
  'revenueGrowth',
  'arDays',
  'inventoryDays',
  'cashFlowToDebt',
] as const;
export type RatioName = (typeof RATIO_NAMES)[number];
export type Ratios = Readonly<Record<RatioName, Ratio>>;

const DAYS_PER_YEAR = 365;

/**
 * The ratios of checked statements with their zero rules (oracles/scoring.json `ratios`). Averages are of the
 * two year ends; in a first year the one year end stands for both.
 */
export function ratiosOf(statements: FinancialStatements): Ratios {
  const { current, previous } = statements;
  const liquid = current.currentAssetsFen - current.inventoryFen - current.prepaymentsFen;
  return {
    debtRatio: quotient(current.totalLiabilitiesFen, current.totalAssetsFen),
    currentRatio: currentRatio(current),
    quickRatio: quotient(liquid, current.currentLiabilitiesFen),
    interestCover: interestCover(current),
    dscr: debtServiceCover(current, statements.principalDue12mFen),
    netMargin: quotient(current.netProfitFen, current.revenueFen),
    roe: returnOnEquity(current, previous),
    roa: quotient(current.netProfitFen, average(current, previous, 'totalAssetsFen')),
    revenueGrowth: revenueGrowth(current, previous),
    arDays: daysOf(average(current, previous, 'receivablesFen'), current.revenueFen),
    inventoryDays: daysOf(average(current, previous, 'inventoryFen'), current.costOfGoodsSoldFen),
    cashFlowToDebt: quotient(current.operatingCashFlowFen, current.totalLiabilitiesFen) ?? 'BEST',
  };
}

/**
 * Debt after the request in years of revenue, (existing debt + requested) / revenue; null without revenue.
 * Above one half is a hard warning.
 */
export function loanToRevenue(statements: FinancialStatements, requestedFen: Fen): Exact | null {
  const debt = new Exact(statements.existingDebtFen).plus(requestedFen);
  return quotient(debt, statements.current.revenueFen);
}

/** Null where the divisor is not positive: every ratio here is meaningless then. */
function quotient(dividend: number | Exact, divisor: number | Exact): Exact | null {
  const by = new Exact(divisor);
  return by.greaterThan(0) ? new Exact(dividend).dividedBy(by) : null;
}

/** Without current liabilities there is no ratio, which is good only when there are current assets. */
function currentRatio(current: StatementPeriod): Ratio {
  const ratio = quotient(current.currentAssetsFen, current.currentLiabilitiesFen);
  return ratio === null && current.currentAssetsFen <= 0 ? 'WORST' : ratio;
}

/** A loss can't cover interest however small; a profit covers no interest best. */
function interestCover({ ebitFen, interestExpenseFen }: StatementPeriod): Ratio {
  if (ebitFen < 0) return 'WORST';
  return quotient(ebitFen, interestExpenseFen) ?? (ebitFen > 0 ? 'BEST' : 'WORST');
}

function debtServiceCover(current: StatementPeriod, principalDue12mFen: Fen): Ratio {
  const { netProfitFen, depreciationFen, amortisationFen, interestExpenseFen } = current;
  const available = new Exact(netProfitFen).plus(depreciationFen).plus(amortisationFen);
  const service = new Exact(interestExpenseFen).plus(principalDue12mFen);
  return quotient(available.plus(interestExpenseFen), service);
}

/** Never a positive return from a loss on negative equity. */
function returnOnEquity(current: StatementPeriod, previous: StatementPeriod | null): Ratio {
  if (current.equityFen <= 0) return null;
  return quotient(current.netProfitFen, average(current, previous, 'equityFen'));
}

function revenueGrowth(current: StatementPeriod, previous: StatementPeriod | null): Ratio {
  if (previous === null) return null;
  return quotient(current.revenueFen - previous.revenueFen, previous.revenueFen);
}

function daysOf(stock: Exact, flow: Fen): Exact | null {
  return quotient(stock.times(DAYS_PER_YEAR), flow);
}

function average(
  current: StatementPeriod,
  previous: StatementPeriod | null,
  figure: keyof StatementPeriod,
): Exact {
  return new Exact(current[figure]).plus((previous ?? current)[figure]).dividedBy(2);
}
