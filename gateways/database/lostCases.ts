import type { Queryable } from './transaction';

/** An enterprise whose onboarding never began: the API died between the row and the start. */
export interface LostEnterprise {
  readonly enterpriseId: string;
  readonly institutionId: string;
}

export interface LostApplication extends LostEnterprise {
  readonly applicationId: string;
  readonly applicantId: string;
  readonly amountFen: number;
}

/** A loan that was paid out and whose application did not come to starting its process. */
export interface LostLoan extends LostEnterprise {
  readonly loanId: string;
  readonly startDate: string;
  readonly principalFen: number;
}

/** A notice of the bank that was stored and not handed on. */
export interface WaitingNotice {
  readonly noticeId: string;
  readonly payload: unknown;
  readonly payment: {
    readonly paymentId: string;
    readonly institutionId: string;
    readonly enterpriseId: string | null;
    readonly key: string;
    readonly amountFen: number;
    readonly status: string;
    readonly code: string | null;
    readonly bankReference: string | null;
    readonly bankDate: string | null;
  } | null;
}

/** A process writes its first step at once; a case this old without one has no process. */
const LOST_AFTER = "interval '1 minute'";
const BATCH = 100;

const neverBegan = (id: string) =>
  `NOT EXISTS (SELECT FROM audit_record r WHERE r.case_id = ${id}::text AND r.action = 'STAGE_ENTERED')`;

export async function findLostEnterprises(sql: Queryable): Promise<readonly LostEnterprise[]> {
  const { rows } = await sql.query<LostEnterprise>(
    `SELECT id AS "enterpriseId", institution_id AS "institutionId" FROM enterprise
       WHERE stage = 'AWAITING_ACTIVATION' AND created_at < now() - ${LOST_AFTER} AND ${neverBegan('enterprise.id')}
       LIMIT ${BATCH}`,
  );
  return rows;
}

export async function findLostApplications(sql: Queryable): Promise<readonly LostApplication[]> {
  const { rows } = await sql.query<LostApplication>(
    `SELECT id AS "applicationId", enterprise_id AS "enterpriseId", institution_id AS "institutionId",
            created_by AS "applicantId", amount_fen AS "amountFen" FROM application
       WHERE stage = 'CHECKING' AND created_at < now() - ${LOST_AFTER} AND ${neverBegan('application.id')} LIMIT ${BATCH}`,
  );
  return rows;
}

export async function findLostLoans(sql: Queryable): Promise<readonly LostLoan[]> {
  const { rows } = await sql.query<LostLoan>(
    `SELECT l.id AS "loanId", l.enterprise_id AS "enterpriseId", l.institution_id AS "institutionId",
            l.start_date AS "startDate", l.principal_fen AS "principalFen"
       FROM loan l JOIN application a ON a.id = l.id
       WHERE a.stage = 'DISBURSING' AND l.created_at < now() - 5 * ${LOST_AFTER} LIMIT ${BATCH}`,
  );
  return rows;
}

/** What the process of an open loan begins with; null when there is no such loan. */
export async function findOpenLoan(sql: Queryable, loanId: string): Promise<LostLoan | null> {
  const { rows } = await sql.query<LostLoan>(
    `SELECT id AS "loanId", enterprise_id AS "enterpriseId", institution_id AS "institutionId",
            start_date AS "startDate", principal_fen AS "principalFen" FROM loan WHERE id = $1`,
    [loanId],
  );
  return rows[0] ?? null;
}

export async function findWaitingNotices(sql: Queryable): Promise<readonly WaitingNotice[]> {
  const { rows } = await sql.query<WaitingNotice>(
    `SELECT n.id AS "noticeId", n.payload,
            CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('paymentId', p.id, 'institutionId',
              p.institution_id, 'enterpriseId', p.enterprise_id, 'key', p.key, 'amountFen', p.amount_fen, 'status', p.status, 'code', p.code,
              'bankReference', p.bank_reference, 'bankDate', p.bank_date) END AS payment
       FROM bank_notice n LEFT JOIN payment p ON p.key = n.key
       WHERE n.handled_at IS NULL AND n.received_at < now() - interval '20 seconds'
       ORDER BY n.received_at LIMIT ${BATCH}`,
  );
  return rows;
}
