import type { DecimalText } from './decimal';
import type { BilingualText } from './version';

export const RISK_GRADES = ['HIGH', 'MEDIUM', 'LOW'] as const;
/** Money-laundering risk of a customer. */
export type KycRiskGrade = (typeof RISK_GRADES)[number];

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

export interface ScreeningParameters {
  /** From this similarity on the case is blocked until a person has looked. */
  readonly blockFrom: DecimalText;
  /** From this similarity on a person looks. */
  readonly reviewFrom: DecimalText;
  /** Legal forms at the end of a name that say nothing about who it is, upper case, longest first. */
  readonly legalForms: readonly string[];
  readonly evidenceYears: number;
}

export interface KycParameters {
  readonly documents: Readonly<Record<KycDocument, BilingualText>>;
  /** Share of ownership, votes or income that makes a beneficial owner (this much or more). */
  readonly beneficialOwnerFrom: DecimalText;
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
