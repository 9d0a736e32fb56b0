import type { BusinessCalendar } from '../calendar';
import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { memo } from '../ledger/draft';
import {
  accrualResumed,
  disburse,
  feeBilled,
  feeCollected,
  feePaid,
  feePaidOver,
  feeRefunded,
  feeWaived,
  interestDue,
  interestWaived,
  memoInterestWaived,
  nonAccrualEntry,
  nonAccrualInterestReceived,
  nonAccrualPrincipal,
  overdueRescheduled,
  overpaymentRefunded,
  provision,
  recoveryCash,
  recoveryReinstate,
  repay,
  writeOff,
  writeOffTopUp,
} from '../ledger/entries';
import { type Fen, fen, minFen } from '../money/fen';
import { splitVat } from '../money/vat';
import { observationEnd } from '../overdue/classification';
import { accept, type Refusal, type Result, refuse } from '../result';
import {
  buildSchedule,
  changeRate,
  extend,
  periodStartOf,
  type Schedule,
  type ScheduleRow,
} from '../schedule';
import { segmentsUntil } from '../schedule/periods';
import { type Applied, booksOf, bringBooksTo, claimedInterest, sumLines } from './books';
import { FIELD_OF, NOTHING, plus } from './components';
import type { LoanEvent, LoanEventKind, LoanEventOf } from './events';
import {
  accruedInterestAt,
  futureLines,
  isSettled,
  lineOf,
  reduced,
  unpaidOf,
  unpaidPrincipal,
} from './lines';
import { wrongPhase } from './phase';
import type { InstalmentLine, LoanPosition } from './position';
import { cashAccountOf, holdOverpayment, receive, withFee, withMemoToDate } from './receipts';
import { isPrepayable, prepaymentAt, remainingAt, withRemaining } from './remaining';

/** What a handler needs besides the event. The books are brought to the event's day. */
interface Scene {
  readonly position: LoanPosition;
  readonly date: IsoDate;
  readonly calendar: BusinessCalendar;
}

type Outcome = Result<Applied, Refusal>;
type Handler<Kind extends LoanEventKind> = (event: LoanEventOf<Kind>, scene: Scene) => Outcome;
type Handlers = { readonly [Kind in LoanEventKind]: Handler<Kind> };

/**
 * Applies one event: brings the books to its day, then does what the event says. Gives the loan and its
 * entries together, so that ledger and loan can't disagree.
 * @returns a refusal only when the change can't be computed (e.g. no rows are left to change)
 */
export function applyEvent(position: LoanPosition, event: LoanEvent, calendar: BusinessCalendar): Outcome {
  const hindrance = wrongPhase(position, event);
  if (hindrance !== null) return { ok: false, refusal: hindrance };
  const date = event.effectiveDate;
  const brought = bringBooksTo(position, date);
  const handler = HANDLERS[event.kind] as Handler<LoanEventKind>;
  const applied = handler(event, { position: brought.position, date, calendar });
  if (!applied.ok) return applied;
  return accept({
    position: { ...applied.value.position, lastSequence: Math.max(position.lastSequence, event.sequence) },
    drafts: [...brought.drafts, ...applied.value.drafts].filter(({ postings }) => postings.length > 0),
  });
}

const unchanged = ({ position }: Scene): Outcome => accept({ position, drafts: [] });

const HANDLERS: Handlers = {
  DISBURSED: disbursed,
  ACCRUED: (_event, scene) => unchanged(scene),
  RECEIVED: (event, { position, date }) =>
    accept(
      receive(
        position,
        { amountFen: event.amountFen, cash: cashAccountOf(event.into), preset: event.preset },
        date,
      ),
    ),
  SUSPENSE_APPLIED: ({ amountFen }, { position, date }) =>
    accept(receive(position, { amountFen: minFen(amountFen, position.suspenseFen), cash: '2241.01' }, date)),
  RATE_CHANGED: rateChanged,
  PREPAID: prepaid,
  EXTENDED: extended,
  RESCHEDULED: rescheduled,
  ACCELERATED: accelerated,
  WAIVED: waived,
  FEE_CHARGED: feeCharged,
  FEE_REFUNDED: ({ feeKind, amountFen }, { position }) =>
    accept({
      position: {
        ...position,
        feesTaken: withFee(position, feeKind, fen(-amountFen)),
        agencyPayableFen: fen(position.agencyPayableFen - (feeKind === 'APPRAISAL_AGENCY' ? amountFen : 0)),
      },
      drafts: [feeRefunded(feeKind, amountFen, position.terms.vatRate)],
    }),
  FEE_PAID_OVER: ({ amountFen }, { position }) =>
    accept({
      position: { ...position, agencyPayableFen: fen(position.agencyPayableFen - amountFen) },
      drafts: [feePaidOver(amountFen)],
    }),
  CLASSIFIED: ({ grade, reasons }, { position, date }) =>
    accept({
      position: {
        ...position,
        history: { ...position.history, grade, gradeReasons: reasons, classifiedOn: date },
      },
      drafts: [],
    }),
  PROVISIONED: ({ targetFen }, { position }) =>
    accept({
      position: { ...position, allowanceFen: targetFen },
      drafts: [provision(position.allowanceFen, targetFen)],
    }),
  NON_ACCRUAL_ENTERED: nonAccrualEntered,
  ACCRUAL_RESUMED: accrualIsResumed,
  WRITTEN_OFF: writtenOff,
  RECOVERED: recovered,
  REFUNDED: ({ amountFen }, { position }) =>
    accept({
      position: { ...position, suspenseFen: fen(position.suspenseFen - amountFen) },
      drafts: [overpaymentRefunded(amountFen)],
    }),
  // The fold leaves out what was reversed; nothing is left to do here.
  REVERSED: (_event, scene) => unchanged(scene),
  CLOSED: closed,
};

