import type { Pool } from 'pg';
import type {
  LoanChangePayload,
  LoanChangeStatus,
  ReceiptReversal,
  SealedAccount,
} from '../../contracts/loanChanges';
import type { RefusalCode } from '../../contracts/refusals';
import type { Role } from '../../domain/approval/roles';
import type { ChangeQuote } from '../../domain/changes/quoteChange';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import type { LostLoan } from './lostCases';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRow, readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

const SHOWN = {
  id: true,
  loanId: true,
  institutionId: true,
  kind: true,
  payload: true,
  quote: true,
  quoteHash: true,
  effectiveOn: true,
  status: true,
  reason: true,
  requestedBy: true,
  decidedBy: true,
  decisionReason: true,
  lapsesAt: true,
  answeredBy: true,
  answeredAt: true,
  agreedHash: true,
  code: true,
  createdAt: true,
  decidedAt: true,
  takenAt: true,
} satisfies Prisma.LoanChangeSelect;
const WITH_APPROVALS = {
  ...SHOWN,
  approvals: {
    select: { place: true, role: true, decidedBy: true, decidedAt: true },
    orderBy: { place: 'asc' },
  },
  loan: { select: { enterprise: { select: { name: true } } } },
} satisfies Prisma.LoanChangeSelect;

type Change = Pick<Stored<'LoanChange'>, keyof typeof SHOWN>;

/** A change as people see it. */
export type LoanChangeRow = Change & {
  readonly approvals: readonly Pick<
    Stored<'LoanChangeApproval'>,
    'place' | 'role' | 'decidedBy' | 'decidedAt'
  >[];
  readonly loan: { readonly enterprise: Pick<Stored<'Enterprise'>, 'name'> };
};

/** Changes of an institution's loans, newest first. */
export async function listLoanChanges(
  prisma: PrismaClient,
  institutionId: string,
  {
    loanId,
    status,
    without,
  }: {
    readonly loanId?: string | undefined;
    readonly status?: LoanChangeStatus | undefined;
    /** Kinds that the reader doesn't see. */
    readonly without: readonly Change['kind'][];
  },
  paging: Paging,
): Promise<Page<LoanChangeRow>> {
  const rows = await prisma.loanChange.findMany({
    select: WITH_APPROVALS,
    where: {
      institutionId,
      kind: { notIn: [...without] },
      ...asked({ loanId, status }),
      ...olderThan(paging),
    },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'LoanChange'>()), paging, placeByAge);
}

/** One change of an institution's loans, or of one of them; or null. */
export async function findLoanChange(
  prisma: PrismaClient,
  institutionId: string,
  { changeId, loanId }: { readonly loanId?: string; readonly changeId: string },
): Promise<LoanChangeRow | null> {
  return await prisma.loanChange
    .findUnique({
      select: WITH_APPROVALS,
      where: { id: changeId, institutionId, ...asked({ loanId }) },
    })
    .then(plain<'LoanChange'>());
}

export interface LoanChangeRequest
  extends Pick<Change, 'loanId' | 'institutionId' | 'kind' | 'requestedBy' | 'reason'> {
  readonly id: string;
  readonly payload: LoanChangePayload;
  /** What it would do to the books; null where they don't show it. */
  readonly quote: ChangeQuote | null;
  /** Who must approve it. */
  readonly approvals: readonly Role[];
  /** The business instant at which the borrower, who asks, agreed to the quote; null when the house asks. */
  readonly agreedAt: string | null;
}

/** Writes what somebody asks for, with who must approve it; a second time changes nothing. */
export async function writeLoanChange(sql: Pool, request: LoanChangeRequest): Promise<void> {
  const { id, loanId, institutionId, kind, payload, quote, requestedBy, reason, approvals, agreedAt } =
    request;
  const shown = quote === null ? null : JSON.stringify(quote);
  await inTransaction(sql, async (client) => {
    const written = await write(
      client,
      `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, quote, effective_on, status,
           requested_by, reason, answered_by, answered_at, agreed_hash)
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, 'REQUESTED', $8, $9,
           CASE WHEN $10::timestamptz IS NOT NULL THEN $8 END, $10,
           CASE WHEN $10::timestamptz IS NOT NULL THEN quote_hash($6::jsonb) END)
         ON CONFLICT (id) DO NOTHING`,
      [
        ...[id, loanId, institutionId, kind, JSON.stringify(payload), shown, quote?.on ?? null],
        ...[requestedBy, reason, agreedAt],
      ],
    );
    if (written === 0) return;
    await write(
      client,
      `INSERT INTO loan_change_approval (change_id, place, role)
         SELECT $1, place, role FROM unnest($2::text[]) WITH ORDINALITY AS asked (role, place)`,
      [id, approvals],
    );
  });
}

