import type { Pool, PoolClient } from 'pg';
import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { bringBooksTo } from '../../domain/loan/books';
import { isNightDecision, type LoanEvent } from '../../domain/loan/events';
import { positionOf } from '../../domain/loan/fold';
import type { LoanBooks, LoanState } from '../../domain/loan/state';
import { stateAt } from '../../domain/loan/view';
import { fen } from '../../domain/money/fen';
import { openBreakAnew } from './breaks';
import type { Stored } from './columns';
import { type InstalmentProjection, instalmentProjectionOf, loanProjectionOf } from './loanProjection';
import { LOAN_COLUMNS, recordOf, type StoredLoanRow } from './loans';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Loans in one read: few enough that their events fit into memory many times over. */
const BATCH_SIZE = 200;
/** A loan without news is folded anew once in so many nights. */
const NIGHTS_FOR_ALL = 90;
/** Most loans of one night; what moved and is left over comes first in the next. */
const MOST_A_NIGHT = 20_000;

/** A figure of which loan row, schedule or ledger hold something else than the events make of it. */
export interface Difference {
  readonly loanId: string;
  readonly institutionId: string;
  /** `loan.…`, `instalment.3.…`, `ledger.…`, or `events` when they make no loan. */
  readonly figure: string;
  readonly stored: string | number | boolean | null;
  readonly folded: string | number | boolean | null;
}

/** What a refold found. */
export interface Refold {
  readonly loans: number;
  readonly differences: readonly Difference[];
}

type Columns = Readonly<Record<string, string | number | null>>;

interface StoredLoan {
  readonly row: StoredLoanRow;
  readonly eventsThrough: IsoDate | null;
  /** Columns of `loan` by the names of the fold. */
  readonly columns: Columns;
  /** The loan's part of each account, by its own entries and its part in those of the end of day. */
  readonly ledger: Columns;
}

const BOOK_COLUMNS: Readonly<Record<keyof LoanBooks, string>> = {
  principalNormalFen: 'principal_normal_fen',
  principalOverdueFen: 'principal_overdue_fen',
  principalNonAccrualFen: 'principal_non_accrual_fen',
  interestReceivableFen: 'interest_receivable_fen',
  deferredVatFen: 'deferred_vat_fen',
  feesReceivableFen: 'fees_receivable_fen',
  suspenseFen: 'suspense_fen',
  agencyPayableFen: 'agency_payable_fen',
  allowanceFen: 'provision_fen',
  vatReceivableFen: 'vat_receivable_fen',
  offBalanceInterestFen: 'off_balance_interest_fen',
  writtenOffPrincipalFen: 'written_off_principal_fen',
  offBalancePenaltyFen: 'off_balance_penalty_fen',
};

/** Account of each part, and whether the part is its credit balance. */
const ACCOUNTS: Readonly<Record<keyof LoanBooks, readonly [string, 1 | -1]>> = {
  principalNormalFen: ['1303.01', 1],
  principalOverdueFen: ['1303.02', 1],
  principalNonAccrualFen: ['1303.03', 1],
  interestReceivableFen: ['1132', 1],
  deferredVatFen: ['2221.02', -1],
  feesReceivableFen: ['1124', 1],
  suspenseFen: ['2241.01', -1],
  agencyPayableFen: ['2241.03', -1],
  allowanceFen: ['1304', -1],
  vatReceivableFen: ['1221', 1],
  offBalanceInterestFen: ['OB.01', 1],
  writtenOffPrincipalFen: ['OB.02', 1],
  offBalancePenaltyFen: ['OB.03', 1],
};

const OWN_COLUMNS = {
  status: 'status',
  daysPastDue: 'days_past_due',
  riskClass: 'risk_class',
  riskFloor: 'risk_floor',
  riskFloorUntil: 'risk_floor_until',
  accrual: 'accrual',
  nextDueDate: 'next_due_date',
  principalOutstandingFen: 'principal_outstanding_fen',
} as const;

const json = (columns: Readonly<Record<string, string>>): string =>
  `json_build_object(${Object.entries(columns).map(([name, column]) => `'${name}', l.${column}`)})`;

const READ_LOANS = {
  name: 'refold-loans',
  text: `SELECT ${LOAN_COLUMNS}, l.events_through,
    ${json({ ...OWN_COLUMNS, ...BOOK_COLUMNS })} AS columns FROM loan l WHERE l.id = ANY ($1) ORDER BY l.id`,
};

