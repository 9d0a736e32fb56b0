import { isoDate } from '../../calendar/isoDate';
import type { ProvisionParameters } from '../provisions';
import type { Version } from '../version';

export const PROVISION_VERSIONS: readonly Version<ProvisionParameters>[] = [
  {
    id: 'provisions/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: '银发〔2002〕98号《贷款损失准备计提指引》; 财金〔2012〕20号《金融企业准备金计提管理办法》',
    value: {
      guideline2002: {
        NORMAL: '0.01',
        SPECIAL_MENTION: '0.02',
        SUBSTANDARD: '0.25',
        DOUBTFUL: '0.50',
        LOSS: '1.00',
      },
      guideline2002Range: {
        SUBSTANDARD: { lowest: '0.20', highest: '0.30' },
        DOUBTFUL: { lowest: '0.40', highest: '0.60' },
      },
      generalReserveRate: '0.01',
      coefficients2012: {
        NORMAL: '0.015',
        SPECIAL_MENTION: '0.03',
        SUBSTANDARD: '0.30',
        DOUBTFUL: '0.60',
        LOSS: '1.00',
      },
    },
  },
];
