import type { FiveTierGrade } from '../overdue/grades';
import type { DecimalText } from './decimal';

export type ProvisionRates = Readonly<Record<FiveTierGrade, DecimalText>>;

export interface ProvisionParameters {
  /** 银发〔2002〕98号: general provision on normal loans, specific provisions on the rest. */
  readonly guideline2002: ProvisionRates;
  /** The range within which the institution sets its own specific rate. */
  readonly guideline2002Range: Readonly<
    Partial<Record<FiveTierGrade, { readonly lowest: DecimalText; readonly highest: DecimalText }>>
  >;
  /** Least general provision over all loans (一般准备). */
  readonly generalReserveRate: DecimalText;
  /** 财金〔2012〕20号: standard risk coefficients for the statutory reserve. */
  readonly coefficients2012: ProvisionRates;
}
