import { isoDate } from '../../calendar/isoDate';
import type { EclParameters, LgdParameters, PricingParameters } from '../pricing';
import type { Version } from '../version';

export const PRICING_VERSIONS: readonly Version<PricingParameters>[] = [
  {
    id: 'pricing/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      '24 % all-in cap of small-loan companies (金规〔2024〕26号); 4 × LPR 法释〔2020〕17号 art.25; cost rates: house policy',
    value: {
      fixedCapRate: '0.24',
      lprMultiple: '4',
      fundingSpreadRate: '0.0000',
      opexRate: '0.0150',
      capitalRatio: '0.08',
      hurdleRate: '0.10',
    },
  },
];

export const LGD_VERSIONS: readonly Version<LgdParameters>[] = [
  {
    id: 'lgd/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'Basel CRE32 foundation IRB',
    value: {
      unsecuredLgd: '0.40',
      collateral: {
        FIN: { lgd: '0', haircut: '0' },
        RECEIVABLE: { lgd: '0.20', haircut: '0.40' },
        REAL_ESTATE: { lgd: '0.20', haircut: '0.40' },
        OTHER_PHYSICAL: { lgd: '0.25', haircut: '0.40' },
      },
    },
  },
];

export const ECL_VERSIONS: readonly Version<EclParameters>[] = [
  {
    id: 'ecl/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: '企业会计准则第22号 art.53 (30 days rebuttable presumption; 90 days default)',
    value: { stage2AboveDaysPastDue: 30, stage3AboveDaysPastDue: 90 },
  },
];
