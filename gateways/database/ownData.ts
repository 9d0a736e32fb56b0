import type { KeptData } from '../../contracts/http';
import type { LoanEventKind } from '../../domain/loan/events';
import type { Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { jsonRow, readRow } from './statement';
import type { Queryable } from './transaction';

const rowsOf = (of: string, fields: readonly string[], from: string, ...more: readonly string[]) => {
  const row = [`${jsonRow(of, fields)}::jsonb`, ...more].join(' || ');
  return `(SELECT coalesce(jsonb_agg(${row} ORDER BY ${of}.id), '[]') FROM ${from})`;
};

const APPLICATION = [
  'id',
  'amountFen',
  'termMonths',
  'method',
  'purpose',
  'statements',
  'profile',
  'stage',
  'createdAt',
] as const;
const LOAN = [
  'id',
  'principalFen',
  'principalOutstandingFen',
  'interestReceivableFen',
  'writtenOffPrincipalFen',
  'offBalanceInterestFen',
  'offBalancePenaltyFen',
  'status',
] as const;
const PAYMENT = ['id', 'purpose', 'amountFen', 'status', 'code', 'valueDate', 'bankDate'] as const;
const MESSAGE = ['channel', 'template', 'status', 'createdAt', 'sentAt'] as const;
const ACT = ['at', 'action', 'caseId', 'outcome'] as const;

const EVENTS = `jsonb_build_object('events',
  (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'date', effective_date) ORDER BY sequence)
    FROM loan_event WHERE loan_id = l.id))`;
const CASES = `SELECT $1::text UNION ALL SELECT id::text FROM application WHERE enterprise_id = $1::uuid
  UNION ALL SELECT id::text FROM loan WHERE enterprise_id = $1::uuid`;

/** What is sealed, what others wrote for their own use, and what its reader did for another enterprise is not in it. */
const KEPT = `SELECT
  ${rowsOf('a', APPLICATION, 'application a WHERE a.enterprise_id = $1::uuid')} AS applications,
  ${rowsOf('l', LOAN, 'loan l WHERE l.enterprise_id = $1::uuid', EVENTS)} AS loans,
  ${rowsOf('p', PAYMENT, 'payment p WHERE p.enterprise_id = $1::uuid')} AS payments,
  ${rowsOf('m', MESSAGE, `message m WHERE m.case_id IN (${CASES})`)} AS messages,
  ${rowsOf('r', ACT, 'audit_record r WHERE r.actor_id = $2 AND r.enterprise_id = $1::uuid')} AS acts`;

/** What is kept, with loans as the books have them: its reader is told them as they are owed. */
export interface KeptRows extends Omit<KeptData, 'loans'> {
  readonly loans: readonly (Pick<Stored<'Loan'>, (typeof LOAN)[number]> & {
    readonly events: readonly { readonly kind: LoanEventKind; readonly date: string }[];
  })[];
}

/** All of it in one round trip. */
export async function readKeptData(
  sql: Queryable,
  of: { readonly enterpriseId: string; readonly userId: string },
): Promise<KeptRows> {
  const kept = await readRow<KeptRows>(sql, KEPT, [of.enterpriseId, of.userId]);
  if (kept === null) throw new Error('a SELECT without FROM gave no row');
  return kept;
}

/** Whether an application or a loan of an enterprise is open. */
export async function hasOpenBusiness(sql: Queryable, enterpriseId: string): Promise<boolean> {
  const found = await readRow<{ open: boolean }>(sql, 'SELECT has_open_business($1) AS open', [enterpriseId]);
  return found?.open === true;
}

export interface Closing {
  readonly enterpriseId: string;
  readonly closedBy: string;
  /** Business date until which the law wants the enterprise's file kept. */
  readonly keptUntil: string;
}

/** What somebody has left. */
export interface Closed {
  /** Nobody else was of the enterprise: what it agreed to is withdrawn, its file kept until its day. */
  readonly isEnterpriseClosed: boolean;
  /** The person acts for no other enterprise: can't sign in any more, and has no name. */
  readonly isPersonGone: boolean;
}

/** A person leaves an enterprise. Together or not at all; again changes nothing. */
export async function closeAccount(
  sql: Queryable,
  { enterpriseId, closedBy, keptUntil }: Closing,
): Promise<Closed> {
  const text = 'SELECT is_enterprise_closed, is_person_gone FROM close_account($1, $2, $3)';
  const closed = await readRow<Closed>(sql, text, [enterpriseId, closedBy, keptUntil]);
  if (closed === null) throw new Error('close_account gave no row');
  return closed;
}

/** Whether somebody is the only person who acts for an enterprise. */
export async function isLastPerson(
  prisma: PrismaClient,
  { enterpriseId, userId }: { readonly enterpriseId: string; readonly userId: string },
): Promise<boolean> {
  return (await prisma.membership.count({ where: { enterpriseId, heldBy: null, NOT: { userId } } })) === 0;
}

/** Erases the files of those who left whose last day is over. @returns how many there were */
export async function eraseKeptFiles(sql: Queryable): Promise<number> {
  const erased = await readRow<{ readonly files: number }>(sql, 'SELECT erase_kept_files() AS files');
  return erased?.files ?? 0;
}
