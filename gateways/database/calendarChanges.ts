import type { Pool } from 'pg';
import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { collectionDateOf } from '../../domain/collection/collectionPlan';
import type { ShiftedDates } from '../../domain/loan/collectionDates';
import type { NewLoanEvent } from '../../domain/loan/events';
import { houseCalendar } from './calendar';
import { plain, type Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { type LoanRecord, readLoan, recordLoanEvents } from './loans';
import { readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** A shift is never longer: rows due before that are collected by now. */
const LONGEST_SHIFT_DAYS = 31;
/** Loans of one run; the next one goes on. */
const MOST_LOANS = 500;

/** What a run did. */
export interface CalendarChanges {
  /** Loans whose rows are now collected on other days; their processes are yet to be told, see {@link findLoanWakes}. */
  readonly moved: readonly string[];
  /** Loans that refused it: a person must look. */
  readonly refused: readonly { readonly loanId: string; readonly code: string }[];
}

/**
 * Moves loans to the calendar as it is known now: rows that lie ahead and whose collection date is not what the
 * published years and the declared days make of it get it by an event, and never one that has come. Running it
 * again, or twice at once, changes nothing more. Costs a few lookups when there is nothing to do.
 * @param today the business date
 */
export async function applyCalendarChanges(sql: Pool, today: IsoDate): Promise<CalendarChanges> {
  // From here on they stay as they were declared.
  await write(sql, 'UPDATE calendar_override SET applied_at = now() WHERE applied_at IS NULL');
  const calendar = await houseCalendar(sql);
  const moved: string[] = [];
  const refused: { loanId: string; code: string }[] = [];
  for (const loanId of await findLoansToMove(sql, calendar, today)) {
    const outcome = await moveLoan(sql, loanId, calendar, today);
    if (outcome === 'moved') moved.push(loanId);
    else if (outcome !== null) refused.push({ loanId, code: outcome });
  }
  return { moved, refused };
}

type DatePair = Pick<Stored<'Instalment'>, 'dueDate' | 'collectionDate'>;

/** The day that a row moves to; null when it stays. What has come, or would have, stays. */
function movedTo(
  { dueDate, collectionDate }: DatePair,
  calendar: BusinessCalendar,
  today: IsoDate,
): IsoDate | null {
  const wanted = collectionDateOf(dueDate, calendar);
  return wanted !== collectionDate && wanted > today && collectionDate > today ? wanted : null;
}

/** The index gives each pair of dates once, however many loans have it. */
async function findLoansToMove(
  sql: Queryable,
  calendar: BusinessCalendar,
  today: IsoDate,
): Promise<readonly string[]> {
  const pairs = await readRows<DatePair>(
    sql,
    `WITH RECURSIVE pair AS (
       (SELECT due_date, collection_date FROM instalment WHERE NOT settled AND due_date > $1::date - $2::integer
          ORDER BY due_date, collection_date LIMIT 1)
       UNION ALL
       SELECT next.* FROM pair, LATERAL (
         SELECT due_date, collection_date FROM instalment
           WHERE NOT settled AND (due_date, collection_date) > (pair.due_date, pair.collection_date)
           ORDER BY due_date, collection_date LIMIT 1) next
     )
     SELECT due_date, collection_date FROM pair WHERE collection_date > $1::date`,
    [today, LONGEST_SHIFT_DAYS],
  );
  const wrong = pairs.filter((pair) => movedTo(pair, calendar, today) !== null);
  if (wrong.length === 0) return [];
  const rows = await readRows<{ loanId: string }>(
    sql,
    `SELECT DISTINCT i.loan_id
       FROM unnest($1::date[], $2::date[]) AS wrong (due_date, collection_date)
       JOIN instalment i USING (due_date, collection_date) JOIN loan l ON l.id = i.loan_id
       WHERE NOT i.settled AND l.status IN ('REPAYING', 'OVERDUE') ORDER BY 1 LIMIT $3`,
    [wrong.map(({ dueDate }) => dueDate), wrong.map(({ collectionDate }) => collectionDate), MOST_LOANS],
  );
  return rows.map(({ loanId }) => loanId);
}

/** @returns the code of a refusal, null when others had moved it */
async function moveLoan(
  sql: Pool,
  loanId: string,
  calendar: BusinessCalendar,
  today: IsoDate,
): Promise<string | null> {
  return inTransaction(sql, async (client) => {
    const loan = await readLoan(client, loanId);
    const event = loan === null ? null : changeOf(loan, calendar, today);
    if (event === null) return null;
    const recorded = await recordLoanEvents(client, loanId, [event], calendar);
    if (!recorded.ok) return recorded.refusal.code;
    await wakeLoan(client, loanId, 'COLLECTION_DATES_CHANGED');
    return 'moved';
  });
}

function changeOf(loan: LoanRecord, calendar: BusinessCalendar, today: IsoDate): NewLoanEvent | null {
  const moved = loan.instalments.flatMap((row): [IsoDate, IsoDate][] => {
    const to = row.settled ? null : movedTo(row, calendar, today);
    return to === null ? [] : [[row.dueDate, to]];
  });
  if (moved.length === 0) return null;
  const collectionDates: ShiftedDates = Object.fromEntries(moved);
  return {
    kind: 'COLLECTION_DATES_CHANGED',
    collectionDates,
    effectiveDate: today,
    recordedOn: today,
    businessKey: `loan/${loan.loanId}/calendar/${loan.recordedEvents + 1}`,
  };
}

/** One that is about to be told of an earlier change is told of this one too, after it. */
const ANEW = `ON CONFLICT (loan_id) DO UPDATE SET because = excluded.because, created_at = clock_timestamp()`;

/** Notes that a loan's process must look at it again, in the transaction that changed the loan. */
export async function wakeLoan(sql: Queryable, loanId: string, because: string): Promise<void> {
  await write(sql, `INSERT INTO loan_wake (loan_id, because) VALUES ($1, $2) ${ANEW}`, [loanId, because]);
}

/** The same for all loans of an enterprise that are not over. */
export async function wakeLoansOf(sql: Queryable, enterpriseId: string, because: string): Promise<void> {
  await write(
    sql,
    `INSERT INTO loan_wake (loan_id, because)
       SELECT id, $2 FROM loan WHERE enterprise_id = $1 AND status <> 'CLOSED' ${ANEW}`,
    [enterpriseId, because],
  );
}

/** Processes that are told at once. */
const MOST_WAKES = 1_000;

/** A loan whose process is to look again. */
export type LoanWake = Pick<Stored<'LoanWake'>, 'loanId' | 'because' | 'createdAt'>;

/** Loans whose processes are still to be told. */
export function findLoanWakes(prisma: PrismaClient): Promise<readonly LoanWake[]> {
  return prisma.loanWake
    .findMany({
      select: { loanId: true, because: true, createdAt: true },
      orderBy: { createdAt: 'asc' },
      take: MOST_WAKES,
    })
    .then((rows) => rows.map(plain<'LoanWake'>()));
}

/** Notes that a process was told, or is over. What changed after it was told is still to be told. */
export async function noteLoanWoken(
  prisma: PrismaClient,
  { loanId, createdAt }: Pick<LoanWake, 'loanId' | 'createdAt'>,
): Promise<void> {
  await prisma.loanWake.deleteMany({ where: { loanId, createdAt } });
}
