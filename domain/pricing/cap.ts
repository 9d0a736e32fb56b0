import { type Rate, rate } from '../money';
import { Exact } from '../parameters/decimal';
import type { CapRegime, PricingParameters } from '../parameters/pricing';

/**
 * The most that the law lets a loan cost a year.
 * @param lprOneYear the one-year LPR in force on the day of the contract
 */
export function capRate(regime: CapRegime, lprOneYear: Rate, parameters: PricingParameters): Rate {
  const fixedCap = new Exact(parameters.fixedCapRate);
  const ofLpr = new Exact(parameters.lprMultiple).times(lprOneYear);
  if (regime === '24') return rate(fixedCap.toFixed());
  return rate((regime === '4LPR' ? ofLpr : Exact.min(fixedCap, ofLpr)).toFixed());
}
