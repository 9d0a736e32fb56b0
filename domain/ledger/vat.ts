import { type Fen, fen, type Rate } from '../money';
import { decimalFraction, roundHalfUp } from '../overdue/exact';

/** A VAT-inclusive amount taken apart. */
export interface VatSplit {
  readonly netFen: Fen;
  readonly vatFen: Fen;
}

/** net = gross / (1 + rate), half up; VAT = the rest. */
export function splitVat(grossFen: Fen, vatRate: Rate): VatSplit {
  const { numerator, scale } = decimalFraction(vatRate);
  const one = 10n ** BigInt(scale);
  const netFen = roundHalfUp(BigInt(grossFen) * one, one + numerator);
  return { netFen, vatFen: fen(grossFen - netFen) };
}
