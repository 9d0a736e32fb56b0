import type { DecimalText } from './decimal';
import type { BilingualText } from './version';

/** Money-laundering risk of a customer, highest first. */
export const RISK_GRADES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type KycRiskGrade = (typeof RISK_GRADES)[number];

export const RISK_FACTORS = [
  'POLITICALLY_EXPOSED',
  'SANCTIONED_COUNTRY',
  'ADVERSE_MEDIA',
  'JUDICIAL_INQUIRY',
  'SCREENING_UNDER_REVIEW',
  'NOMINEE_SHAREHOLDERS',
  'COMPLEX_OWNERSHIP',
  'CASH_INTENSIVE',
  'CROSS_BORDER_TRADE',
  'YOUNG_ENTERPRISE',
  'REMOTE_ONBOARDING',
] as const;
/** What raises the money-laundering risk of a customer. */
export type KycRiskFactor = (typeof RISK_FACTORS)[number];

/** Events after which a customer is graded anew at once. */
export const REGRADE_TRIGGERS = ['IDENTITY_CHANGE', 'ADVERSE_MEDIA', 'JUDICIAL_INQUIRY'] as const;
export type RegradeTrigger = (typeof REGRADE_TRIGGERS)[number];

export const KYC_DOCUMENTS = [
  'BUSINESS_LICENCE',
  'ARTICLES_OF_ASSOCIATION',
  'LEGAL_PERSON_ID',
  'AGENT_ID_AND_AUTHORISATION',
  'BASIC_ACCOUNT_INFORMATION',
  'BENEFICIAL_OWNER_DECLARATION',
  'FINANCIAL_STATEMENTS',
  'BANK_STATEMENTS_12M',
  'TAX_RETURNS',
  'CREDIT_ENQUIRY_CONSENT',
  'PREMISES_PROOF',
  'PURPOSE_PROOF',
  'COLLATERAL_TITLE',
  'BOARD_RESOLUTION',
] as const;
export type KycDocument = (typeof KYC_DOCUMENTS)[number];

/** What a list says of a party, mildest first. BLOCK: a sure hit; REVIEW: a possible one. */
export const SCREENING_OUTCOMES = ['CLEAR', 'REVIEW', 'BLOCK'] as const;
export type ScreeningOutcome = (typeof SCREENING_OUTCOMES)[number];

export interface ScreeningParameters {
  /** From this similarity on the case is blocked until a person has looked. */
  readonly blockFrom: DecimalText;
  /** From this similarity on a person looks. */
  readonly reviewFrom: DecimalText;
  /** Legal forms at the end of a Chinese name that say nothing about who it is, longest first. */
  readonly chineseLegalForms: readonly string[];
  /** The same as words of a Latin name, upper case. */
  readonly latinLegalForms: readonly string[];
  /** What a known and different birth date or country takes off the similarity of a name. */
  readonly mismatchPenalty: DecimalText;
  readonly evidenceYears: number;
}

export interface KycParameters {
  readonly documents: Readonly<Record<KycDocument, BilingualText>>;
  /** Share of ownership, votes or income that makes a beneficial owner (this much or more). */
  readonly beneficialOwnerFrom: DecimalText;
  /** The grade that each factor alone makes; the worst counts. */
  readonly gradeOfFactor: Readonly<Record<KycRiskFactor, KycRiskGrade>>;
  /** An enterprise is young for so many days from its establishment. */
  readonly youngDays: number;
  /** Longest time between two reviews. */
  readonly reviewMonths: Readonly<Record<KycRiskGrade, number>>;
  /** Workdays within which a new customer is graded. */
  readonly firstGradingWorkdays: number;
  readonly screening: ScreeningParameters;
  /** Registered capital up to which an enterprise of natural persons may declare instead of file its owners. */
  readonly filingExemptUpToFen: number;
  readonly retentionYears: number;
  /** Single or daily total from which a transfer is reported. */
  readonly largeTransferFen: {
    readonly cash: number;
    readonly organisation: number;
    readonly personDomestic: number;
    readonly personCrossBorder: number;
  };
}
