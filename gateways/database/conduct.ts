import type { Conduct } from '../../domain/staff/conduct';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** What the audit trail calls it when somebody asked for what is not theirs, or not there. */
const REFUSED = `outcome IN ('NOT_YOUR_ROLE', 'NOT_FOUND')`;

interface ConductRow {
  readonly who: string;
  readonly personalData: number;
  readonly refused: number;
  readonly failedSignIns: number;
  readonly usualPersonalData: number;
}

/**
 * What the staff of an institution did in a day of China, by the audit trail; of failed sign-ins what was tried on each
 * account, whose ever it is. Whoever did nothing that counts is left out.
 * @param day of real time
 * @param usualDays over how many days before it the usual is taken
 */
export async function readConduct(
  sql: Queryable,
  institutionId: string,
  { day, usualDays }: { readonly day: string; readonly usualDays: number },
): Promise<readonly Conduct[]> {
  const rows = await readRows<ConductRow>(
    sql,
    `WITH acts AS (
       SELECT coalesce(actor_id, case_id) AS who, action, outcome, case_id,
              (at AT TIME ZONE 'Asia/Shanghai')::date AS on_day
         FROM audit_record
         WHERE institution_id = $1 AND at >= ($2::date - $3::integer)::timestamp AT TIME ZONE 'Asia/Shanghai'
           AND at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
           AND (action = 'session.signIn' AND outcome IN ('WRONG_CREDENTIALS', 'UNDER_ATTACK')
             OR (action = 'personalData.read' OR ${REFUSED})
               AND actor_id IN (SELECT user_id FROM membership WHERE institution_id = $1)))
     SELECT who,
            count(DISTINCT case_id) FILTER (WHERE action = 'personalData.read' AND on_day = $2) AS personal_data,
            count(*) FILTER (WHERE ${REFUSED} AND on_day = $2) AS refused,
            count(*) FILTER (WHERE action = 'session.signIn' AND on_day = $2) AS failed_sign_ins,
            count(DISTINCT (on_day, case_id)) FILTER (WHERE action = 'personalData.read' AND on_day < $2)::float8
              / greatest(1, count(DISTINCT on_day) FILTER (WHERE action = 'personalData.read' AND on_day < $2))
              AS usual_personal_data
       FROM acts WHERE who IS NOT NULL GROUP BY who HAVING bool_or(on_day = $2) ORDER BY who`,
    [institutionId, day, usualDays],
  );
  return rows.map(({ who, usualPersonalData, personalData, refused, failedSignIns }) => ({
    ...{ who, usualPersonalData },
    counts: { PERSONAL_DATA: personalData, REFUSED: refused, FAILED_SIGN_INS: failedSignIns },
  }));
}