/** Of each day that the end of day has done for a loan one row is looked up: no index by loan is kept for it. */
const READ_LEDGER = {
  name: 'refold-ledger',
  text: `
  WITH part AS (
    SELECT e.loan_id, p.account_code, p.debit_fen - p.credit_fen AS amount
      FROM journal_entry e JOIN posting p ON p.entry_id = e.id WHERE e.loan_id = ANY ($1)
    UNION ALL
    SELECT e.loan_id, o.account_code, CASE o.direction WHEN 'IN' THEN o.amount_fen ELSE -o.amount_fen END
      FROM journal_entry e JOIN off_balance_posting o ON o.entry_id = e.id WHERE e.loan_id = ANY ($1)
    UNION ALL
    SELECT d.loan_id, account.code, account.amount
      FROM loan l, generate_series(l.start_date, l.day_closed_through, interval '1 day') AS day,
           loan_day d, LATERAL (VALUES
        ('1132', d.interest_fen - d.non_accrual_interest_fen),
        ('2221.02', d.vat_due_fen - d.interest_vat_fen + d.non_accrual_deferred_fen),
        ('1303.01', d.non_accrual_overdue_fen - d.overdue_principal_fen - d.non_accrual_principal_fen),
        ('1303.02', d.overdue_principal_fen - d.non_accrual_overdue_fen),
        ('1303.03', d.non_accrual_principal_fen), ('1221', d.non_accrual_claim_fen),
        ('1304', -d.provision_fen), ('OB.01', d.non_accrual_interest_fen)) AS account (code, amount)
      WHERE l.id = ANY ($1) AND d.business_date = day::date AND d.loan_id = l.id
  )
  SELECT loan_id, json_object_agg(account_code, amount) AS ledger
    FROM (SELECT loan_id, account_code, sum(amount) AS amount FROM part GROUP BY 1, 2) total GROUP BY 1`,
};

/** In one snapshot: nobody's event comes between a loan and its ledger. */
async function readStored(sql: Pool, loanIds: readonly string[]): Promise<readonly StoredLoan[]> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await readBatch(client, loanIds);
  } finally {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
  }
}

async function readBatch(client: PoolClient, loanIds: readonly string[]): Promise<readonly StoredLoan[]> {
  type Row = StoredLoanRow & Pick<StoredLoan, 'eventsThrough' | 'columns'>;
  const loans = await readRows<Row>(client, READ_LOANS, [loanIds]);
  const ledgers = await readRows<{ loanId: string; ledger: Columns }>(client, READ_LEDGER, [loanIds]);
  const ledgerOf = new Map(ledgers.map(({ loanId, ledger }) => [loanId, ledger]));
  return loans.map(({ eventsThrough, columns, ...row }) => ({
    row,
    eventsThrough,
    columns,
    ledger: ledgerOf.get(row.loanId) ?? {},
  }));
}

/** Folds loans anew and compares each with its row, its schedule and its part of the ledger. */
export async function refoldLoans(
  sql: Pool,
  loanIds: readonly string[],
  calendar: BusinessCalendar,
): Promise<readonly Difference[]> {
  const stored = await readStored(sql, loanIds);
  return stored.flatMap((loan) => differencesOf(loan, calendar));
}

function differencesOf(loan: StoredLoan, calendar: BusinessCalendar): Difference[] {
  const { loanId, institutionId } = loan.row;
  try {
    return compared(loan, calendar).map((difference) => ({ loanId, institutionId, ...difference }));
  } catch (fault) {
    // Events that make no loan, or that a newer program wrote, are the worst difference of all.
    if (!(fault instanceof RangeError)) throw fault;
    return [{ loanId, institutionId, figure: 'events', stored: fault.message, folded: null }];
  }
}

type Figure = Omit<Difference, 'loanId' | 'institutionId'>;

function compared({ row, eventsThrough, columns, ledger }: StoredLoan, calendar: BusinessCalendar): Figure[] {
  const { terms, events, accruedThrough, instalments, provisionFen, recordedEvents } = recordOf(row);
  const recorded = events.slice(0, recordedEvents);
  const told = positionOf(terms, recorded, calendar);
  // What the end of day has provided since is no event yet.
  const allowanceFen = events.length > recordedEvents ? fen(provisionFen) : told.allowanceFen;
  const now = bringBooksTo({ ...told, allowanceFen }, accruedThrough).position;
  const state = stateAt(now, accruedThrough ?? terms.startDate);
  // The schedule holds what the last posting left; the end of day goes on without it, and decides without it.
  const posted = untilLastPosting(recorded);
  const left = posted.length === recorded.length ? told : positionOf(terms, posted, calendar);
  const { lines } = bringBooksTo(left, eventsThrough).position;
  return [
    ...differing('loan', columns, ownFigures(state)),
    ...differing('loan', columns, { ...state.books }),
    ...differing('ledger', ledgerBooks(ledger), { ...state.books }),
    ...scheduleFigures(instalments, lines.map(instalmentProjectionOf)),
  ];
}

function untilLastPosting(events: readonly LoanEvent[]): readonly LoanEvent[] {
  return events.slice(0, events.findLastIndex((event) => !isNightDecision(event)) + 1);
}

function ownFigures(state: LoanState): Columns {
  const { status, daysPastDue, riskClass, riskFloor, riskFloorUntil, accrual, nextDueDate } =
    loanProjectionOf(state);
  const { principalOutstandingFen } = state;
  return {
    status,
    daysPastDue,
    riskClass,
    riskFloor,
    riskFloorUntil,
    accrual,
    nextDueDate,
    principalOutstandingFen,
  };
}

