import type { Pool } from 'pg';
import type { LoanChangeKind, LoanChangeStatus } from '../../../contracts/loanChanges';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';

/** A change as people see it. */
export interface LoanChangeRow {
  readonly id: string;
  readonly loanId: string;
  readonly institutionId: string;
  readonly kind: LoanChangeKind;
  readonly status: LoanChangeStatus;
  /** The last digits of the account that it binds; null for other kinds. */
  readonly accountEnding: string | null;
  /** The event that it reverses; null for other kinds. */
  readonly sequence: number | null;
  readonly reason: string;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly decisionReason: string;
  readonly code: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly takenAt: string | null;
}

const COLUMNS = `id, loan_id AS "loanId", institution_id AS "institutionId", kind, status,
  payload ->> 'ending' AS "accountEnding", (payload ->> 'sequence')::integer AS sequence, reason,
  requested_by AS "requestedBy", decided_by AS "decidedBy", decision_reason AS "decisionReason", code,
  ${instant('created_at', 'createdAt')}, ${instant('decided_at', 'decidedAt')}, ${instant('taken_at', 'takenAt')}`;

/** Changes of an institution's loans, newest first. */
export function listLoanChanges(
  sql: Pool,
  institutionId: string,
  filter: { readonly loanId?: string | undefined; readonly status?: LoanChangeStatus | undefined },
  paging: Paging,
): Promise<Page<LoanChangeRow>> {
  const conditions = new Conditions()
    .and('institution_id = ?', institutionId)
    .and('loan_id = ?', filter.loanId)
    .and('status = ?', filter.status);
  const selection = { columns: COLUMNS, from: 'loan_change', orderBy: 'created_at DESC, id' };
  return selectPage<LoanChangeRow>(sql, selection, conditions, paging);
}

/** One change of a loan of an institution, or null. */
export function findLoanChange(
  sql: Pool,
  institutionId: string,
  of: { readonly loanId: string; readonly changeId: string },
): Promise<LoanChangeRow | null> {
  return selectOne<LoanChangeRow>(
    sql,
    `SELECT ${COLUMNS} FROM loan_change WHERE id = $1 AND loan_id = $2 AND institution_id = $3`,
    [of.changeId, of.loanId, institutionId],
  );
}

export interface LoanChangeRequest {
  readonly id: string;
  readonly loanId: string;
  readonly institutionId: string;
  readonly kind: LoanChangeKind;
  readonly payload: object;
  readonly requestedBy: string;
  readonly reason: string;
}

/** Writes what somebody asks for; a second time changes nothing. */
export async function writeLoanChange(sql: Pool, request: LoanChangeRequest): Promise<void> {
  const { id, loanId, institutionId, kind, payload, requestedBy, reason } = request;
  await sql.query(
    `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
       VALUES ($1, $2, $3, $4, $5, 'REQUESTED', $6, $7) ON CONFLICT (id) DO NOTHING`,
    [id, loanId, institutionId, kind, JSON.stringify(payload), requestedBy, reason],
  );
}

/** @returns false when it was decided before */
export async function decideLoanChange(
  sql: Pool,
  decision: {
    readonly changeId: string;
    readonly status: Extract<LoanChangeStatus, 'APPROVED' | 'REJECTED'>;
    readonly decidedBy: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const { changeId, status, decidedBy, reason } = decision;
  const { rowCount } = await sql.query(
    `UPDATE loan_change SET status = $2, decided_by = $3, decision_reason = $4, decided_at = now()
       WHERE id = $1 AND status = 'REQUESTED'`,
    [changeId, status, decidedBy, reason],
  );
  return rowCount === 1;
}
