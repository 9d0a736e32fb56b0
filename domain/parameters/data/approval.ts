import { isoDate } from '../../calendar/isoDate';
import type { ApprovalParameters } from '../approval';
import type { Version } from '../version';

export const APPROVAL_VERSIONS: readonly Version<ApprovalParameters>[] = [
  {
    id: 'approval/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'House policy (oracles/policy.json approval); single borrower 金规〔2024〕26号',
    value: {
      matrix: [
        {
          maximumExposureFen: 50_000_000,
          minimumGrade: 'BB',
          approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER'],
        },
        {
          maximumExposureFen: 200_000_000,
          minimumGrade: 'B',
          approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER', 'RISK_DIRECTOR'],
        },
        {
          maximumExposureFen: 1_000_000_000,
          minimumGrade: 'B',
          approvers: ['RISK_REVIEWER', 'RISK_DIRECTOR', 'COMMITTEE'],
        },
        { maximumExposureFen: null, minimumGrade: null, approvers: ['COMMITTEE', 'BOARD'] },
      ],
      productLevelsUp: { CROSS_BORDER: 1, EQUITY: 1 },
      roleOf: {
        RISK_REVIEWER: 'reviewer',
        CREDIT_MANAGER: 'approver',
        RISK_DIRECTOR: 'risk',
        COMMITTEE: 'committee',
        BOARD: 'board',
      },
      committee: { quorum: 5, majorityNumerator: 2, majorityDenominator: 3, votingHours: 72 },
      assignment: 'OFF',
      maximumDelegationDays: 30,
      singleBorrowerShareOfNetAssets: '0.10',
    },
  },
];