function ledgerBooks(ledger: Columns): Columns {
  const entries = Object.entries(ACCOUNTS).map(([name, [account, side]]) => {
    const balance = Number(ledger[account] ?? 0) * side;
    // Not -0, which differs from 0 for a strict reader.
    return [name, balance === 0 ? 0 : balance];
  });
  return Object.fromEntries(entries);
}

function differing(
  where: string,
  stored: Readonly<Record<string, Figure['stored']>>,
  folded: Readonly<Record<string, Figure['stored']>>,
): Figure[] {
  return Object.keys(folded)
    .filter((name) => stored[name] !== folded[name])
    .map((name) => ({
      figure: `${where}.${name}`,
      stored: stored[name] ?? null,
      folded: folded[name] ?? null,
    }));
}

function scheduleFigures(
  stored: readonly InstalmentProjection[],
  folded: readonly InstalmentProjection[],
): Figure[] {
  const known = new Map(stored.map((row) => [row.number, row]));
  const count = differing('instalment', { count: stored.length }, { count: folded.length });
  const rows = folded.flatMap((row) =>
    differing(`instalment.${row.number}`, { ...known.get(row.number) }, { ...row }),
  );
  return [...count, ...rows];
}

/**
 * Folds every loan anew, or those of an institution, in order of id.
 * @param onBatch called after each batch with the loans done so far
 */
export async function refoldAll(
  sql: Pool,
  calendar: BusinessCalendar,
  onBatch: (loans: number, differences: readonly Difference[]) => void = () => undefined,
): Promise<Refold> {
  const differences: Difference[] = [];
  let loans = 0;
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await readRows<{ id: string }>(
      sql,
      'SELECT id FROM loan WHERE id > $1 ORDER BY id LIMIT $2',
      [last, BATCH_SIZE],
    );
    if (rows.length === 0) return { loans, differences };
    const ids = rows.map(({ id }) => id);
    const found = await refoldLoans(sql, ids, calendar);
    differences.push(...found);
    loans += ids.length;
    last = ids.at(-1) ?? last;
    onBatch(loans, found);
  }
}

/** A night of an institution. */
export interface RefoldNight {
  readonly institutionId: string;
  readonly businessDate: IsoDate;
  readonly calendar: BusinessCalendar;
  /** Called after each batch with the loans done so far; a heartbeat. */
  readonly onBatch?: (loans: number) => void;
}

/**
 * The night's refold: every loan that got events since it was last folded anew, and a sample of the others that
 * comes round to all of them. What differs becomes a case for a person; nothing is changed.
 */
export async function refoldNight(sql: Pool, night: RefoldNight): Promise<Refold> {
  const differences: Difference[] = [];
  const waiting = await findWaiting(sql, night);
  for (let from = 0; from < waiting.length; from += BATCH_SIZE) {
    const batch = waiting.slice(from, from + BATCH_SIZE);
    const found = await refoldLoans(
      sql,
      batch.map(({ loanId }) => loanId),
      night.calendar,
    );
    for (const difference of found) await openCase(sql, difference);
    differences.push(...found);
    await noteRefolded(sql, batch);
    night.onBatch?.(from + batch.length);
  }
  return { loans: waiting.length, differences };
}

type Waiting = Pick<Stored<'Loan'>, 'eventCount'> & { readonly loanId: string };

async function findWaiting(
  sql: Queryable,
  { institutionId, businessDate }: RefoldNight,
): Promise<readonly Waiting[]> {
  return await readRows<Waiting>(
    sql,
    `SELECT l.id AS loan_id, l.event_count
       FROM loan l LEFT JOIN loan_refold r ON r.loan_id = l.id
       WHERE l.institution_id = $1 AND (r.event_count IS DISTINCT FROM l.event_count
         OR abs(hashtext(l.id::text)) % $3 = ($2::date - date '2000-01-01') % $3)
       ORDER BY r.event_count IS NOT DISTINCT FROM l.event_count, l.id LIMIT $4`,
    [institutionId, businessDate, NIGHTS_FOR_ALL, MOST_A_NIGHT],
  );
}

async function noteRefolded(sql: Queryable, batch: readonly Waiting[]): Promise<void> {
  await write(
    sql,
    `INSERT INTO loan_refold (loan_id, event_count) SELECT * FROM unnest($1::uuid[], $2::integer[])
       ON CONFLICT (loan_id) DO UPDATE SET event_count = excluded.event_count, refolded_at = now()`,
    [batch.map(({ loanId }) => loanId), batch.map(({ eventCount }) => eventCount)],
  );
}

/** One case a loan: the first difference names it, the others are found with it. */
async function openCase(sql: Queryable, { institutionId, loanId, figure, stored, folded }: Difference) {
  await openBreakAnew(sql, {
    institutionId,
    kind: 'REFOLD',
    reference: loanId,
    amountFen: null,
    detail: { figure, stored: String(stored), folded: String(folded) },
  });
}
