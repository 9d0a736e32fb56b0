import type { IsoDate } from '../../domain/calendar/isoDate';
import { type CaseRules, caseRulesFrom } from '../../domain/parameters/caseRules';
import { PARAMETER_VERSIONS, type ParameterSet, parametersAt } from '../../domain/parameters/parametersAt';
import { type OwnVersion, withOwnRules } from '../../domain/rules/ownRules';
import type { AssessedBefore, ReadBefore, RoutedBefore, TaskBefore } from '../../domain/rules/previewRules';
import { asked } from './asked';
import { dateOf, plain, type Stored } from './columns';
import { type Decision, writeDecision } from './fourEyes';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/**
 * The rules in force for an institution on a day: the house's, with its own laid over them. Whoever decides something
 * for an institution reads them here, and nowhere else.
 * @param date business date of the decision
 */
export async function rulesOf(sql: Queryable, institutionId: string, date: IsoDate): Promise<ParameterSet> {
  return withOwnRules(parametersAt(date), await ownVersions(sql, institutionId, date));
}

/** The figures that a process of an institution keeps which begins on a day. */
export async function caseRulesOf(sql: Queryable, institutionId: string, date: IsoDate): Promise<CaseRules> {
  return caseRulesFrom(await rulesOf(sql, institutionId, date));
}

/** An institution's own versions in force on a day, in order of the days from which they count. */
async function ownVersions(
  sql: Queryable,
  institutionId: string,
  date: IsoDate,
): Promise<readonly OwnVersion[]> {
  return await readRows<OwnVersion>(
    sql,
    `SELECT id, subject, value FROM own_rules
       WHERE institution_id = $1 AND status = 'APPROVED' AND effective_from <= $2
       ORDER BY effective_from`,
    [institutionId, date],
  );
}

/**
 * The days on which price lists came into force, by the ids of their versions: the house's and institutions' own.
 * What is no version of a price list is left out.
 */
export async function tariffDays(
  sql: Queryable,
  versions: readonly string[],
): Promise<ReadonlyMap<string, IsoDate>> {
  const own = await readRows<Pick<Stored<'OwnRules'>, 'id' | 'effectiveFrom'>>(
    sql,
    `SELECT id, effective_from FROM own_rules WHERE subject = 'fees' AND id::text = ANY ($1)`,
    [versions],
  );
  return new Map([...PARAMETER_VERSIONS.fees, ...own].map(({ id, effectiveFrom }) => [id, effectiveFrom]));
}

const SHOWN = {
  id: true,
  subject: true,
  effectiveFrom: true,
  value: true,
  reason: true,
  status: true,
  requestedBy: true,
  decidedBy: true,
  decisionReason: true,
  createdAt: true,
  decidedAt: true,
} satisfies Prisma.OwnRulesSelect;

/** Rules that somebody asked for, as people see them. */
export type OwnRulesRow = Pick<Stored<'OwnRules'>, keyof typeof SHOWN>;

/** Rules that people of an institution asked for, newest first. */
export async function listOwnRules(
  prisma: PrismaClient,
  institutionId: string,
  { status, subject }: { readonly status?: string | undefined; readonly subject?: string | undefined },
  paging: Paging,
): Promise<Page<OwnRulesRow>> {
  const rows = await prisma.ownRules.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ status, subject }), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'OwnRules'>()), paging, placeByAge);
}

