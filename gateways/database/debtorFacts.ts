import type { Role } from '../../domain/approval/roles';
import type { BusinessCalendar } from '../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { cureOf, type DebtorFacts } from '../../domain/loan/riskReview';
import {
  isNonPerforming,
  NON_PERFORMING_SHARE_LIMIT,
  type RiskFact,
} from '../../domain/overdue/classification';
import { FIVE_TIER_GRADES, type FiveTierGrade } from '../../domain/overdue/grades';
import { loanStateOf, readLoan } from './loans';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

const NON_PERFORMING = FIVE_TIER_GRADES.filter(isNonPerforming);

/** Something that is or was known of a debtor, or of one loan, beyond the loan's own days. */
export interface DebtorFact {
  readonly fact: RiskFact;
  /** The best class that it allows. */
  readonly floor: FiveTierGrade;
  readonly covers: 'DEBTOR' | 'LOAN';
  readonly since: IsoDate;
  /** Its last day; null while it holds. */
  readonly until: IsoDate | null;
  /** EOD, or who asked for it. */
  readonly setBy: string;
}

/** What is or was known of a loan and its debtor, the latest first. */
export async function listDebtorFacts(sql: Queryable, loanId: string): Promise<readonly DebtorFact[]> {
  return await readRows<DebtorFact>(
    sql,
    `SELECT f.reason AS fact, f.floor, CASE WHEN f.loan_id IS NULL THEN 'DEBTOR' ELSE 'LOAN' END AS covers,
            f.since, f.until, f.set_by
       FROM loan l JOIN risk_floor f USING (enterprise_id)
       WHERE l.id = $1 AND (f.loan_id IS NULL OR f.loan_id = l.id) ORDER BY f.since DESC, f.id DESC`,
    [loanId],
  );
}

/**
 * What an upgrade of a loan looks at besides the loan itself, on a day. The debtor's share of bad debt counts without
 * the loan, which would hold itself down for ever; and so do other loans that are cured themselves, or two would hold
 * each other.
 */
export async function readDebtorFacts(
  sql: Queryable,
  loanId: string,
  day: IsoDate,
  calendar: BusinessCalendar,
): Promise<DebtorFacts> {
  const known = await listDebtorFacts(sql, loanId);
  const { impairedFen, owedFen, isImpaired } = await readElsewhere(sql, loanId, day, calendar);
  const isShareBad = impairedFen > Number(NON_PERFORMING_SHARE_LIMIT) * owedFen;
  const facts = known.filter(
    ({ fact, setBy, since, until }) =>
      since <= day &&
      (until === null || until >= day) &&
      (fact !== 'NPL_SHARE_GT_10' || setBy !== 'EOD' || isShareBad),
  );
  return { facts: facts.map(({ fact }) => fact), isImpairedElsewhere: isImpaired };
}

/** The debtor's debt here, and what of its other loans is impaired. */
async function readElsewhere(sql: Queryable, loanId: string, day: IsoDate, calendar: BusinessCalendar) {
  const loans = await readRows<{ id: string; owedFen: number; isBad: boolean; isWrittenOff: boolean }>(
    sql,
    `SELECT l.id, l.principal_outstanding_fen AS owed_fen, l.own_class = ANY ($2) AS is_bad,
            l.status = 'WRITTEN_OFF' AS is_written_off
       FROM loan one JOIN loan l USING (enterprise_id)
       WHERE one.id = $1 AND l.status IN ('REPAYING', 'OVERDUE', 'WRITTEN_OFF')`,
    [loanId, NON_PERFORMING],
  );
  const elsewhere = { owedFen: 0, impairedFen: 0, isImpaired: false };
  for (const { id, owedFen, isBad, isWrittenOff } of loans) {
    elsewhere.owedFen += owedFen;
    if (id === loanId || !(isWrittenOff || (isBad && !(await isCured(sql, id, day, calendar))))) continue;
    elsewhere.impairedFen += owedFen;
    elsewhere.isImpaired = true;
  }
  return elsewhere;
}

async function isCured(
  sql: Queryable,
  loanId: string,
  day: IsoDate,
  calendar: BusinessCalendar,
): Promise<boolean> {
  const record = await readLoan(sql, loanId);
  return record !== null && cureOf(loanStateOf(record, day, calendar)).obstacles.length === 0;
}

/**
 * Lifts the floor that a debtor's share of bad debt had set, as soon as it is no longer so; called in the transaction
 * that upgraded one of its loans, or the next night would take the upgrade back.
 */
export async function liftShareFloor(sql: Queryable, loanId: string, day: IsoDate): Promise<void> {
  await write(sql, 'SELECT lift_share_floor($1, $2, $3)', [loanId, day, NON_PERFORMING_SHARE_LIMIT]);
}

/**
 * Sets or ends the fact of an approved change, from a day on.
 * @returns false when that is so already
 */
export async function takeDebtorFact(sql: Queryable, changeId: string, day: IsoDate): Promise<boolean> {
  const taken = await readRow<{ isNew: boolean }>(sql, 'SELECT take_debtor_fact($1, $2) AS is_new', [
    changeId,
    day,
  ]);
  return taken?.isNew ?? false;
}

/** Loans of an institution of a bad class of which everything that was to be collected by a day is paid. */
export async function findServedBadLoans(
  sql: Queryable,
  { institutionId, businessDate }: { readonly institutionId: string; readonly businessDate: IsoDate },
): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT l.id FROM loan l
       WHERE l.institution_id = $1 AND l.status IN ('REPAYING', 'OVERDUE') AND l.days_past_due = 0
         AND (l.risk_class = ANY ($3) OR l.accrual = 'NON_ACCRUAL')
         AND NOT EXISTS (SELECT FROM instalment i
           WHERE i.loan_id = l.id AND NOT i.settled AND i.collection_date <= $2)
         AND NOT EXISTS (SELECT FROM loan_change c WHERE c.loan_id = l.id AND c.kind = 'UPGRADE'
           AND c.status IN ('REQUESTED', 'APPROVED'))
       ORDER BY l.id`,
    [institutionId, businessDate, NON_PERFORMING],
  );
  return rows.map(({ id }) => id);
}

/** Asks people, in the night's name, to upgrade a loan; at most once a month. @returns whether they are asked anew */
export async function proposeUpgrade(
  sql: Queryable,
  of: {
    readonly loanId: string;
    readonly day: IsoDate;
    readonly reason: string;
    readonly approvals: readonly Role[];
  },
): Promise<boolean> {
  const asked = await readRow<{ isNew: boolean }>(sql, 'SELECT propose_upgrade($1, $2, $3, $4) AS is_new', [
    ...[of.loanId, of.day, of.reason],
    JSON.stringify(of.approvals),
  ]);
  return asked?.isNew ?? false;
}
