import type { IsoDate } from '../calendar/isoDate';
import type { EntryDraft } from '../ledger/draft';
import { accrueInterest, interestDue, overdueTransfer } from '../ledger/entries';
import { type Fen, fen } from '../money/fen';
import { splitVat } from '../money/vat';
import { periodStartOf } from '../schedule/remaining';
import { accruedInterestAt, countedTo, unpaidBookedInterest, unpaidFee, unpaidPrincipal } from './lines';
import type { InstalmentLine, LoanPosition } from './position';
import type { LoanBooks } from './state';

/** A loan after a step, and what the step posts. */
export interface Applied {
  readonly position: LoanPosition;
  readonly drafts: readonly EntryDraft[];
}

/**
 * Brings the books of an accruing loan to a day: interest earned by cumulative difference, VAT of interest
 * that fell due, principal that became overdue. Doing it twice, or day by day, comes to the same.
 * @param date nothing is done for null
 */
export function bringBooksTo(position: LoanPosition, date: IsoDate | null): Applied {
  if (position.phase !== 'ACTIVE' || date === null) return { position, drafts: [] };
  if (position.accrual === 'NON_ACCRUAL')
    return { position: { ...position, accruedThrough: date }, drafts: [] };
  const drafts: EntryDraft[] = [];
  const lines = position.lines.map((line) =>
    hasBegun(line, date)
      ? transferred(fallenDue(accrued(line, position, date, drafts), date, drafts), date, drafts)
      : line,
  );
  return { position: { ...position, lines, accruedThrough: date }, drafts };
}

/** Nothing can be posted of an instalment whose period has not begun. */
function hasBegun({ row }: InstalmentLine, date: IsoDate): boolean {
  return periodStartOf(row) < date || row.dueDate <= date;
}

function accrued(
  line: InstalmentLine,
  { terms }: LoanPosition,
  date: IsoDate,
  drafts: EntryDraft[],
): InstalmentLine {
  const accruedFen = accruedInterestAt(line.row, date, terms.dayCount);
  if (accruedFen === line.bookedInterestFen) return line;
  const vatFen = fen(
    splitVat(accruedFen, terms.vatRate).vatFen - splitVat(line.bookedInterestFen, terms.vatRate).vatFen,
  );
  drafts.push(accrueInterest(fen(accruedFen - line.bookedInterestFen), vatFen));
  return { ...line, bookedInterestFen: accruedFen, deferredVatFen: fen(line.deferredVatFen + vatFen) };
}

function fallenDue(line: InstalmentLine, date: IsoDate, drafts: EntryDraft[]): InstalmentLine {
  if (line.row.dueDate > date || line.deferredVatFen === 0) return line;
  drafts.push(interestDue(line.deferredVatFen));
  return { ...line, deferredVatFen: fen(0) };
}

function transferred(line: InstalmentLine, date: IsoDate, drafts: EntryDraft[]): InstalmentLine {
  if (line.isOverdueInBooks || date <= line.collectionDate || unpaidPrincipal(line) === 0) return line;
  drafts.push(overdueTransfer(unpaidPrincipal(line)));
  return { ...line, isOverdueInBooks: true };
}

/** Interest earned by a day, due or not, and neither paid nor waived. */
export function claimedInterest(position: LoanPosition, date: IsoDate): Fen {
  const to = countedTo(position, date);
  return sumLines(position.lines, ({ row, paid, waived }) => {
    const earnedFen = accruedInterestAt(row, to, position.terms.dayCount);
    return fen(earnedFen - paid.interestFen - waived.interestFen);
  });
}

/** Adds up an amount over lines. */
export function sumLines(lines: readonly InstalmentLine[], amountOf: (line: InstalmentLine) => Fen): Fen {
  return fen(lines.reduce((sum, line) => sum + amountOf(line), 0));
}

/** The loan's part of each ledger account. */
export function booksOf(position: LoanPosition): LoanBooks {
  const { lines, accrual, phase } = position;
  const isOnBalance = phase === 'ACTIVE';
  const isAccruing = accrual === 'ACCRUAL';
  const principalOf = (ofLines: readonly InstalmentLine[]) => sumLines(ofLines, unpaidPrincipal);
  const overdueFen = principalOf(lines.filter((line) => line.isOverdueInBooks));
  const normalFen = principalOf(lines.filter((line) => !line.isOverdueInBooks));
  const when = (condition: boolean, amountFen: Fen) => (condition ? amountFen : fen(0));
  return {
    principalNormalFen: when(isOnBalance && isAccruing, normalFen),
    principalOverdueFen: when(isOnBalance && isAccruing, overdueFen),
    principalNonAccrualFen: when(isOnBalance && !isAccruing, fen(normalFen + overdueFen)),
    interestReceivableFen: when(isOnBalance && isAccruing, sumLines(lines, unpaidBookedInterest)),
    deferredVatFen: sumLines(lines, (line) => line.deferredVatFen),
    feesReceivableFen: sumLines(lines, unpaidFee),
    suspenseFen: position.suspenseFen,
    agencyPayableFen: position.agencyPayableFen,
    allowanceFen: position.allowanceFen,
    vatReceivableFen: position.vatReceivableFen,
    offBalanceInterestFen: position.offBalanceInterestFen,
    writtenOffPrincipalFen: position.writtenOffPrincipalFen,
    offBalancePenaltyFen: fen(position.keptPenaltyFen + position.keptCompoundFen),
  };
}
