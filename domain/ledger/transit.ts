import type { Fen } from '../money/fen';
import { draft, type EntryDraft } from './draft';
import type { CashAccount } from './entries';

/**
 * The bank shows money that was in transit.
 * @param from where it shows: at the bank, or among what was held there for nobody
 */
export function transitCleared(amountFen: Fen, from: Extract<CashAccount, '1002' | '2241.02'>): EntryDraft {
  return draft('CHANNEL_SETTLED', [[from, amountFen]], [['1012', amountFen]]);
}

/**
 * Money that the bank has, and that a loan gave up that it was not for, is held for nobody.
 * @param given where the loan took it from; 1221 where it had been left to the bank
 */
export function heldAgain(amountFen: Fen, given: Extract<CashAccount, '1002' | '1012'> | '1221'): EntryDraft {
  return draft('UNIDENTIFIED_RECEIPT', [[given, amountFen]], [['2241.02', amountFen]]);
}

/**
 * A loan gives up money that the books hold at the bank, that was held for nobody before, or that is in transit though
 * the bank has shown it. The bank takes it back by its own file, or never had it: 1221 stands between the two, whichever
 * comes first.
 * @param given where the loan took it from
 */
export function leftToBank(amountFen: Fen, given: Exclude<CashAccount, '2241.01'>): EntryDraft {
  return draft('SHORT_ITEM', [[given, amountFen]], [['1221', amountFen]]);
}
