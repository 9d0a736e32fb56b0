import type { LoanChangeId } from '../../contracts/ids';
import type { LoanChangeStatus } from '../../contracts/loanChanges';
import type { RefusalCode } from '../../contracts/refusals';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import type { LostLoan } from './lostCases';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  loanId: true,
  institutionId: true,
  kind: true,
  payload: true,
  status: true,
  reason: true,
  requestedBy: true,
  decidedBy: true,
  decisionReason: true,
  code: true,
  createdAt: true,
  decidedAt: true,
  takenAt: true,
} satisfies Prisma.LoanChangeSelect;

type Change = Pick<Stored<'LoanChange'>, keyof typeof SHOWN>;

/** What a change needs, by its kind. */
export interface ChangePayload extends Partial<SealedAccount> {
  /** Of the event that it reverses. */
  readonly sequence?: number;
}

/** A change as people see it. */
export interface LoanChangeRow extends Omit<Change, 'payload'> {
  /** The last digits of the account that it binds; null for other kinds. */
  readonly accountEnding: string | null;
  /** The event that it reverses; null for other kinds. */
  readonly sequence: number | null;
}

function shown(row: Prisma.LoanChangeGetPayload<{ select: typeof SHOWN }>): LoanChangeRow {
  const { payload, ...change } = plain<'LoanChange'>()(row);
  return { ...change, accountEnding: payload.ending ?? null, sequence: payload.sequence ?? null };
}

/** Changes of an institution's loans, newest first. */
export async function listLoanChanges(
  prisma: PrismaClient,
  institutionId: string,
  {
    loanId,
    status,
  }: { readonly loanId?: string | undefined; readonly status?: LoanChangeStatus | undefined },
  paging: Paging,
): Promise<Page<LoanChangeRow>> {
  const rows = await prisma.loanChange.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ loanId, status }), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(shown), paging, placeByAge);
}

/** One change of a loan of an institution, or null. */
export async function findLoanChange(
  prisma: PrismaClient,
  institutionId: string,
  { changeId, loanId }: { readonly loanId: string; readonly changeId: string },
): Promise<LoanChangeRow | null> {
  const row = await prisma.loanChange.findUnique({
    select: SHOWN,
    where: { id: changeId, loanId, institutionId },
  });
  return row && shown(row);
}

export interface LoanChangeRequest
  extends Pick<Change, 'loanId' | 'institutionId' | 'kind' | 'requestedBy' | 'reason'> {
  readonly id: string;
  readonly payload: object;
}

/** Writes what somebody asks for; a second time changes nothing. */
export async function writeLoanChange(prisma: PrismaClient, request: LoanChangeRequest): Promise<void> {
  await prisma.loanChange.createMany({ data: { ...request, status: 'REQUESTED' }, skipDuplicates: true });
}

/** @returns false when it was decided before */
export async function decideLoanChange(
  sql: Queryable,
  decision: {
    readonly changeId: string;
    readonly status: Extract<LoanChangeStatus, 'APPROVED' | 'REJECTED'>;
    readonly decidedBy: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const { changeId, status, decidedBy, reason } = decision;
  const changed = await write(
    sql,
    `UPDATE loan_change SET status = $2, decided_by = $3, decision_reason = $4, decided_at = now()
       WHERE id = $1 AND status = 'REQUESTED'`,
    [changeId, status, decidedBy, reason],
  );
  return changed === 1;
}

/** A change of a loan, as its process takes it. */
export type LoanChangeFact = Change & Pick<Stored<'Loan'>, 'enterpriseId'>;

/** Approved changes that a loan has not taken yet, oldest first. */
export async function readApprovedChanges(
  prisma: PrismaClient,
  loanId: string,
): Promise<readonly LoanChangeId[]> {
  const rows = await prisma.loanChange
    .findMany({
      select: { id: true },
      where: { loanId, status: 'APPROVED' },
      orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }],
    })
    .then((found) => found.map(plain<'LoanChange'>()));
  return rows.map(({ id }) => id);
}

/** Reads a change and keeps others from taking it until the transaction ends. @throws Error when there is none */
export async function lockChange(sql: Queryable, changeId: string): Promise<LoanChangeFact> {
  const row = await readRow<LoanChangeFact>(
    sql,
    `SELECT c.id, c.loan_id, c.institution_id, l.enterprise_id, c.kind, c.payload, c.status, c.reason, c.requested_by,
            c.decided_by, c.decision_reason, c.code, c.created_at, c.decided_at, c.taken_at
       FROM loan_change c JOIN loan l ON l.id = c.loan_id WHERE c.id = $1 FOR UPDATE OF c`,
    [changeId],
  );
  if (row === null) throw new Error(`no change ${changeId}`);
  return row;
}

/** Writes what became of an approved change. @param code why it was refused; null when it was applied */
export async function writeTaken(sql: Queryable, changeId: string, code: RefusalCode | null): Promise<void> {
  await write(sql, `UPDATE loan_change SET status = $2, code = $3, taken_at = now() WHERE id = $1`, [
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
  return await readRows<LostLoan>(
    sql,
    `SELECT DISTINCT l.id AS loan_id, l.institution_id, l.enterprise_id,
            l.start_date, l.principal_fen
       FROM loan_change c JOIN loan l ON l.id = c.loan_id
       WHERE c.status = 'APPROVED' AND c.decided_at < now() - interval '1 minute' LIMIT 100`,
  );
}
