import type { FundFigures, MonthReportKind, RiskFigures } from '../../contracts/monthReports';
import { addDays, type IsoDate } from '../../domain/calendar/isoDate';
import { addMonths } from '../../domain/calendar/months';
import { type Statements, statementsOf } from '../../domain/ledger/statements';
import { type Fen, fen } from '../../domain/money/fen';
import type { BalancesByGrade } from '../../domain/overdue/provision';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openNames, sealedPerson } from './personalData';
import { readMonth } from './platformStatements';
import { instant, readRow, write } from './statement';
import type { Queryable } from './transaction';

type Signer = { readonly by: { readonly id: string; readonly name: string }; readonly on: IsoDate };

/** A report of a month as it is signed so far. */
export interface MonthReportRow extends Pick<Stored<'MonthReport'>, 'id' | 'kind' | 'month' | 'figures'> {
  readonly createdAt: string;
  readonly finance: Signer | null;
  readonly risk: Signer | null;
}

const signer = (role: 'finance' | 'risk') =>
  `(SELECT json_build_object('by', ${sealedPerson('u')}, 'on', r.${role}_on) FROM "user" u WHERE u.id = r.${role}_by) AS ${role}`;

/** The report of a month that is not taken back, or null before anybody signed it. */
export async function findMonthReport(
  sql: Queryable,
  cipher: ColumnCipher,
  institutionId: string,
  { month, kind }: { readonly month: string; readonly kind: MonthReportKind },
): Promise<MonthReportRow | null> {
  const row = await readRow<MonthReportRow>(
    sql,
    `SELECT r.id, r.kind, r.month, r.figures, ${instant('r.created_at')} AS created_at, ${signer('finance')}, ${signer('risk')}
       FROM month_report r WHERE r.institution_id = $1 AND r.month = $2 AND r.kind = $3 AND r.withdrawn_on IS NULL`,
    [institutionId, month, kind],
  );
  return row && (openNames(cipher, row) as MonthReportRow);
}

