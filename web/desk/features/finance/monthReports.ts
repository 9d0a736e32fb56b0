import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

type Report = Answers['MonthReport'];
type Role = Answers['Role'];

export const REPORT_NAMES: Words<Answers['MonthReportKind']> = words({
  RISK: ['月度风险报告', 'Risk report'],
  FUND: ['月度资金报告', 'Fund report'],
});

/** The figures that a report is signed for, the largest of them; all of them are in its paper. */
export const FIGURE_NAMES = words({
  totalFen: ['贷款余额', 'Principal outstanding'],
  nonPerformingFen: ['不良贷款', 'Non-performing'],
  allowanceFen: ['贷款损失准备', 'Loan loss allowance'],
  reserveFen: ['一般风险准备', 'General risk reserve'],
  impairmentFen: ['本月减值', 'Impairment of the month'],
  writtenOffFen: ['已核销（表外）', 'Written off (memo)'],
  openingCashFen: ['月初资金', 'Cash at the beginning'],
  netFen: ['净变动', 'Net change'],
  closingCashFen: ['月末资金', 'Cash at the end'],
  heldForBorrowersFen: ['代借款人持有', 'Held for borrowers'],
  totalAssetsFen: ['资产总计', 'Total assets'],
  netProfitFen: ['本月净利润', 'Net profit of the month'],
});
export type Figure = keyof typeof FIGURE_NAMES;

/** Figures of a report under their names, in order. */
export function figuresTold(figures: Report['figures']): readonly (readonly [Figure, number])[] {
  if ('classes' in figures) {
    const { totalFen, nonPerformingFen, allowanceFen, reserveFen, impairmentFen, writtenOffFen } = figures;
    const told = { totalFen, nonPerformingFen, allowanceFen, reserveFen, impairmentFen, writtenOffFen };
    return Object.entries(told) as [Figure, number][];
  }
  const { openingCashFen, netFen, closingCashFen, heldForBorrowersFen, totalAssetsFen, netProfitFen } =
    figures;
  const told = { openingCashFen, netFen, closingCashFen, heldForBorrowersFen, totalAssetsFen, netProfitFen };
  return Object.entries(told) as [Figure, number][];
}

/** Whether somebody may sign a report now: for a side that nobody has signed for, and not for both. */
export function maySign(
  { finance, risk }: Pick<Report, 'finance' | 'risk'>,
  roles: readonly Role[],
  userId: string,
): boolean {
  if (finance?.by.id === userId || risk?.by.id === userId) return false;
  return (roles.includes('finance') && finance === null) || (roles.includes('risk') && risk === null);
}
