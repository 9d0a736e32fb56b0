import type { FeeRule } from '../fees/rule';
import type { DecimalText } from './decimal';

/** Fees that have a cap of their own. */
export const CAPPED_FEES = ['CONSULTING', 'LOAN_SERVICE', 'APPRAISAL', 'TRANSACTION'] as const;
export type CappedFee = (typeof CAPPED_FEES)[number];

/** Most that a fee may be, as a share of the amount of the loan (for a transaction: of the amount moved). */
export type FeeCaps = Readonly<Record<CappedFee, { readonly maximumRate: DecimalText }>>;

/** How fees are priced, agreed to and changed. */
export interface FeeParameters {
  /** The price list. The house has none: an institution sets its own. */
  readonly rules: readonly FeeRule[];
  readonly caps: FeeCaps;
  /** The most of a price that points pay. */
  readonly pointsShare: DecimalText;
  /** Days that a quote stays open. */
  readonly quoteDays: number;
  /** How long before other prices count for a customer a notice of them must be sent. */
  readonly noticeDays: number;
}
