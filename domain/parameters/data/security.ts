import { isoDate } from '../../calendar/isoDate';
import type { SecurityParameters } from '../security';
import type { Version } from '../version';

export const SECURITY_VERSIONS: readonly Version<SecurityParameters>[] = [
  {
    id: 'security/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House policy (oracles/policy.json security); 网络安全法 art.21(3); 个人信息保护法 art.56; 网络数据安全管理条例 art.12',
    value: {
      password: { minimumLength: 12, minimumClasses: 3 },
      lockAfterFailures: 5,
      lockMinutes: 30,
      emergencyAccessHours: 4,
      networkLogMonths: 6,
      impactAssessmentYears: 3,
      disclosureRecordYears: 3,
      antiMoneyLaunderingYears: 10,
    },
  },
];
