import type { Pool } from 'pg';
import type { Answer, KeptAssessment, KeptOffer, profileView, statements } from '../../contracts/http';
import type { WhyRefused } from '../../contracts/refusals';
import type { ApplicationStage } from '../../contracts/workflows';
import type { ProductTerms } from '../../domain/offer/productTerms';
import type { DayCount, RepaymentMethod } from '../../domain/schedule/types';
import { type Scope, within } from './scope';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';
import type { Queryable } from './transaction';

export interface ApplicationRow {
  readonly id: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly productId: string;
  readonly productCode: string;
  readonly amountFen: number;
  readonly termMonths: number;
  readonly method: RepaymentMethod;
  readonly purpose: string;
  readonly stage: ApplicationStage;
  readonly stageSince: string;
  readonly refusalCode: WhyRefused | null;
  readonly refusalReason: string | null;
  readonly createdAt: string;
}

export interface ApplicationFile extends ApplicationRow {
  readonly statements: Answer<typeof statements>;
  readonly profile: Answer<typeof profileView>;
  readonly assessment: KeptAssessment | null;
  readonly offer: KeptOffer | null;
  readonly loanId: string | null;
}

const SUMMARY = `a.id, a.institution_id AS "institutionId", a.enterprise_id AS "enterpriseId",
  e.name AS "enterpriseName", a.product_id AS "productId", p.code AS "productCode", a.amount_fen AS "amountFen",
  a.term_months AS "termMonths", a.method, a.purpose, a.stage, ${instant('a.stage_since', 'stageSince')},
  a.refusal_code AS "refusalCode", a.refusal_reason AS "refusalReason", ${instant('a.created_at', 'createdAt')}`;

const FROM =
  'application a JOIN enterprise e ON e.id = a.enterprise_id JOIN product p ON p.id = a.product_id';
const COLUMNS = { institution: 'a.institution_id', enterprise: 'a.enterprise_id' };

/** Applications within a scope, newest first. */
export function listApplications(
  sql: Pool,
  scope: Scope,
  filter: { readonly stage?: ApplicationStage | undefined; readonly enterpriseId?: string | undefined },
  paging: Paging,
): Promise<Page<ApplicationRow>> {
  const conditions = within(new Conditions(), scope, COLUMNS)
    .and('a.stage = ?', filter.stage)
    .and('a.enterprise_id = ?', filter.enterpriseId);
  const selection = { columns: SUMMARY, from: FROM, orderBy: 'a.created_at DESC, a.id' };
  return selectPage<ApplicationRow>(sql, selection, conditions, paging);
}

/** One application within a scope; null when there is none for this reader. */
export function findApplication(sql: Pool, scope: Scope, id: string): Promise<ApplicationFile | null> {
  const conditions = within(new Conditions().and('a.id = ?', id), scope, COLUMNS);
  return selectOne<ApplicationFile>(
    sql,
    `SELECT ${SUMMARY}, a.statements, a.profile, a.assessment, a.offer, l.id AS "loanId"
     FROM ${FROM} LEFT JOIN loan l ON l.id = a.id ${conditions.where}`,
    conditions.values,
  );
}

export interface NewApplication {
  readonly id: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly productId: string;
  readonly amountFen: number;
  readonly termMonths: number;
  readonly method: string;
  readonly purpose: string;
  readonly statements: unknown;
  readonly profile: unknown;
  readonly createdBy: string;
  /** Business instant, ISO 8601. */
  readonly at: string;
}

/** Writes an application's row; writing it again changes nothing. */
export async function writeApplication(sql: Pool, application: NewApplication): Promise<void> {
  await sql.query(
    `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
       purpose, statements, profile, stage, stage_since, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'CHECKING', $11, $12) ON CONFLICT (id) DO NOTHING`,
    [
      application.id,
      application.institutionId,
      application.enterpriseId,
      application.productId,
      application.amountFen,
      application.termMonths,
      application.method,
      application.purpose,
      JSON.stringify(application.statements),
      JSON.stringify(application.profile),
      application.at,
      application.createdBy,
    ],
  );
}

/**
 * Stores what an applicant supplied, while the case waits for it.
 * @returns false when the case does not wait for information any more: nothing is changed
 */
