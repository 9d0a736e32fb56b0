import { isoDate } from '../../calendar/isoDate';
import type { KycParameters } from '../kyc';
import type { Version } from '../version';

export const KYC_VERSIONS: readonly Version<KycParameters>[] = [
  {
    id: 'kyc/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      '反洗钱法(2024) art.34, 40; 令〔2024〕第3号《受益所有人信息管理办法》; 银发〔2013〕2号 (review periods); risk factors and thresholds of screening: house policy',
    value: {
      documents: {
        BUSINESS_LICENCE: { zh: '营业执照(副本)', en: 'Business licence (duplicate)' },
        ARTICLES_OF_ASSOCIATION: { zh: '公司章程', en: 'Articles of association' },
        LEGAL_PERSON_ID: { zh: '法定代表人身份证(正反)', en: 'ID card of the legal representative' },
        AGENT_ID_AND_AUTHORISATION: {
          zh: '经办人身份证+授权委托书',
          en: 'ID card and power of attorney of the agent',
        },
        BASIC_ACCOUNT_INFORMATION: {
          zh: '开户许可证/基本存款账户信息',
          en: 'Account permit or data of the basic account',
        },
        BENEFICIAL_OWNER_DECLARATION: {
          zh: '受益所有人声明与证明(股权结构图)',
          en: 'Declaration and proof of beneficial owners',
        },
        FINANCIAL_STATEMENTS: {
          zh: '近3年及最近一期财务报表',
          en: 'Financial statements of three years and the latest period',
        },
        BANK_STATEMENTS_12M: { zh: '近12个月银行流水', en: 'Bank statements of 12 months' },
        TAX_RETURNS: { zh: '纳税申报表/纳税信用等级', en: 'Tax returns or tax credit rating' },
        CREDIT_ENQUIRY_CONSENT: {
          zh: '征信查询授权书(企业+法人+担保人)',
          en: 'Consent to credit enquiries',
        },
        PREMISES_PROOF: { zh: '经营场所证明', en: 'Proof of business premises' },
        PURPOSE_PROOF: { zh: '借款用途证明/合同', en: 'Proof of the purpose of the loan' },
        COLLATERAL_TITLE: { zh: '担保/抵押权属证明', en: 'Title to the collateral' },
        BOARD_RESOLUTION: { zh: '股东会/董事会决议', en: 'Resolution of shareholders or board' },
      },
      beneficialOwnerFrom: '0.25',
      gradeOfFactor: {
        POLITICALLY_EXPOSED: 'HIGH',
        SANCTIONED_COUNTRY: 'HIGH',
        ADVERSE_MEDIA: 'HIGH',
        JUDICIAL_INQUIRY: 'HIGH',
        SCREENING_UNDER_REVIEW: 'HIGH',
        NOMINEE_SHAREHOLDERS: 'HIGH',
        COMPLEX_OWNERSHIP: 'MEDIUM',
        CASH_INTENSIVE: 'MEDIUM',
        CROSS_BORDER_TRADE: 'MEDIUM',
        YOUNG_ENTERPRISE: 'MEDIUM',
        REMOTE_ONBOARDING: 'MEDIUM',
      },
      youngDays: 730,
      reviewMonths: { HIGH: 6, MEDIUM: 12, LOW: 24 },
      firstGradingWorkdays: 10,
      screening: {
        blockFrom: '0.95',
        reviewFrom: '0.85',
        chineseLegalForms: ['股份有限公司', '有限责任公司', '有限公司'],
        latinLegalForms: ['CO', 'COMPANY', 'CORP', 'CORPORATION', 'INC', 'LIMITED', 'LLC', 'LTD', 'PLC'],
        mismatchPenalty: '0.05',
        evidenceYears: 10,
      },
      filingExemptUpToFen: 1_000_000_000,
      retentionYears: 10,
      largeTransferFen: {
        cash: 5_000_000,
        organisation: 200_000_000,
        personDomestic: 50_000_000,
        personCrossBorder: 20_000_000,
      },
    },
  },
];