/** Writes a report that nobody has signed; another one of the same month and kind stays. */
export async function addMonthReport(
  sql: Queryable,
  report: Pick<Stored<'MonthReport'>, 'id' | 'institutionId' | 'month' | 'kind' | 'figures'>,
): Promise<void> {
  const { id, institutionId, month, kind, figures } = report;
  await write(
    sql,
    `INSERT INTO month_report (id, institution_id, month, kind, figures) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
    [id, institutionId, month, kind, JSON.stringify(figures)],
  );
}

/**
 * Signs a report for a role; who signed before stays.
 * @returns false when somebody signed for the role before
 */
export async function signMonthReport(
  sql: Queryable,
  id: string,
  { role, by, on }: { readonly role: 'finance' | 'risk'; readonly by: string; readonly on: IsoDate },
): Promise<boolean> {
  const signed = await write(
    sql,
    `UPDATE month_report SET ${role}_by = $2, ${role}_on = $3 WHERE id = $1 AND ${role}_by IS NULL`,
    [id, by, on],
  );
  return signed === 1;
}

/** The fund report's figures of a month. @param from its first day */
export async function readFundFigures(
  sql: Queryable,
  institutionId: string,
  from: IsoDate,
): Promise<FundFigures> {
  const { opening, movements, earlierInYear, to } = await readMonth(sql, institutionId, from);
  const { balanceSheet, cashFlow, incomeStatement } = statementsOf(opening, movements, earlierInYear);
  const totals = await readTotals(sql, institutionId, to);
  const { openingCash, closingCash, net, operating: _o, investing: _i, financing: _f, ...lines } = cashFlow;
  return {
    month: from.slice(0, 7),
    ...{ openingCashFen: openingCash, lines, netFen: net, closingCashFen: closingCash },
    heldForBorrowersFen: fen(0 - (totals['2241.01'] ?? 0)),
    unidentifiedFen: fen(0 - (totals['2241.02'] ?? 0)),
    taxesPayableFen: balanceSheet.taxesPayable,
    totalAssetsFen: balanceSheet.totalAssets,
    totalLiabilitiesFen: balanceSheet.totalLiabilities,
    totalEquityFen: balanceSheet.totalEquity,
    netProfitFen: incomeStatement.month.netProfit,
  };
}

/** The risk report's figures of a month, or null where its last day has no risk reserve yet. */
export async function readRiskFigures(
  sql: Queryable,
  institutionId: string,
  from: IsoDate,
): Promise<RiskFigures | null> {
  const to = addDays(addMonths(from, 1), -1);
  const noted = await readReserve(sql, institutionId, to);
  if (noted === null) return null;
  const [totals, { incomeStatement }] = await Promise.all([
    readTotals(sql, institutionId, to),
    statementsOfMonth(sql, institutionId, from),
  ]);
  const { balances: classes, loans, allowanceFen, reserveFen } = noted;
  const nonPerformingFen = fen(classes.SUBSTANDARD + classes.DOUBTFUL + classes.LOSS);
  return {
    month: from.slice(0, 7),
    ...{ classes, loans, allowanceFen, reserveFen, nonPerformingFen },
    totalFen: fen(nonPerformingFen + classes.NORMAL + classes.SPECIAL_MENTION),
    impairmentFen: incomeStatement.month.impairment,
    uncollectedInterestFen: totals['OB.01'] ?? fen(0),
    writtenOffFen: totals['OB.02'] ?? fen(0),
    writtenOffPenaltyFen: totals['OB.03'] ?? fen(0),
  };
}

async function statementsOfMonth(sql: Queryable, institutionId: string, from: IsoDate): Promise<Statements> {
  const { opening, movements, earlierInYear } = await readMonth(sql, institutionId, from);
  return statementsOf(opening, movements, earlierInYear);
}

/** Debits less credits of each account at the end of a day; of memoranda in less out. */
async function readTotals(
  sql: Queryable,
  institutionId: string,
  asOf: IsoDate,
): Promise<Readonly<Record<string, Fen>>> {
  const row = await readRow<{ totals: Readonly<Record<string, Fen>> }>(
    sql,
    `SELECT coalesce(json_object_agg(account_code, (debit_fen - credit_fen)::bigint), '{}') AS totals
       FROM account_totals($1, $2)`,
    [institutionId, asOf],
  );
  return row?.totals ?? {};
}

interface Noted {
  readonly balances: BalancesByGrade;
  readonly allowanceFen: Fen;
  readonly reserveFen: Fen;
  readonly loans: RiskFigures['loans'];
}

const PAST_DUE_COUNTS = [
  ['NONE', 'd.days_past_due = 0'],
  ['D1_30', 'd.days_past_due BETWEEN 1 AND 30'],
  ['D31_60', 'd.days_past_due BETWEEN 31 AND 60'],
  ['D61_90', 'd.days_past_due BETWEEN 61 AND 90'],
  ['D91_180', 'd.days_past_due BETWEEN 91 AND 180'],
  ['D181_ON', 'd.days_past_due > 180'],
].map(([name, is]) => `'${name}', count(*) FILTER (WHERE ${is})`);

/** What the end of a month noted of the loans, and how many were how late that day. */
function readReserve(sql: Queryable, institutionId: string, monthEnd: IsoDate): Promise<Noted | null> {
  return readRow<Noted>(
    sql,
    `SELECT balances, allowance_fen, reserve_fen,
            (SELECT json_build_object(${PAST_DUE_COUNTS.join(', ')}) FROM loan_day d JOIN loan l ON l.id = d.loan_id
               WHERE d.business_date = $2 AND l.institution_id = $1) AS loans
       FROM risk_reserve WHERE institution_id = $1 AND month_end = $2`,
    [institutionId, monthEnd],
  );
}
