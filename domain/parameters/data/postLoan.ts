import { isoDate } from '../../calendar/isoDate';
import type { PostLoanParameters } from '../postLoan';
import type { Version } from '../version';

/** What is watched of borrowers, from where on it warns, and how often they are checked. House policy. */
export const POST_LOAN_VERSIONS: readonly Version<PostLoanParameters>[] = [
  {
    id: 'post-loan/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House policy (oracles-next/insight.json earlyWarning); that loans are watched and checked after they were paid out is 流动资金贷款管理办法 (2024) ch. 6, the bound of concentration 商业银行大额风险暴露管理办法',
    value: {
      lookEveryDays: 7,
      thresholds: [
        { code: 'DPD_ELSEWHERE', direction: 'HIGH', yellow: '0', red: '30', maxAgeDays: 45 },
        { code: 'ENQUIRIES_6M', direction: 'HIGH', yellow: '5', red: '10', maxAgeDays: 45 },
        { code: 'DSCR', direction: 'LOW', yellow: '1.2', red: '1.0', maxAgeDays: 200 },
        { code: 'DEBT_RATIO', direction: 'HIGH', yellow: '0.70', red: '0.85', maxAgeDays: 200 },
        { code: 'REVENUE_GROWTH', direction: 'LOW', yellow: '-0.10', red: '-0.30', maxAgeDays: 200 },
        { code: 'REGISTRY_ABNORMAL', direction: 'FLAG', yellow: null, red: 'true', maxAgeDays: 45 },
        { code: 'REGISTRY_CHANGED', direction: 'FLAG', yellow: 'true', red: null, maxAgeDays: 45 },
        { code: 'TAX_DOWNGRADE', direction: 'FLAG', yellow: 'true', red: null, maxAgeDays: 400 },
        { code: 'OPEN_LITIGATION', direction: 'FLAG', yellow: 'true', red: null, maxAgeDays: 45 },
        { code: 'DISHONEST_DEBTOR', direction: 'FLAG', yellow: null, red: 'true', maxAgeDays: 45 },
        // Of the institution's net assets; no single borrower may be above a tenth (see approval).
        { code: 'CONCENTRATION', direction: 'HIGH', yellow: '0.08', red: '0.10', maxAgeDays: 7 },
      ],
      answerWorkdays: { YELLOW: 10, RED: 3 },
      checkEveryDays: { AAA: 180, AA: 180, A: 180, BBB: 120, BB: 90, B: 60, CCC: 30, D: 30 },
      checkWorkdays: 15,
    },
  },
];
