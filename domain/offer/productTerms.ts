import type { ProductFee } from '../fees/loanFees';
import type { LoanTerms, RepricingRule } from '../loan/terms';
import type { ContractParameters } from '../parameters/contract';
import type { ParameterSet } from '../parameters/parametersAt';
import type { IntervalMonths, PaymentMode } from '../schedule/types';

/**
 * What a product says of its contracts beside amount, term, method and rate. What it leaves out is as the house's
 * parameters of the day have it.
 */
export interface ProductTerms extends Partial<ContractParameters>, Pick<LoanTerms, 'capRate' | 'regime'> {
  readonly paymentMode: PaymentMode;
  readonly intervalMonths: IntervalMonths;
  readonly fees: readonly ProductFee[];
  /** When the rate is looked up anew from the LPR; left out where it is fixed. */
  readonly repricing?: RepricingRule;
}

/** What holds for a contract of a product that is offered on the parameters' day. The contract keeps a copy. */
export type OfferedTerms = ProductTerms & ContractParameters;

/** The one place where a product overrides the house. */
export function termsFor(product: ProductTerms, { contract }: Pick<ParameterSet, 'contract'>): OfferedTerms {
  return { ...contract, ...product };
}
