import type { Answers } from '../../../client/client';

type Portfolio = Answers['Portfolio'];
export type Sums = Portfolio['total'];

/** Loans of these classes count as bad (不良贷款). Source: 商业银行金融资产风险分类办法 (2023). */
const BAD = ['SUBSTANDARD', 'DOUBTFUL', 'LOSS'];

export interface Ratios {
  /** Of the principal: past due; bad; as parts of 1, null where nothing is owed. */
  readonly pastDue: number | null;
  readonly bad: number | null;
  /** Provisions against what is bad; null where nothing is. */
  readonly coverage: number | null;
}

/** The figures that a portfolio is judged by first. */
export function ratiosOf({ total, classes }: Pick<Portfolio, 'total' | 'classes'>): Ratios {
  const badFen = classes
    .filter(({ riskClass }) => BAD.includes(riskClass))
    .reduce((sum, { outstandingFen }) => sum + outstandingFen, 0);
  return {
    pastDue: shareOf(total.overdueFen, total.outstandingFen),
    bad: shareOf(badFen, total.outstandingFen),
    coverage: shareOf(total.provisionFen, badFen),
  };
}

/** A part of a whole; null of nothing. */
export const shareOf = (partFen: number, wholeFen: number): number | null =>
  wholeFen === 0 ? null : partFen / wholeFen;

const PERCENT = 100;

/** `0.0533` as `5.33%`; nothing is a dash. */
export const shareText = (share: number | null): string =>
  share === null ? '—' : `${(share * PERCENT).toFixed(2)}%`;
