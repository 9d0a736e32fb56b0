import { type InstitutionId, processOf } from '../../contracts/ids';
import type { Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** What others may know of an institution. */
export const INSTITUTION = {
  id: true,
  code: true,
  nameZh: true,
  nameEn: true,
} satisfies Prisma.InstitutionSelect;

export type InstitutionRow = Pick<Stored<'Institution'>, keyof typeof INSTITUTION>;

/** Institutions in the order of their codes. */
export function listInstitutions(prisma: PrismaClient): Promise<readonly InstitutionRow[]> {
  return prisma.institution.findMany({ select: INSTITUTION, orderBy: { code: 'asc' } });
}

/** An institution by its code, or null. */
export function findInstitution(prisma: PrismaClient, code: string): Promise<InstitutionRow | null> {
  return prisma.institution.findUnique({ select: INSTITUTION, where: { code } });
}

/** Each process is of the institution that the row with its business key belongs to. */
const INSTITUTIONS_OF = `
  SELECT w.workflow_id, CASE w.process
      WHEN 'onboarding' THEN (SELECT institution_id FROM enterprise WHERE id = w.key)
      WHEN 'application' THEN (SELECT institution_id FROM application WHERE id = w.key)
      WHEN 'appeal' THEN (SELECT institution_id FROM appeal WHERE id = w.key)
      WHEN 'fileChange' THEN (SELECT institution_id FROM file_change WHERE id = w.key)
      WHEN 'loanChange' THEN (SELECT institution_id FROM loan_change WHERE id = w.key)
      WHEN 'loan' THEN (SELECT institution_id FROM loan WHERE id = w.key)
      WHEN 'collection' THEN (SELECT institution_id FROM loan WHERE id = w.key)
      WHEN 'payment' THEN (SELECT institution_id FROM payment WHERE id = w.key)
      WHEN 'dispute' THEN (SELECT institution_id FROM payment WHERE id = w.key)
      WHEN 'receipt' THEN (SELECT institution_id FROM unidentified_receipt WHERE id = w.key)
      WHEN 'fee' THEN (SELECT institution_id FROM fee WHERE id = w.key)
      WHEN 'postLoan' THEN (SELECT institution_id FROM post_loan_matter WHERE id = w.key)
      WHEN 'break' THEN (SELECT institution_id FROM break_case WHERE id = w.key)
      ELSE (SELECT id FROM institution WHERE id = w.key)
    END AS institution_id
  FROM unnest($1::text[], $2::text[], $3::uuid[]) AS w (workflow_id, process, key)`;

/**
 * Which institution each process belongs to, by the facts and not by what a process says about itself.
 * @param workflowIds of any kind, strange ones too
 * @returns by workflow id; the platform's own processes, and those of which there is no fact, are missing
 */
export async function institutionsOf(
  sql: Queryable,
  workflowIds: Iterable<string>,
): Promise<ReadonlyMap<string, InstitutionId>> {
  const known = [...new Set(workflowIds)].flatMap((workflowId) => {
    const found = processOf(workflowId);
    return found === null ? [] : [{ workflowId, ...found }];
  });
  if (known.length === 0) return new Map();
  const rows = await readRows<{ workflowId: string; institutionId: InstitutionId | null }>(
    sql,
    { name: 'institutions of processes', text: INSTITUTIONS_OF },
    [known.map((one) => one.workflowId), known.map((one) => one.process), known.map((one) => one.key)],
  );
  return new Map(
    rows.flatMap(({ workflowId, institutionId }) =>
      institutionId === null ? [] : [[workflowId, institutionId] as const],
    ),
  );
}
