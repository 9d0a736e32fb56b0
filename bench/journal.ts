import type { PoolClient } from 'pg';
import type { IsoDate } from '../domain/calendar/isoDate';

/** Judge entries one by one, and of these there are hundreds of thousands. */
const JUDGES = [
  ['journal_entry', 'judge_new_entry'],
  ['posting', 'judge_entry_of_posting'],
  ['posting', 'judge_claim_posting'],
] as const;

/** Which entries to make. */
export interface Entries {
  readonly institutionId: string;
  readonly entryDate: IsoDate;
  /** One loan in so many has them. */
  readonly everyLoan: number;
  readonly times: number;
}

/**
 * Entries of an institution's loans that leave each account as it was: a journal that has some length, as one of
 * months has, without other books.
 * @param client of a superuser, because the foreign keys of a million rows need not be asked
 */
export async function fillJournal(client: PoolClient, entries: Entries): Promise<void> {
  const { entryDate, everyLoan, institutionId, times } = entries;
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  for (const [table, judge] of JUDGES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${judge}`);
  await client.query(
    `WITH made AS (
       INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id)
         SELECT $1, 'bench/' || id || '/' || $2::date || '/' || k, 'BENCH', $2::date, id
           FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM loan WHERE institution_id = $1) l,
                generate_series(1, $4::integer) k
           WHERE n % $3::integer = 0
         RETURNING id
     )
     INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
       SELECT id, line, '1303.01', line - 1, 2 - line FROM made, generate_series(1, 2) line`,
    [institutionId, entryDate, everyLoan, times],
  );
  for (const [table, judge] of JUDGES) {
    await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${judge}`);
  }
  await client.query('COMMIT');
}
