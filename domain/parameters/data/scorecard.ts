import { isoDate } from '../../calendar/isoDate';
import type { AltmanParameters, RatingParameters, ScorecardParameters } from '../scorecard';
import type { Version } from '../version';

/** Expert scorecard: the points are the house's design, not calibrated on data. */
export const SCORECARD_VERSIONS: readonly Version<ScorecardParameters>[] = [
  {
    id: 'scorecard/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'House scorecard (oracles/scoring.json card)',
    value: {
      basePoints: 350,
      maximumReasons: 4,
      maximumLoanToRevenue: '0.50',
      characteristics: {
        yearsInOperation: {
          kind: 'NUMERIC',
          reason: 'R01',
          text: { zh: '经营年限较短', en: 'Short operating history' },
          bins: [
            { when: '>=', bound: '5', points: 45 },
            { when: '>=', bound: '3', points: 30 },
            { when: '>=', bound: '1', points: 15 },
          ],
          otherwise: 0,
          absent: 0,
        },
        debtRatio: {
          kind: 'NUMERIC',
          reason: 'R02',
          text: { zh: '资产负债率较高', en: 'High ratio of debt to assets' },
          bins: [
            { when: '<=', bound: '0.40', points: 40 },
            { when: '<=', bound: '0.60', points: 28 },
            { when: '<=', bound: '0.70', points: 15 },
            { when: '<=', bound: '0.85', points: 5 },
          ],
          otherwise: 0,
          absent: 0,
        },
        currentRatio: {
          kind: 'NUMERIC',
          reason: 'R03',
          text: { zh: '流动比率较低', en: 'Low current ratio' },
          bins: [
            { when: '>=', bound: '2', points: 25 },
            { when: '>=', bound: '1.5', points: 20 },
            { when: '>=', bound: '1', points: 10 },
          ],
          otherwise: 0,
          absent: 20,
        },
        interestCover: {
          kind: 'NUMERIC',
          reason: 'R04',
          text: { zh: '利息保障倍数较低', en: 'Low interest cover' },
          bins: [
            { when: '>=', bound: '5', points: 35 },
            { when: '>=', bound: '2.5', points: 25 },
            { when: '>=', bound: '1.5', points: 15 },
            { when: '>=', bound: '1', points: 5 },
          ],
          otherwise: 0,
          absent: 0,
        },
        netMargin: {
          kind: 'NUMERIC',
          reason: 'R05',
          text: { zh: '净利率较低', en: 'Low net margin' },
          bins: [
            { when: '>=', bound: '0.10', points: 25 },
            { when: '>=', bound: '0.05', points: 18 },
            { when: '>=', bound: '0', points: 8 },
          ],
          otherwise: 0,
          absent: 0,
        },
        revenueGrowth: {
          kind: 'NUMERIC',
          reason: 'R06',
          text: { zh: '营业收入增长乏力', en: 'Weak growth of revenue' },
          bins: [
            { when: '>=', bound: '0.15', points: 20 },
            { when: '>=', bound: '0', points: 14 },
            { when: '>=', bound: '-0.15', points: 6 },
          ],
          otherwise: 0,
          absent: 6,
        },
        dscr: {
          kind: 'NUMERIC',
          reason: 'R07',
          text: { zh: '偿债备付率不足', en: 'Cash flow hardly covers debt service' },
          bins: [
            { when: '>=', bound: '1.5', points: 35 },
            { when: '>=', bound: '1.2', points: 25 },
            { when: '>=', bound: '1', points: 12 },
          ],
          otherwise: 0,
          absent: 12,
        },
        arDays: {
          kind: 'NUMERIC',
          reason: 'R08',
          text: { zh: '应收账款周转较慢', en: 'Receivables are collected slowly' },
          bins: [
            { when: '<=', bound: '60', points: 15 },
            { when: '<=', bound: '90', points: 10 },
            { when: '<=', bound: '180', points: 4 },
          ],
          otherwise: 0,
          absent: 0,
        },
        maxDpd24m: {
          kind: 'NUMERIC',
          reason: 'R09',
          text: { zh: '近24个月有逾期记录', en: 'Overdue within the last 24 months' },
          bins: [
            { when: '<=', bound: '0', points: 50 },
            { when: '<=', bound: '30', points: 25 },
            { when: '<=', bound: '60', points: 8 },
            { when: '<=', bound: '90', points: 0 },
          ],
          otherwise: 0,
          absent: 0,
          knockOut: {
            code: 'K01_DPD_GT_90_24M',
            text: { zh: '近24个月逾期超过90天', en: 'More than 90 days past due within 24 months' },
          },
        },
        enquiries6m: {
          kind: 'NUMERIC',
          reason: 'R10',
          text: { zh: '近6个月征信查询较多', en: 'Many credit enquiries within six months' },
          bins: [
            { when: '<=', bound: '2', points: 15 },
            { when: '<=', bound: '5', points: 8 },
          ],
          otherwise: 0,
          absent: 0,
        },
        taxRating: {
          kind: 'CATEGORICAL',
          reason: 'R11',
          text: { zh: '纳税信用等级较低', en: 'Low tax credit rating' },
          points: { A: 25, B: 18, M: 10, C: 0, D: 0 },
          absent: 10,
          knockOuts: {
            D: { code: 'K02_TAX_RATING_D', text: { zh: '纳税信用等级为D', en: 'Tax credit rating D' } },
          },
        },
        litigation: {
          kind: 'CATEGORICAL',
          reason: 'R12',
          text: { zh: '存在诉讼记录', en: 'Litigation on record' },
          points: { NONE: 20, SETTLED: 8, OPEN: 0, DISHONEST_JUDGMENT_DEBTOR: 0 },
          absent: 0,
          knockOuts: {
            DISHONEST_JUDGMENT_DEBTOR: {
              code: 'K03_DISHONEST_JUDGMENT_DEBTOR',
              text: { zh: '失信被执行人', en: 'Dishonest judgment debtor' },
            },
          },
        },
        zem: {
          kind: 'NUMERIC',
          reason: 'R13',
          text: { zh: 'Z值显示财务稳健性不足', en: 'Z-score shows weak financial health' },
          bins: [
            { when: '>', bound: '5.85', points: 30 },
            { when: '>=', bound: '4.35', points: 15 },
          ],
          otherwise: 0,
          absent: 0,
        },
      },
    },
  },
];

