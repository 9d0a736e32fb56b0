import { memo } from '../../ledger/draft';
import {
  accrualResumed,
  keptPenaltyReceived,
  nonAccrualEntry,
  nonAccrualInterestReceived,
  nonAccrualPrincipal,
  provision,
  recoveryCash,
  recoveryReinstate,
  writeOff,
  writeOffTopUp,
} from '../../ledger/entries';
import { fen } from '../../money/fen';
import { splitVat } from '../../money/vat';
import { accept, refuse } from '../../result';
import { booksOf, bringBooksTo, claimedInterest, sumLines } from '../books';
import { NOTHING, sumOf, totalOf } from '../components';
import type { LoanEventOf } from '../events';
import { duesAt, futureLines, isSettled } from '../lines';
import { claimOf, type InstalmentLine, type LoanPosition } from '../position';
import { cashAccountOf, holdOverpayment, withMemoToDate } from '../receipts';
import type { Outcome, Standing } from '../standing';
import { allocate } from '../waterfall';

/** Keeps the grade that was decided. */
export function classified(
  { grade, reasons }: LoanEventOf<'CLASSIFIED'>,
  { position, date }: Standing,
): Outcome {
  const history = { ...position.history, grade, gradeReasons: reasons, classifiedOn: date };
  return accept({ position: { ...position, history }, drafts: [] });
}

/** Brings the allowance to its target. */
export function provisioned({ targetFen }: LoanEventOf<'PROVISIONED'>, { position }: Standing): Outcome {
  return accept({
    position: { ...position, allowanceFen: targetFen },
    drafts: [provision(position.allowanceFen, targetFen)],
  });
}

/** Stops recognising interest: what is uncollected leaves the balance sheet, all principal is impaired. */
export function nonAccrualEntered(
  _event: LoanEventOf<'NON_ACCRUAL_ENTERED'>,
  { position, date }: Standing,
): Outcome {
  if (position.accrual === 'NON_ACCRUAL') return refuse('ALREADY_NON_ACCRUAL');
  const books = booksOf(position);
  const future = futureLines(position, date);
  const notDueFen = sumLines(future, (line) => line.bookedInterestFen);
  const dueFen = fen(books.interestReceivableFen - notDueFen);
  const declaredFen = splitVat(dueFen, position.terms.vatRate).vatFen;
  return accept({
    position: {
      ...position,
      accrual: 'NON_ACCRUAL',
      lines: position.lines.map(offBooks),
      offBalanceInterestFen: books.interestReceivableFen,
      vatReceivableFen: fen(position.vatReceivableFen + declaredFen),
    },
    drafts: [
      nonAccrualEntry({ dueFen, notDueFen, deferredVatFen: books.deferredVatFen }, position.terms.vatRate),
      nonAccrualPrincipal(books.principalOverdueFen, books.principalNormalFen),
    ],
  });
}

/** A line of which only what was paid or waived is in the books. */
function offBooks(line: InstalmentLine): InstalmentLine {
  const { paid, waived: givenUp } = line;
  return {
    ...line,
    bookedInterestFen: fen(paid.interestFen + givenUp.interestFen),
    deferredVatFen: fen(0),
    isOverdueInBooks: false,
  };
}

/** Nothing is due any more and the loan was upgraded: interest is recognised again. */
export function accrualIsResumed(
  _event: LoanEventOf<'ACCRUAL_RESUMED'>,
  { position, date }: Standing,
): Outcome {
  if (position.accrual === 'ACCRUAL') return refuse('NOT_NON_ACCRUAL');
  const resumed: LoanPosition = {
    ...position,
    accrual: 'ACCRUAL',
    lines: position.lines.map(offBooks),
    offBalanceInterestFen: fen(0),
  };
  const { principalNonAccrualFen } = booksOf(position);
  if (principalNonAccrualFen === 0) return refuse('NOTHING_OUTSTANDING');
  const entry = accrualResumed(principalNonAccrualFen);
  const memorandum = memo('OB.01', 'OUT', position.offBalanceInterestFen);
  const brought = bringBooksTo(resumed, date);
  return accept({
    position: brought.position,
    drafts: [
      { ...entry, offBalance: position.offBalanceInterestFen === 0 ? [] : [memorandum] },
      ...brought.drafts,
    ],
  });
}

