import { MAX_RATE, type Rate, rate } from '../money/rate';
import { Exact } from '../parameters/decimal';
import type { CapRegime, PricingParameters } from '../parameters/pricing';

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
