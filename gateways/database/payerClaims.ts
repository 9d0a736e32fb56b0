import type { ReversalCause } from '../../domain/loan/reversedReceipt';
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

/** A receipt that repaid a claim. */
export interface Repayment {
  readonly claim: PayerClaim;
  readonly amountFen: Fen;
  /** The change that took it back, and why; null while none did. */
  readonly takenBack: { readonly changeId: string; readonly because: ReversalCause } | null;
}

/** What a receipt repaid of a claim on a loan's borrower; null where it repaid none. */
export async function findRepayment(
  sql: Queryable,
  loanId: string,
  receiptId: string,
): Promise<Repayment | null> {
  const row = await readRow<PayerClaim & { paidFen: Fen; takenBack: Repayment['takenBack'] }>(
    sql,
    `SELECT ${CLAIM}, r.amount_fen AS paid_fen,
            (SELECT jsonb_build_object('changeId', k.id, 'because', k.payload -> 'because') FROM loan_change k
               WHERE k.loan_id = c.loan_id AND k.payload ->> 'receiptId' = r.id::text
                 AND EXISTS (SELECT FROM repayment_taken_back(k.id))) AS taken_back
       FROM unidentified_receipt r JOIN payer_claim c ON c.loan_id = r.loan_id JOIN loan l ON l.id = c.loan_id
         JOIN journal_entry e ON e.institution_id = c.institution_id AND e.loan_id IS NULL
           AND e.business_key = 'claim/' || c.id || '/receipt/' || r.id
       WHERE c.loan_id = $1 AND r.id = $2`,
    [loanId, receiptId],
  );
  if (row === null) return null;
  const { paidFen, takenBack, ...claim } = row;
  return { claim, amountFen: paidFen, takenBack };
}

/** The open claim that an open break is about, kept from others until the end; null where it is about none. */
export async function lockClaimOfBreak(sql: Queryable, breakId: string): Promise<PayerClaim | null> {
  return await readRow<PayerClaim>(
    sql,
    `SELECT ${CLAIM} FROM break_case b JOIN payer_claim c
           ON c.institution_id = b.institution_id AND is_about_claim(b.reference, c.reversal)
         JOIN loan l ON l.id = c.loan_id
       WHERE (b.id, b.kind, b.status) = ($1, 'PAYER_CLAIM', 'OPEN') AND c.settled_at IS NULL FOR UPDATE OF c`,
    [breakId],
  );
}

/**
 * What is wrong with the papers of a break that is about an open claim: none was put to it, or each of them proves the
 * loss of another claim already, by what is in it (a law). Null where a write-off may go by them, or none is needed.
 */
export async function whyNotProved(
  sql: Queryable,
  breakId: string,
): Promise<'EVIDENCE_REQUIRED' | 'EVIDENCE_OF_ANOTHER' | null> {
  const row = await readRow<{ hasPapers: boolean }>(
    sql,
    `SELECT EXISTS (SELECT FROM case_attachment WHERE (case_type, case_id) = ('BREAK', b.id::text)) AS has_papers
       FROM break_case b WHERE (b.id, b.kind, b.status) = ($1, 'PAYER_CLAIM', 'OPEN')
         AND NOT EXISTS (SELECT FROM unused_evidence(b.id))`,
    [breakId],
  );
  if (row === null) return null;
  return row.hasPapers ? 'EVIDENCE_OF_ANOTHER' : 'EVIDENCE_REQUIRED';
}

/** Nothing is left of a claim: it leaves finance's list. */
export async function delistClaim(
  sql: Queryable,
  { institutionId, reversal }: PayerClaim,
  resolution: string,
): Promise<void> {
  await write(
    sql,
    `UPDATE break_case SET status = 'RESOLVED', resolution = $3, resolved_at = now()
       WHERE institution_id = $1 AND kind = 'PAYER_CLAIM' AND status = 'OPEN' AND is_about_claim(reference, $2)`,
    [institutionId, reversal, resolution],
  );
}

/**
 * Takes what was repaid, less than nothing where that is taken back; or all that is left as written off, with what people
 * said of it.
 */
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
    `UPDATE payer_claim SET repaid_fen = repaid_fen + $2, written_off_fen = written_off_fen + $3, evidence = coalesce($4, evidence),
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