/**
 * Takes the principal off the books against its allowance; interest and penalty stop counting. What was owed stays
 * claimed: principal, interest, penalty and compound interest each in its memorandum.
 */
export function writtenOff(
  { dropsPenalty }: LoanEventOf<'WRITTEN_OFF'>,
  { position, date }: Standing,
): Outcome {
  if (position.accrual === 'ACCRUAL') return refuse('NOT_NON_ACCRUAL');
  const principalFen = booksOf(position).principalNonAccrualFen;
  if (principalFen === 0) return refuse('NOTHING_OUTSTANDING');
  const { penaltyFen, compoundFen } = dropsPenalty ? NOTHING : sumOf(duesAt(position, date));
  const shortFen = principalFen - position.allowanceFen;
  const drafts = [
    shortFen >= 0 ? writeOffTopUp(fen(shortFen)) : provision(position.allowanceFen, principalFen),
    writeOff(principalFen, fen(penaltyFen + compoundFen)),
  ];
  return accept({
    position: {
      ...position,
      phase: 'WRITTEN_OFF',
      allowanceFen: fen(0),
      writtenOffPrincipalFen: principalFen,
      offBalanceInterestFen: claimedInterest(position, date),
      keptPenaltyFen: penaltyFen,
      keptCompoundFen: compoundFen,
      frozenOn: date,
    },
    drafts: withMemoToDate(drafts, position, date),
  });
}

/** Money for a written-off loan: what is claimed in its order, and what is left over is held for the borrower. */
export function recovered({ amountFen, into }: LoanEventOf<'RECOVERED'>, { position }: Standing): Outcome {
  const cash = cashAccountOf(into);
  const { vatRate } = position.terms;
  // What is claimed is one due, paid as that of a loan that doesn't accrue.
  const claim = { ...claimOf(position), number: 0, dueDate: position.terms.startDate };
  const { allocations, suspenseFen: heldFen } = allocate(amountFen, [claim], 'NON_ACCRUAL');
  const parts = sumOf(allocations);
  const { principalFen, interestFen, penaltyFen, compoundFen } = parts;
  return accept({
    position: {
      ...position,
      writtenOffPrincipalFen: fen(position.writtenOffPrincipalFen - principalFen),
      offBalanceInterestFen: fen(position.offBalanceInterestFen - interestFen),
      keptPenaltyFen: fen(position.keptPenaltyFen - penaltyFen),
      keptCompoundFen: fen(position.keptCompoundFen - compoundFen),
      // The allowance gets back what the write-off used; the next provision releases it.
      allowanceFen: fen(position.allowanceFen + principalFen),
      recoveredFen: fen(position.recoveredFen + totalOf(parts)),
      suspenseFen: fen(position.suspenseFen + heldFen),
    },
    drafts: [
      recoveryReinstate(principalFen),
      recoveryCash(principalFen, cash),
      nonAccrualInterestReceived(interestFen, vatRate, cash),
      keptPenaltyReceived(penaltyFen, vatRate, cash),
      keptPenaltyReceived(compoundFen, vatRate, cash),
      holdOverpayment(heldFen, cash),
    ],
  });
}

/** Ends a loan of which nothing is owed; what was provided for it is released. A replay may find that it owes. */
export function closed(_event: LoanEventOf<'CLOSED'>, { position, date }: Standing): Outcome {
  if (!isSettled(position, date)) return accept({ position, drafts: [] });
  return accept({
    position: { ...position, phase: 'CLOSED', allowanceFen: fen(0) },
    drafts: [provision(position.allowanceFen, fen(0))],
  });
}
