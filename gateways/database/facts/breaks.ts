import type { Queryable } from '../transaction';

/** What doesn't agree, or what could not be done, so that a person must look. */
export type BreakKind =
  /** The bank has a movement that the books don't have. */
  | 'LONG'
  /** The books have a movement that the bank doesn't have, on the next day either. */
  | 'SHORT'
  /** The bank has a movement more than once. */
  | 'DUPLICATE'
  /** The bank moved another amount than the books hold. */
  | 'AMOUNT_DIFF'
  /** The bank's closing balance of a day is not that of our account. */
  | 'BALANCE'
  /** The file of a day can't be read. */
  | 'FILE'
  /** A transfer could not be booked on the loan that it is for. */
  | 'TRANSFER'
  /** Money that moved could not be booked as what it was ordered for. */
  | 'BOOKED_ASIDE'
  /** A loan's row, its events and the ledger don't say the same. */
  | 'REFOLD'
  /** The end of day had to leave a loan out. */
  | 'DAY_EXCEPTION'
  /** A case goes on and has no process, and nothing but a person can tell how. */
  | 'PROCESS';

export interface BreakToOpen {
  readonly institutionId: string;
  readonly kind: BreakKind;
  /** What it is about, unique within the kind: a day, a loan, a movement. A second one changes nothing. */
  readonly reference: string;
  /** What is at stake; null where it is no money. */
  readonly amountFen: number | null;
  /** What the person needs to know, shown with the task. */
  readonly detail: Readonly<Record<string, string | number>>;
}

/**
 * Writes down that a person must look at something, in the transaction that found it. The sweeper starts its
 * process, which opens the task. One that is there, open or resolved, stays as it is.
 * @returns the id of the break
 */
export async function openBreak(sql: Queryable, found: BreakToOpen): Promise<string> {
  const { institutionId, kind, reference, amountFen, detail } = found;
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO break_case (institution_id, kind, reference, amount_fen, detail) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (institution_id, kind, reference) DO UPDATE SET status = break_case.status RETURNING id`,
    [institutionId, kind, reference, amountFen, JSON.stringify(detail)],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`break ${kind} ${reference} could not be opened`);
  return row.id;
}
