import type { FundFigures, MonthReportKind, PAST_DUE, RiskFigures } from '../../contracts/monthReports';
import { addDays, type IsoDate } from '../../domain/calendar/isoDate';
import { addMonths } from '../../domain/calendar/months';
import { type Statements, statementsOf } from '../../domain/ledger/statements';
import { loanAt } from '../../domain/loan/fold';
import { type Fen, fen } from '../../domain/money/fen';
import type { BalancesByGrade } from '../../domain/overdue/provision';
import type { ColumnCipher } from '../crypto';
import { houseCalendar } from './calendar';
import type { Stored } from './columns';
import { LOAN_COLUMNS, recordOf, type StoredLoanRow } from './loans';
import { openNames, sealedPerson } from './personalData';
import { readMonth } from './platformStatements';
import { MOVED_SINCE } from './riskReserve';
import { instant, readRow, readRows, write } from './statement';
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

/** Days past due from which a loan is counted in each. */
const FROM_DAYS = [
  ['NONE', 0],
  ['D1_30', 1],
  ['D31_60', 31],
  ['D61_90', 61],
  ['D91_180', 91],
  ['D181_ON', 181],
] as const satisfies readonly (readonly [(typeof PAST_DUE)[number], number])[];

const COUNTS = FROM_DAYS.map(([name, from], index) => {
  const [, next] = FROM_DAYS[index + 1] ?? [null, null];
  const until = next === null ? '' : ` AND d.days_past_due < ${next}`;
  return `'${name}', count(*) FILTER (WHERE d.days_past_due >= ${from}${until})`;
});

/** What the end of a month noted of the loans, and how many were how late that day. */
async function readReserve(sql: Queryable, institutionId: string, monthEnd: IsoDate): Promise<Noted | null> {
  const noted = await readRow<Noted>(
    sql,
    `SELECT balances, allowance_fen, reserve_fen,
            (SELECT json_build_object(${COUNTS.join(', ')}) FROM loan_day d JOIN loan l ON l.id = d.loan_id
               WHERE d.business_date = $2 AND l.institution_id = $1) AS loans
       FROM risk_reserve WHERE institution_id = $1 AND month_end = $2`,
    [institutionId, monthEnd],
  );
  if (noted === null) return null;
  const loans = { ...noted.loans };
  for (const { notedDays, days } of await changedBeforeTheNight(sql, institutionId, monthEnd)) {
    if (notedDays !== null) loans[countedAs(notedDays)] -= 1;
    loans[countedAs(days)] += 1;
  }
  return { ...noted, loans };
}

const countedAs = (days: number) => (FROM_DAYS.findLast(([, from]) => days >= from) ?? FROM_DAYS[0])[0];

/**
 * The loans that owed at the end of a day and that its night did not meet as they were: it came late, and they had been
 * paid or closed by then; or it had to leave them out. Few: each is folded as of the day.
 * @returns days past due as the night noted them, null where it did not, and as they were
 */
async function changedBeforeTheNight(
  sql: Queryable,
  institutionId: string,
  day: IsoDate,
): Promise<readonly { readonly notedDays: number | null; readonly days: number }[]> {
  const changed = await readRows<StoredLoanRow & { readonly notedDays: number | null }>(
    sql,
    `SELECT ${LOAN_COLUMNS}, d.days_past_due AS noted_days
       FROM loan l LEFT JOIN loan_day d ON d.business_date = $2 AND d.loan_id = l.id
         LEFT JOIN ${MOVED_SINCE} since ON since.loan_id = l.id
       WHERE l.institution_id = $1 AND l.principal_outstanding_fen - coalesce(since.moved_fen, 0) > 0
         AND (d.loan_id IS NULL OR since.first_at < (SELECT max(created_at) FROM day_batch
           WHERE institution_id = $1 AND business_date = $2))`,
    [institutionId, day],
  );
  const calendar = await houseCalendar(sql);
  return changed.map(({ notedDays, ...row }) => {
    const { terms, events } = recordOf(row);
    return { notedDays, days: loanAt(terms, events, day, calendar).daysPastDue };
  });
}
