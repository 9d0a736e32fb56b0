import { addDays, type IsoDate } from '../../domain/calendar/isoDate';
import { openingBalance } from '../../domain/ledger/entries';
import { fen } from '../../domain/money/fen';
import { NON_ACCRUAL_AFTER_DAYS, NON_PERFORMING_SHARE_LIMIT } from '../../domain/overdue/classification';
import type { ProvisionRates } from '../../domain/parameters/provisions';
import { openBreakAnew, resolveBreaks } from './breaks';
import { postEntry } from './ledger';
import { keepRiskReserve, type ReserveRules } from './riskReserve';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Loans in one transaction of the end of day: small enough that no posting waits long for its loan. */
const BATCH_SIZE = 5_000;
/** More loans that are refused on one day are no matter of single loans: the day waits for whoever cures it. */
const MOST_EXCEPTIONS = 100;

/** Portfolio work that every business day needs once. */
export type DayStep = 'END_OF_DAY' | 'RECONCILIATION';

/** A business day of an institution. */
export interface BusinessDay {
  readonly institutionId: string;
  readonly businessDate: IsoDate;
}

export interface DayClosing extends BusinessDay {
  /** Allowance by class, in force on the day. */
  readonly provisionRates: ProvisionRates;
  /** By which the general risk reserve is kept at the end of a month; none is kept without. */
  readonly reserveRules?: ReserveRules;
  /** Loans of one batch. */
  readonly batchSize?: number;
  /** Called after each batch with the loans done so far; a heartbeat. */
  readonly onBatch?: (loans: number) => void;
}

/** What the end of day did; zeros when another run had done it. */
export interface ClosedDay {
  readonly loans: number;
  readonly batches: number;
  /** Loans that had to be left out: what the day does to them is refused. A person looks at each. */
  readonly exceptions: number;
}

/**
 * End of day of one institution: interest, VAT that fell due, overdue principal, days past due, class,
 * non-accrual and allowance of all its loans; then what it tells of its debtors. Works in batches, each a
 * transaction in which loans, their events and the ledger move together; a run after a crash goes on where the last
 * one stopped, and a run for a day that is done changes nothing. Memory does not depend on the number of loans.
 *
 * A batch that is refused is halved until the loan at fault is found: it is left out, and the others go on.
 *
 * @throws DatabaseError 55000 when the day is not over, or not the next one
 * @throws Error when more loans are refused than can be the loans' own fault
 */
export async function closeDay(sql: Queryable, closing: DayClosing): Promise<ClosedDay> {
  const { batchSize = BATCH_SIZE, onBatch } = closing;
  const done = { loans: 0, batches: 0, exceptions: 0 };
  if (await isDayClosed(sql, 'END_OF_DAY', closing)) return done;
  for (let size = batchSize; ; ) {
    const batch = await tryBatch(sql, closing, size);
    if (batch.refusal === null) {
      if (batch.loans === 0) break;
      done.loans += batch.loans;
      done.batches += 1;
      size = Math.min(batchSize, size * 2);
    } else if (size > 1) {
      size = Math.floor(size / 2);
    } else {
      await leaveOut(sql, closing, batch.refusal);
      done.exceptions += 1;
      if (done.exceptions > MOST_EXCEPTIONS)
        throw new Error(`more than ${MOST_EXCEPTIONS} loans are refused`);
    }
    onBatch?.(done.loans);
  }
  await showExceptions(sql, closing);
  await write(sql, 'SELECT watch_debtors($1, $2, $3)', [
    closing.institutionId,
    closing.businessDate,
    NON_PERFORMING_SHARE_LIMIT,
  ]);
  if (closing.reserveRules !== undefined) await keepRiskReserve(sql, closing, closing.reserveRules);
  await markDayClosed(sql, 'END_OF_DAY', closing, { ...done });
  return done;
}

type Batch =
  | { readonly refusal: null; readonly loans: number }
  /** What the database said. */
  | { readonly refusal: string };

const CLOSE_BATCH = {
  name: 'close-day-batch',
  text: 'SELECT close_day_batch($1, $2, $3, $4, $5) AS loans',
};

async function tryBatch(
  sql: Queryable,
  { institutionId, businessDate, provisionRates }: DayClosing,
  size: number,
): Promise<Batch> {
  try {
    const closed = await readRow<{ loans: number }>(sql, CLOSE_BATCH, [
      ...[institutionId, businessDate, size],
      ...[JSON.stringify(provisionRates), NON_ACCRUAL_AFTER_DAYS],
    ]);
    return { refusal: null, loans: closed?.loans ?? 0 };
  } catch (error) {
    if (isLoansFault(error)) return { refusal: error.message };
    throw error;
  }
}

/** Values, constraints and books that can't be: not the day, the connection or the machine. */
function isLoansFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(22|23|P0|XX001)/.test(String(error.code));
}