export async function storeInformation(
  sql: Pool,
  id: string,
  supplied: {
    readonly purpose?: string | undefined;
    readonly statements?: unknown;
    readonly profile?: unknown;
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE application SET purpose = coalesce($2, purpose), statements = statements || coalesce($3, '{}'::jsonb),
       profile = profile || coalesce($4, '{}'::jsonb)
     WHERE id = $1 AND stage = 'AWAITING_INFORMATION'`,
    [id, supplied.purpose ?? null, jsonOf(supplied.statements), jsonOf(supplied.profile)],
  );
  return rowCount === 1;
}

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** An application with its product, as the activities judge it. */
export interface ApplicationFacts {
  readonly applicationId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly amountFen: number;
  readonly termMonths: number;
  readonly method: RepaymentMethod;
  readonly purpose: string;
  readonly statements: Readonly<Record<string, unknown>>;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly assessment: KeptAssessment | null;
  readonly offer: KeptOffer | null;
  readonly uscc: string;
  readonly product: {
    readonly code: string;
    readonly status: string;
    readonly minimumFen: number;
    readonly maximumFen: number;
    readonly minimumTermMonths: number;
    readonly maximumTermMonths: number;
    readonly methods: readonly RepaymentMethod[];
    readonly dayCount: DayCount;
    readonly terms: ProductTerms;
  };
}

/** @throws Error when there is no such application: the process was started for nothing */
export async function readApplicationFacts(sql: Queryable, applicationId: string): Promise<ApplicationFacts> {
  const { rows } = await sql.query<ApplicationFacts>(
    `SELECT a.id AS "applicationId", a.institution_id AS "institutionId", a.enterprise_id AS "enterpriseId",
            a.amount_fen AS "amountFen", a.term_months AS "termMonths", a.method, a.purpose, a.statements, a.profile,
            a.assessment, a.offer, e.uscc,
            json_build_object('code', p.code, 'status', p.status, 'minimumFen', p.minimum_fen,
              'maximumFen', p.maximum_fen, 'minimumTermMonths', p.minimum_term_months,
              'maximumTermMonths', p.maximum_term_months, 'methods', p.methods, 'dayCount', p.day_count,
              'terms', p.terms) AS product
       FROM application a JOIN product p ON p.id = a.product_id JOIN enterprise e ON e.id = a.enterprise_id
       WHERE a.id = $1`,
    [applicationId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no application ${applicationId}`);
  return row;
}

/**
 * What the enterprise owes the institution and may still draw, beside one application: offers count, and what was
 * agreed and is not drawn.
 */
export async function readExposure(
  sql: Queryable,
  { enterpriseId, applicationId }: ApplicationFacts,
): Promise<{ readonly outstandingFen: number; readonly committedFen: number }> {
  const { rows } = await sql.query<{ outstandingFen: number; committedFen: number }>(
    `SELECT (SELECT coalesce(sum(principal_outstanding_fen), 0)::bigint FROM loan WHERE enterprise_id = $1)
              AS "outstandingFen",
            (SELECT coalesce(sum(a.amount_fen), 0)::bigint FROM application a
               WHERE a.enterprise_id = $1 AND a.id <> $2 AND a.stage = 'OFFERED'
                 AND NOT EXISTS (SELECT FROM facility f WHERE f.application_id = a.id))
            + (SELECT coalesce(sum(f.limit_fen - drawn.fen), 0)::bigint
                 FROM facility f JOIN application a ON a.id = f.application_id, LATERAL (
                   SELECT coalesce(sum(d.amount_fen), 0)::bigint AS fen
                     FROM drawdown d JOIN loan l ON l.id = d.id WHERE d.facility_id = f.id) drawn
                 WHERE f.enterprise_id = $1 AND f.application_id <> $2
                   AND a.stage IN ('OFFERED', 'IN_APPROVAL', 'AWAITING_RELEASE', 'DISBURSING', 'DISBURSED'))
              AS "committedFen"`,
    [enterpriseId, applicationId],
  );
  return rows[0] ?? { outstandingFen: 0, committedFen: 0 };
}

/** What the bureau knows goes into the profile: it counts for more than what an applicant says. */
export async function writeProfile(
  sql: Queryable,
  applicationId: string,
  known: Readonly<Record<string, unknown>>,
): Promise<void> {
  await sql.query('UPDATE application SET profile = profile || $2::jsonb WHERE id = $1', [
    applicationId,
    JSON.stringify(known),
  ]);
}

export async function writeAssessment(
  sql: Queryable,
  applicationId: string,
  assessment: KeptAssessment,
): Promise<void> {
  await sql.query('UPDATE application SET assessment = $2 WHERE id = $1', [
    applicationId,
    JSON.stringify(assessment),
  ]);
}

export async function writeOffer(sql: Queryable, applicationId: string, offer: KeptOffer): Promise<void> {
  await sql.query('UPDATE application SET offer = $2 WHERE id = $1', [applicationId, JSON.stringify(offer)]);
}
