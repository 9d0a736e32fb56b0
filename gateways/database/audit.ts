import type { Pool } from 'pg';
import type { AuditAction, AuditSubject, RequestAction } from '../../contracts/audit';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';

/** Something that somebody did or tried. Ids only, never personal data. */
export interface NewAuditRecord {
  readonly actorId: string | null;
  readonly institutionId: string | null;
  readonly action: RequestAction;
  readonly caseType: AuditSubject | null;
  readonly caseId: string | null;
  /** `DONE`, or the code of the refusal. */
  readonly outcome: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Adds to the audit trail. */
export async function addAuditRecord(sql: Pool, record: NewAuditRecord): Promise<void> {
  const { actorId, institutionId, action, caseType, caseId, outcome, detail } = record;
  await sql.query(
    `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [actorId, institutionId, action, caseType, caseId, outcome, JSON.stringify(detail)],
  );
}

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly action: AuditAction;
  readonly caseType: AuditSubject | null;
  readonly caseId: string | null;
  readonly outcome: string;
  readonly detail: NewAuditRecord['detail'];
}

const AUDIT = {
  columns: `a.id::text AS id, ${instant('a.at', 'at')}, a.actor_id AS "actorId", u.name AS "actorName", a.action,
    a.case_type AS "caseType", a.case_id AS "caseId", a.outcome, a.detail`,
  from: 'audit_record a LEFT JOIN "user" u ON u.id = a.actor_id',
  orderBy: 'a.id DESC',
};

export interface AuditFilter {
  readonly institutionId: string;
  readonly caseId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: AuditAction | undefined;
}

/** The audit trail of an institution, newest first. */
export function listAudit(sql: Pool, filter: AuditFilter, paging: Paging): Promise<Page<AuditRow>> {
  const conditions = new Conditions()
    .and('a.institution_id = ?', filter.institutionId)
    .and('a.case_id = ?', filter.caseId)
    .and('a.actor_id = ?', filter.actorId)
    .and('a.action = ?', filter.action);
  return selectPage<AuditRow>(sql, AUDIT, conditions, paging);
}

/** What signing in is called in the audit trail, which is the sign-in log too. */
export const SIGN_IN_ACTION = 'session.signIn';

/**
 * Failed sign-ins of an account since the last success, within a window that ends now.
 * @param accountKey keyed hash of the mail address: it works for accounts that do not exist, too
 */
export async function countFailedSignIns(
  sql: Pool,
  accountKey: string,
  windowMinutes: number,
): Promise<{ readonly failures: number; readonly secondsLeft: number }> {
  const row = await selectOne<{ failures: number; secondsLeft: number | null }>(
    sql,
    `SELECT count(*) AS failures,
       ceil(extract(epoch FROM min(at) + make_interval(mins => $2) - now()))::int AS "secondsLeft"
     FROM audit_record
     WHERE case_id = $1 AND action = $3 AND outcome = 'WRONG_CREDENTIALS'
       AND at > now() - make_interval(mins => $2)
       AND id > coalesce((SELECT max(id) FROM audit_record
         WHERE case_id = $1 AND action = $3 AND outcome = 'DONE'), 0)`,
    [accountKey, windowMinutes, SIGN_IN_ACTION],
  );
  return { failures: row?.failures ?? 0, secondsLeft: Math.max(1, row?.secondsLeft ?? 1) };
}
