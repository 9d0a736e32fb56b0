import { Decimal } from 'decimal.js';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { LoanEvent } from '../../domain/loan/events';
import type { InstalmentLine } from '../../domain/loan/position';
import type { LoanBooks, LoanState } from '../../domain/loan/state';
import { EVENT_VERSION } from '../../domain/loan/upcast';
import { type Fen, fen } from '../../domain/money/fen';
import type { FiveTierGrade } from '../../domain/overdue/grades';
import { periodStartOf } from '../../domain/schedule/remaining';
import type { Stored } from './columns';

/** What `loan` keeps of the fold besides its part of the accounts, which postings move. */
export interface LoanProjection {
  readonly status: LoanState['status'];
  readonly daysPastDue: number;
  readonly riskClass: FiveTierGrade;
  /** The best class that a rescheduling under observation allows, and the last day of the observation. */
  readonly riskFloor: FiveTierGrade;
  readonly riskFloorUntil: IsoDate | null;
  readonly accrual: LoanState['accrual'];
  readonly nextDueDate: IsoDate | null;
  readonly accruedThrough: IsoDate | null;
  /** What the fold says that the postings must add up to; the database compares. */
  readonly books: LoanBooks;
}

/**
 * A row of `instalment`. `rateDaysBefore`: Σ rate × days under the period's earlier rates; `bookedInterestFen` and the
 * following: what the books held of the row after the last event.
 */
export type InstalmentProjection = Omit<Stored<'Instalment'>, 'loanId'>;

/** The loan's row as a state asks for it. */
export function loanProjectionOf(state: LoanState): LoanProjection {
  const { history, nextDue } = state;
  return {
    status: state.status,
    daysPastDue: state.daysPastDue,
    riskClass: history.grade,
    riskFloor: history.observation?.floor ?? 'NORMAL',
    riskFloorUntil: history.observation?.until ?? null,
    accrual: state.accrual,
    nextDueDate: nextDue?.dueDate ?? null,
    accruedThrough: state.accruedThrough,
    books: state.books,
  };
}

/** The row of an instalment with all that happened to it. */
export function instalmentProjectionOf(line: InstalmentLine): InstalmentProjection {
  const { row, feeFen, paid, waived, movedPrincipalFen } = line;
  const running = row.segments.at(-1);
  return {
    number: row.number,
    periodStart: periodStartOf(row),
    dueDate: row.dueDate,
    collectionDate: line.collectionDate,
    openingFen: row.openingFen,
    annualRate: Number(running?.annualRate ?? 0),
    accrualFrom: running?.fromDate ?? row.dueDate,
    rateDaysBefore: rateDays(row.segments.slice(0, -1)),
    // What a rescheduling took to new rows is asked for there.
    principalFen: fen(row.principalFen - movedPrincipalFen),
    interestFen: row.interestFen,
    feeFen,
    principalPaidFen: paid.principalFen,
    interestPaidFen: paid.interestFen,
    interestWaivedFen: waived.interestFen,
    feePaidFen: paid.feeFen,
    feeWaivedFen: waived.feeFen,
    settled: unpaidFen(line) === 0,
    bookedInterestFen: line.bookedInterestFen,
    deferredVatFen: line.deferredVatFen,
    overdueInBooks: line.isOverdueInBooks,
  };
}

/** To the decimals of its column: a divided month of 30/360 has no whole days. */
const RATE_DAYS_DECIMALS = 10;

function rateDays(segments: InstalmentLine['row']['segments']): number {
  return segments
    .reduce(
      (sum, { annualRate, interestDays, partsOfDay = 1 }) =>
        sum.plus(new Decimal(annualRate).times(interestDays).dividedBy(partsOfDay)),
      new Decimal(0),
    )
    .toDecimalPlaces(RATE_DAYS_DECIMALS)
    .toNumber();
}

function unpaidFen({ row, feeFen, paid, waived, movedPrincipalFen }: InstalmentLine): Fen {
  const owed = row.principalFen - movedPrincipalFen + row.interestFen + feeFen;
  const gone = paid.principalFen + paid.interestFen + paid.feeFen + waived.interestFen + waived.feeFen;
  return fen(owed - gone);
}

/** Rows of `wanted` that `stored` lacks or has otherwise: what has to be written. */
export function changedInstalments(
  stored: readonly InstalmentProjection[],
  wanted: readonly InstalmentProjection[],
): readonly InstalmentProjection[] {
  const known = new Map(stored.map((row) => [row.number, row]));
  return wanted.filter((row) => {
    const before = known.get(row.number);
    return before === undefined || !isSame(before, row);
  });
}

function isSame(left: InstalmentProjection, right: InstalmentProjection): boolean {
  return (Object.keys(right) as (keyof InstalmentProjection)[]).every((key) => left[key] === right[key]);
}

/** An event as it is kept. */
export interface StoredEvent {
  readonly kind: string;
  readonly effectiveDate: IsoDate;
  readonly businessKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Its row, in today's version. */
export function storedEvent({
  sequence: _sequence,
  kind,
  effectiveDate,
  businessKey,
  ...payload
}: LoanEvent): StoredEvent {
  return { kind, effectiveDate, businessKey, payload: { v: EVENT_VERSION, ...payload } };
}
