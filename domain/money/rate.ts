import { accept, type Result, refuse } from '../result';

declare const rateBrand: unique symbol;

/** A rate as a plain decimal fraction in a string: `"0.0345"` is 3.45 %. Never a float. */
export type Rate = string & { readonly [rateBrand]: 'Rate' };

/** More decimals than any rate in use has; a longer one is refused, never cut. */
export const MAX_RATE_SCALE = 10;

/** 100 %: above any rate that the law allows. */
export const MAX_RATE = '1' as Rate;

const PLAIN_DECIMAL = /^(-?)(\d{1,12})(?:\.(\d+))?$/;

/** A rate as an exact fraction: `numerator / 10^scale`. */
export interface RateFraction {
  readonly numerator: number;
  readonly scale: number;
}

/**
 * The exact value of a rate; trailing zeros are dropped.
 * `"0.0345"` → `{ numerator: 345, scale: 4 }`. The numerator is a safe integer for every parsed rate.
 */
export function rateFraction(rate: Rate): RateFraction {
  const point = rate.indexOf('.');
  if (point < 0) return { numerator: Number(rate), scale: 0 };
  return { numerator: Number(rate.slice(0, point) + rate.slice(point + 1)), scale: rate.length - point - 1 };
}

/** Why a text is no rate. */
export type RateRefusal = 'NOT_A_NUMBER' | 'NEGATIVE' | 'SCALE_TOO_LARGE' | 'RATE_ABOVE_MAXIMUM';

/**
 * Reads a rate from outside. Accepts a string in plain decimal notation (no exponent, no sign but `-`, which
 * is then refused as NEGATIVE), or a finite number whose shortest decimal form is plain.
 * @param maximum the largest rate accepted
 * @returns the rate in canonical form (`"0.0450"` → `"0.045"`)
 */
export function parseRate(
  input: unknown,
  field = 'annualRate',
  maximum: Rate = MAX_RATE,
): Result<Rate, RateRefusal> {
  const match = PLAIN_DECIMAL.exec(typeof input === 'number' ? String(input) : asText(input));
  if (match === null) return refuse('NOT_A_NUMBER', field);
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '');
  const decimals = (match[3] ?? '').replace(/0+$/, '');
  const isZero = whole === '0' && decimals === '';
  if (match[1] === '-' && !isZero) return refuse('NEGATIVE', field);
  if (decimals.length > MAX_RATE_SCALE) {
    return refuse('SCALE_TOO_LARGE', field, { maximumDecimals: MAX_RATE_SCALE });
  }
  const parsed = (decimals === '' ? whole : `${whole}.${decimals}`) as Rate;
  if (compareRates(parsed, maximum) > 0) return refuse('RATE_ABOVE_MAXIMUM', field, { maximum });
  return accept(parsed);
}

function asText(input: unknown): string {
  return typeof input === 'string' ? input : '';
}

/**
 * Asserts a rate that our own code or data made.
 * @throws RangeError when it is not a rate between 0 and 100 %
 */
export function rate(value: string): Rate {
  const parsed = parseRate(value);
  if (!parsed.ok) throw new RangeError(`not a rate: ${value}`);
  return parsed.value;
}

/** Negative when `left` is smaller, 0 when equal, positive when larger. Exact. */
export function compareRates(left: Rate, right: Rate): number {
  const [a, b] = [rateFraction(left), rateFraction(right)];
  const scale = Math.max(a.scale, b.scale);
  const difference =
    BigInt(a.numerator) * 10n ** BigInt(scale - a.scale) -
    BigInt(b.numerator) * 10n ** BigInt(scale - b.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** One basis point is 0.01 %. */
const BASIS_POINT_SCALE = 4;

/** A rate with a spread in whole basis points, e.g. LPR plus 150. Exact. */
export function addBasisPoints(
  base: Rate,
  basisPoints: number,
  field = 'annualRate',
): Result<Rate, RateRefusal | 'NOT_INTEGER'> {
  if (!Number.isSafeInteger(basisPoints)) return refuse('NOT_INTEGER', field);
  const { numerator, scale } = rateFraction(base);
  const commonScale = Math.max(scale, BASIS_POINT_SCALE);
  const sum =
    BigInt(numerator) * 10n ** BigInt(commonScale - scale) +
    BigInt(basisPoints) * 10n ** BigInt(commonScale - BASIS_POINT_SCALE);
  if (sum < 0n) return refuse('NEGATIVE', field);
  const digits = sum.toString().padStart(commonScale + 1, '0');
  return parseRate(`${digits.slice(0, -commonScale)}.${digits.slice(-commonScale)}`, field);
}
