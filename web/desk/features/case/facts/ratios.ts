import type { Answers } from '../../../../client/client';
import { type Pair, type Words, words } from '../../../../kit/words/words';

type Risk = NonNullable<Answers['AssessmentFigures']['risk']>;
export type Ratio = keyof Risk['ratios'];
export type Figure = keyof Answers['StatementPeriod'];

/** How a ratio is read: a share, a number of times, or days. */
type Reading = 'SHARE' | 'TIMES' | 'DAYS';

/** What a ratio is, how it came about, and from which figures of the statements (domain/scoring/ratios). */
export interface RatioRule {
  readonly name: Pair;
  readonly formula: Pair;
  readonly of: readonly Figure[];
  readonly reading: Reading;
}

export const RATIOS: Readonly<Record<Ratio, RatioRule>> = {
  debtRatio: {
    name: ['资产负债率', 'Debt ratio'],
    formula: ['负债合计 ÷ 资产总计', 'total liabilities ÷ total assets'],
    of: ['totalLiabilitiesFen', 'totalAssetsFen'],
    reading: 'SHARE',
  },
  currentRatio: {
    name: ['流动比率', 'Current ratio'],
    formula: ['流动资产 ÷ 流动负债', 'current assets ÷ current liabilities'],
    of: ['currentAssetsFen', 'currentLiabilitiesFen'],
    reading: 'TIMES',
  },
  quickRatio: {
    name: ['速动比率', 'Quick ratio'],
    formula: [
      '（流动资产 − 存货 − 预付款项）÷ 流动负债',
      '(current assets − inventory − prepayments) ÷ current liabilities',
    ],
    of: ['currentAssetsFen', 'inventoryFen', 'prepaymentsFen', 'currentLiabilitiesFen'],
    reading: 'TIMES',
  },
  interestCover: {
    name: ['利息保障倍数', 'Interest cover'],
    formula: ['息税前利润 ÷ 利息支出', 'EBIT ÷ interest expense'],
    of: ['ebitFen', 'interestExpenseFen'],
    reading: 'TIMES',
  },
  dscr: {
    name: ['偿债备付率', 'Debt service cover'],
    formula: [
      '（净利润 ＋ 折旧 ＋ 摊销 ＋ 利息支出）÷（利息支出 ＋ 未来十二个月应还本金）',
      '(net profit + depreciation + amortisation + interest) ÷ (interest + principal due in 12 months)',
    ],
    of: ['netProfitFen', 'depreciationFen', 'amortisationFen', 'interestExpenseFen'],
    reading: 'TIMES',
  },
  netMargin: {
    name: ['净利率', 'Net margin'],
    formula: ['净利润 ÷ 营业收入', 'net profit ÷ revenue'],
    of: ['netProfitFen', 'revenueFen'],
    reading: 'SHARE',
  },
  roe: {
    name: ['净资产收益率', 'Return on equity'],
    formula: ['净利润 ÷ 平均所有者权益', 'net profit ÷ average equity'],
    of: ['netProfitFen', 'equityFen'],
    reading: 'SHARE',
  },
  roa: {
    name: ['总资产收益率', 'Return on assets'],
    formula: ['净利润 ÷ 平均资产总计', 'net profit ÷ average total assets'],
    of: ['netProfitFen', 'totalAssetsFen'],
    reading: 'SHARE',
  },
  revenueGrowth: {
    name: ['营业收入增长率', 'Revenue growth'],
    formula: ['本年营业收入 ÷ 上年营业收入 − 1', 'revenue ÷ revenue of the year before − 1'],
    of: ['revenueFen'],
    reading: 'SHARE',
  },
  arDays: {
    name: ['应收账款周转天数', 'Receivable days'],
    formula: ['平均应收账款 ÷ 营业收入 × 365', 'average receivables ÷ revenue × 365'],
    of: ['receivablesFen', 'revenueFen'],
    reading: 'DAYS',
  },
  inventoryDays: {
    name: ['存货周转天数', 'Inventory days'],
    formula: ['平均存货 ÷ 营业成本 × 365', 'average inventory ÷ cost of goods sold × 365'],
    of: ['inventoryFen', 'costOfGoodsSoldFen'],
    reading: 'DAYS',
  },
  cashFlowToDebt: {
    name: ['现金流负债比', 'Cash flow to debt'],
    formula: ['经营活动现金流量净额 ÷ 负债合计', 'operating cash flow ÷ total liabilities'],
    of: ['operatingCashFlowFen', 'totalLiabilitiesFen'],
    reading: 'SHARE',
  },
};

const ODD: Words<'BEST' | 'WORST' | 'NONE'> = words({
  BEST: ['最优（分母为零）', 'Best (nothing to divide by)'],
  WORST: ['最差（分母为零）', 'Worst (nothing to divide by)'],
  NONE: ['无数据', 'No figure'],
});
const UNITS: Readonly<Record<Reading, Pair>> = {
  SHARE: ['{value}%', '{value}%'],
  TIMES: ['{value} 倍', '{value} ×'],
  DAYS: ['{value} 天', '{value day|days}'],
};
const DIGITS: Readonly<Record<Reading, number>> = { SHARE: 1, TIMES: 2, DAYS: 0 };

/** A ratio as people read it. @param value a decimal text, BEST, WORST, or null for none */
export function ratioTold(
  value: string | null,
  reading: Reading,
): { readonly text: Pair; readonly value: string } {
  if (value === null) return { text: ODD.NONE, value: '' };
  if (value === 'BEST' || value === 'WORST') return { text: ODD[value], value: '' };
  const number = Number(value) * (reading === 'SHARE' ? 100 : 1);
  return { text: UNITS[reading], value: number.toFixed(DIGITS[reading]) };
}
