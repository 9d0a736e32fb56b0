import { isoDate } from '../../calendar/isoDate';
import type { FeeParameters } from '../fees';
import type { Version } from '../version';

export const FEE_VERSIONS: readonly Version<FeeParameters>[] = [
  {
    id: 'fees/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House policy; all fees of a loan also count towards the cap on its annual cost. Notice and consent: 民法典 art. 496, 543',
    value: {
      rules: [],
      caps: {
        CONSULTING: { maximumRate: '0.03' },
        LOAN_SERVICE: { maximumRate: '0.02' },
        APPRAISAL: { maximumRate: '0.01' },
        TRANSACTION: { maximumRate: '0.005' },
      },
      pointsShare: '0.20',
      quoteDays: 14,
      noticeDays: 30,
    },
  },
];
