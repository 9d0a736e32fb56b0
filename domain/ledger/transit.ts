import type { Fen } from '../money/fen';
import { draft, type EntryDraft } from './draft';
import { BANK, type CashAccount } from './entries';

/**
 * The bank shows money that was in transit.
 * @param from where it shows: at the bank, or among what was held there for nobody
 */
export function transitCleared(amountFen: Fen, from: Extract<CashAccount, '1002' | '2241.02'>): EntryDraft {
  return draft('CHANNEL_SETTLED', [[from, amountFen]], [['1012', amountFen]]);
}

/** Money that the bank had shown as it was in transit, and that it took back. */
export function clearedBounced(amountFen: Fen): EntryDraft {
  return draft('CHANNEL_SETTLED', [['1012', amountFen]], [[BANK, amountFen]]);
}
