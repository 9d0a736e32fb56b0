import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { type PenaltyAccrued, penaltyAccrued, type Reduction } from '../overdue/penalty';
import { interestOver } from '../schedule/interest';
import { segmentsUntil } from '../schedule/periods';
import { periodStartOf } from '../schedule/remaining';
import type { DayCount, ScheduleRow } from '../schedule/types';
import type { CollectionDates } from './collectionDates';
import { type Components, FIELD_OF, minus, NOTHING, plus, totalOf } from './components';
import type { Component } from './events';
import { claimOf, type InstalmentLine, type LoanPosition } from './position';
import type { Due } from './waterfall';

/** A row that nothing has happened to. */
export function lineOf(row: ScheduleRow, collectionDateOf: CollectionDates): InstalmentLine {
  return {
    row,
    collectionDate: collectionDateOf(row.dueDate),
    feeFen: fen(0),
    paid: NOTHING,
    waived: NOTHING,
    movedPrincipalFen: fen(0),
    reductions: [],
    bookedInterestFen: fen(0),
    deferredVatFen: fen(0),
    isOverdueInBooks: false,
  };
}

/**
 * Interest of a row earned by a day: nothing before its period, all of it from the due date on, between them
 * opening × rate × actual days / (360 or 365), half up, no more days than the row counts. In SQL, for a row with
 * one rate:
 * `CASE WHEN d >= due_date THEN interest_fen WHEN d <= from_date THEN 0
 *  ELSE least(interest_fen, floor(opening_fen * rate * (d - from_date) / year_days + 0.5)) END`.
 */
export function accruedInterestAt(row: ScheduleRow, date: IsoDate, dayCount: DayCount): Fen {
  if (date >= row.dueDate) return row.interestFen;
  if (date <= periodStartOf(row)) return fen(0);
  const segments = segmentsUntil(row.segments, date, row.dueDate);
  return interestOver(row.openingFen, segments, dayCount, 'HALF_UP');
}

/** The day that interest and penalty of a loan count to: the day asked for, or the write-off before it. */
export function countedTo({ frozenOn }: LoanPosition, date: IsoDate): IsoDate {
  return frozenOn !== null && frozenOn < date ? frozenOn : date;
}

/** Penalty and compound interest of a line by a day. */
export function penaltyOf(line: InstalmentLine, position: LoanPosition, date: IsoDate): PenaltyAccrued {
  const { row, collectionDate, reductions } = line;
  return penaltyAccrued(
    {
      dueDate: row.dueDate,
      collectionDate,
      principalFen: row.principalFen,
      interestFen: row.interestFen,
      reductions,
      rates: position.rates,
    },
    position.terms,
    countedTo(position, date),
  );
}

/** All that a line asks for by a day, penalty included, paid or not. */
export function askedBy(line: InstalmentLine, position: LoanPosition, date: IsoDate): Components {
  const isDue = line.row.dueDate <= date;
  const penalty = isDue ? penaltyOf(line, position, date) : { penaltyFen: fen(0), compoundFen: fen(0) };
  return {
    feeFen: line.feeFen,
    compoundFen: penalty.compoundFen,
    penaltyFen: penalty.penaltyFen,
    interestFen: line.row.interestFen,
    principalFen: fen(line.row.principalFen - line.movedPrincipalFen),
  };
}

/** What of it is neither paid nor waived. */
export function unpaidOf(line: InstalmentLine, position: LoanPosition, date: IsoDate): Components {
  return minus(askedBy(line, position, date), plus(line.paid, line.waived));
}

/** What may be given up of a line on a day: of its interest only what is earned by then. */
export function waivableOf(
  line: InstalmentLine,
  component: Exclude<Component, 'principal'>,
  position: LoanPosition,
  date: IsoDate,
): Fen {
  return component === 'interest'
    ? unpaidEarnedInterest(line, position, date)
    : unpaidOf(line, position, date)[FIELD_OF[component]];
}

/** Principal of a line that is not paid. */
export function unpaidPrincipal({ row, movedPrincipalFen, paid }: InstalmentLine): Fen {
  return fen(row.principalFen - movedPrincipalFen - paid.principalFen);
}

/** Interest of a line that is neither paid nor waived; the whole row's. */
export function unpaidInterest({ row, paid, waived }: InstalmentLine): Fen {
  return fen(row.interestFen - paid.interestFen - waived.interestFen);
}

/** Interest of a line earned by a day and neither paid nor waived. */
export function unpaidEarnedInterest(
  { row, paid, waived }: InstalmentLine,
  { terms }: LoanPosition,
  date: IsoDate,
): Fen {
  return fen(accruedInterestAt(row, date, terms.dayCount) - paid.interestFen - waived.interestFen);
}

/** Fees billed with a line and neither paid nor waived. */
export function unpaidFee({ feeFen, paid, waived }: InstalmentLine): Fen {
  return fen(feeFen - paid.feeFen - waived.feeFen);
}

/** Interest of a line in the books and neither paid nor waived. */
export function unpaidBookedInterest({ bookedInterestFen, paid, waived }: InstalmentLine): Fen {
  return fen(bookedInterestFen - paid.interestFen - waived.interestFen);
}

/** What may be paid on a day: lines that are due and not settled, oldest first. */
export function duesAt(position: LoanPosition, date: IsoDate): Due[] {
  if (position.phase !== 'ACTIVE') return [];
  return position.lines
    .filter((line) => line.row.dueDate <= date)
    .map((line) => ({
      number: line.row.number,
      dueDate: line.row.dueDate,
      ...unpaidOf(line, position, date),
    }))
    .filter((due) => totalOf(due) > 0);
}

/** A payment or waiver of a line; principal and interest end a penalty segment on that day. */
export function reduced(line: InstalmentLine, date: IsoDate, parts: Components): readonly Reduction[] {
  const { principalFen, interestFen } = parts;
  return principalFen + interestFen === 0
    ? line.reductions
    : [...line.reductions, { date, principalFen, interestFen }];
}

/** Rows that are not due on a day: what changes of the contract work on. */
export function futureLines({ lines }: LoanPosition, date: IsoDate): readonly InstalmentLine[] {
  return lines.filter((line) => line.row.dueDate > date);
}

/** Whether anything of an instalment is unpaid after its collection date: principal, interest, penalty or fee. */
export function isInArrears(position: LoanPosition, date: IsoDate): boolean {
  return position.lines.some(
    (line) => line.collectionDate < date && totalOf(unpaidOf(line, position, date)) > 0,
  );
}

/** Whether nothing is owed any more, now or later. */
export function isSettled(position: LoanPosition, asOf: IsoDate): boolean {
  if (position.phase === 'WRITTEN_OFF') return totalOf(claimOf(position)) === 0;
  const owes = position.lines.some((line) => totalOf(unpaidOf(line, position, asOf)) > 0);
  return position.phase === 'ACTIVE' && !owes;
}

/** Whether principal or interest is unpaid after the collection date. */
export function isOverdue(line: InstalmentLine, asOf: IsoDate): boolean {
  return asOf > line.collectionDate && unpaidPrincipal(line) + unpaidInterest(line) > 0;
}

/**
 * Days from the nominal due date while principal or interest is unpaid; 0 up to the collection date. In SQL:
 * `CASE WHEN d <= collection_date THEN 0 ELSE d - due_date END` of the oldest unpaid instalment.
 */
export function daysPastDueOf(line: InstalmentLine, asOf: IsoDate): number {
  return isOverdue(line, asOf) ? daysBetween(line.row.dueDate, asOf) : 0;
}
