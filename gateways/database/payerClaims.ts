import { type Fen, fen } from '../../domain/money/fen';
import type { Stored } from './columns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** What a payer owes who was refunded money that was taken back since; opened by the reversal itself (a law). */
export type PayerClaim = Pick<
  Stored<'PayerClaim'>,
  'id' | 'institutionId' | 'loanId' | 'reversal' | 'amountFen'
> & {
  readonly loanNo: string;
  /** What of it is neither repaid nor set off nor written off. */
  readonly openFen: number;
};

const CLAIM = `c.id, c.institution_id, c.loan_id, c.reversal, c.amount_fen, l.loan_no,
    (c.amount_fen - c.repaid_fen - c.set_off_fen - c.written_off_fen)::bigint AS open_fen`;

/** The claim that a reversal opened, by its key; null where nothing was lacking. */
export async function findClaimOf(sql: Queryable, reversal: string): Promise<PayerClaim | null> {
  return await readRow<PayerClaim>(
    sql,
    `SELECT ${CLAIM} FROM payer_claim c JOIN loan l ON l.id = c.loan_id WHERE c.reversal = $1`,
    [reversal],
  );
}

/** The oldest open claim of a loan's borrower that money of as much may repay, kept from others until the end. */
export async function lockClaimOn(
  sql: Queryable,
  loanId: string,
  amountFen: number,
): Promise<PayerClaim | null> {
  return await readRow<PayerClaim>(
    sql,
    `SELECT ${CLAIM} FROM payer_claim c JOIN loan l ON l.id = c.loan_id
       WHERE c.loan_id = $1 AND c.settled_at IS NULL AND c.amount_fen - c.repaid_fen - c.set_off_fen >= $2
       ORDER BY c.created_at, c.id LIMIT 1 FOR UPDATE OF c`,
    [loanId, amountFen],
  );
}

/** The open claim that a break is about, kept from others until the end; null where it is about none. */
export async function lockClaimOfBreak(sql: Queryable, breakId: string): Promise<PayerClaim | null> {
  return await readRow<PayerClaim>(
    sql,
    `SELECT ${CLAIM} FROM break_case b JOIN payer_claim c ON (c.institution_id, c.reversal) = (b.institution_id, b.reference)
         JOIN loan l ON l.id = c.loan_id
       WHERE b.id = $1 AND b.kind = 'PAYER_CLAIM' AND c.settled_at IS NULL FOR UPDATE OF c`,
    [breakId],
  );
}

/** Takes what was repaid, or all that is left as written off with what people said of it. */
export async function settleClaim(
  sql: Queryable,
  { id }: Pick<PayerClaim, 'id'>,
  by: { readonly repaidFen: number } | { readonly writtenOffFen: number; readonly evidence: string },
  at: string,
): Promise<void> {
  const [repaidFen, writtenOffFen, evidence] =
    'repaidFen' in by ? [by.repaidFen, 0, null] : [0, by.writtenOffFen, by.evidence];
  await write(
    sql,
    `UPDATE payer_claim SET repaid_fen = repaid_fen + $2, written_off_fen = written_off_fen + $3, evidence = $4,
         settled_at = CASE WHEN repaid_fen + $2 + set_off_fen + written_off_fen + $3 = amount_fen THEN $5::timestamptz END
       WHERE id = $1`,
    [id, repaidFen, writtenOffFen, evidence, at],
  );
}

/** What of a loan's claims is neither repaid nor set off nor written off, fen. */
export async function readOpenClaimsFen(sql: Queryable, loanId: string): Promise<Fen> {
  const row = await readRow<{ openFen: number }>(sql, 'SELECT open_claims_fen($1) AS open_fen', [loanId]);
  return fen(row?.openFen ?? 0);
}

/** Whether a refund of the loan's held money is on its way: until its outcome is known nobody knows what was given back. */
export async function isRefundUnderWay(sql: Queryable, loanId: string): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM payment WHERE subject_id = $1 AND purpose = 'REFUND' AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [loanId],
  );
  return count !== 0;
}
