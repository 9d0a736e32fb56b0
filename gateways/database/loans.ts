import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { JournalEntry } from '../../domain/ledger/entry';
import { appendLoanEvent, type LoanRefusal } from '../../domain/loan/append';
import { bringBooksTo } from '../../domain/loan/books';
import type { LoanEvent, NewLoanEvent } from '../../domain/loan/events';
import { positionAt, positionOf } from '../../domain/loan/fold';
import type { LoanState } from '../../domain/loan/state';
import type { LoanTerms } from '../../domain/loan/terms';
import { TERMS_VERSION, upcastEvent, upcastTerms } from '../../domain/loan/upcast';
import { stateAt } from '../../domain/loan/view';
import { accept, type Refusal, type Result, refuse } from '../../domain/result';
import { daysPerYear } from '../../domain/schedule/interest';
import { allowanceOfNight } from './allowance';
import { asked } from './asked';
import { fieldsOf, type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import {
  changedInstalments,
  type InstalmentProjection,
  instalmentProjectionOf,
  loanProjectionOf,
  type StoredEvent,
  storedEvent,
} from './loanProjection';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import type { Scope } from './scope';
import { jsonRow, readRow } from './statement';
import type { Queryable } from './transaction';

/** A loan as it is stored: what its state is computed from. */
export interface LoanRecord {
  readonly loanId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly terms: LoanTerms;
  /**
   * All events in order of recording. The end of day changes allowances without an event; when it has, the
   * last one is that change, which the next append records.
   */
  readonly events: readonly LoanEvent[];
  /** Day that the end of day or an event has brought the books to. */
  readonly accruedThrough: IsoDate | null;
  /** Allowance in the books. */
  readonly provisionFen: number;
  /** How many of the events are recorded. */
  readonly recordedEvents: number;
  readonly instalments: readonly InstalmentProjection[];
}

/** Events that were accepted, ready to be written with all that follows from them. */
export interface LoanDraft {
  readonly loan: LoanRecord;
  readonly events: readonly LoanEvent[];
  readonly entries: readonly JournalEntry[];
  readonly after: LoanState;
  readonly instalments: readonly InstalmentProjection[];
}

/** The payment whose success an event tells: its row is settled in the same statement. */
export interface SettledPayment {
  readonly id: string;
  readonly bankReference: string;
  /** The day on which the bank booked it. */
  readonly bankDate: string;
  /** Business instant, ISO 8601. */
  readonly settledAt: string;
}

/**
 * `appended`; `already`: the last event's key is recorded and nothing was changed; `stale`: others recorded
 * events since the loan was read, or the end of day moved it, and nothing was changed: read and decide again.
 */
export type AppendOutcome = 'appended' | 'already' | 'stale';

const INSTALMENT = Object.keys({
  number: true,
  periodStart: true,
  dueDate: true,
  collectionDate: true,
  openingFen: true,
  annualRate: true,
  accrualFrom: true,
  rateDaysBefore: true,
  principalFen: true,
  interestFen: true,
  feeFen: true,
  principalPaidFen: true,
  interestPaidFen: true,
  interestWaivedFen: true,
  feePaidFen: true,
  feeWaivedFen: true,
  settled: true,
  bookedInterestFen: true,
  deferredVatFen: true,
  overdueInBooks: true,
} satisfies Record<keyof InstalmentProjection, true>);

/** Columns of a loan `l` that {@link recordOf} reads. */
export const LOAN_COLUMNS = `
         l.id AS loan_id, l.institution_id, l.enterprise_id, l.terms,
         l.event_count AS recorded_events, l.accrued_through,
         l.day_closed_through, l.provision_fen,
         l.events_provision_fen,
         (SELECT coalesce(json_agg(e.payload || jsonb_build_object('sequence', e.sequence, 'kind', e.kind,
                   'effectiveDate', e.effective_date, 'businessKey', e.business_key) ORDER BY e.sequence), '[]')
            FROM loan_event e WHERE e.loan_id = l.id) AS events,
         (SELECT coalesce(json_agg(${jsonRow('i', INSTALMENT)} ORDER BY number), '[]')
            FROM instalment i WHERE i.loan_id = l.id) AS instalments`;

const READ_LOAN = { name: 'read-loan', text: `SELECT ${LOAN_COLUMNS} FROM loan l WHERE l.id = $1` };

/** A loan as {@link LOAN_COLUMNS} give it. */
export type StoredLoanRow = Pick<
  Stored<'Loan'>,
  | 'institutionId'
  | 'enterpriseId'
  | 'terms'
  | 'accruedThrough'
  | 'dayClosedThrough'
  | 'provisionFen'
  | 'eventsProvisionFen'
> & {
  readonly loanId: Stored<'Loan'>['id'];
  readonly recordedEvents: Stored<'Loan'>['eventCount'];
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly instalments: readonly InstalmentProjection[];
};

/** Reads a loan with its events in one query; null when there is none. */
export async function readLoan(sql: Queryable, loanId: string): Promise<LoanRecord | null> {
  const row = await readRow<StoredLoanRow>(sql, READ_LOAN, [loanId]);
  return row && recordOf(row);
}

/**
 * A loan as it was stored, in whatever version.
 * @throws RangeError when a newer program wrote it
 */
export function recordOf({ dayClosedThrough, eventsProvisionFen, ...stored }: StoredLoanRow): LoanRecord {
  const terms = upcastTerms(stored.terms);
  const events = stored.events.map(upcastEvent);
  const night = dayClosedThrough ?? terms.startDate;
  const allowance =
    stored.provisionFen === eventsProvisionFen ? [] : [allowanceOfNight(stored, events, night)];
  return { ...stored, terms, events: [...events, ...allowance] };
}

/** A loan that was agreed and has no row yet. */
export function unopenedLoan(of: {
  readonly loanId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly terms: LoanTerms;
}): LoanRecord {
  return { ...of, events: [], accruedThrough: null, provisionFen: 0, recordedEvents: 0, instalments: [] };
}

/**
 * Judges events against a loan, one after the other, and computes what has to be written.
 * @param newEvents at least one; the last one's key tells whether all of them are recorded already
 */
export function draftLoanEvents(
  loan: LoanRecord,
  newEvents: readonly NewLoanEvent[],
  calendar: BusinessCalendar,
): Result<LoanDraft, LoanRefusal> {
  let { events, accruedThrough } = loan;
  let after: LoanState | null = null;
  const entries: JournalEntry[] = [];
  for (const newEvent of newEvents) {
    const recorded = appendLoanEvent({ terms: loan.terms, events, accruedThrough }, newEvent, calendar);
    if (!recorded.ok) return recorded;
    events = recorded.value.events;
    after = recorded.value.after;
    accruedThrough = after.accruedThrough;
    entries.push(...recorded.value.entries);
  }
  if (after === null) throw new RangeError('no events to record');
  const folded = positionOf(loan.terms, events, calendar);
  const { position } = accruedThrough === null ? { position: folded } : bringBooksTo(folded, accruedThrough);
  return accept({
    loan,
    events: events.slice(loan.recordedEvents),
    entries,
    after,
    instalments: position.lines.map(instalmentProjectionOf),
  });
}

/**
 * Writes events, journal entries and projections in one statement: all of it or nothing. A loan without a row
 * gets it. The database refuses what doesn't balance, and books that differ from the fold's.
 */
export async function appendLoanEvents(
  sql: Queryable,
  draft: LoanDraft,
  payment?: SettledPayment,
): Promise<AppendOutcome> {
  const { loan, events, entries, after, instalments } = draft;
  return postLoanEvents(sql, {
    loanId: loan.loanId,
    expectedSequence: loan.recordedEvents,
    read: { accruedThrough: loan.accruedThrough, provisionFen: loan.provisionFen },
    events: events.map(storedEvent),
    entries,
    state: loanProjectionOf(after),
    instalments: changedInstalments(loan.instalments, instalments),
    ...(last(instalments) < last(loan.instalments) ? { lastInstalment: last(instalments) } : {}),
    ...(loan.recordedEvents === 0 ? { open: openingOf(loan) } : {}),
    ...(payment === undefined ? {} : { payment }),
  });
}

function last(rows: readonly InstalmentProjection[]): number {
  return rows.at(-1)?.number ?? 0;
}

/** How an attempt to record events ended. */
export interface RecordedLoan {
  readonly outcome: Exclude<AppendOutcome, 'stale'>;
  /** The loan after the events, on the last one's day. */
  readonly after: LoanState;
}

/** Two writers of one loan meet rarely; more collisions than this are an error of a program. */
const MAX_ATTEMPTS = 10;

/**
 * Reads a loan, judges events against it and writes them; begins again when others were faster. Recording the
 * same events twice is harmless: the second time answers `already`.
 * @param opening the loan to open when it has no row, see {@link unopenedLoan}
 */
export async function recordLoanEvents<Code extends string = never>(
  sql: Queryable,
  loanId: string,
  newEvents: readonly NewLoanEvent[],
  calendar: BusinessCalendar,
  options: {
    readonly opening?: LoanRecord;
    readonly payment?: SettledPayment;
    /** Why it may not become this. */
    readonly judge?: (after: LoanState, before: LoanRecord) => Refusal<Code> | null;
  } = {},
): Promise<Result<RecordedLoan, LoanRefusal | 'LOAN_UNKNOWN' | Code>> {
  const { opening, payment, judge } = options;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const loan = (await readLoan(sql, loanId)) ?? opening;
    if (loan === undefined) return refuse('LOAN_UNKNOWN', 'loanId');
    const known = recordedBefore(loan, newEvents, calendar);
    if (known !== null) return accept({ outcome: 'already', after: known });
    const draft = draftLoanEvents(loan, newEvents, calendar);
    if (!draft.ok) return draft;
    const refusal = judge?.(draft.value.after, loan);
    if (refusal) return { ok: false, refusal };
    const outcome = await appendLoanEvents(sql, draft.value, payment);
    if (outcome !== 'stale') return accept({ outcome, after: draft.value.after });
  }
  throw new Error(`loan ${loanId}: others kept recording events`);
}

