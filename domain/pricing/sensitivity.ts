import type { AmountRefusal } from '../money/fen';
import type { RateRefusal } from '../money/rate';
import { type Rate, rate } from '../money/rate';
import { type DecimalText, Exact } from '../parameters/decimal';
import { accept, type Result, refuse } from '../result';
import { lossGivenDefault } from './lossGivenDefault';
import {
  checkPriceInput,
  type FiguredPrice,
  type PriceInput,
  type PriceParameters,
  priceAtLgd,
} from './price';

/** What is moved: PD and LGD by a factor, funding and hurdle by adding. */
export const SENSITIVITY_FACTORS = ['PD', 'LGD', 'FUNDING', 'HURDLE'] as const;
export type SensitivityFactor = (typeof SENSITIVITY_FACTORS)[number];

export interface SensitivityShift {
  readonly factor: SensitivityFactor;
  /** A multiple (PD, LGD) or yearly points to add (FUNDING, HURDLE). */
  readonly by: DecimalText;
}

export interface SensitivityRow extends SensitivityShift {
  readonly price: FiguredPrice;
  /** Against the price without any shift, in yearly points, four places. */
  readonly change: DecimalText;
}

/** The shifts of the standard table. */
export const STANDARD_SHIFTS: readonly SensitivityShift[] = [
  { factor: 'PD', by: '0.5' },
  { factor: 'PD', by: '1.5' },
  { factor: 'PD', by: '2' },
  { factor: 'LGD', by: '0.75' },
  { factor: 'LGD', by: '1.25' },
  { factor: 'LGD', by: '1.5' },
  { factor: 'FUNDING', by: '-0.005' },
  { factor: 'FUNDING', by: '0.005' },
  { factor: 'FUNDING', by: '0.01' },
  { factor: 'HURDLE', by: '-0.02' },
  { factor: 'HURDLE', by: '0.02' },
  { factor: 'HURDLE', by: '0.05' },
];

/**
 * How the price answers to changes of what it rests on, one at a time, and where it would pass the cap.
 * Shifted values stay within 0 and 1.
 */
export function sensitivityOf(
  input: PriceInput,
  parameters: PriceParameters,
  shifts: readonly SensitivityShift[] = STANDARD_SHIFTS,
): Result<readonly SensitivityRow[], AmountRefusal | RateRefusal | 'NOT_POSITIVE' | 'UNKNOWN_VALUE'> {
  const checked = checkPriceInput(input);
  if (!checked.ok) return checked;
  const wrong = shiftRefusal(shifts);
  if (wrong !== null) return { ok: false, refusal: wrong };
  const lgd = lossGivenDefault(input.exposureFen, input.collateral, parameters.lgd);
  const base = priceAtLgd(input, lgd, parameters.pricing);
  const rows = shifts.map((shift) => {
    const shiftedLgd = shift.factor === 'LGD' ? withinOne(lgd.times(shift.by)) : lgd;
    const price = priceAtLgd(shifted(input, shift), shiftedLgd, parameters.pricing);
    const change = new Exact(price.annualRate).minus(base.annualRate);
    return { ...shift, price, change: change.toFixed(4) as DecimalText };
  });
  return accept(rows);
}

const PLAIN_DECIMAL = /^-?\d{1,12}(\.\d{1,12})?$/;

function shiftRefusal(shifts: readonly SensitivityShift[]) {
  for (const [index, { factor, by }] of shifts.entries()) {
    if (!SENSITIVITY_FACTORS.includes(factor))
      return refuse('UNKNOWN_VALUE', `shifts.${index}.factor`).refusal;
    if (!PLAIN_DECIMAL.test(by)) return refuse('NOT_A_NUMBER', `shifts.${index}.by`).refusal;
  }
  return null;
}

function shifted(input: PriceInput, { factor, by }: SensitivityShift): PriceInput {
  if (factor === 'PD') return { ...input, pd: asRate(new Exact(input.pd).times(by)) };
  if (factor === 'FUNDING') return { ...input, fundingRate: asRate(new Exact(input.fundingRate).plus(by)) };
  if (factor === 'HURDLE') return { ...input, hurdleRate: asRate(new Exact(input.hurdleRate).plus(by)) };
  return input;
}

function withinOne(value: Exact): Exact {
  return Exact.max(0, Exact.min(1, value));
}

function asRate(value: Exact): Rate {
  return rate(withinOne(value).toDecimalPlaces(10).toFixed());
}
