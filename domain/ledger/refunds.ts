import { type Fen, fen, ZERO_FEN } from '../money/fen';
import { draft, type EntryDraft } from './draft';
import { BANK } from './entries';

/**
 * What was paid too much goes back.
 * @param claimedFen what of it turned out not to have been paid: owed by whoever got it
 */
export function overpaymentRefunded(amountFen: Fen, claimedFen: Fen = ZERO_FEN): EntryDraft {
  const heldFen = fen(amountFen - claimedFen);
  return draft(
    'OVERPAYMENT_REFUND',
    [
      ['2241.01', heldFen],
      ['1221.01', claimedFen],
    ],
    [[BANK, amountFen]],
  );
}

/** Who was refunded what they had not paid gives it back: by money that is held. */
export function claimRepaid(amountFen: Fen): EntryDraft {
  return draft('CLAIM_REPAID', [['2241.02', amountFen]], [['1221.01', amountFen]]);
}

/** The money that repaid it is taken back, and is nobody's again until it is known what becomes of it. */
export function claimReopened(amountFen: Fen): EntryDraft {
  return draft('CLAIM_REOPENED', [['1221.01', amountFen]], [['2241.02', amountFen]]);
}

/** What of their money is held pays it (抵销, 民法典第 568 条). */
export function claimSetOff(amountFen: Fen): EntryDraft {
  return draft('CLAIM_SET_OFF', [['2241.01', amountFen]], [['1221.01', amountFen]]);
}

/** They won't: a loss by credit (企业会计准则第 22 号, 其他应收款), borne as it is, for no allowance is kept for it. */
export function claimWrittenOff(amountFen: Fen): EntryDraft {
  return draft('CLAIM_WRITTEN_OFF', [['6702', amountFen]], [['1221.01', amountFen]]);
}
