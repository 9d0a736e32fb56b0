import { type Fen, subtractFen } from './fen';
import { type Rate, rateFraction } from './rate';
import { multiplyFraction } from './rounding';

/** A price that includes VAT, taken apart. */
export interface VatSplit {
  readonly netFen: Fen;
  readonly vatFen: Fen;
}

/**
 * Takes a VAT-inclusive price apart: net = gross ÷ (1 + rate) rounded half up, VAT is the rest, so both add
 * up (oracle file accounting.json, `meta.rules`).
 */
export function splitVat(grossFen: Fen, vatRate: Rate): VatSplit {
  const { numerator, scale } = rateFraction(vatRate);
  const one = 10 ** scale;
  const netFen = multiplyFraction(grossFen, one, one + numerator);
  return { netFen, vatFen: subtractFen(grossFen, netFen) };
}
