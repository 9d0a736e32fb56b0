import { daysBetween, type IsoDate } from '../../calendar/isoDate';
import { overdueRescheduled } from '../../ledger/entries';
import { type Fen, fen } from '../../money/fen';
import { observationAfter } from '../../overdue/observation';
import { accept } from '../../result';
import { extend } from '../../schedule/extension';
import { segmentsUntil } from '../../schedule/periods';
import { changeRate } from '../../schedule/rateChange';
import { periodStartOf } from '../../schedule/remaining';
import { reschedule } from '../../schedule/rescheduling';
import type { Schedule, ScheduleRow } from '../../schedule/types';
import { bringBooksTo, sumLines } from '../books';
import { NOTHING } from '../components';
import type { LoanEventOf } from '../events';
import { accruedInterestAt, futureLines, lineOf, reduced, unpaidFee, unpaidPrincipal } from '../lines';
import type { InstalmentLine, LoanPosition } from '../position';
import { interestSoFar, remainingAt, withRemaining } from '../remaining';
import type { Outcome, Standing } from '../standing';

/** Changes the contract rate; a level payment is found anew. */
export function rateChanged(
  { annualRate }: LoanEventOf<'RATE_CHANGED'>,
  { position, date, collectionDateOf }: Standing,
): Outcome {
  const rates = [...position.rates.filter(({ from }) => from < date), { from: date, annualRate }];
  const repriced: LoanPosition = { ...position, rates };
  const remaining = remainingAt(position, date);
  if (remaining.rows.length === 0) return accept({ position: repriced, drafts: [] });
  const changed = changeRate(remaining, date, annualRate);
  if (!changed.ok) return changed;
  // A divided month of 30/360 may have earned less by the day than its actual days had.
  return accept(bringBooksTo(withRemaining(repriced, date, changed.value, true, collectionDateOf), date));
}

/** Moves the maturity, with another rate when agreed. */
export function extended(
  event: LoanEventOf<'EXTENDED'>,
  { position, date, collectionDateOf }: Standing,
): Outcome {
  const extension = extend(remainingAt(position, date), event.extraMonths);
  if (!extension.ok) return extension;
  const longer: LoanPosition = {
    ...withRemaining(position, date, extension.value.remaining, true, collectionDateOf),
    extendedMonths: position.extendedMonths + event.extraMonths,
  };
  if (event.annualRate === undefined) return accept({ position: longer, drafts: [] });
  return rateChanged(
    { ...event, kind: 'RATE_CHANGED', annualRate: event.annualRate },
    {
      position: longer,
      date,
      collectionDateOf,
    },
  );
}

/** The running row up to a day: its interest so far falls due on it, with principal when given. */
function rowDueOn(date: IsoDate, row: ScheduleRow, principalFen: Fen, interestFen: Fen): ScheduleRow {
  return {
    number: row.number,
    dueDate: date,
    days: daysBetween(periodStartOf(row), date),
    segments: segmentsUntil(row.segments, date, row.dueDate),
    openingFen: row.openingFen,
    principalFen,
    interestFen,
    paymentFen: fen(principalFen + interestFen),
    balanceFen: fen(row.openingFen - principalFen),
  };
}

/** Ends the running period on a day: what it has earned and the fees billed are due at once, with `principalFen`. */
function endPeriod(standing: Standing, principalFen: Fen): readonly InstalmentLine[] {
  const { position, date, collectionDateOf } = standing;
  const future = futureLines(position, date);
  const [running] = future;
  if (running === undefined) return position.lines;
  const interestFen = accruedInterestAt(running.row, date, position.terms.dayCount);
  const billedFeesFen = sumLines(future, unpaidFee);
  const due = position.lines.filter((line) => line.row.dueDate <= date);
  if (principalFen + interestFen + billedFeesFen === 0) return due;
  const stub: InstalmentLine = {
    ...lineOf(rowDueOn(date, running.row, principalFen, interestFen), collectionDateOf),
    feeFen: billedFeesFen,
    ...interestSoFar(running),
  };
  return [...due, stub];
}

/**
 * All principal that is left, overdue or not, gets new rows from the day on; the interest of the running
 * period falls due on that day and never becomes principal.
 */
export function rescheduled(event: LoanEventOf<'RESCHEDULED'>, standing: Standing): Outcome {
  const { position, date, collectionDateOf } = standing;
  const lines = endPeriod(standing, fen(0));
  const principalFen = sumLines(position.lines, unpaidPrincipal);
  const lastNumber = lines.at(-1)?.row.number ?? 0;
  const built = reschedule(position.scheduleTerms, principalFen, date, event, lastNumber);
  if (!built.ok) return built;
  const overdueFen = sumLines(
    position.lines.filter((line) => line.isOverdueInBooks),
    unpaidPrincipal,
  );
  const settled = bringBooksTo(
    { ...position, lines: lines.map((line) => withoutPrincipal(line, date)) },
    date,
  );
  return accept({
    position: {
      ...settled.position,
      lines: [...settled.position.lines, ...built.value.rows.map((row) => lineOf(row, collectionDateOf))],
      scheduleTerms: built.value.terms,
      levelFen: built.value.levelFen,
      rates: [
        ...position.rates.filter(({ from }) => from < date),
        { from: date, annualRate: built.value.terms.annualRate },
      ],
      history: historyAfterRescheduling(position, date, built.value),
    },
    drafts: [...settled.drafts, ...(position.accrual === 'ACCRUAL' ? [overdueRescheduled(overdueFen)] : [])],
  });
}

/** A due line whose unpaid principal moves to new rows: it bears penalty up to this day. */
function withoutPrincipal(line: InstalmentLine, date: IsoDate): InstalmentLine {
  const movedFen = unpaidPrincipal(line);
  return {
    ...line,
    movedPrincipalFen: fen(line.movedPrincipalFen + movedFen),
    reductions: reduced(line, date, { ...NOTHING, principalFen: movedFen }),
    isOverdueInBooks: false,
  };
}

/** Observation begins anew. */
function historyAfterRescheduling(
  { history }: LoanPosition,
  date: IsoDate,
  { rows }: Schedule,
): LoanPosition['history'] {
  const [first, second = first] = rows;
  if (first === undefined || second === undefined) return history;
  const dues = { firstDue: first.dueDate, secondDue: second.dueDate };
  return {
    ...history,
    reschedulings: history.reschedulings + 1,
    observation: observationAfter(history.observation, { date, ...dues, gradeBefore: history.grade }),
  };
}

/** All that is left falls due on the day. */
export function accelerated(_event: LoanEventOf<'ACCELERATED'>, standing: Standing): Outcome {
  const { position, date } = standing;
  const principalFen = sumLines(futureLines(position, date), unpaidPrincipal);
  return accept(
    bringBooksTo({ ...position, lines: endPeriod(standing, principalFen), levelFen: null }, date),
  );
}

/** Rows that lie ahead are collected on other days. */
export function collectionDatesChanged(
  { collectionDates }: LoanEventOf<'COLLECTION_DATES_CHANGED'>,
  { position }: Standing,
): Outcome {
  const lines = position.lines.map((line) => ({
    ...line,
    collectionDate: collectionDates[line.row.dueDate] ?? line.collectionDate,
  }));
  return accept({ position: { ...position, lines }, drafts: [] });
}
