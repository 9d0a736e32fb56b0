import { compareRates, MAX_RATE, type Rate, rate } from '../money';
import { Exact } from '../parameters/decimal';
import type { CapRegime, PricingParameters } from '../parameters/pricing';
import { accept, type Result, refuse } from '../result';

/**
 * The most that the law lets a loan cost a year; 100 % where a multiple of the LPR would be more.
 * @param lprOneYear the one-year LPR in force on the day of the contract
 */
export function capRate(regime: CapRegime, lprOneYear: Rate, parameters: PricingParameters): Rate {
  const fixedCap = new Exact(parameters.fixedCapRate);
  const ofLpr = Exact.min(new Exact(parameters.lprMultiple).times(lprOneYear), MAX_RATE);
  if (regime === '24') return rate(fixedCap.toFixed());
  return rate((regime === '4LPR' ? ofLpr : Exact.min(fixedCap, ofLpr)).toFixed());
}

/**
 * Checks the whole cost of a loan against the cap: the law caps what a borrower pays in all, interest and
 * every fee that is a condition of the loan, not the contract rate alone.
 * @param annualCost yearly cost with fees (`domain/schedule` annual cost)
 */
export function checkAnnualCost(
  annualCost: Rate,
  regime: CapRegime,
  lprOneYear: Rate,
  parameters: PricingParameters,
): Result<void, 'COST_ABOVE_CAP'> {
  const cap = capRate(regime, lprOneYear, parameters);
  if (compareRates(annualCost, cap) <= 0) return accept(undefined);
  return refuse('COST_ABOVE_CAP', 'annualCost', { annualCost, capRate: cap });
}
