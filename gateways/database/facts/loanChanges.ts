import type { LoanChangeId } from '../../../contracts/ids';
import type { LoanChangeKind, LoanChangeStatus } from '../../../contracts/loanChanges';
import type { ColumnCipher } from '../../crypto';
import type { Queryable } from '../transaction';
import type { LostLoan } from './lostCases';

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
  readonly code: string | null;
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
export async function writeTaken(sql: Queryable, changeId: string, code: string | null): Promise<void> {
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