/** The name of what is shown: whoever agrees names it. */
export async function quoteHash(sql: Queryable, quote: ChangeQuote): Promise<string> {
  const row = await readRow<{ hash: string }>(sql, 'SELECT quote_hash($1::jsonb) AS hash', [
    JSON.stringify(quote),
  ]);
  if (row === null) throw new Error('no hash of a quote');
  return row.hash;
}

/** Waits for people of the house; an account is put to nobody before it is proved. */
export const IS_PUT_TO_PEOPLE = `(status = 'REQUESTED' AND (kind <> 'BIND_ACCOUNT'
  OR EXISTS (SELECT FROM account_proof proof WHERE proof.change_id = loan_change.id)))`;

/** A change that waits for people, with what its process begins with. */
export type WaitingChange = Pick<
  Change,
  'id' | 'loanId' | 'institutionId' | 'kind' | 'requestedBy' | 'reason'
> &
  Pick<Stored<'Loan'>, 'enterpriseId'> & {
    /** What the authority goes by; null where the books don't show it. */
    readonly amountFen: number | null;
    /** Of whom an approval is missing, in their order. */
    readonly approvals: readonly Role[];
  };

const WAITING = `SELECT id, loan_id, institution_id, kind, requested_by, reason,
    (SELECT enterprise_id FROM loan WHERE loan.id = loan_id) AS enterprise_id,
    (quote ->> 'amountFen')::bigint AS amount_fen,
    ARRAY(SELECT role FROM loan_change_approval WHERE change_id = loan_change.id AND decided_by IS NULL ORDER BY place)
      AS approvals
  FROM loan_change WHERE ${IS_PUT_TO_PEOPLE}`;

/** Those of these changes that are to be put to people. */
export async function readWaitingChanges(
  sql: Queryable,
  ids: readonly string[],
): Promise<readonly WaitingChange[]> {
  return await readRows<WaitingChange>(sql, `${WAITING} AND id = ANY ($1::uuid[])`, [ids]);
}

/** Changes that nobody was asked about: the night wants them, their account was proved, or the API died before. */
export async function findLostLoanChanges(sql: Queryable): Promise<readonly WaitingChange[]> {
  return await readRows<WaitingChange>(
    sql,
    `${WAITING} AND (requested_by = 'EOD' OR kind = 'BIND_ACCOUNT' OR created_at < now() - interval '1 minute')
       AND NOT EXISTS (SELECT FROM audit_record r WHERE r.case_id = loan_change.id::text
         AND r.case_type = 'LOAN_CHANGE' AND r.action = 'STAGE_ENTERED') LIMIT 100`,
  );
}

/**
 * Writes one person's approval for a role, once; with the last one the change is approved, or offered to the borrower.
 * @param lapsesAt until when the borrower may agree; null when nobody is asked or the borrower has agreed
 * @returns the change's status after it
 */
export async function approveLoanChange(
  client: Queryable,
  approval: {
    readonly changeId: string;
    readonly by: string;
    readonly role: Role;
    readonly reason: string;
    readonly lapsesAt: string | null;
  },
): Promise<LoanChangeStatus> {
  const { changeId, by, role, reason, lapsesAt } = approval;
  await write(
    client,
    `UPDATE loan_change_approval SET decided_by = $2, decided_at = now()
       WHERE change_id = $1 AND role = $3 AND decided_by IS NULL`,
    [changeId, by, role],
  );
  const row = await readRow<{ status: 'OFFERED' | 'APPROVED' }>(
    client,
    `UPDATE loan_change SET status = CASE WHEN $4::timestamptz IS NULL THEN 'APPROVED' ELSE 'OFFERED' END,
         decided_by = $2, decision_reason = $3, decided_at = now(), lapses_at = $4
       WHERE id = $1 AND status = 'REQUESTED' AND NOT EXISTS (
         SELECT FROM loan_change_approval WHERE change_id = $1 AND decided_by IS NULL) RETURNING status`,
    [changeId, by, reason, lapsesAt],
  );
  return row?.status ?? 'REQUESTED';
}

/** One no of somebody who might approve is enough. */
export async function rejectLoanChange(
  sql: Queryable,
  { changeId, by, reason }: { readonly changeId: string; readonly by: string; readonly reason: string },
): Promise<void> {
  await write(
    sql,
    `UPDATE loan_change SET status = 'REJECTED', decided_by = $2, decision_reason = $3, decided_at = now()
       WHERE id = $1 AND status = 'REQUESTED'`,
    [changeId, by, reason],
  );
}

/** Whoever asked asks no more. @returns false when it was decided before, or somebody else asked */
export async function withdrawLoanChange(
  sql: Queryable,
  { changeId, by }: { readonly changeId: string; readonly by: string },
): Promise<boolean> {
  const changed = await write(
    sql,
    `UPDATE loan_change SET status = 'WITHDRAWN', withdrawn_by = $2
       WHERE id = $1 AND status = 'REQUESTED' AND requested_by = $2`,
    [changeId, by],
  );
  return changed === 1;
}

