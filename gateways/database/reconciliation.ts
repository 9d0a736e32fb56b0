import type { IsoDate } from '../../domain/calendar/isoDate';
import type { JournalEntry } from '../../domain/ledger/entry';
import type { Fen } from '../../domain/money/fen';
import type { MatchClass } from '../../domain/reconciliation/matchDay';
import { dateOf, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { OUT_PURPOSES } from './payments';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** An order of ours that a day's matching is about; `reconciledAs`: how it was judged for good on an earlier day. */
export type OrderToMatch = Pick<Stored<'Payment'>, 'id' | 'key' | 'status' | 'amountFen' | 'reconciledAs'> & {
  readonly direction: 'IN' | 'OUT';
  /** The day whose file didn't have it. */
  readonly carriedFrom: IsoDate | null;
  /** An earlier file has it, and it has no outcome yet. */
  readonly isPending: boolean;
  /** No file had it, and its loan or fee has given it up. */
  readonly isBounced: boolean;
  readonly loanId: string | null;
};

/** PENDING: the bank has it, our order waits for its outcome. */
export type ReconciliationOutcome = MatchClass | 'PENDING';

export interface ReconciliationItem {
  readonly key: string;
  readonly direction: 'IN' | 'OUT';
  /** Counts the rows of one key in the file. */
  readonly number: number;
  readonly outcome: ReconciliationOutcome;
  readonly bankFen: number | null;
  readonly booksFen: number | null;
  readonly bankReference: string | null;
  readonly carriedFrom: string | null;
  readonly breakId: string | null;
  readonly receiptId: string | null;
  readonly isResolved: boolean;
}

/** A row of a file whose order had no outcome yet. */
export interface PendingItem extends Pick<Stored<'ReconciliationItem'>, 'id' | 'settleDate'> {
  readonly bankReference: string;
  readonly bankFen: Fen;
  readonly order: OrderToMatch;
}

const ORDER = `p.id, p.key, CASE WHEN p.purpose IN ${OUT_PURPOSES} THEN 'OUT' ELSE 'IN' END AS direction, p.status,
  p.amount_fen, p.reconciled_as,
  CASE WHEN p.reconciled_as = 'SHORT' THEN EXISTS (SELECT FROM loan_event e JOIN loan_event v ON v.loan_id = e.loan_id
    WHERE e.business_key = p.key AND v.kind = 'REVERSED' AND (v.payload ->> 'reverses')::integer = e.sequence)
      OR EXISTS (SELECT FROM fee_request q WHERE q.fee_id = p.subject_id AND (q.kind, q.source, q.status)
        = ('BOUNCE', p.key, 'DONE'))
    ELSE false END AS is_bounced,
  CASE WHEN p.subject_type = 'LOAN' THEN p.subject_id END AS loan_id`;

/** Runs one reconciliation of an institution at a time; the lock ends with the transaction. */
export async function lockReconciliation(sql: Queryable, institutionId: string): Promise<void> {
  await write(sql, `SELECT pg_advisory_xact_lock(hashtextextended('reconciliation|' || $1, 0))`, [
    institutionId,
  ]);
}

/**
 * Orders that a day's matching is about: all that the books hold as paid by the bank's day and that no file had,
 * whatever their date, and all whose key is in the day's file.
 */
export async function readOrdersToMatch(
  sql: Queryable,
  institutionId: string,
  date: string,
): Promise<readonly OrderToMatch[]> {
  return await readRows<OrderToMatch>(
    sql,
    `SELECT ${ORDER}, carried.settle_date AS carried_from,
            EXISTS (SELECT FROM reconciliation_item pending WHERE pending.institution_id = $1
              AND pending.outcome = 'PENDING' AND pending.resolved_at IS NULL AND pending.key = p.key) AS is_pending
       FROM (SELECT id FROM payment WHERE institution_id = $1 AND status = 'SUCCEEDED' AND reconciled_on IS NULL
               AND bank_date <= $2 AND NOT EXISTS (SELECT FROM reconciliation_item pending
                 WHERE pending.institution_id = $1 AND pending.outcome = 'PENDING' AND pending.resolved_at IS NULL
                   AND pending.key = payment.key)
             UNION
             SELECT named.id FROM statement_row r JOIN payment named ON named.key = r.key
               WHERE r.institution_id = $1 AND r.date = $2 AND r.key <> '' AND named.institution_id = $1) wanted
       JOIN payment p ON p.id = wanted.id
       LEFT JOIN reconciliation_item carried ON carried.institution_id = $1 AND carried.outcome = 'CUTOFF'
         AND carried.resolved_at IS NULL AND carried.key = p.key`,
    [institutionId, date],
  );
}

/** Rows of earlier files whose orders had no outcome. */
export async function readPendingItems(
  sql: Queryable,
  institutionId: string,
): Promise<readonly PendingItem[]> {
  const rows = await readRows<OrderToMatch & Omit<PendingItem, 'id' | 'order'> & { readonly itemId: number }>(
    sql,
    `SELECT i.id AS item_id, i.settle_date, i.bank_reference, i.bank_fen, ${ORDER}, NULL AS carried_from,
            true AS is_pending
       FROM reconciliation_item i JOIN payment p ON p.key = i.key
       WHERE i.institution_id = $1 AND i.outcome = 'PENDING' AND i.resolved_at IS NULL ORDER BY i.id`,
    [institutionId],
  );
  return rows.map(({ itemId, settleDate, bankReference, bankFen, ...order }) => ({
    ...{ id: itemId, settleDate, bankReference, bankFen },
    order,
  }));
}

/** A pending row is what it has turned out to be. */
export async function judgePendingItem(
  sql: Queryable,
  { id }: Pick<PendingItem, 'id'>,
  item: Pick<ReconciliationItem, 'outcome' | 'booksFen' | 'breakId' | 'receiptId'>,
): Promise<void> {
  await write(
    sql,
    `UPDATE reconciliation_item SET outcome = $2, books_fen = $3, break_id = $4, receipt_id = $5,
         resolved_at = CASE WHEN $2 = 'MATCH' THEN now() END
       WHERE id = $1 AND outcome = 'PENDING'`,
    [id, item.outcome, item.booksFen, item.breakId, item.receiptId],
  );
}

/** Rows of one INSERT. */
const ROWS_AT_ONCE = 5_000;

/** Writes what a day's matching found, in sets. What is there stays. */
export async function writeReconciliationItems(
  sql: Queryable,
  institutionId: string,
  date: string,
  items: readonly ReconciliationItem[],
): Promise<void> {
  for (let begin = 0; begin < items.length; begin += ROWS_AT_ONCE) {
    const part = items.slice(begin, begin + ROWS_AT_ONCE);
    await write(
      sql,
      `INSERT INTO reconciliation_item (institution_id, settle_date, key, direction, number, outcome, bank_fen,
           books_fen, bank_reference, carried_from, break_id, receipt_id, resolved_at)
         SELECT $1, $2, key, direction, number, outcome, bank_fen, books_fen, bank_reference, carried_from, break_id,
                receipt_id, CASE WHEN resolved THEN now() END
           FROM unnest($3::text[], $4::text[], $5::integer[], $6::text[], $7::bigint[], $8::bigint[], $9::text[],
                       $10::date[], $11::uuid[], $12::uuid[], $13::boolean[])
             AS row (key, direction, number, outcome, bank_fen, books_fen, bank_reference, carried_from, break_id,
                     receipt_id, resolved)
         ON CONFLICT (institution_id, settle_date, key, direction, number) DO NOTHING`,
      [
        institutionId,
        date,
        part.map(({ key }) => key),
        part.map(({ direction }) => direction),
        part.map(({ number }) => number),
        part.map(({ outcome }) => outcome),
        part.map(({ bankFen }) => bankFen),
        part.map(({ booksFen }) => booksFen),
        part.map(({ bankReference }) => bankReference),
        part.map(({ carriedFrom }) => carriedFrom),
        part.map(({ breakId }) => breakId),
        part.map(({ receiptId }) => receiptId),
        part.map(({ isResolved }) => isResolved),
      ],
    );
  }
}

/** Notes on orders how they were judged for good, and ends the waiting of those that were carried. */
export async function markReconciled(
  sql: Queryable,
  institutionId: string,
  date: string,
  judged: readonly { readonly key: string; readonly as: 'MATCH' | 'AMOUNT_DIFF' | 'SHORT' }[],
): Promise<void> {
  for (let begin = 0; begin < judged.length; begin += ROWS_AT_ONCE) {
    const part = judged.slice(begin, begin + ROWS_AT_ONCE);
    const keys = part.map(({ key }) => key);
    await write(
      sql,
      `UPDATE payment SET reconciled_on = $2, reconciled_as = row.outcome
         FROM unnest($3::text[], $4::text[]) AS row (key, outcome)
         WHERE payment.key = row.key AND payment.institution_id = $1`,
      [institutionId, date, keys, part.map(({ as }) => as)],
    );
    await write(
      sql,
      `UPDATE reconciliation_item SET resolved_at = now()
         WHERE institution_id = $1 AND outcome = 'CUTOFF' AND resolved_at IS NULL AND key = ANY($2)`,
      [institutionId, keys],
    );
  }
}

/** Posts entries of the institution itself, in one round trip; those that are in the books stay. */
export async function postEntries(
  sql: Queryable,
  institutionId: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await write(sql, 'SELECT post_entry($1, entry) FROM jsonb_array_elements($2::jsonb) AS entry', [
    institutionId,
    JSON.stringify(entries),
  ]);
}

/** How the bank's closing balance and our account of it compare at the end of a day. */
export interface BalanceCheck {
  readonly date: string;
  /** What the bank says; null before it said anything. */
  readonly bankFen: number | null;
  /** 1002, by the days on which the bank booked. */
  readonly booksFen: number;
  /** Known differences: what the bank has and our orders wait for, less what we have and the bank had not yet. */
  readonly openFen: number;
  /** What is left of the bank's balance without a reason. */
  readonly differenceFen: number;
}

/** Compares by what the database holds now: a payment that is settled late counts on the bank's day. */
export async function checkBalance(
  sql: Queryable,
  institutionId: string,
  date: string,
): Promise<BalanceCheck> {
  const found = await readRow<{ bankFen: number | null; booksFen: number; openFen: number }>(
    sql,
    `SELECT (SELECT closing_fen FROM statement_file WHERE institution_id = $1 AND date <= $2
               AND closing_fen IS NOT NULL ORDER BY date DESC LIMIT 1) AS bank_fen,
            (SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0)::bigint
               FROM posting p JOIN journal_entry j ON j.id = p.entry_id
               WHERE j.institution_id = $1 AND p.account_code = '1002'
                 AND coalesce(j.bank_date, j.value_date) <= $2) AS books_fen,
            (SELECT coalesce(sum(CASE direction WHEN 'IN' THEN 1 ELSE -1 END
                 * CASE outcome WHEN 'PENDING' THEN bank_fen ELSE -books_fen END), 0)::bigint
               FROM reconciliation_item i
               WHERE institution_id = $1 AND settle_date <= $2 AND outcome IN ('CUTOFF', 'PENDING')
                 AND resolved_at IS NULL
                 AND NOT (outcome = 'PENDING' AND EXISTS (SELECT FROM payment
                   WHERE payment.key = i.key AND payment.status = 'SUCCEEDED'))) AS open_fen`,
    [institutionId, date],
  );
  if (found === null) throw new Error('the check gave no row');
  const { bankFen, booksFen, openFen } = found;
  return { date, ...found, differenceFen: bankFen === null ? 0 : bankFen - booksFen - openFen };
}

/** Whether somebody looks at this difference of the closing balance already. */
export async function findOpenBalanceBreak(
  sql: Queryable,
  institutionId: string,
  differenceFen: number,
): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM break_case WHERE institution_id = $1 AND kind = 'BALANCE' AND status = 'OPEN' AND amount_fen = $2`,
    [institutionId, differenceFen],
  );
  return count !== 0;
}

const ITEM = {
  key: true,
  direction: true,
  outcome: true,
  bankFen: true,
  booksFen: true,
  bankReference: true,
  carriedFrom: true,
  breakId: true,
  receiptId: true,
  resolvedAt: true,
} satisfies Prisma.ReconciliationItemSelect;

export type ReconciliationRow = Pick<Stored<'ReconciliationItem'>, keyof typeof ITEM>;

/** What matching the books with the bank's file of a day found. */
export async function readReconciliation(
  prisma: PrismaClient,
  institutionId: string,
  date: string,
): Promise<readonly ReconciliationRow[]> {
  const rows = await prisma.reconciliationItem.findMany({
    select: ITEM,
    where: { institutionId, settleDate: dateOf(date) },
    orderBy: [{ outcome: 'asc' }, { key: 'asc' }, { number: 'asc' }],
  });
  return rows.map(plain<'ReconciliationItem'>());
}

/** The last day that was matched with the bank's file, or null. */
export async function lastReconciledDate(
  prisma: PrismaClient,
  institutionId: string,
): Promise<IsoDate | null> {
  const day = await prisma.dayClose
    .findFirst({
      select: { businessDate: true },
      where: { institutionId, step: 'RECONCILIATION' },
      orderBy: { businessDate: 'desc' },
    })
    .then(plain<'DayClose'>());
  return day?.businessDate ?? null;
}

/** The first day whose file can't be used, or null. */
export async function blockedOn(sql: Queryable, institutionId: string): Promise<string | null> {
  const row = await readRow<{ date: string | null }>(
    sql,
    `SELECT min(detail ->> 'date') AS date FROM break_case
       WHERE institution_id = $1 AND kind = 'FILE' AND status = 'OPEN'`,
    [institutionId],
  );
  return row?.date ?? null;
}

/** The account that an institution's statement file is asked for by. */
export async function readInstitutionAccount(prisma: PrismaClient, id: string): Promise<string> {
  const { bankAccountNo } = await prisma.institution.findUniqueOrThrow({
    select: { bankAccountNo: true },
    where: { id },
  });
  return bankAccountNo;
}
