import { feeBilled, feePaid, feePaidOver, feeRefunded, waiverDrafts } from '../../ledger/entries';
import { type Fen, fen, minFen } from '../../money/fen';
import { splitVat } from '../../money/vat';
import { accept, refuse } from '../../result';
import { claimedInterest } from '../books';
import { FIELD_OF, NOTHING, plus } from '../components';
import type { LoanEventOf } from '../events';
import { reduced, waivableOf } from '../lines';
import type { InstalmentLine, LoanPosition } from '../position';
import { withFee, withMemoToDate } from '../receipts';
import type { Outcome, Standing } from '../standing';

/** Gives up what is unpaid of an instalment. */
export function waived(event: LoanEventOf<'WAIVED'>, { position, date }: Standing): Outcome {
  const { instalment, component } = event;
  const line = position.lines.find(({ row }) => row.number === instalment);
  if (line === undefined) return refuse('INSTALMENT_UNKNOWN', 'instalment', { instalment });
  // A replay may find that less is unpaid than when the waiver was agreed.
  const amountFen = minFen(event.amountFen, waivableOf(line, component, position, date));
  if (amountFen === 0) return accept({ position, drafts: [] });
  const parts = { ...NOTHING, [FIELD_OF[component]]: amountFen };
  const isAccruing = position.accrual === 'ACCRUAL';
  const isEarly = component === 'interest' && line.row.dueDate > date && isAccruing;
  const deferredVatFen = isEarly ? deferredVatOf(line, amountFen, position) : null;
  const changed: InstalmentLine = {
    ...line,
    waived: plus(line.waived, parts),
    reductions: reduced(line, date, parts),
    deferredVatFen: fen(line.deferredVatFen - (deferredVatFen ?? 0)),
  };
  const after = { ...position, lines: position.lines.map((other) => (other === line ? changed : other)) };
  const drafts = waiverDrafts(
    { component, amountFen, accrual: position.accrual, deferredVatFen },
    position.terms.vatRate,
  );
  if (component !== 'interest' || isAccruing) return accept({ position: after, drafts });
  return accept({
    position: { ...after, offBalanceInterestFen: claimedInterest(after, date) },
    drafts: withMemoToDate(drafts, position, date),
  });
}

/** The deferred tax of interest that is not due goes with it, never more than there is. */
function deferredVatOf(line: InstalmentLine, amountFen: Fen, { terms }: LoanPosition): Fen {
  return minFen(line.deferredVatFen, splitVat(amountFen, terms.vatRate).vatFen);
}

/** Takes a fee at once, or bills it with the next instalment. */
export function feeCharged(event: LoanEventOf<'FEE_CHARGED'>, { position, date }: Standing): Outcome {
  const { feeKind, amountFen } = event;
  const { vatRate } = position.terms;
  if (event.settlement === 'PAID') {
    const passedOnFen = feeKind === 'APPRAISAL_AGENCY' ? amountFen : 0;
    return accept({
      position: {
        ...position,
        feesTaken: withFee(position, feeKind, amountFen),
        agencyPayableFen: fen(position.agencyPayableFen + passedOnFen),
      },
      drafts: [feePaid(feeKind, amountFen, vatRate)],
    });
  }
  const next = position.lines.find((line) => line.row.dueDate > date) ?? position.lines.at(-1);
  if (next === undefined) return refuse('NOTHING_OUTSTANDING');
  const lines = position.lines.map((line) =>
    line === next ? { ...line, feeFen: fen(line.feeFen + amountFen) } : line,
  );
  return accept({ position: { ...position, lines }, drafts: [feeBilled(amountFen, vatRate)] });
}

/** Gives a fee back in money. */
export function feeIsRefunded(
  { feeKind, amountFen }: LoanEventOf<'FEE_REFUNDED'>,
  { position }: Standing,
): Outcome {
  const passedOnFen = feeKind === 'APPRAISAL_AGENCY' ? amountFen : 0;
  return accept({
    position: {
      ...position,
      feesTaken: withFee(position, feeKind, fen(-amountFen)),
      agencyPayableFen: fen(position.agencyPayableFen - passedOnFen),
    },
    drafts: [feeRefunded(feeKind, amountFen, position.terms.vatRate)],
  });
}

/** Passes a fee on to the third party that it was collected for. */
export function feeIsPaidOver({ amountFen }: LoanEventOf<'FEE_PAID_OVER'>, { position }: Standing): Outcome {
  return accept({
    position: { ...position, agencyPayableFen: fen(position.agencyPayableFen - amountFen) },
    drafts: [feePaidOver(amountFen)],
  });
}