/** Scale of the score and the grades. PDs follow from the scale by construction. */
export const RATING_VERSIONS: readonly Version<RatingParameters>[] = [
  {
    id: 'rating/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House scale: 600 points at 60:1, 20 points double the odds (oracles/scoring.json scale, gradePd)',
    value: {
      factorB: '28.85390081777926853921319011069151071135',
      offsetA: '481.8621880878296475685060157690587855358',
      grades: [
        { grade: 'AAA', fromScore: 690, pd: '0.000736', decision: 'APPROVE_ELIGIBLE' },
        { grade: 'AA', fromScore: 660, pd: '0.001237', decision: 'APPROVE_ELIGIBLE' },
        { grade: 'A', fromScore: 630, pd: '0.003492', decision: 'APPROVE_ELIGIBLE' },
        { grade: 'BBB', fromScore: 600, pd: '0.009813', decision: 'APPROVE_ELIGIBLE' },
        { grade: 'BB', fromScore: 575, pd: '0.025059', decision: 'APPROVE_ELIGIBLE' },
        { grade: 'B', fromScore: 550, pd: '0.057612', decision: 'REFER' },
        { grade: 'CCC', fromScore: 520, pd: '0.136860', decision: 'REFER' },
        { grade: 'D', fromScore: null, pd: '0.309620', decision: 'DECLINE' },
      ],
    },
  },
];

export const ALTMAN_VERSIONS: readonly Version<AltmanParameters>[] = [
  {
    id: 'altman/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'Altman Z″-EM; lower cut 1.1 + 3.25 (the 2005 table prints 4.15, unverified)',
    value: {
      coefficients: ['6.56', '3.26', '6.72', '1.05'],
      constant: '3.25',
      safeAbove: '5.85',
      distressBelow: '4.35',
      maximumX4: '10',
    },
  },
];
