import { addDays } from '../../domain/calendar/isoDate';
import { riskReserve } from '../../domain/ledger/entries';
import { type Fen, fen } from '../../domain/money/fen';
import { FIVE_TIER_GRADES, type FiveTierGrade } from '../../domain/overdue/grades';
import { type BalancesByGrade, riskReserveOf } from '../../domain/overdue/provision';
import type { ProvisionParameters } from '../../domain/parameters/provisions';
import type { BusinessDay } from './endOfDay';
import { postEntry } from './ledger';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** What the general risk reserve is computed by. */
export interface ReserveRules extends Pick<ProvisionParameters, 'generalReserveRate' | 'coefficients2012'> {
  /** Id of the parameters. */
  readonly version: string;
}

/**
 * Brings the general risk reserve of an institution to what its loans ask for at the end of a month; on other days it
 * does nothing. Called when all loans of the day are done and before the day is closed. A second time changes nothing,
 * and a run that died between what it noted and what it booked is made good by the next.
 */
export async function keepRiskReserve(sql: Queryable, day: BusinessDay, rules: ReserveRules): Promise<void> {
  const { institutionId, businessDate } = day;
  if (!addDays(businessDate, 1).endsWith('-01')) return;
  await note(sql, day, rules);
  const noted = await readRow<{ beforeFen: Fen; reserveFen: Fen }>(
    sql,
    'SELECT before_fen, reserve_fen FROM risk_reserve WHERE institution_id = $1 AND month_end = $2',
    [institutionId, businessDate],
  );
  if (noted === null) throw new Error(`no risk reserve of ${institutionId} on ${businessDate}`);
  const entry = riskReserve(noted.beforeFen, noted.reserveFen);
  if (entry.postings.length === 0) return;
  const businessKey = `reserve/${institutionId}/${businessDate.slice(0, 7)}`;
  await postEntry(sql, institutionId, { ...entry, businessKey, date: businessDate });
}

/** The first note of a month stays. */
async function note(
  sql: Queryable,
  { institutionId, businessDate }: BusinessDay,
  rules: ReserveRules,
): Promise<void> {
  const { balances, allowanceFen } = await readBook(sql, institutionId);
  const { leastFen, potentialGapFen, reserveFen } = riskReserveOf(balances, allowanceFen, rules);
  await write(
    sql,
    `INSERT INTO risk_reserve (institution_id, month_end, balances, allowance_fen, least_fen, potential_gap_fen,
         before_fen, reserve_fen, parameters)
       SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT reserve_fen FROM risk_reserve
           WHERE institution_id = $1 AND month_end < $2 ORDER BY month_end DESC LIMIT 1), 0), $7, $8
       ON CONFLICT DO NOTHING`,
    [
      ...[institutionId, businessDate, JSON.stringify(balances)],
      ...[allowanceFen, leastFen, potentialGapFen, reserveFen, rules.version],
    ],
  );
}

/** What is outstanding by class, and provided for in all. */
async function readBook(
  sql: Queryable,
  institutionId: string,
): Promise<{ readonly balances: BalancesByGrade; readonly allowanceFen: Fen }> {
  const rows = await readRows<{ grade: FiveTierGrade; owedFen: Fen; allowanceFen: Fen }>(
    sql,
    `SELECT risk_class AS grade, sum(principal_outstanding_fen)::bigint AS owed_fen,
            sum(provision_fen)::bigint AS allowance_fen
       FROM loan WHERE institution_id = $1 GROUP BY 1`,
    [institutionId],
  );
  const nothing = Object.fromEntries(FIVE_TIER_GRADES.map((grade) => [grade, fen(0)])) as BalancesByGrade;
  return {
    balances: { ...nothing, ...Object.fromEntries(rows.map(({ grade, owedFen }) => [grade, owedFen])) },
    allowanceFen: fen(rows.reduce((sum, row) => sum + row.allowanceFen, 0)),
  };
}
