import { lprTenorOf } from '../calendar/lpr';
import type { Fen } from '../money/fen';
import { type Rate, rate } from '../money/rate';
import { type DecimalText, Exact } from '../parameters/decimal';
import type { ParameterSet } from '../parameters/parametersAt';
import type { CapRegime } from '../parameters/pricing';
import { accept, type Result, refuse } from '../result';
import type { Collateral } from './lossGivenDefault';
import { type Price, type PriceInput, type PriceRefusal, price } from './price';

/** A loan to be priced for an assessed enterprise. */
export interface LoanToPrice {
  readonly amountFen: Fen;
  readonly termMonths: number;
  /** PD of the enterprise's grade (`RiskAssessment.gradePd`). */
  readonly gradePd: DecimalText;
  readonly collateral: readonly Collateral[];
  readonly discountRate?: Rate | undefined;
  readonly capRegime: CapRegime;
}

/** A price that may be offered, with the rules that it was made by. */
export interface LoanPrice extends Price {
  readonly versions: { readonly pricing: string; readonly lgd: string; readonly lpr: string };
}

/** What `price` needs for a loan under the house's parameters: funding is the LPR of its term plus a spread. */
export function priceInputOf(loan: LoanToPrice, { lpr, pricing }: ParameterSet): PriceInput {
  const lprOfTerm = lprTenorOf(loan.termMonths) === 'ONE_YEAR' ? lpr.oneYear : lpr.fiveYearPlus;
  const funding = new Exact(lprOfTerm).plus(pricing.fundingSpreadRate);
  return {
    exposureFen: loan.amountFen,
    pd: loan.gradePd as string as Rate,
    collateral: loan.collateral,
    fundingRate: rate(funding.toFixed()),
    opexRate: rate(pricing.opexRate),
    capitalRatio: rate(pricing.capitalRatio),
    hurdleRate: rate(pricing.hurdleRate),
    discountRate: loan.discountRate,
    lprOneYear: lpr.oneYear,
    capRegime: loan.capRegime,
  };
}

/** Prices a loan by the parameters in force. Its term decides on the funding. */
export function priceLoan(loan: LoanToPrice, parameters: ParameterSet): Result<LoanPrice, PriceRefusal> {
  if (!Number.isInteger(loan.termMonths)) return refuse('NOT_INTEGER', 'termMonths');
  if (loan.termMonths < 1) return refuse('NOT_POSITIVE', 'termMonths');
  const priced = price(priceInputOf(loan, parameters), parameters);
  if (!priced.ok) return priced;
  const { pricing, lgd, lpr } = parameters.versions;
  return accept({ ...priced.value, versions: { pricing, lgd, lpr } });
}
