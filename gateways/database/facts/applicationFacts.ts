import type { RepaymentMethod } from '../../../domain/schedule';
import type { DayCount } from '../../../domain/schedule/types';
import type { ProductTerms } from '../productTerms';
import type { Queryable } from '../transaction';

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
  readonly assessment: Readonly<Record<string, unknown>> | null;
  readonly offer: Readonly<Record<string, unknown>> | null;
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
  assessment: unknown,
): Promise<void> {
  await sql.query('UPDATE application SET assessment = $2 WHERE id = $1', [
    applicationId,
    JSON.stringify(assessment),
  ]);
}

export async function writeOffer(sql: Queryable, applicationId: string, offer: unknown): Promise<void> {
  await sql.query('UPDATE application SET offer = $2 WHERE id = $1', [applicationId, JSON.stringify(offer)]);
}
