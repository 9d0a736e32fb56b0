import type { FeeKind } from '../ledger/entries';
import { addFen, type Fen } from '../money/fen';
import { type Rate, rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import type { CappedFee, FeeCaps } from '../parameters/fees';
import { accept, type Result, refuse } from '../result';

/** A fee as quoted: its kind and all that it comes to over the loan, VAT included. */
export interface QuotedFee {
  readonly kind: FeeKind;
  readonly totalFen: Fen;
}

/** Which cap a kind of fee falls under; kinds under the same one count together. */
const CAP_OF: Readonly<Record<FeeKind, CappedFee | null>> = {
  CONSULTING: 'CONSULTING',
  LOAN_SERVICE: 'LOAN_SERVICE',
  PERIODIC: 'LOAN_SERVICE',
  APPRAISAL_OWN: 'APPRAISAL',
  APPRAISAL_AGENCY: 'APPRAISAL',
  TRANSACTION: 'TRANSACTION',
  // By the contract and its own rate.
  PREPAYMENT: null,
};

/** The most that fees of a kind may come to, as a share of the amount financed; null: no cap of its own. */
export function feeCapRate(kind: FeeKind, caps: FeeCaps): Rate | null {
  const capped = CAP_OF[kind];
  return capped === null ? null : rate(caps[capped].maximumRate);
}

/** Checks fees against the house's caps, each a share of the amount financed. */
export function checkFeeCaps(
  fees: readonly QuotedFee[],
  amountFen: Fen,
  caps: FeeCaps,
): Result<void, 'FEE_ABOVE_CAP'> {
  for (const { kind } of fees) {
    const maximumRate = feeCapRate(kind, caps);
    const maximumFen = maximumRate === null ? null : multiplyRate(amountFen, maximumRate);
    const together = fees.filter((fee) => CAP_OF[fee.kind] === CAP_OF[kind]);
    const totalFen = addFen(...together.map((fee) => fee.totalFen));
    if (maximumFen !== null && totalFen > maximumFen) {
      return refuse('FEE_ABOVE_CAP', 'fees', { most: maximumRate ?? '' });
    }
  }
  return accept(undefined);
}