function disbursed(event: LoanEventOf<'DISBURSED'>, { position, date, calendar }: Scene): Outcome {
  const { terms } = position;
  const built = buildSchedule({ ...terms, principalFen: event.amountFen, startDate: date });
  if (!built.ok) return built;
  const { rows, levelFen } = built.value;
  return accept({
    position: {
      ...position,
      phase: 'ACTIVE',
      scheduleTerms: built.value.terms,
      levelFen,
      lines: rows.map((row) => lineOf(row, calendar)),
      rates: [{ from: date, annualRate: terms.annualRate }],
      accruedThrough: date,
    },
    drafts: [disburse(event.amountFen)],
  });
}

function rateChanged(
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

/**
 * Pays the running interest, the fee and the principal, and computes the rows anew. A replay may find that
 * something was due on the day, or that the money doesn't cover it: then it is a receipt like others.
 */
function prepaid(event: LoanEventOf<'PREPAID'>, { position, date, calendar }: Scene): Outcome {
  const cash = cashAccountOf(event.into);
  const isFromSuspense = event.into === 'SUSPENSE';
  const amountFen = isFromSuspense ? minFen(event.amountFen, position.suspenseFen) : event.amountFen;
  const quote = prepaymentAt(position, date, event.principalFen, event.mode);
  const isPossible = quote.ok && quote.value.cashFen <= amountFen && isPrepayable(position, date);
  if (!isPossible) return accept(receive(position, { amountFen, cash }, date));
  const { accruedInterestFen, principalPrepaidFen, feeFen, billedFeesFen, cashFen, remaining } = quote.value;
  const heldFen = isFromSuspense ? fen(0) : fen(amountFen - cashFen);
  const after = withRemaining(position, date, remaining, false, calendar);
  const withPrepaymentFee = { ...after, feesTaken: withFee(after, 'PREPAYMENT', feeFen) };
  const taken = {
    date,
    mode: event.mode,
    interestFen: accruedInterestFen,
    principalFen: principalPrepaidFen,
    feeFen,
  };
  return accept({
    position: {
      ...after,
      suspenseFen: fen(position.suspenseFen + (isFromSuspense ? -cashFen : heldFen)),
      prepayments: [...after.prepayments, taken],
      feesTaken: withFee(withPrepaymentFee, 'PERIODIC', billedFeesFen),
    },
    drafts: [
      interestDue(sumLines(futureLines(position, date), (line) => line.deferredVatFen)),
      repay({
        cash,
        normalPrincipalFen: principalPrepaidFen,
        overduePrincipalFen: fen(0),
        interestFen: accruedInterestFen,
        suspenseFen: heldFen,
      }),
      feePaid('PREPAYMENT', feeFen, after.terms.vatRate, cash),
      feeCollected(billedFeesFen, cash),
    ],
  });
}

function extended(event: LoanEventOf<'EXTENDED'>, { position, date, calendar }: Scene): Outcome {
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

/** The running row up to a day: its interest so far falls due on it, and principal when given. */
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

/** Ends the running period on a day: what it has earned is due at once, with `principalFen`. */
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

/**
 * All principal that is left, overdue or not, gets new rows from the day on; the interest of the running
 * period falls due on that day and never becomes principal.
 */
function rescheduled(event: LoanEventOf<'RESCHEDULED'>, scene: Scene): Outcome {
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

/** All that is left falls due on the day. */
function accelerated(_event: LoanEventOf<'ACCELERATED'>, scene: Scene): Outcome {
  const { position, date } = scene;
  const principalFen = sumLines(futureLines(position, date), unpaidPrincipal);
  return accept(bringBooksTo({ ...position, lines: endPeriod(scene, principalFen), levelFen: null }, date));
}

function waived(event: LoanEventOf<'WAIVED'>, { position, date }: Scene): Outcome {
  const { instalment, component } = event;
  const line = position.lines.find(({ row }) => row.number === instalment);
  if (line === undefined) return refuse('INSTALMENT_UNKNOWN', 'instalment', { instalment });
  const field = FIELD_OF[component];
  // A replay may find that less is unpaid than when the waiver was agreed.
  const amountFen = minFen(event.amountFen, unpaidOf(line, position, date)[field]);
  const parts = { ...NOTHING, [field]: amountFen };
  const changed = { ...line, waived: plus(line.waived, parts), reductions: reduced(line, date, parts) };
  const lines = position.lines.map((other) => (other === line ? changed : other));
  const after: LoanPosition = { ...position, lines };
  const { vatRate } = position.terms;
  if (component === 'fee') return accept({ position: after, drafts: [feeWaived(amountFen, vatRate)] });
  if (component !== 'interest') return accept({ position: after, drafts: [] });
  return position.accrual === 'ACCRUAL'
    ? accept({ position: after, drafts: [interestWaived(amountFen, vatRate)] })
    : accept(nonAccrualInterestWaived(position, after, amountFen, date));
}

function nonAccrualInterestWaived(
  before: LoanPosition,
  after: LoanPosition,
  amountFen: Fen,
  date: IsoDate,
): Applied {
  return {
    position: { ...after, offBalanceInterestFen: claimedInterest(after, date) },
    drafts: withMemoToDate([memoInterestWaived(amountFen)], before, date),
  };
}

function feeCharged(event: LoanEventOf<'FEE_CHARGED'>, { position, date }: Scene): Outcome {
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

/** Stops recognising interest: what is uncollected leaves the balance sheet, all principal is impaired. */
function nonAccrualEntered(_event: LoanEventOf<'NON_ACCRUAL_ENTERED'>, { position, date }: Scene): Outcome {
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
function accrualIsResumed(_event: LoanEventOf<'ACCRUAL_RESUMED'>, { position, date }: Scene): Outcome {
  if (position.accrual === 'ACCRUAL') return refuse('NOT_NON_ACCRUAL');
  const resumed: LoanPosition = {
    ...position,
    accrual: 'ACCRUAL',
    lines: position.lines.map(offBooks),
    offBalanceInterestFen: fen(0),
  };
  const entry = accrualResumed(booksOf(position).principalNonAccrualFen);
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

function writtenOff(_event: LoanEventOf<'WRITTEN_OFF'>, { position, date }: Scene): Outcome {
  if (position.accrual === 'ACCRUAL') return refuse('NOT_NON_ACCRUAL');
  const principalFen = booksOf(position).principalNonAccrualFen;
  const shortFen = principalFen - position.allowanceFen;
  const drafts = [
    shortFen >= 0 ? writeOffTopUp(fen(shortFen)) : provision(position.allowanceFen, principalFen),
    writeOff(principalFen),
  ];
  return accept({
    position: {
      ...position,
      phase: 'WRITTEN_OFF',
      allowanceFen: fen(0),
      writtenOffPrincipalFen: principalFen,
      offBalanceInterestFen: claimedInterest(position, date),
      frozenOn: date,
    },
    drafts: withMemoToDate(drafts, position, date),
  });
}

/** Money for a written-off loan: principal first, then the interest kept as a memorandum. */
function recovered({ amountFen }: LoanEventOf<'RECOVERED'>, { position }: Scene): Outcome {
  const principalFen = minFen(amountFen, position.writtenOffPrincipalFen);
  const interestFen = minFen(fen(amountFen - principalFen), position.offBalanceInterestFen);
  const heldFen = fen(amountFen - principalFen - interestFen);
  return accept({
    position: {
      ...position,
      writtenOffPrincipalFen: fen(position.writtenOffPrincipalFen - principalFen),
      offBalanceInterestFen: fen(position.offBalanceInterestFen - interestFen),
      // The allowance gets back what the write-off used; the next provision releases it.
      allowanceFen: fen(position.allowanceFen + principalFen),
      recoveredFen: fen(position.recoveredFen + principalFen + interestFen),
      suspenseFen: fen(position.suspenseFen + heldFen),
    },
    drafts: [
      recoveryReinstate(principalFen),
      recoveryCash(principalFen),
      nonAccrualInterestReceived(interestFen, position.terms.vatRate),
      holdOverpayment(heldFen, '1002'),
    ],
  });
}

/** Ends a loan of which nothing is owed; what was provided for it is released. A replay may find that it owes. */
function closed(_event: LoanEventOf<'CLOSED'>, scene: Scene): Outcome {
  const { position, date } = scene;
  if (!isSettled(position, date)) return unchanged(scene);
  return accept({
    position: { ...position, phase: 'CLOSED', allowanceFen: fen(0) },
    drafts: [provision(position.allowanceFen, fen(0))],
  });
}
