import type { Stored } from './columns';
import { readRows } from './statement';
import type { TaskRow } from './tasks';
import type { Queryable } from './transaction';

/** The changed facts `f` of the case with a type and an id, by expressions; of a case without an enterprise none. */
const ofCase = (caseType: string, caseId: string) => `f.enterprise_id = CASE
      WHEN ${caseType} = 'ONBOARDING' THEN ${caseId}::uuid
      WHEN ${caseType} IN ('APPLICATION', 'APPEAL', 'LOAN', 'COLLECTION')
        THEN (SELECT a.enterprise_id FROM application a WHERE a.id = ${caseId}::uuid) END
    AND (f.application_id IS NULL OR f.application_id::text = ${caseId})`;

/** The version of what people decide a task `t` by; 0 while nothing of it has changed. */
export const CASE_VERSION = `(SELECT coalesce(max(f.version), 0) FROM case_fact_change f
  WHERE ${ofCase('t.case_type', 't.case_id')})`;

/** A fact that is another than somebody saw. */
export type FactDifference = Pick<Stored<'CaseFactChange'>, 'field' | 'before' | 'after'>;

/**
 * What of a case is another since a version of it, each fact from what was seen to what it is now.
 * @param reader whose own doing is no news
 */
export async function readDifferences(
  sql: Queryable,
  { caseType, caseId }: Pick<TaskRow, 'caseType' | 'caseId'>,
  seen: number,
  reader: string,
): Promise<readonly FactDifference[]> {
  return await readRows<FactDifference>(
    sql,
    `SELECT * FROM (
       SELECT field, (array_agg(before ORDER BY version))[1] AS before,
           (array_agg(after ORDER BY version DESC))[1] AS after
         FROM case_fact_change f WHERE ${ofCase('$1::text', '$2::text')} AND version > $3
           AND changed_by IS DISTINCT FROM $4 GROUP BY field) changed
       WHERE before IS DISTINCT FROM after OR field IN ('bankAccount', 'legalPerson', 'mobile') ORDER BY field`,
    [caseType, caseId, seen, reader],
  );
}
