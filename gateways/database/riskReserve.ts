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
async function note(sql: Queryable, day: BusinessDay, rules: ReserveRules): Promise<void> {
  const { institutionId, businessDate } = day;
  const { balances, allowanceFen } = await readBook(sql, day);
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

/** What entries after a day ($2) have moved of the principal of each loan of an institution ($1), and since when. */
export const MOVED_SINCE = `(SELECT e.loan_id, min(e.created_at) AS first_at,
               coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code LIKE '1303.%'), 0) AS moved_fen
             FROM journal_entry e JOIN posting p ON p.entry_id = e.id
             WHERE e.institution_id = $1 AND e.entry_date > $2 AND e.loan_id IS NOT NULL GROUP BY e.loan_id)`;

/**
 * What was outstanding by class at the end of a day, and provided for in all: by the ledger of that day, however late its
 * night comes and whatever was paid since.
 */
async function readBook(
  sql: Queryable,
  { institutionId, businessDate }: BusinessDay,
): Promise<{ readonly balances: BalancesByGrade; readonly allowanceFen: Fen }> {
  const rows = await readRows<{ grade: FiveTierGrade; owedFen: Fen }>(
    sql,
    `SELECT coalesce(d.risk_class, l.risk_class) AS grade,
            sum(l.principal_outstanding_fen - coalesce(since.moved_fen, 0))::bigint AS owed_fen
       FROM loan l LEFT JOIN loan_day d ON d.loan_id = l.id AND d.business_date = $2
         LEFT JOIN ${MOVED_SINCE} since ON since.loan_id = l.id
       WHERE l.institution_id = $1 GROUP BY 1`,
    [institutionId, businessDate],
  );
  const provided = await readRow<{ allowanceFen: Fen }>(
    sql,
    `SELECT coalesce(sum(credit_fen - debit_fen), 0)::bigint AS allowance_fen
       FROM account_totals($1, $2) WHERE account_code = '1304'`,
    [institutionId, businessDate],
  );
  const nothing = Object.fromEntries(FIVE_TIER_GRADES.map((grade) => [grade, fen(0)])) as BalancesByGrade;
  return {
    balances: { ...nothing, ...Object.fromEntries(rows.map(({ grade, owedFen }) => [grade, owedFen])) },
    allowanceFen: provided?.allowanceFen ?? fen(0),
  };
}
