import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { appendLoanEvent, type LoanHistory, type LoanRefusal } from '../loan/append';
import type { NewLoanEvent } from '../loan/events';
import { loanAt, positionAt } from '../loan/fold';
import type { LoanState } from '../loan/state';
import { compareRates, type Rate } from '../money/rate';
import type { ChangeParameters } from '../parameters/changes';
import { accept, type Result, refuse } from '../result';
import { type BookChange, type BookChangeKind, type BookChangeRefusal, bookedAs } from './bookChange';
import type { AllowedExtension } from './extensionLimit';

/** A loan on the day of the change, as far as people compare it. */
export interface QuotedFigures {
  readonly annualRate: Rate;
  readonly maturity: IsoDate;
  readonly principalOutstandingFen: number;
  /** Unpaid and due. */
  readonly totalDueFen: number;
  readonly penaltyFen: number;
  readonly compoundFen: number;
  /** Interest that is still to be paid, to the end. */
  readonly interestToPayFen: number;
  /** All that is still to be paid, to the end. */
  readonly totalToPayFen: number;
}

/** One row of what is still to be paid. */
export interface QuotedRow {
  readonly number: number;
  readonly dueDate: IsoDate;
  readonly principalFen: number;
  readonly interestFen: number;
}

/** What a change would do. Whoever agrees agrees to this; what is applied is this, to the fen. */
export interface ChangeQuote {
  readonly kind: BookChangeKind;
  readonly on: IsoDate;
  /** Who must approve goes by it. */
  readonly amountFen: number;
  readonly before: QuotedFigures;
  readonly after: QuotedFigures;
  /** Rows that are due on the day or later, as they would be. */
  readonly rows: readonly QuotedRow[];
  readonly extension: AllowedExtension | null;
  /** Last day on which the loan is under observation; null when it is not. */
  readonly observedUntil: IsoDate | null;
}

/** A change that the books would take. */
export interface DraftedChange {
  readonly quote: ChangeQuote;
  readonly events: readonly NewLoanEvent[];
}

export type ChangeRefusal = BookChangeRefusal | LoanRefusal | 'NOTHING_CHANGES';

/** How the events are recorded. */
export interface Recording {
  /** The business day; the day of the change or a later one. */
  readonly recordedOn: IsoDate;
  /** Names the change: its events are told apart by a number behind it. */
  readonly businessKey: string;
}

/** Shows what a change does and makes its events, without recording them. */
export function draftChange(
  history: LoanHistory,
  change: BookChange,
  recording: Recording,
  calendar: BusinessCalendar,
  parameters: ChangeParameters,
): Result<DraftedChange, ChangeRefusal> {
  const { terms } = history;
  const position = positionAt(terms, history.events, change.on, calendar);
  const booked = bookedAs(change, position, parameters);
  if (!booked.ok) return booked;
  const events = booked.value.events.map(
    (body, index): NewLoanEvent => ({
      ...body,
      effectiveDate: change.on,
      recordedOn: recording.recordedOn,
      businessKey: index === 0 ? recording.businessKey : `${recording.businessKey}/${index + 1}`,
    }),
  );
  let after = history;
  for (const event of events) {
    const recorded = appendLoanEvent(after, event, calendar);
    if (!recorded.ok) return recorded;
    after = { ...after, events: recorded.value.events, accruedThrough: recorded.value.after.accruedThrough };
  }
  const [old, now] = [history, after].map((of) => loanAt(terms, of.events, change.on, calendar));
  if (old === undefined || now === undefined || events.length === 0) return refuse('NOTHING_CHANGES');
  if (change.kind === 'REPRICE' && compareRates(old.annualRate, now.annualRate) === 0) {
    return refuse('NOTHING_CHANGES', 'annualRate');
  }
  return accept({
    events,
    quote: {
      kind: change.kind,
      on: change.on,
      amountFen: booked.value.amountFen,
      before: figuresOf(old),
      after: figuresOf(now),
      rows: rowsOf(now, change.on),
      extension: booked.value.extension,
      observedUntil: now.history.observation?.until ?? null,
    },
  });
}

function figuresOf(state: LoanState): QuotedFigures {
  const { annualRate, principalOutstandingFen, totalDueFen, penaltyFen, compoundFen, instalments } = state;
  return {
    annualRate,
    maturity: instalments.at(-1)?.dueDate ?? state.asOf,
    principalOutstandingFen,
    totalDueFen,
    penaltyFen,
    compoundFen,
    interestToPayFen: instalments.reduce((sum, { unpaid }) => sum + unpaid.interestFen, 0),
    totalToPayFen: instalments.reduce((sum, { unpaidFen }) => sum + unpaidFen, 0),
  };
}

function rowsOf({ instalments }: LoanState, from: IsoDate): QuotedRow[] {
  return instalments
    .filter(({ dueDate }) => dueDate >= from)
    .map(({ number, dueDate, scheduled: { principalFen, interestFen } }) => ({
      number,
      dueDate,
      principalFen,
      interestFen,
    }));
}

/** They make no rows: what falls due before they are taken is theirs all the same. */
const KEEPS_ROWS: readonly BookChangeKind[] = ['WAIVE', 'WRITE_OFF'];

/**
 * Whether what the books hold now is what was quoted: the same rows to the fen, and none of them fell due before the
 * change was taken.
 * @param now the loan after the change, on the last day that is booked
 */
export function isAsQuoted({ kind, on, rows }: ChangeQuote, now: LoanState, today: IsoDate): boolean {
  const hold = rowsOf(now, on);
  const isSame =
    hold.length === rows.length &&
    rows.every((row, index) => {
      const held = hold[index];
      return (
        held?.number === row.number &&
        held.dueDate === row.dueDate &&
        held.principalFen === row.principalFen &&
        held.interestFen === row.interestFen
      );
    });
  return (
    isSame && (KEEPS_ROWS.includes(kind) || !rows.some(({ dueDate }) => dueDate > on && dueDate <= today))
  );
}
