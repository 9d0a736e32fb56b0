import type { Pool } from 'pg';
import type { LoanChangeId } from '../../contracts/ids';
import type { LoanChangeKind, LoanChangeStatus } from '../../contracts/loanChanges';
import type { RefusalCode } from '../../contracts/refusals';
import type { ColumnCipher } from '../crypto';
import type { LostLoan } from './lostCases';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';
import type { Queryable } from './transaction';

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
  readonly code: RefusalCode | null;
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

/** A change of a loan, as its process takes it. */
export interface LoanChangeFact {
  readonly id: string;
  readonly loanId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly kind: LoanChangeKind;
  readonly payload: unknown;
  readonly status: LoanChangeStatus;
  readonly reason: string;
  readonly decidedBy: string | null;
  readonly code: RefusalCode | null;
}

/** Approved changes that a loan has not taken yet, oldest first. */
export async function readApprovedChanges(sql: Queryable, loanId: string): Promise<readonly LoanChangeId[]> {
  const { rows } = await sql.query<{ id: LoanChangeId }>(
    `SELECT id FROM loan_change WHERE loan_id = $1 AND status = 'APPROVED' ORDER BY decided_at, id`,
    [loanId],
  );
  return rows.map(({ id }) => id);
}

/** Reads a change and keeps others from taking it until the transaction ends. @throws Error when there is none */
export async function lockChange(sql: Queryable, changeId: string): Promise<LoanChangeFact> {
  const { rows } = await sql.query<LoanChangeFact>(
    `SELECT c.id, c.loan_id AS "loanId", c.institution_id AS "institutionId",
            l.enterprise_id AS "enterpriseId", c.kind, c.payload, c.status, c.reason, c.decided_by AS "decidedBy",
            c.code
       FROM loan_change c JOIN loan l ON l.id = c.loan_id WHERE c.id = $1 FOR UPDATE OF c`,
    [changeId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no change ${changeId}`);
  return row;
}

/** Writes what became of an approved change. @param code why it was refused; null when it was applied */
export async function writeTaken(sql: Queryable, changeId: string, code: RefusalCode | null): Promise<void> {
  await sql.query(`UPDATE loan_change SET status = $2, code = $3, taken_at = now() WHERE id = $1`, [
    changeId,
    code === null ? 'APPLIED' : 'REFUSED',
    code,
  ]);
}

/** How a change keeps an account number: sealed for its own row, found by its index, known by its ending. */
export interface SealedAccount {
  readonly cipher: string;
  readonly index: string;
  readonly ending: string;
}

const place = (changeId: string) => ({ table: 'loan_change', column: 'payload', id: changeId });

export function sealAccount(
  cipher: ColumnCipher,
  changeId: string,
  account: { readonly accountNo: string; readonly accountIndex: string },
): SealedAccount {
  const sealed = cipher.encrypt(account.accountNo, place(changeId));
  return {
    cipher: Buffer.from(sealed).toString('base64'),
    index: account.accountIndex,
    ending: account.accountNo.slice(-4),
  };
}

/** @throws SealError when the payload was changed or copied from another change */
export function openAccount(
  cipher: ColumnCipher,
  changeId: string,
  payload: unknown,
): { readonly accountNo: string; readonly accountIndex: string } {
  const sealed = payload as SealedAccount;
  const accountNo = cipher.decrypt(Buffer.from(sealed.cipher, 'base64'), place(changeId));
  return { accountNo, accountIndex: sealed.index };
}

/** Loans that should have taken an approved change by now: their processes were not told, or are gone. */
export async function findUntoldLoans(sql: Queryable): Promise<readonly LostLoan[]> {
  const { rows } = await sql.query<LostLoan>(
    `SELECT DISTINCT l.id AS "loanId", l.institution_id AS "institutionId", l.enterprise_id AS "enterpriseId",
            l.start_date AS "startDate", l.principal_fen AS "principalFen"
       FROM loan_change c JOIN loan l ON l.id = c.loan_id
       WHERE c.status = 'APPROVED' AND c.decided_at < now() - interval '1 minute' LIMIT 100`,
  );
  return rows;
}
