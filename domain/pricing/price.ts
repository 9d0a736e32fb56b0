import type { AmountRefusal } from '../money/fen';
import { type Fen, fen, parseFen } from '../money/fen';
import type { RateRefusal } from '../money/rate';
import { parseRate, type Rate, rate } from '../money/rate';
import { type DecimalText, Exact, fixed } from '../parameters/decimal';
import {
  CAP_REGIMES,
  type CapRegime,
  COLLATERAL_KINDS,
  type LgdParameters,
  type PricingParameters,
} from '../parameters/pricing';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { capRate } from './cap';
import { type Collateral, lossGivenDefault } from './lossGivenDefault';

/** What a price is made from. All rates are yearly fractions. */
export interface PriceInput {
  /** Exposure at default, in fen. */
  readonly exposureFen: Fen;
  /** Probability of default within a year. */
  readonly pd: Rate;
  readonly collateral: readonly Collateral[];
  /** Funds transfer price. */
  readonly fundingRate: Rate;
  readonly opexRate: Rate;
  readonly capitalRatio: Rate;
  readonly hurdleRate: Rate;
  /** Given away for loyalty or relationship. */
  readonly discountRate?: Rate | undefined;
  /** One-year LPR that a cap by LPR follows. */
  readonly lprOneYear: Rate;
  readonly capRegime: CapRegime;
}

export interface PriceParameters {
  readonly lgd: LgdParameters;
  readonly pricing: PricingParameters;
}

/** A price and its parts. */
export interface Price {
  /** Four places. */
  readonly annualRate: Rate;
  readonly capRate: Rate;
  /** Six places. */
  readonly lgd: DecimalText;
  /** PD × LGD, six places. */
  readonly expectedLossRate: DecimalText;
  /** PD × LGD × exposure, rounded once, half up. */
  readonly expectedLossFen: Fen;
}

/** A figured price, which may be above the cap or not positive; see {@link price}. */
export interface FiguredPrice extends Omit<Price, 'annualRate'> {
  /** Unlike a `Rate` it may be negative, when the discount eats up all else. */
  readonly annualRate: DecimalText;
  readonly isAboveCap: boolean;
}

/** Why there is no price. */
export type PriceRefusal = RefusalOf<typeof checkPriceInput> | 'PRICE_ABOVE_CAP' | 'PRICE_NOT_POSITIVE';

/**
 * The risk-based price: funding + opex + PD × LGD + capital × hurdle − discount, rounded once to four places.
 */
export function price(input: PriceInput, parameters: PriceParameters): Result<Price, PriceRefusal> {
  const checked = checkPriceInput(input);
  if (!checked.ok) return checked;
  const { isAboveCap, annualRate, ...parts } = figurePrice(input, parameters);
  if (isAboveCap) {
    return refuse('PRICE_ABOVE_CAP', 'annualRate', { annualRate, capRate: parts.capRate });
  }
  if (Number(annualRate) <= 0) return refuse('PRICE_NOT_POSITIVE', 'discountRate', { annualRate });
  return accept({ annualRate: rate(annualRate), ...parts });
}

/** The figures of a price for checked input, whether it may be charged or not. */
export function figurePrice(input: PriceInput, parameters: PriceParameters): FiguredPrice {
  const lgd = lossGivenDefault(input.exposureFen, input.collateral, parameters.lgd);
  return priceAtLgd(input, lgd, parameters.pricing);
}

/** The figures of a price when the loss given default is known. */
export function priceAtLgd(input: PriceInput, lgd: Exact, parameters: PricingParameters): FiguredPrice {
  const expectedLossRate = new Exact(input.pd).times(lgd);
  const capitalCost = new Exact(input.capitalRatio).times(input.hurdleRate);
  const annualRate = new Exact(input.fundingRate)
    .plus(input.opexRate)
    .plus(expectedLossRate)
    .plus(capitalCost)
    .minus(input.discountRate ?? 0)
    .toDecimalPlaces(4);
  const cap = capRate(input.capRegime, input.lprOneYear, parameters);
  return {
    annualRate: fixed(annualRate, 4),
    capRate: cap,
    lgd: fixed(lgd, 6),
    expectedLossRate: fixed(expectedLossRate, 6),
    expectedLossFen: fen(expectedLossRate.times(input.exposureFen).toDecimalPlaces(0).toNumber()),
    isAboveCap: annualRate.greaterThan(cap),
  };
}

/** Checks what a price is to be made from. */
export function checkPriceInput(
  input: PriceInput,
): Result<void, AmountRefusal | RateRefusal | 'NOT_POSITIVE' | 'UNKNOWN_VALUE'> {
  const refusal =
    exposureRefusal(input.exposureFen) ?? ratesRefusal(input) ?? collateralRefusal(input.collateral);
  return refusal === null ? accept(undefined) : { ok: false, refusal };
}

function exposureRefusal(exposureFen: unknown) {
  const parsed = parseFen(exposureFen, 'exposureFen');
  if (!parsed.ok) return parsed.refusal;
  return parsed.value === 0 ? refuse('NOT_POSITIVE', 'exposureFen').refusal : null;
}

const RATE_FIELDS = [
  'pd',
  'fundingRate',
  'opexRate',
  'capitalRatio',
  'hurdleRate',
  'discountRate',
  'lprOneYear',
] as const;

function ratesRefusal(input: PriceInput) {
  for (const field of RATE_FIELDS) {
    const parsed = parseRate(field === 'discountRate' ? (input[field] ?? '0') : input[field], field);
    if (!parsed.ok) return parsed.refusal;
  }
  return CAP_REGIMES.includes(input.capRegime) ? null : refuse('UNKNOWN_VALUE', 'capRegime').refusal;
}

function collateralRefusal(collateral: readonly Collateral[]) {
  for (const [index, { kind, valueFen }] of collateral.entries()) {
    if (!COLLATERAL_KINDS.includes(kind)) return refuse('UNKNOWN_VALUE', `collateral.${index}.kind`).refusal;
    const parsed = parseFen(valueFen, `collateral.${index}.valueFen`);
    if (!parsed.ok) return parsed.refusal;
  }
  return null;
}
