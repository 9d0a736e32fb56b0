import Decimal from 'decimal.js';

/** A decimal written in data, checked by the compiler: '0.0345'. Never a binary floating point number. */
export type DecimalText = `${number}`;

/** Decimal arithmetic with 50 digits, rounding half up: figures are rounded once, when they are shown. */
export const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** Writes a decimal with a fixed number of places, half up: what people see and what travels. */
export function fixed(value: Exact, places: number): DecimalText {
  return value.toFixed(places) as DecimalText;
}
