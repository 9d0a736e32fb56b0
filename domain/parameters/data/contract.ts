import { isoDate } from '../../calendar/isoDate';
import { rate } from '../../money/rate';
import type { ContractParameters } from '../contract';
import type { Version } from '../version';

export const CONTRACT_VERSIONS: readonly Version<ContractParameters>[] = [
  {
    id: 'contract/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'Penalty: 银发〔2003〕251号 (30 to 50 % above the contract rate, 复利); VAT: 财税〔2016〕36号; grace: oracles/policy.json collections, day 7; the rest: house policy',
    value: {
      penaltyMarkup: rate('0.5'),
      compoundInterest: true,
      graceDays: 7,
      graceMode: 'RETROACTIVE',
      waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
      prepaymentFeeRate: rate('0'),
      vatRate: rate('0.06'),
      capRegime: 'LOWER',
      offerDays: 7,
      quoteGrade: 'BBB',
    },
  },
];
