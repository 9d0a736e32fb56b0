/** Entries of charges, which live by themselves: see `domain/fees/charge`. */
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { draft, type EntryDraft } from './draft';
import { BANK, type CashAccount, FEE_INCOME, type FeeKind, incomeWithVat, OUTPUT_VAT } from './entries';

/** An invoice for a fee: owed from now on. */
export function feeBilledTo(kind: FeeKind, grossFen: Fen, vatRate: Rate): EntryDraft {
  const income = FEE_INCOME[kind];
  if (income === null) return draft('FEE_BILLED', [['1124', grossFen]], [['2241.03', grossFen]]);
  return incomeWithVat('FEE_BILLED', '1124', income, grossFen, vatRate);
}

/** Money for an invoice; what is above it is held for whoever paid it. */
export function feeMoneyIn(paidFen: Fen, heldFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft(
    'FEE_COLLECTED',
    [[cash, fen(paidFen + heldFen)]],
    [
      ['1124', paidFen],
      ['2241.01', heldFen],
    ],
  );
}

/**
 * A receipt bounces, and the invoice is owed again. The bank's account changes by the bank's own file: 1221 stands between
 * the two, whichever comes first.
 */
export function feeMoneyBounced(paidFen: Fen, heldFen: Fen): EntryDraft {
  return draft(
    'FEE_BOUNCED',
    [
      ['1124', paidFen],
      ['2241.01', heldFen],
    ],
    [['1221', fen(paidFen + heldFen)]],
  );
}

/** A part of an invoice that is given up, or back, taken apart as it was when it was posted. */
export interface GivenBack {
  readonly netFen: Fen;
  readonly vatFen: Fen;
}

/** Red letter on income and output VAT: given up while it is owed, or given back in money. */
export function feeGivenBack(
  event: 'FEE_WAIVED' | 'FEE_REFUND',
  kind: FeeKind,
  { netFen, vatFen }: GivenBack,
): EntryDraft {
  const income = FEE_INCOME[kind];
  const credit = event === 'FEE_WAIVED' ? '1124' : BANK;
  const grossFen = fen(netFen + vatFen);
  if (income === null) return draft(event, [['2241.03', grossFen]], [[credit, grossFen]]);
  return draft(
    event,
    [
      [income, netFen],
      [OUTPUT_VAT, vatFen],
    ],
    [[credit, grossFen]],
  );
}
