import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { penaltyRateOf, rateOn, settlementDate } from '../overdue/penalty';
import { periodStartOf } from '../schedule/remaining';
import { booksOf, claimedInterest, sumLines } from './books';
import { sumOf, totalOf } from './components';
import {
  accruedInterestAt,
  askedBy,
  countedTo,
  daysPastDueOf,
  duesAt,
  isOverdue,
  isSettled,
  unpaidOf,
  unpaidPrincipal,
} from './lines';
import { claimOf, type InstalmentLine, type LoanPosition } from './position';
import type { InstalmentState, InstalmentStatus, LoanState, LoanStatus, NextDue } from './state';

/** The figures of a loan on a day, from what its events have made of it. */
export function stateAt(position: LoanPosition, asOf: IsoDate): LoanState {
  const { terms, lines, phase } = position;
  const isActive = phase === 'ACTIVE';
  const instalments = lines.map((line) => instalmentState(line, position, asOf));
  const dues = sumOf(duesAt(position, asOf));
  const unpaidPrincipalFen = isActive ? sumLines(lines, unpaidPrincipal) : fen(0);
  const overdueFen = isActive
    ? sumLines(
        lines.filter((line) => isOverdue(line, asOf)),
        unpaidPrincipal,
      )
    : fen(0);
  const annualRate = rateOn(asOf, position.rates);
  const daysPastDue = isActive ? Math.max(0, ...instalments.map((instalment) => instalment.daysPastDue)) : 0;
  return {
    terms,
    asOf,
    status: statusOf(position, asOf, daysPastDue),
    accrual: position.accrual,
    annualRate,
    penaltyRate: penaltyRateOf(annualRate, terms),
    principalOutstandingFen: unpaidPrincipalFen,
    principalNormalFen: fen(unpaidPrincipalFen - overdueFen),
    principalOverdueFen: overdueFen,
    interestAccruedFen: isActive ? claimedInterest(position, asOf) : fen(0),
    interestDueFen: dues.interestFen,
    penaltyFen: dues.penaltyFen,
    compoundFen: dues.compoundFen,
    feesFen: dues.feeFen,
    suspenseFen: position.suspenseFen,
    totalDueFen: totalOf(dues),
    daysPastDue,
    nextDue: isActive ? nextDueOf(instalments, asOf) : null,
    instalments,
    history: position.history,
    prepayments: position.prepayments,
    writtenOffPrincipalFen: position.writtenOffPrincipalFen,
    claim: claimOf(position),
    recoveredFen: position.recoveredFen,
    books: booksOf(position),
    accruedThrough: position.accruedThrough,
    lastSequence: position.lastSequence,
  };
}

function instalmentState(line: InstalmentLine, position: LoanPosition, asOf: IsoDate): InstalmentState {
  const { row, collectionDate, paid, waived } = line;
  const unpaid = unpaidOf(line, position, asOf);
  const unpaidFen = totalOf(unpaid);
  return {
    number: row.number,
    periodStart: periodStartOf(row),
    dueDate: row.dueDate,
    collectionDate,
    openingFen: row.openingFen,
    annualRate: row.segments.at(-1)?.annualRate ?? position.scheduleTerms.annualRate,
    scheduled: askedBy(line, position, asOf),
    paid,
    waived,
    unpaid,
    unpaidFen,
    accruedInterestFen: accruedInterestAt(row, countedTo(position, asOf), position.terms.dayCount),
    daysPastDue: daysPastDueOf(line, countedTo(position, asOf)),
    settledOn: settlementDate({
      principalFen: row.principalFen,
      interestFen: row.interestFen,
      reductions: line.reductions,
    }),
    status: instalmentStatus(line, unpaidFen, asOf),
  };
}

function instalmentStatus(line: InstalmentLine, unpaidFen: Fen, asOf: IsoDate): InstalmentStatus {
  if (line.row.dueDate > asOf) return 'FUTURE';
  if (unpaidFen === 0) return 'PAID';
  return asOf > line.collectionDate ? 'OVERDUE' : 'DUE';
}

function statusOf(position: LoanPosition, asOf: IsoDate, daysPastDue: number): LoanStatus {
  if (position.phase !== 'ACTIVE') return position.phase;
  if (isSettled(position, asOf)) return 'SETTLED';
  return daysPastDue > 0 ? 'OVERDUE' : 'REPAYING';
}

function nextDueOf(instalments: readonly InstalmentState[], asOf: IsoDate): NextDue | null {
  const next = instalments.find(({ collectionDate, unpaidFen }) => collectionDate >= asOf && unpaidFen > 0);
  if (next === undefined) return null;
  const { number, dueDate, collectionDate, unpaidFen } = next;
  return { number, dueDate, collectionDate, amountFen: unpaidFen };
}