/** The loan as it is when the last of the events is recorded, else null. */
function recordedBefore(
  { terms, events, accruedThrough }: LoanRecord,
  newEvents: readonly NewLoanEvent[],
  calendar: BusinessCalendar,
): LoanState | null {
  const last = newEvents.at(-1);
  const known = events.find(({ businessKey }) => businessKey === last?.businessKey);
  if (known === undefined) return null;
  const lived = [known.effectiveDate, accruedThrough ?? known.effectiveDate].sort().at(-1);
  return loanStateOf({ terms, events, accruedThrough }, lived ?? known.effectiveDate, calendar);
}

/** The state of a stored loan on a day, the end of day's accrual included. */
export function loanStateOf(
  loan: Pick<LoanRecord, 'terms' | 'events' | 'accruedThrough'>,
  asOf: IsoDate,
  calendar: BusinessCalendar,
): LoanState {
  const folded = positionAt(loan.terms, loan.events, asOf, calendar);
  const through = loan.accruedThrough === null || loan.accruedThrough > asOf ? null : loan.accruedThrough;
  return stateAt(through === null ? folded : bringBooksTo(folded, through).position, asOf);
}

/** What the SQL function `post_loan_events` takes. */
export interface LoanPosting {
  readonly loanId: string;
  readonly expectedSequence: number;
  /** What the end of day may have moved since the loan was read. */
  readonly read?: Pick<LoanRecord, 'accruedThrough' | 'provisionFen'>;
  readonly events: readonly StoredEvent[];
  readonly entries: readonly JournalEntry[];
  readonly state: ReturnType<typeof loanProjectionOf>;
  readonly instalments: readonly InstalmentProjection[];
  /** Rows beyond this number are dropped. */
  readonly lastInstalment?: number;
  readonly open?: ReturnType<typeof openingOf>;
  readonly payment?: SettledPayment;
}

