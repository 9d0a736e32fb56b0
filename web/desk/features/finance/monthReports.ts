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
  uncollectedInterestFen: ['应收未收利息（表外）', 'Uncollected interest (memo)'],
  writtenOffFen: ['已核销本金（表外）', 'Written-off principal (memo)'],
  writtenOffPenaltyFen: ['已核销罚息与复利（表外）', 'Penalty and compound interest of it (memo)'],
  openingCashFen: ['月初资金', 'Cash at the beginning'],
  netFen: ['净变动', 'Net change'],
  closingCashFen: ['月末资金', 'Cash at the end'],
  heldForBorrowersFen: ['代借款人持有', 'Held for borrowers'],
  totalAssetsFen: ['资产总计', 'Total assets'],
  netProfitFen: ['本月净利润', 'Net profit of the month'],
});
export type Figure = keyof typeof FIGURE_NAMES;

const TOLD: Readonly<Record<Answers['MonthReportKind'], readonly Figure[]>> = {
  RISK: [
    ...(['totalFen', 'nonPerformingFen', 'allowanceFen', 'reserveFen', 'impairmentFen'] as const),
    ...(['uncollectedInterestFen', 'writtenOffFen', 'writtenOffPenaltyFen'] as const),
  ],
  FUND: [
    ...(['openingCashFen', 'netFen', 'closingCashFen', 'heldForBorrowersFen'] as const),
    ...(['totalAssetsFen', 'netProfitFen'] as const),
  ],
};

/** Figures of a report under their names, in order; reports of earlier months lack some. */
export function figuresTold({
  kind,
  figures,
}: Pick<Report, 'kind' | 'figures'>): readonly (readonly [Figure, number])[] {
  const known: Partial<Record<Figure, number>> = figures;
  return TOLD[kind].flatMap((figure) => {
    const fen = known[figure];
    return fen === undefined ? [] : [[figure, fen] as const];
  });
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