/** What one person of an institution asked for, or null. */
export async function findOwnRules(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<OwnRulesRow | null> {
  return await prisma.ownRules
    .findUnique({ select: SHOWN, where: { id, institutionId } })
    .then(plain<'OwnRules'>());
}

export interface WantedRules
  extends Pick<Stored<'OwnRules'>, 'id' | 'institutionId' | 'subject' | 'reason' | 'requestedBy'> {
  readonly effectiveFrom: string;
  readonly value: object;
}

/** Writes what somebody asks for; a second time changes nothing. */
export async function writeOwnRules(
  prisma: PrismaClient,
  { effectiveFrom, ...wanted }: WantedRules,
): Promise<void> {
  await prisma.ownRules.createMany({
    data: { ...wanted, effectiveFrom: dateOf(effectiveFrom), status: 'REQUESTED' },
    skipDuplicates: true,
  });
}

/** @returns false when it was decided before */
export const decideOwnRules = (sql: Queryable, decision: Decision): Promise<boolean> =>
  writeDecision(sql, 'own_rules', decision);

/** How far back a preview looks. */
const LAST_QUARTER = "interval '3 months'";

/** Applications of an institution as the matrix put them to people in the last quarter, each as it stood last. */
export async function routedLastQuarter(
  sql: Queryable,
  institutionId: string,
): Promise<readonly RoutedBefore[]> {
  return await readRows<RoutedBefore>(
    sql,
    `SELECT * FROM (
       SELECT DISTINCT ON (r.application_id) r.application_id, e.name AS enterprise_name, r.exposure_fen,
              a.assessment #>> '{risk,grade}' AS grade, p.kind AS product_kind,
              r.must_be_disinterested AS is_related_party, r.exception_reason, r.approvers
         FROM approval_route r JOIN application a ON a.id = r.application_id
           JOIN enterprise e ON e.id = a.enterprise_id JOIN product p ON p.id = a.product_id
         WHERE r.institution_id = $1 AND business_at(r.created_at) > business_now() - ${LAST_QUARTER}
         ORDER BY r.application_id, r.number DESC) routed
       WHERE grade IS NOT NULL`,
    [institutionId],
  );
}

/** Tasks that people of an institution had in the last quarter; one that is not over has lasted until now. */
export async function tasksLastQuarter(
  sql: Queryable,
  institutionId: string,
): Promise<readonly TaskBefore[]> {
  return await readRows<TaskBefore>(
    sql,
    `SELECT kind, floor(extract(epoch FROM business_at(created_at)) * 1000)::bigint AS opened_at_ms,
            floor(extract(epoch FROM coalesce(closed_at, business_now())) * 1000)::bigint AS closed_at_ms
       FROM human_task WHERE institution_id = $1 AND status <> 'CANCELLED'
         AND business_at(created_at) > business_now() - ${LAST_QUARTER}`,
    [institutionId],
  );
}

/** Applications of an institution that were assessed in the last quarter, with what was handed in. */
export async function assessedLastQuarter(
  sql: Queryable,
  institutionId: string,
): Promise<readonly AssessedBefore[]> {
  return await readRows<AssessedBefore>(
    sql,
    `SELECT a.id AS application_id, e.name AS enterprise_name, a.amount_fen, a.term_months, a.statements, a.profile,
            p.terms
       FROM application a JOIN enterprise e ON e.id = a.enterprise_id JOIN product p ON p.id = a.product_id
       WHERE a.institution_id = $1 AND a.assessment IS NOT NULL
         AND business_at(a.created_at) > business_now() - ${LAST_QUARTER} ORDER BY a.id`,
    [institutionId],
  );
}

/** What was read of borrowers of an institution in the last quarter: each value once, at its freshest. */
export async function readLastQuarter(sql: Queryable, institutionId: string): Promise<readonly ReadBefore[]> {
  return await readRows<ReadBefore>(
    sql,
    `SELECT enterprise_id, e.name AS enterprise_name, indicator, value, as_of, looked_on FROM (
       SELECT DISTINCT ON (r.enterprise_id, i.key, i.value -> 'value') r.enterprise_id, i.key AS indicator,
              i.value -> 'value' AS value, (i.value ->> 'asOf')::date AS as_of, r.looked_on
         FROM post_loan_reading r, jsonb_each(r.readings) i
         WHERE r.institution_id = $1 AND r.looked_on > (business_now() - ${LAST_QUARTER})::date
         ORDER BY r.enterprise_id, i.key, i.value -> 'value', r.looked_on - (i.value ->> 'asOf')::date) f
       JOIN enterprise e ON e.id = f.enterprise_id ORDER BY e.name, enterprise_id, indicator`,
    [institutionId],
  );
}
