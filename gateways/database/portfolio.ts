import type { Portfolio } from '../../contracts/http';
import { readRow } from './statement';
import type { Queryable } from './transaction';

const SUMS = `'loans', count(*), 'outstandingFen', coalesce(sum(principal_outstanding_fen), 0),
  'overdueFen', coalesce(sum(principal_overdue_fen + principal_non_accrual_fen), 0),
  'provisionFen', coalesce(sum(provision_fen), 0)`;

const PAST_DUE = `CASE WHEN days_past_due = 0 THEN 'NONE' WHEN days_past_due <= 30 THEN 'D1_30'
  WHEN days_past_due <= 60 THEN 'D31_60' WHEN days_past_due <= 90 THEN 'D61_90'
  WHEN days_past_due <= 180 THEN 'D91_180' ELSE 'D181_ON' END`;

/** Groups of what is owed, in an order; each with the fields that name it. */
const groups = (by: string, names: string, order: string) =>
  `(SELECT coalesce(json_agg(row ORDER BY place), '[]') FROM (
      SELECT json_build_object(${names}, ${SUMS}) AS row, ${order} AS place FROM owed GROUP BY ${by}) each_of)`;

const LARGEST = 10;

const PORTFOLIO = `WITH owed AS MATERIALIZED (
    SELECT l.enterprise_id, l.principal_outstanding_fen, l.principal_overdue_fen, l.principal_non_accrual_fen,
        l.provision_fen, l.days_past_due, l.risk_class, ${PAST_DUE} AS past_due, a.product_id,
        a.assessment #>> '{risk,grade}' AS grade
      FROM loan l JOIN application a ON a.id = l.id
      WHERE l.institution_id = $1 AND l.status IN ('REPAYING', 'OVERDUE', 'SETTLED'))
  SELECT (SELECT max(business_date) FROM day_close WHERE institution_id = $1 AND step = 'END_OF_DAY') AS as_of,
    (SELECT json_build_object(${SUMS}) FROM owed) AS total,
    ${groups('past_due', `'pastDue', past_due`, 'min(days_past_due)')} AS past_due,
    ${groups('risk_class', `'riskClass', risk_class`, `array_position(ARRAY['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'], risk_class)`)} AS classes,
    ${groups('grade', `'grade', grade`, 'grade')} AS grades,
    (SELECT coalesce(json_agg(row ORDER BY code), '[]') FROM (
       SELECT json_build_object('productId', product_id, 'code', g.code, ${SUMS}) AS row, g.code
         FROM owed JOIN product g ON g.id = product_id GROUP BY product_id, g.code) each_of) AS products,
    (SELECT coalesce(json_agg(row ORDER BY most DESC), '[]') FROM (
       SELECT json_build_object('enterpriseId', enterprise_id, 'name', e.name, ${SUMS}) AS row,
           sum(principal_outstanding_fen) AS most
         FROM owed JOIN enterprise e ON e.id = enterprise_id GROUP BY enterprise_id, e.name
         ORDER BY most DESC LIMIT ${LARGEST}) each_of) AS largest`;

/** What is owed to an institution, as its books stand, in one round trip. */
export async function readPortfolio(sql: Queryable, institutionId: string): Promise<Portfolio> {
  const portfolio = await readRow<Portfolio>(sql, { name: 'portfolio', text: PORTFOLIO }, [institutionId]);
  if (portfolio === null) throw new Error('a SELECT without FROM gave no row');
  return portfolio;
}
