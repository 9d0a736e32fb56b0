import type { CalendarOverride } from '../../domain/calendar/businessCalendar';
import { APPEAL_FIELDS } from './applications';
import type { Stored } from './columns';
import { LOAN_COLUMNS, type LoanRecord, recordOf, type StoredLoanRow } from './loans';
import { OWED_FEES_OF_ENTERPRISE, type OwedFee } from './owedFees';
import { unreadOf } from './sentMessages';
import { jsonRow, readRows } from './statement';
import type { Queryable } from './transaction';

const APPLICATION = [
  'id',
  'stage',
  'stageSince',
  'amountFen',
  'refusalCode',
  'refusalReason',
  'refusalReasonCode',
  'appealUntil',
] as const satisfies readonly (keyof Stored<'Application'>)[];

/** An application as far as its people have something to do about it, or wait for it. */
export type HomeApplication = Pick<Stored<'Application'>, (typeof APPLICATION)[number]> & {
  readonly offer: { readonly amountFen: number; readonly expiresAt: string | null } | null;
  readonly appeal: Pick<Stored<'Appeal'>, 'stage' | 'answerByAt'> | null;
};

/** The last debit of a loan, as it ended. */
export type LastDebit = Pick<Stored<'Payment'>, 'id' | 'status' | 'code' | 'settledAt'> & {
  readonly loanId: string;
};

/** A stage that a case entered; business time. */
export interface EnteredStage {
  readonly caseId: string;
  readonly stage: string;
  readonly at: string;
}

/** How long cases were in a stage of late: the half of them that took less. */
export interface UsualStage {
  readonly caseType: 'ONBOARDING' | 'APPLICATION';
  readonly stage: string;
  readonly hours: number;
}

/** What there is of an enterprise for its people's first screen. */
export interface HomeFacts
  extends Pick<
    Stored<'Enterprise'>,
    'name' | 'stage' | 'stageSince' | 'refusalCode' | 'refusalReason' | 'refusalReasonCode'
  > {
  /** Business time. */
  readonly now: string;
  /** By when its people are to put parts of its file right, business time; null: none are open. */
  readonly correctBy: string | null;
  readonly unread: number;
  readonly overrides: readonly CalendarOverride[];
  /** The newest first. */
  readonly applications: readonly HomeApplication[];
  readonly debits: readonly LastDebit[];
  /** The oldest first. */
  readonly fees: readonly OwedFee[];
  readonly entered: readonly EnteredStage[];
  readonly usual: readonly UsualStage[];
}

/** So many applications are looked at, the newest; and so many changes of stage, to say what is usual. */
const MOST_APPLICATIONS = 10;
const MOST_CHANGES = 1_000;

const list = (row: string, from: string, order: string) =>
  `(SELECT coalesce(json_agg(${row} ORDER BY ${order}), '[]') FROM ${from})`;

const APPLICATIONS = `(SELECT * FROM application WHERE enterprise_id = e.id
  ORDER BY created_at DESC, id DESC LIMIT ${MOST_APPLICATIONS})`;
const APPLICATION_ROW = `${jsonRow('a', APPLICATION)}::jsonb || jsonb_build_object(
  'offer', CASE WHEN a.offer IS NOT NULL THEN
    jsonb_build_object('amountFen', a.offer -> 'amountFen', 'expiresAt', a.offer -> 'expiresAt') END,
  'appeal', (SELECT ${jsonRow('y', APPEAL_FIELDS)} FROM appeal y WHERE y.id = a.id))`;

const DEBITS = `(SELECT DISTINCT ON (subject_id) * FROM payment WHERE enterprise_id = e.id AND subject_type = 'LOAN'
  AND purpose IN ('COLLECTION', 'REPAYMENT', 'PREPAYMENT') ORDER BY subject_id, created_at DESC)`;
const DEBIT_ROW = `${jsonRow('p', ['id', 'status', 'code', 'settledAt'])}::jsonb
  || jsonb_build_object('loanId', p.subject_id)`;

const ENTERED = `audit_record r WHERE action = 'STAGE_ENTERED'
  AND case_id IN (SELECT e.id::text UNION ALL SELECT id::text FROM ${APPLICATIONS} a)`;
const ENTERED_ROW = `json_build_object('caseId', case_id, 'stage', outcome, 'at', detail -> 'businessTime')`;

/** The time from entering a stage to entering the next one; of the last stage there is none. */
const usualOf = (caseType: UsualStage['caseType']) => `
  SELECT '${caseType}' AS case_type, stage,
      round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM left_at - at) / 3600))::numeric, 1) AS hours
    FROM (SELECT outcome AS stage, at, lead(at) OVER (PARTITION BY case_id ORDER BY id) AS left_at
            FROM (SELECT id, case_id, outcome, (detail ->> 'businessTime')::timestamptz AS at FROM audit_record
                    WHERE institution_id = e.institution_id AND case_type = '${caseType}' AND action = 'STAGE_ENTERED'
                    ORDER BY id DESC LIMIT ${MOST_CHANGES}) change) stay
    WHERE left_at IS NOT NULL GROUP BY stage`;

/** A row for each loan that is owed, with what there is besides in each; one row without a loan where there is none. */
const HOME = `SELECT e.name, e.stage, e.stage_since, e.refusal_code, e.refusal_reason, e.refusal_reason_code,
    business_now() AS now,
    (SELECT max(c.due_at) FROM file_correction c WHERE c.enterprise_id = e.id AND c.asked_at = e.stage_since
      AND e.stage = 'AWAITING_CORRECTION') AS correct_by,
    ${unreadOf('e.id', '$2::text')} AS unread,
    ${list(`json_build_object('date', date, 'isWorkday', workday, 'reason', source)`, 'calendar_override', 'date')}
      AS overrides,
    ${list(APPLICATION_ROW, `${APPLICATIONS} a`, 'a.created_at DESC, a.id DESC')} AS applications,
    ${list(DEBIT_ROW, `${DEBITS} p`, 'p.id')} AS debits,
    ${OWED_FEES_OF_ENTERPRISE} AS fees,
    ${list(ENTERED_ROW, ENTERED, 'r.id')} AS entered,
    ${list(
      `json_build_object('caseType', case_type, 'stage', stage, 'hours', hours)`,
      `(${usualOf('ONBOARDING')} UNION ALL ${usualOf('APPLICATION')}) usual`,
      'stage',
    )} AS usual,
    l.*
  FROM enterprise e
    LEFT JOIN LATERAL (SELECT ${LOAN_COLUMNS} FROM loan l
      WHERE l.enterprise_id = e.id AND l.status IN ('REPAYING', 'OVERDUE', 'SETTLED', 'WRITTEN_OFF')) l ON true
  WHERE e.id = $1 ORDER BY l.loan_id`;

type HomeRow = HomeFacts & (StoredLoanRow | { readonly loanId: null });

/** An enterprise with all that its people's first screen needs, in one round trip; null when there is none. */
export async function readHome(
  sql: Queryable,
  of: { readonly enterpriseId: string; readonly userId: string },
): Promise<{ readonly facts: HomeFacts; readonly loans: readonly LoanRecord[] } | null> {
  const rows = await readRows<HomeRow>(sql, { name: 'home', text: HOME }, [of.enterpriseId, of.userId]);
  const [facts] = rows;
  if (facts === undefined) return null;
  return { facts, loans: rows.flatMap((row) => (row.loanId === null ? [] : [recordOf(row)])) };
}
