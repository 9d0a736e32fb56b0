import type { Pool } from 'pg';
import type { Parts } from '../api/kernel/parts';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const instant = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT}) AS "${name}"`;

const LOAN = `l.id, l.institution_id AS "institutionId", l.enterprise_id AS "enterpriseId", l.loan_no AS "loanNo",
  l.written_off_principal_fen AS "writtenOffPrincipalFen", l.off_balance_interest_fen AS "offBalanceInterestFen",
  l.off_balance_penalty_fen AS "offBalancePenaltyFen",
  json_build_object('name', e.name) AS enterprise, l.status, l.principal_fen AS "principalFen",
  l.principal_outstanding_fen AS "principalOutstandingFen", l.interest_receivable_fen AS "interestReceivableFen",
  l.suspense_fen AS "suspenseFen", l.days_past_due AS "daysPastDue", l.risk_class AS "riskClass",
  l.provision_fen AS "provisionFen", l.next_due_date AS "nextDueDate", l.start_date AS "startDate",
  ${instant('l.created_at', 'createdAt')}`;

const APPLICATION = `a.id, a.institution_id AS "institutionId", a.enterprise_id AS "enterpriseId",
  json_build_object('name', e.name) AS enterprise, a.product_id AS "productId",
  json_build_object('code', p.code) AS product, a.amount_fen AS "amountFen",
  a.term_months AS "termMonths", a.method, a.purpose, a.stage, ${instant('a.stage_since', 'stageSince')},
  a.refusal_code AS "refusalCode", a.refusal_reason AS "refusalReason",
  a.refusal_reason_code AS "refusalReasonCode", ${instant('a.created_at', 'createdAt')}`;
const APPLICATIONS =
  'application a JOIN enterprise e ON e.id = a.enterprise_id JOIN product p ON p.id = a.product_id';

const PAYMENT = `p.id, p.institution_id AS "institutionId", p.key, p.purpose, p.status,
  p.subject_type AS "subjectType", p.subject_id AS "subjectId", p.mandate_type AS "mandateType",
  p.mandate_id AS "mandateId", p.amount_fen AS "amountFen", p.value_date AS "valueDate", p.code,
  p.bank_reference AS "bankReference", p.bank_date AS "bankDate", ${instant('p.submitted_at', 'submittedAt')},
  ${instant('p.settled_at', 'settledAt')}, ${instant('p.created_at', 'createdAt')},
  json_build_object('id', e.id, 'name', e.name) AS enterprise`;
const PAYMENTS = 'payment p LEFT JOIN enterprise e ON e.id = p.enterprise_id';

const OPEN_TASK = `t.id, t.kind, t.role, ${instant('t.due_at', 'dueAt')}`;

const BREAK = `b.id, b.kind, b.reference, b.amount_fen AS "amountFen", b.detail, b.status, b.resolution,
  ${instant('b.resolved_at', 'resolvedAt')}, ${instant('b.created_at', 'createdAt')},
  (SELECT t.id FROM human_task t WHERE t.case_id = b.id::text AND t.status IN ('OPEN', 'CLAIMED') LIMIT 1) AS "taskId"`;

const PERSON = `SELECT m.role, to_jsonb(i) AS institution, NULL AS enterprise,
  json_build_object('id', u.id, 'personCipher', '', 'factorSince', u.factor_since) AS user
  FROM membership m JOIN "user" u ON u.id = m.user_id LEFT JOIN (SELECT id, code, name_zh AS "nameZh", name_en AS "nameEn" FROM institution) i
    ON i.id = m.institution_id
  WHERE m.user_id = $1`;

/** What a page was before it was kept by a place: its rows, and how many there are in all. */
async function page(
  sql: Pool,
  columns: string,
  from: string,
  where: string,
  orderBy: string,
  value: unknown,
) {
  const { rows } = await sql.query(
    `SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${orderBy} LIMIT $2 OFFSET $3`,
    [value, 50, 0],
  );
  await sql.query(`SELECT count(*) AS total FROM ${from} WHERE ${where}`, [value]);
  return rows;
}

/**
 * Gives the rows that routes ask Prisma for by SQL as one writes it: the measure of {@link benchRoutes}. It answers
 * nothing else than what the bench asks.
 */
export function handwritten(sql: Pool, institutionId: string, id: string): Parts['prisma'] {
  const list = (columns: string, from: string, where: string, orderBy: string) => () =>
    page(sql, columns, from, where, orderBy, institutionId);
  const one = (columns: string, from: string, where: string) => async () =>
    (await sql.query(`SELECT ${columns} FROM ${from} WHERE ${where} LIMIT 1`, [id])).rows[0] ?? null;
  const loans = 'loan l JOIN enterprise e ON e.id = l.enterprise_id';
  return {
    membership: { findMany: async () => (await sql.query(PERSON, ['bench'])).rows },
    loan: { findMany: list(LOAN, loans, 'l.institution_id = $1', 'l.created_at DESC, l.id') },
    application: {
      findMany: list(APPLICATION, APPLICATIONS, 'a.institution_id = $1', 'a.created_at DESC, a.id'),
    },
    payment: {
      findMany: list(PAYMENT, PAYMENTS, 'p.institution_id = $1', 'p.created_at DESC, p.id'),
      findFirst: one(PAYMENT, PAYMENTS, 'p.id = $1'),
    },
    humanTask: {
      findMany: async () => [],
      findFirst: one(OPEN_TASK, 'human_task t', `t.case_id = $1::text AND t.status IN ('OPEN', 'CLAIMED')`),
    },
    breakCase: {
      findMany: list(BREAK, 'break_case b', 'b.institution_id = $1', 'b.status, b.created_at DESC, b.id'),
    },
  } as unknown as Parts['prisma'];
}
