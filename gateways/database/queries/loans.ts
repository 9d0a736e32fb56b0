import type { Pool } from 'pg';
import { type Scope, within } from './scope';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';

export interface LoanRow {
  readonly id: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly status: string;
  readonly principalFen: number;
  readonly principalOutstandingFen: number;
  readonly interestReceivableFen: number;
  readonly suspenseFen: number;
  readonly daysPastDue: number;
  readonly riskClass: string;
  readonly provisionFen: number;
  readonly nextDueDate: string | null;
  readonly startDate: string;
  readonly createdAt: string;
}

export interface LoanFile extends LoanRow {
  readonly terms: Readonly<Record<string, unknown>>;
  readonly accruedThrough: string | null;
}

const SUMMARY = `l.id, l.institution_id AS "institutionId", l.enterprise_id AS "enterpriseId",
  e.name AS "enterpriseName", l.status, l.principal_fen AS "principalFen",
  l.principal_outstanding_fen AS "principalOutstandingFen", l.interest_receivable_fen AS "interestReceivableFen",
  l.suspense_fen AS "suspenseFen", l.days_past_due AS "daysPastDue", l.risk_class AS "riskClass",
  l.provision_fen AS "provisionFen", l.next_due_date AS "nextDueDate", l.start_date AS "startDate",
  ${instant('l.created_at', 'createdAt')}`;

const FROM = 'loan l JOIN enterprise e ON e.id = l.enterprise_id';
const COLUMNS = { institution: 'l.institution_id', enterprise: 'l.enterprise_id' };

/** Loans within a scope, newest first. */
export function listLoans(
  sql: Pool,
  scope: Scope,
  filter: {
    readonly status?: string | undefined;
    readonly enterpriseId?: string | undefined;
    readonly overdue: boolean;
  },
  paging: Paging,
): Promise<Page<LoanRow>> {
  const conditions = within(new Conditions(), scope, COLUMNS)
    .and('l.status = ?', filter.status)
    .and('l.enterprise_id = ?', filter.enterpriseId)
    .when(filter.overdue, 'l.days_past_due > 0');
  const selection = { columns: SUMMARY, from: FROM, orderBy: 'l.created_at DESC, l.id' };
  return selectPage<LoanRow>(sql, selection, conditions, paging);
}

/** One loan within a scope; null when there is none for this reader. */
export function findLoan(sql: Pool, scope: Scope, id: string): Promise<LoanFile | null> {
  const conditions = within(new Conditions().and('l.id = ?', id), scope, COLUMNS);
  return selectOne<LoanFile>(
    sql,
    `SELECT ${SUMMARY}, l.terms, l.accrued_through AS "accruedThrough" FROM ${FROM} ${conditions.where}`,
    conditions.values,
  );
}

export interface PaymentRow {
  readonly id: string;
  readonly institutionId: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly mandate: { readonly type: string; readonly id: string };
  readonly key: string;
  readonly purpose: string;
  readonly status: string;
  readonly amountFen: number;
  readonly valueDate: string;
  readonly code: string | null;
  readonly bankReference: string | null;
  readonly bankDate: string | null;
  readonly submittedAt: string | null;
  readonly settledAt: string | null;
  readonly createdAt: string;
}

const PAYMENT = `p.id, p.institution_id AS "institutionId", p.key, p.purpose, p.status,
  json_build_object('type', p.subject_type, 'id', p.subject_id) AS subject,
  json_build_object('type', p.mandate_type, 'id', p.mandate_id) AS mandate,
  p.amount_fen AS "amountFen", p.value_date AS "valueDate", p.code, p.bank_reference AS "bankReference",
  p.bank_date AS "bankDate",
  ${instant('p.submitted_at', 'submittedAt')}, ${instant('p.settled_at', 'settledAt')},
  ${instant('p.created_at', 'createdAt')}`;
const PAYMENT_FROM = 'payment p';
const PAYMENT_COLUMNS = { institution: 'p.institution_id', enterprise: 'p.enterprise_id' };

/** Payments within a scope, newest first. */
export function listPayments(
  sql: Pool,
  scope: Scope,
  filter: {
    readonly loanId?: string | undefined;
    readonly status?: string | undefined;
    readonly purpose?: string | undefined;
    readonly valueDate?: string | undefined;
  },
  paging: Paging,
): Promise<Page<PaymentRow>> {
  const conditions = within(new Conditions(), scope, PAYMENT_COLUMNS)
    .and("(p.subject_type, p.subject_id) = ('LOAN', ?::uuid)", filter.loanId)
    .and('p.status = ?', filter.status)
    .and('p.purpose = ?', filter.purpose)
    .and('p.value_date = ?', filter.valueDate);
  const selection = { columns: PAYMENT, from: PAYMENT_FROM, orderBy: 'p.created_at DESC, p.id' };
  return selectPage<PaymentRow>(sql, selection, conditions, paging);
}

/** One payment within a scope, or null. */
export function findPayment(sql: Pool, scope: Scope, id: string): Promise<PaymentRow | null> {
  const conditions = within(new Conditions().and('p.id = ?', id), scope, PAYMENT_COLUMNS);
  return selectOne<PaymentRow>(
    sql,
    `SELECT ${PAYMENT} FROM ${PAYMENT_FROM} ${conditions.where}`,
    conditions.values,
  );
}

/** The payment of a money key and its amount, for a notice of the bank. */
export function findPaymentOfKey(
  sql: Pool,
  key: string,
): Promise<{ readonly id: string; readonly amountFen: number } | null> {
  return selectOne(sql, 'SELECT id, amount_fen AS "amountFen" FROM payment WHERE key = $1', [key]);
}
