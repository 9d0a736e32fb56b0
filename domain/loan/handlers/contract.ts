import { daysBetween, type IsoDate } from '../../calendar/isoDate';
import { overdueRescheduled } from '../../ledger/entries';
import { type Fen, fen } from '../../money/fen';
import { observationEnd } from '../../overdue/classification';
import { accept } from '../../result';
import {
  buildSchedule,
  changeRate,
  extend,
  periodStartOf,
  type Schedule,
  type ScheduleRow,
} from '../../schedule';
import { segmentsUntil } from '../../schedule/periods';
import { bringBooksTo, sumLines } from '../books';
import { NOTHING } from '../components';
import type { LoanEventOf } from '../events';
import { accruedInterestAt, futureLines, lineOf, reduced, unpaidPrincipal } from '../lines';
import type { InstalmentLine, LoanPosition } from '../position';
import { remainingAt, withRemaining } from '../remaining';
import type { Outcome, Scene } from '../scene';

/** Changes the contract rate; a level payment is found anew. */
export function rateChanged(
  { annualRate }: LoanEventOf<'RATE_CHANGED'>,
  { position, date, calendar }: Scene,
): Outcome {
  const rates = [...position.rates.filter(({ from }) => from < date), { from: date, annualRate }];
  const repriced: LoanPosition = { ...position, rates };
  const remaining = remainingAt(position, date);
  if (remaining.rows.length === 0) return accept({ position: repriced, drafts: [] });
  const changed = changeRate(remaining, date, annualRate);
  if (!changed.ok) return changed;
  return accept({ position: withRemaining(repriced, date, changed.value, true, calendar), drafts: [] });
}

/** Moves the maturity, with another rate when agreed. */
export function extended(event: LoanEventOf<'EXTENDED'>, { position, date, calendar }: Scene): Outcome {
  const extension = extend(remainingAt(position, date), event.extraMonths, position.extendedMonths);
  if (!extension.ok) return extension;
  const longer: LoanPosition = {
    ...withRemaining(position, date, extension.value.remaining, true, calendar),
    extendedMonths: position.extendedMonths + event.extraMonths,
  };
  if (event.annualRate === undefined) return accept({ position: longer, drafts: [] });
  return rateChanged(
    { ...event, kind: 'RATE_CHANGED', annualRate: event.annualRate },
    {
      position: longer,
      date,
      calendar,
    },
  );
}

function rowDueOn(date: IsoDate, row: ScheduleRow, principalFen: Fen, interestFen: Fen): ScheduleRow {
  const fromDate = periodStartOf(row);
  return {
    number: row.number,
    dueDate: date,
    days: Math.max(0, daysBetween(fromDate, date)),
    segments: segmentsUntil(row.segments, date, row.dueDate),
    openingFen: row.openingFen,
    principalFen,
    interestFen,
    paymentFen: fen(principalFen + interestFen),
    balanceFen: fen(row.openingFen - principalFen),
  };
}

function endPeriod(scene: Scene, principalFen: Fen): readonly InstalmentLine[] {
  const { position, date, calendar } = scene;
  const future = futureLines(position, date);
  const [running] = future;
  if (running === undefined) return position.lines;
  const interestFen = accruedInterestAt(running.row, date, position.terms.dayCount);
  const billedFeesFen = sumLines(future, (line) => line.feeFen);
  const due = position.lines.filter((line) => line.row.dueDate <= date);
  if (principalFen + interestFen + billedFeesFen === 0) return due;
  const stub: InstalmentLine = {
    ...lineOf(rowDueOn(date, running.row, principalFen, interestFen), calendar),
    feeFen: billedFeesFen,
    bookedInterestFen: running.bookedInterestFen,
    deferredVatFen: running.deferredVatFen,
  };
  return [...due, stub];
}

export function rescheduled(event: LoanEventOf<'RESCHEDULED'>, scene: Scene): Outcome {
  const { position, date, calendar } = scene;
  const lines = endPeriod(scene, fen(0));
  const principalFen = sumLines(position.lines, unpaidPrincipal);
  const { repayDay: _repayDay, firstDueDate: _firstDueDate, ...kept } = position.scheduleTerms;
  const built = buildSchedule({
    ...kept,
    paymentMode: 'EXACT',
    principalFen,
    startDate: date,
    termMonths: event.termMonths,
    annualRate: event.annualRate ?? kept.annualRate,
    method: event.method ?? kept.method,
    firstDueDate: event.firstDueDate,
  });
  if (!built.ok) return built;
  const lastNumber = lines.at(-1)?.row.number ?? 0;
  const rows = built.value.rows.map((row) => ({ ...row, number: row.number + lastNumber }));
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
      lines: [...settled.position.lines, ...rows.map((row) => lineOf(row, calendar))],
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

function withoutPrincipal(line: InstalmentLine, date: IsoDate): InstalmentLine {
  const movedFen = unpaidPrincipal(line);
  return {
    ...line,
    movedPrincipalFen: fen(line.movedPrincipalFen + movedFen),
    reductions: reduced(line, date, { ...NOTHING, principalFen: movedFen }),
    isOverdueInBooks: false,
  };
}

function historyAfterRescheduling(
  { history }: LoanPosition,
  date: IsoDate,
  { rows }: Schedule,
): LoanPosition['history'] {
  const [first, second] = rows;
  const isAgain = history.observedUntil !== null && date <= history.observedUntil;
  return {
    ...history,
    reschedulings: history.reschedulings + 1,
    rescheduledOn: date,
    isRescheduledAgain: isAgain,
    observedUntil:
      first === undefined ? null : observationEnd(first.dueDate, second?.dueDate ?? first.dueDate),
  };
}

export function accelerated(_event: LoanEventOf<'ACCELERATED'>, scene: Scene): Outcome {
  const { position, date } = scene;
  const principalFen = sumLines(futureLines(position, date), unpaidPrincipal);
  return accept(bringBooksTo({ ...position, lines: endPeriod(scene, principalFen), levelFen: null }, date));
}
