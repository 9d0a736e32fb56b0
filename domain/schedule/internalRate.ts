import type { Fen } from '../money/fen';
import { Exact } from '../parameters/decimal';

/** A payment at a whole number of time steps (periods or days) from the start. */
export interface TimedAmount {
  readonly step: number;
  /** Positive when the borrower receives, negative when they pay. */
  readonly amountFen: Fen;
}

const BISECTIONS = 60;
const NEWTON_STEPS = 4;

/**
 * The discount factor of one step at which the amounts are worth nothing together, to about 40 digits; the
 * rate of a step is `1/v − 1`.
 *
 * The first amount must be received and the sum of all must not be above 0 (a loan that costs something);
 * then a root lies in (0, 1]. Floats find it by bisection, on a scale of `stepsPerYear` steps so that days
 * behave like years; a few Newton steps in decimals make it precise.
 */
export function discountFactor(amounts: readonly TimedAmount[], stepsPerYear: number): Exact {
  const sum = amounts.reduce((total, { amountFen }) => total + amountFen, 0);
  if (sum === 0) return new Exact(1);
  let factor = new Exact(bisected(amounts, stepsPerYear) ** (1 / stepsPerYear));
  for (let step = 0; step < NEWTON_STEPS; step += 1) factor = newtonStep(amounts, factor);
  return factor;
}

function bisected(amounts: readonly TimedAmount[], stepsPerYear: number): number {
  let low = 0;
  let high = 1;
  for (let iteration = 0; iteration < BISECTIONS; iteration += 1) {
    const middle = (low + high) / 2;
    const value = amounts.reduce(
      (total, { step, amountFen }) => total + amountFen * middle ** (step / stepsPerYear),
      0,
    );
    if (value > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function newtonStep(amounts: readonly TimedAmount[], factor: Exact): Exact {
  const powerOf = powersOf(factor);
  let value = new Exact(0);
  let slope = new Exact(0);
  let power = new Exact(1);
  let previousStep = 0;
  for (const { step, amountFen } of amounts) {
    power = power.times(powerOf(step - previousStep));
    previousStep = step;
    const present = power.times(amountFen);
    value = value.plus(present);
    slope = slope.plus(present.times(step));
  }
  return factor.minus(value.times(factor).dividedBy(slope));
}

/** Powers of one base; a schedule asks for the same few gaps again and again. */
function powersOf(base: Exact): (exponent: number) => Exact {
  const known = new Map<number, Exact>();
  return (exponent) => {
    const power = known.get(exponent) ?? base.pow(exponent);
    known.set(exponent, power);
    return power;
  };
}
