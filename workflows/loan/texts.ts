import type { LoanStage } from '../../contracts/workflows';
import type { BilingualText } from '../../domain/parameters/version';

/** What the Temporal UI says about each stage. */
export const LOAN_TEXTS: Readonly<Record<LoanStage, BilingualText>> = {
  REPAYING: { zh: '正常还款中', en: 'Repaying as agreed' },
  OVERDUE: { zh: '逾期，催收中', en: 'Overdue, being collected' },
  CLOSED: { zh: '已结清', en: 'Fully repaid' },
};
