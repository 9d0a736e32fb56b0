import type { DecimalText } from './version';

/** The five-tier classification, best first. */
export const LOAN_CLASSES = ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const;
export type LoanClass = (typeof LOAN_CLASSES)[number];

export type ProvisionRates = Readonly<Record<LoanClass, DecimalText>>;

export interface ProvisionParameters {
  /** 银发〔2002〕98号: general provision on normal loans, specific provisions on the rest. */
  readonly guideline2002: ProvisionRates;
  /** The range within which the institution sets its own specific rate. */
  readonly guideline2002Range: Readonly<
    Partial<Record<LoanClass, { readonly lowest: DecimalText; readonly highest: DecimalText }>>
  >;
  /** Least general provision over all loans (一般准备). */
  readonly generalReserveRate: DecimalText;
  /** 财金〔2012〕20号: standard risk coefficients for the statutory reserve. */
  readonly coefficients2012: ProvisionRates;
}
