import type { AmountRefusal } from '../money/fen';
import { type Fen, parseFen } from '../money/fen';
import { rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import { CAPPED_FEES, type FeeCaps } from '../parameters/pricing';
import { accept, type Result, refuse } from '../result';

/** A fee as quoted: its kind and all that it comes to over the loan, VAT included. */
export interface QuotedFee {
  readonly code: string;
  readonly totalFen: Fen;
}

/** Checks fees against the house's caps, each a share of the amount financed. */
export function checkFeeCaps(
  fees: readonly QuotedFee[],
  amountFen: Fen,
  caps: FeeCaps,
): Result<void, AmountRefusal | 'FEE_ABOVE_CAP' | 'UNKNOWN_FEE'> {
  const amount = parseFen(amountFen);
  if (!amount.ok) return amount;
  for (const [index, { code, totalFen }] of fees.entries()) {
    const kind = CAPPED_FEES.find((known) => known === code);
    if (kind === undefined) return refuse('UNKNOWN_FEE', `fees.${index}.code`);
    const total = parseFen(totalFen, `fees.${index}.totalFen`);
    if (!total.ok) return total;
    const maximumFen = multiplyRate(amount.value, rate(caps[kind].maximumRate));
    if (total.value > maximumFen) return refuse('FEE_ABOVE_CAP', `fees.${index}.totalFen`, { maximumFen });
  }
  return accept(undefined);
}
