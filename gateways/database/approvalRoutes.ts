import type { UserId } from '../../contracts/ids';
import type { ApprovedTerms } from '../../domain/approval/reapproval';
import type { ApprovalRoute, RouteRequest } from '../../domain/approval/route';
import { fieldsOf, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** What the database knows of a request that decides who must approve it. */
export interface RouteFacts
  extends Pick<RouteRequest, 'links' | 'exposures' | 'isRelatedParty' | 'netAssetsFen'> {
  /** People who are connected with the borrower. */
  readonly connectedUserIds: readonly UserId[];
}

/** The connected group: whoever is reached over control, in either direction, through any number of steps. */
const GROUP = `WITH RECURSIVE member (id) AS (
    SELECT $1::uuid
    UNION
    SELECT CASE WHEN c.enterprise_id = m.id THEN c.other_enterprise_id ELSE c.enterprise_id END
      FROM member m JOIN connection c ON m.id IN (c.enterprise_id, c.other_enterprise_id)
      WHERE c.kind = 'CONTROL' AND c.ended_at IS NULL)`;

/**
 * What the borrower's connected group owes the institution and may still draw, beside one application (offers count,
 * and what was agreed and is not drawn); who is connected with the borrower; what limits the institution.
 */
export async function readRouteFacts(
  sql: Queryable,
  { enterpriseId, institutionId, id }: Pick<Stored<'Application'>, 'enterpriseId' | 'institutionId' | 'id'>,
): Promise<RouteFacts> {
  const facts = await readRow<RouteFacts>(
    sql,
    `${GROUP}, exposure AS (
       SELECT m.id AS enterprise_id,
              (SELECT coalesce(sum(principal_outstanding_fen), 0)::bigint FROM loan WHERE enterprise_id = m.id)
                AS outstanding_fen,
              (SELECT coalesce(sum(a.amount_fen), 0)::bigint FROM application a
                 WHERE a.enterprise_id = m.id AND a.id <> $2 AND a.stage = 'OFFERED'
                   AND NOT EXISTS (SELECT FROM facility f WHERE f.application_id = a.id))
              + (SELECT coalesce(sum(f.limit_fen - drawn.fen), 0)::bigint
                   FROM facility f JOIN application a ON a.id = f.application_id, LATERAL (
                     SELECT coalesce(sum(d.amount_fen), 0)::bigint AS fen
                       FROM drawdown d JOIN loan l ON l.id = d.id WHERE d.facility_id = f.id) drawn
                   WHERE f.enterprise_id = m.id AND f.application_id <> $2
                     AND a.stage IN ('OFFERED', 'IN_APPROVAL', 'AWAITING_RELEASE', 'DISBURSING', 'DISBURSED'))
                AS committed_fen
         FROM member m)
     SELECT (SELECT json_agg(json_build_object('enterpriseId', enterprise_id, 'outstandingFen', outstanding_fen,
                                               'committedFen', committed_fen)) FROM exposure) AS exposures,
            (SELECT coalesce(json_agg(json_build_object('oneId', c.enterprise_id, 'otherId', c.other_enterprise_id)),
                             '[]')
               FROM connection c WHERE c.kind = 'CONTROL' AND c.ended_at IS NULL
                AND c.enterprise_id IN (SELECT id FROM member)) AS links,
            EXISTS (SELECT FROM connection WHERE enterprise_id = $1 AND kind = 'INSTITUTION' AND ended_at IS NULL)
              AS is_related_party,
            (SELECT coalesce(json_agg(DISTINCT user_id), '[]') FROM connection
               WHERE enterprise_id = $1 AND kind = 'PERSON' AND ended_at IS NULL) AS connected_user_ids,
            (SELECT net_assets_fen FROM institution WHERE id = $3) AS net_assets_fen`,
    [enterpriseId, id, institutionId],
  );
  if (facts === null) throw new RangeError(`nothing is known of application ${id}`);
  return facts;
}

/** Keeps the way of an application through the matrix, with the terms that it is for: the last one counts. */
export async function writeRoute(
  sql: Queryable,
  { id, institutionId }: Pick<Stored<'Application'>, 'id' | 'institutionId'>,
  route: ApprovalRoute & { readonly round: number; readonly exceptionReason: string | null },
  { amountFen, termMonths, annualRate, method }: ApprovedTerms,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO approval_route (application_id, institution_id, round, level, approvers, raised_by,
         must_be_disinterested, exception_reason, exposure_fen, group_ids, amount_fen, term_months, annual_rate, method)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      institutionId,
      route.round,
      route.level,
      route.approvers,
      route.raisedBy,
      route.mustBeDisinterested,
      route.exceptionReason,
      route.exposureFen,
      route.group,
      amountFen,
      termMonths,
      annualRate,
      method,
    ],
  );
}

/** What an application was approved for, at which level and with which exception. */
export interface LastRoute extends ApprovedTerms, Pick<Stored<'ApprovalRoute'>, 'round' | 'level'> {
  readonly exceptionReason: string | null;
}

/** @throws RangeError for an application that was sent to nobody: it can't have been approved */
export async function readLastRoute(sql: Queryable, applicationId: string): Promise<LastRoute> {
  const route = await readRow<LastRoute>(
    sql,
    `SELECT round, level, exception_reason, amount_fen, term_months, annual_rate::text, method
       FROM approval_route
       WHERE application_id = $1 ORDER BY number DESC LIMIT 1`,
    [applicationId],
  );
  if (route === null) throw new RangeError(`application ${applicationId} was sent to nobody for approval`);
  return route;
}

const SHOWN = {
  round: true,
  level: true,
  approvers: true,
  raisedBy: true,
  exceptionReason: true,
  exposureFen: true,
  groupIds: true,
  amountFen: true,
  termMonths: true,
  annualRate: true,
  method: true,
} satisfies Prisma.ApprovalRouteSelect;

export const ROUTE_FIELDS = fieldsOf(SHOWN);
/** Who must approve an application, as people see it. */
export type RouteRow = Pick<Stored<'ApprovalRoute'>, keyof typeof SHOWN>;

/** The way of an application that counts; null while it has none. */
export async function findRoute(prisma: PrismaClient, applicationId: string): Promise<RouteRow | null> {
  const row = await prisma.approvalRoute.findFirst({
    select: SHOWN,
    where: { applicationId },
    orderBy: { number: 'desc' },
  });
  return row && plain<'ApprovalRoute'>()(row);
}