const POST = { name: 'post-loan-events', text: 'SELECT post_loan_events($1) AS outcome' };

/** The hot path: one round trip, whatever is written. */
export async function postLoanEvents(sql: Queryable, posting: LoanPosting): Promise<AppendOutcome> {
  const posted = await readRow<{ outcome: AppendOutcome }>(sql, POST, [JSON.stringify(posting)]);
  if (posted === null) throw new Error('post_loan_events gave no answer');
  return posted.outcome;
}

function openingOf({ institutionId, enterpriseId, terms }: LoanRecord) {
  return {
    institutionId,
    enterpriseId,
    terms: { version: TERMS_VERSION, ...terms },
    principalFen: terms.principalFen,
    startDate: terms.startDate,
    yearDays: daysPerYear(terms.dayCount),
    vatRate: terms.vatRate,
    regime: terms.regime,
  };
}

const SUMMARY = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  loanNo: true,
  status: true,
  principalFen: true,
  principalOutstandingFen: true,
  interestReceivableFen: true,
  suspenseFen: true,
  writtenOffPrincipalFen: true,
  offBalanceInterestFen: true,
  offBalancePenaltyFen: true,
  daysPastDue: true,
  riskClass: true,
  provisionFen: true,
  nextDueDate: true,
  startDate: true,
  createdAt: true,
  enterprise: { select: { name: true } },
} satisfies Prisma.LoanSelect;

export const LOAN_FIELDS = fieldsOf(SUMMARY);
export type LoanRow = Plain<'Loan', Prisma.LoanGetPayload<{ select: typeof SUMMARY }>>;

/** Loans within a scope, newest first. */
export async function listLoans(
  prisma: PrismaClient,
  scope: Scope,
  wish: {
    readonly status?: readonly string[] | undefined;
    readonly enterpriseId?: string | undefined;
    readonly overdue: boolean;
  },
  paging: Paging,
): Promise<Page<LoanRow>> {
  const { overdue, status, enterpriseId } = wish;
  const rows = await prisma.loan.findMany({
    select: SUMMARY,
    where: {
      AND: [
        scope,
        asked({ enterpriseId }),
        status === undefined ? {} : { status: { in: [...status] } },
        overdue ? { daysPastDue: { gt: 0 } } : {},
        olderThan(paging),
      ],
    },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Loan'>()), paging, placeByAge);
}

/** How many loans an enterprise has repaid here. */
export async function countLoansRepaid(sql: Queryable, enterpriseId: string): Promise<number> {
  const found = await readRow<{ repaid: number }>(
    sql,
    `SELECT count(*) AS repaid FROM loan WHERE enterprise_id = $1 AND status = 'CLOSED'`,
    [enterpriseId],
  );
  return found?.repaid ?? 0;
}

/** One loan within a scope; null when there is none for this reader. */
export function findLoan(prisma: PrismaClient, scope: Scope, id: string): Promise<LoanRow | null> {
  return prisma.loan.findFirst({ select: SUMMARY, where: { AND: [scope, { id }] } }).then(plain<'Loan'>());
}
