import { fen } from '../money/fen';
import type { StatementPeriod } from '../scoring/statements';
import type { CleanedValues } from './cleanStatement';
import type { LineKey } from './lines';

/** Figures of an assessment that stand in a statement as a line. */
const LINE_OF = {
  revenueFen: 'revenue',
  costOfGoodsSoldFen: 'costOfSales',
  interestExpenseFen: 'interestExpense',
  netProfitFen: 'netProfit',
  currentAssetsFen: 'currentAssets',
  inventoryFen: 'inventory',
  prepaymentsFen: 'prepayments',
  receivablesFen: 'receivables',
  totalAssetsFen: 'totalAssets',
  currentLiabilitiesFen: 'currentLiabilities',
  totalLiabilitiesFen: 'totalLiabilities',
  equityFen: 'equity',
  retainedEarningsFen: 'retainedEarnings',
} as const satisfies Partial<Record<keyof StatementPeriod, LineKey>>;

/**
 * The figures of an assessment that cleaned statements hold, balance sheet and income statement of one year together.
 * EBIT is profit before tax with interest put back. Depreciation, amortisation and operating cash flow stand in neither.
 */
export function figuresOf(values: CleanedValues): Partial<StatementPeriod> {
  const figures = Object.entries(LINE_OF).flatMap(([figure, key]) => {
    const value = values[key];
    return value === undefined ? [] : [[figure, value] as const];
  });
  const { profitBeforeTax, interestExpense } = values;
  const hasEbit = profitBeforeTax !== undefined && interestExpense !== undefined;
  return {
    ...Object.fromEntries(figures),
    ...(hasEbit && { ebitFen: fen(profitBeforeTax + interestExpense) }),
  };
}