async function leaveOut(
  sql: Queryable,
  { institutionId, businessDate }: BusinessDay,
  because: string,
): Promise<void> {
  await write(sql, 'SELECT except_loan_of_day($1, $2, $3)', [institutionId, businessDate, because]);
}

/**
 * Every loan that was left out and not closed since is a break, named by the first day without it, and once more when
 * people have resolved it; one that was closed since is none any more.
 */
async function showExceptions(sql: Queryable, { institutionId, businessDate }: BusinessDay): Promise<void> {
  const rows = await readRows<{ loanId: string; since: IsoDate; error: string }>(
    sql,
    `SELECT loan_id, min(business_date) AS since, max(error) AS error FROM day_exception
       WHERE institution_id = $1 AND resolved_at IS NULL GROUP BY loan_id`,
    [institutionId],
  );
  const of = { institutionId, kind: 'DAY_EXCEPTION', amountFen: null } as const;
  const open = rows.map((detail) => ({ ...of, reference: `${detail.loanId}/${detail.since}`, detail }));
  for (const found of open) await openBreakAnew(sql, found);
  const cured = await readRows<{ reference: string }>(
    sql,
    `SELECT reference FROM break_case WHERE institution_id = $1 AND kind = $2 AND status = 'OPEN'
       AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS known WHERE starts_with(reference, known))`,
    [institutionId, of.kind, open.map(({ reference }) => reference)],
  );
  const references = cured.map(({ reference }) => reference);
  await resolveBreaks(sql, { ...of, references, resolution: `CLOSED_ON_${businessDate}` });
}

/** Notes that a step of a day is done; the first note stays. */
export async function markDayClosed(
  sql: Queryable,
  step: DayStep,
  { institutionId, businessDate }: BusinessDay,
  figures: Readonly<Record<string, number | string>>,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO day_close (institution_id, business_date, step, figures) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
    [institutionId, businessDate, step, JSON.stringify(figures)],
  );
}

/** Whether a step of a day is done. */
export async function isDayClosed(
  sql: Queryable,
  step: DayStep,
  { institutionId, businessDate }: BusinessDay,
): Promise<boolean> {
  const count = await write(
    sql,
    'SELECT FROM day_close WHERE institution_id = $1 AND business_date = $2 AND step = $3',
    [institutionId, businessDate, step],
  );
  return count === 1;
}

/**
 * Begins the books of an institution: what it had at the bank on the day before is its opening balance. Doing it
 * again changes nothing.
 * @param sql connected as the owner of the tables
 */
export async function openBooks(
  sql: Queryable,
  of: { readonly institutionId: string; readonly booksFrom: IsoDate; readonly openingFen: number },
): Promise<void> {
  const { institutionId, booksFrom, openingFen } = of;
  const count = await write(
    sql,
    'UPDATE institution SET books_from = $2 WHERE id = $1 AND books_from IS NULL',
    [institutionId, booksFrom],
  );
  if (count === 0 || openingFen === 0) return;
  const date = addDays(booksFrom, -1);
  await postEntry(sql, institutionId, {
    ...openingBalance(fen(openingFen)),
    ...{ businessKey: `opening/${institutionId}`, date, bankDate: date },
  });
}

/** Institutions that have books: they begin with an opening balance, or with the first loan. */
export async function listInstitutionsWithBooks(sql: Queryable): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT id FROM institution i
       WHERE books_from IS NOT NULL OR EXISTS (SELECT FROM loan WHERE institution_id = i.id) ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Days of an institution that are over and wait for a step, oldest first: from the day after the last one done, or
 * from the day on which its books begin; where nobody said when, from its first loan on.
 * @param through the last date that is over as the night knows it; no later than the database's clock says, which may
 *   have become slower since the night began
 * @param limit most days to give; one more tells the caller that there are further ones
 */
export async function findOpenDays(
  sql: Queryable,
  of: {
    readonly institutionId: string;
    readonly step: DayStep;
    readonly through: IsoDate;
    readonly limit: number;
  },
): Promise<readonly BusinessDay[]> {
  const { institutionId, step, through, limit } = of;
  return await readRows<BusinessDay>(
    sql,
    `SELECT institution.id AS institution_id, day::date AS business_date
       FROM institution,
            LATERAL (SELECT coalesce(
              (SELECT max(business_date) + 1 FROM day_close WHERE institution_id = institution.id AND step = $2),
              institution.books_from,
              (SELECT min(start_date) FROM loan WHERE institution_id = institution.id)) AS date) first,
            generate_series(first.date, least($3::date, business_today() - 1), interval '1 day') AS day
       WHERE institution.id = $1 ORDER BY day LIMIT $4`,
    [institutionId, step, through, limit],
  );
}
