import type { Answers } from '../../client/client';
import { words } from '../../kit/words/words';

/** What may be known of a debtor, or of one of its loans, and bounds the class. */
export const FACT_NAMES = words<Answers['RiskFact']>({
  CREDIT_IMPAIRED: ['已发生信用减值', 'Credit-impaired'],
  ECL_GE_50: ['预期信用损失达到账面余额 50%', 'Expected loss of half or more'],
  ECL_GE_90: ['预期信用损失达到账面余额 90%', 'Expected loss of nine tenths or more'],
  EVASION: ['逃废债务', 'Evades its debts'],
  BANKRUPTCY: ['进入破产清算', 'In liquidation'],
  FUND_MISUSE: ['违规使用资金', 'Misuse of the funds'],
  REFINANCED_BY_NEW_DEBT: ['借新还旧', 'Repaid by new debt'],
  OTHER_DEBT_NPL: ['其他债务已不良', 'Other debts are non-performing'],
  OVERDUE90_SHARE_GT_20: [
    '在所有银行逾期 90 天以上债务超过 20%',
    'Over a fifth of its debts is 90 days overdue',
  ],
  NPL_SHARE_GT_10: ['在本机构不良占比超过 10%', 'Over a tenth of its debts here is non-performing'],
  RATING_SHARP_DOWN: ['信用评级大幅下调', 'Its rating fell sharply'],
});