/** Writes the borrower's answer to what was offered. @returns false when it was answered before, or has lapsed */
export async function answerLoanChange(
  sql: Queryable,
  answer: {
    readonly changeId: string;
    readonly by: string;
    /** Business instant. */
    readonly at: string;
    /** What is agreed to; null: the borrower declines. */
    readonly agreedHash: string | null;
  },
): Promise<boolean> {
  const { changeId, by, at, agreedHash } = answer;
  const changed = await write(
    sql,
    `UPDATE loan_change SET status = $5, answered_by = $2, answered_at = $3, agreed_hash = $4
       WHERE id = $1 AND status = 'OFFERED' AND lapses_at >= $3`,
    [changeId, by, at, agreedHash, agreedHash === null ? 'DECLINED' : 'APPROVED'],
  );
  return changed === 1;
}

/** Lets lapse what the borrower didn't answer in time. @returns how many */
export async function lapseLoanChanges(sql: Queryable): Promise<number> {
  return await write(
    sql,
    `UPDATE loan_change SET status = 'LAPSED' WHERE status = 'OFFERED' AND lapses_at < business_now()`,
  );
}

/** A change of a loan, as its process takes it. */
export type LoanChangeFact = Change & Pick<Stored<'Loan'>, 'enterpriseId'>;

/** Approved changes that a loan has not taken yet, oldest first. */
export async function readApprovedChanges(
  prisma: PrismaClient,
  loanId: string,
): Promise<readonly Pick<Change, 'id' | 'effectiveOn'>[]> {
  return await prisma.loanChange
    .findMany({
      select: { id: true, effectiveOn: true, payload: true },
      where: { loanId, status: 'APPROVED' },
      orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }],
    })
    .then((found) => found.map(plain<'LoanChange'>()))
    .then((changes) =>
      changes.map(({ id, effectiveOn, payload }) => ({
        id,
        // Money by hand counts from its day too: a loan that lives behind the calendar takes it once it is there.
        effectiveOn: effectiveOn ?? ('on' in payload ? payload.on : null),
      })),
    );
}

/** Reads a change and keeps others from taking it until the transaction ends. @throws Error when there is none */
export async function lockChange(sql: Queryable, changeId: string): Promise<LoanChangeFact> {
  const row = await readRow<LoanChangeFact>(
    sql,
    `SELECT c.id, c.loan_id, c.institution_id, l.enterprise_id, c.kind, c.payload, c.quote, c.quote_hash, c.effective_on,
            c.status,
            c.reason, c.requested_by, c.decided_by, c.decision_reason, c.lapses_at, c.answered_by, c.answered_at,
            c.agreed_hash, c.code, c.created_at, c.decided_at, c.taken_at
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

/** The receipts that changes are to take back, by change. */
export async function readReceiptsToTakeBack(
  sql: Queryable,
  changes: readonly { readonly id: string; readonly loanId: string; readonly reversal: ReceiptReversal }[],
): Promise<ReadonlyMap<string, { readonly amountFen: number; readonly on: string }>> {
  if (changes.length === 0) return new Map();
  const rows = await readRows<{ readonly id: string; readonly amountFen: number; readonly on: string }>(
    sql,
    `SELECT c.id, (e.payload ->> 'amountFen')::bigint AS amount_fen, e.effective_date AS on
       FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS c (id, loan_id, sequence)
       JOIN loan_event e ON (e.loan_id, e.sequence) = (c.loan_id, c.sequence)
     UNION ALL
     SELECT c.id, r.amount_fen, r.bank_date FROM unnest($1::uuid[], $2::uuid[], $4::uuid[]) AS c (id, loan_id, receipt_id)
       JOIN unidentified_receipt r ON (r.id, r.loan_id) = (c.receipt_id, c.loan_id)`,
    [
      changes.map(({ id }) => id),
      changes.map(({ loanId }) => loanId),
      changes.map(({ reversal }) => ('sequence' in reversal ? reversal.sequence : null)),
      changes.map(({ reversal }) => ('receiptId' in reversal ? reversal.receiptId : null)),
    ],
  );
  return new Map(rows.map(({ id, ...receipt }) => [id, receipt]));
}

/** @throws SealError when the payload was changed or copied from another change */
export function openAccount(
  cipher: ColumnCipher,
  changeId: string,
  sealed: SealedAccount,
): { readonly accountNo: string; readonly accountIndex: string } {
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
       WHERE c.status = 'APPROVED' AND c.decided_at < now() - interval '1 minute'
         AND (c.effective_on IS NULL OR c.effective_on <= business_today()) LIMIT 100`,
  );
}
