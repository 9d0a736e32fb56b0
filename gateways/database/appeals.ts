import type { Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** An appeal that is asked for. `at`: business instant, ISO 8601. */
export interface NewAppeal
  extends Pick<
    Stored<'Appeal'>,
    'id' | 'institutionId' | 'enterpriseId' | 'appealedCode' | 'reason' | 'answerByAt' | 'createdBy'
  > {
  readonly at: string;
}

/**
 * Writes an appeal; a second time changes nothing.
 * @returns false when there was one
 * @throws a violated law of the database when there is no refusal to appeal, or it is too late
 */
export async function writeAppeal(prisma: PrismaClient, { at, ...appeal }: NewAppeal): Promise<boolean> {
  const { count } = await prisma.appeal.createMany({
    data: { ...appeal, stage: 'IN_REVIEW', stageSince: at },
    skipDuplicates: true,
  });
  return count === 1;
}

/** What the process of an appeal begins with. */
export interface OpenAppeal
  extends Pick<
    Stored<'Appeal'>,
    'institutionId' | 'enterpriseId' | 'appealedCode' | 'reason' | 'answerByAt'
  > {
  readonly applicationId: string;
  readonly applicantId: string;
  readonly amountFen: number;
}

const OPEN = `
  SELECT p.id AS application_id, p.institution_id, p.enterprise_id, p.appealed_code, p.reason, p.answer_by_at,
         a.created_by AS applicant_id, a.amount_fen
    FROM appeal p JOIN application a ON a.id = p.id WHERE p.stage = 'IN_REVIEW'`;

/** Of these appeals those that are not answered. */
export async function readOpenAppeals(
  sql: Queryable,
  ids: readonly string[],
): Promise<readonly OpenAppeal[]> {
  return await readRows<OpenAppeal>(sql, `${OPEN} AND p.id = ANY ($1::uuid[])`, [ids]);
}

/** Appeals whose process never began: the API died between the row and the start. */
export async function findLostAppeals(sql: Queryable): Promise<readonly OpenAppeal[]> {
  return await readRows<OpenAppeal>(
    sql,
    `${OPEN} AND p.created_at < now() - interval '1 minute' AND NOT EXISTS (
       SELECT FROM audit_record r WHERE r.case_id = p.id::text AND r.case_type = 'APPEAL'
         AND r.action = 'STAGE_ENTERED') LIMIT 100`,
  );
}
