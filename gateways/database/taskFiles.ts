import type { Answer, personView } from '../../contracts/http';
import type { AnyStage } from '../../contracts/texts/processTexts';
import type { Delegation } from '../../domain/approval/delegation';
import type { Role } from '../../domain/approval/roles';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ColumnCipher } from '../crypto';
import { APPEAL_FIELDS, APPLICATION_FIELDS, type ApplicationFile } from './applications';
import { ROUTE_FIELDS, type RouteRow } from './approvalRoutes';
import { BREAK_FIELDS, type BreakRow, OPEN_OF_CLAIM } from './breaks';
import { attachmentsOf, type CaseAttachment } from './caseAttachments';
import { type CaseComment, commentsOf } from './caseComments';
import { type Correction, correctionsOf, openCorrections } from './corrections';
import { ENTERPRISE_FIELDS, type EnterpriseFacts } from './enterprises';
import { LOAN_FIELDS, type LoanRow } from './loans';
import { PAYMENT_FIELDS, type PaymentView } from './payments';
import { openNames, sealedPerson } from './personalData';
import { RECEIPT_FIELDS, REPAID_CLAIM, type ReceiptRow } from './receipts';
import { jsonRow, readRow } from './statement';
import { TASK_COLUMNS, type TaskRow } from './tasks';
import { storyOf, type Timeline } from './timeline';
import type { Queryable } from './transaction';

/** Somebody of the institution whose role a task waits for, or to whom it was lent. */
export interface Colleague {
  readonly person: Answer<typeof personView>;
  readonly roles: readonly Role[];
  /** Tasks that this person has claimed. */
  readonly held: number;
}

/** What a task is about, as its rows have it; what it is not about is null. */
export interface CaseRows {
  readonly enterprise: EnterpriseFacts | null;
  readonly application: ApplicationFile | null;
  /** Who must approve the application. */
  readonly approval: RouteRow | null;
  readonly loan: LoanRow | null;
  readonly payment: PaymentView | null;
  readonly receipt: Omit<ReceiptRow, 'taskId'> | null;
  readonly break: Omit<BreakRow, 'taskId'> | null;
  /** What of an enterprise's file was to be put right while it is admitted. */
  readonly corrections: readonly Correction[];
}

/** A task with all that is needed to decide it. */
export interface TaskFile {
  readonly task: TaskRow;
  readonly about: CaseRows;
  readonly colleagues: readonly Colleague[];
  /** What was lent of the role that the task waits for, and may be used today. */
  readonly lent: readonly Delegation[];
  /** The business day. */
  readonly today: IsoDate;
  readonly timeline: Timeline<AnyStage>;
  readonly comments: readonly CaseComment[];
  readonly attachments: readonly CaseAttachment[];
}

/** As it is read: names of people are sealed. */
type FileRow = TaskRow &
  Omit<CaseRows, 'corrections'> &
  Pick<TaskFile, 'lent' | 'today'> &
  Readonly<Record<'colleagues' | 'timeline' | 'comments' | 'attachments' | 'corrections', unknown>>;

/** The case that a task is about, where it is one of these; its id as that of a row. */
const caseIs = (...types: readonly string[]) =>
  `CASE WHEN t.case_type IN (${types.map((type) => `'${type}'`).join(', ')}) THEN t.case_id::uuid END`;

const named = (field: string, from: string, of: string) => `jsonb_build_object('${field}', ${from}.${of})`;
const row = (from: string, fields: readonly string[], more: readonly string[] = []) =>
  `CASE WHEN ${from}.id IS NOT NULL THEN ${[`${jsonRow(from, fields)}::jsonb`, ...more].join(' || ')} END`;

/** Whose money a payment `p` is about, where it is an enterprise's. */
const NAMED_PAYER = `jsonb_build_object('enterprise',
    (SELECT jsonb_build_object('id', o.id, 'name', o.name) FROM enterprise o WHERE o.id = p.enterprise_id))`;

/** Delegations `d` of the role of a task `t` that hold on a business day. */
const LENT = `delegation d WHERE d.institution_id = t.institution_id AND t.role = ANY (d.roles)
  AND (SELECT business_today()) BETWEEN d.first_day AND d.last_day`;
const LENT_ROWS = `(SELECT coalesce(json_agg(json_build_object('principalId', d.principal_id, 'deputyId', d.deputy_id,
    'roles', d.roles, 'from', d.first_day, 'until', d.last_day, 'maximumFen', d.max_fen, 'revokedOn', d.revoked_on)
    ORDER BY d.created_at, d.id), '[]') FROM ${LENT})`;

const COLLEAGUES = `(SELECT coalesce(json_agg(json_build_object('person', ${sealedPerson('u')}, 'roles', m.roles, 'held',
      (SELECT count(*) FROM human_task held WHERE held.claimed_by = u.id AND held.status = 'CLAIMED'))), '[]')
    FROM (SELECT user_id, array_agg(role) AS roles FROM membership WHERE institution_id = t.institution_id
            GROUP BY user_id HAVING bool_or(role = t.role) OR user_id IN (SELECT d.deputy_id FROM ${LENT})) m
      JOIN "user" u ON u.id = m.user_id WHERE NOT is_suspended(u.id))`;

/** A loan has the id of its application. */
const FILE = `SELECT ${TASK_COLUMNS},
    ${row('e', ENTERPRISE_FIELDS)} AS enterprise,
    ${row('a', APPLICATION_FIELDS, [
      `jsonb_build_object('enterprise', ${named('name', 'e', 'name')}, 'product', ${named('code', 'g', 'code')},
        'loan', CASE WHEN l.id IS NOT NULL THEN ${named('id', 'l', 'id')} END,
        'appeal', (SELECT ${jsonRow('y', APPEAL_FIELDS)} FROM appeal y WHERE y.id = a.id))`,
    ])} AS application,
    ${row('l', LOAN_FIELDS, [`jsonb_build_object('enterprise', ${named('name', 'e', 'name')})`])} AS loan,
    ${row('p', PAYMENT_FIELDS, [NAMED_PAYER])} AS payment, ${row('r', RECEIPT_FIELDS, [`jsonb_build_object('repaidClaim', ${REPAID_CLAIM})`])} AS receipt, ${row('b', BREAK_FIELDS, [`jsonb_build_object('detail', b.detail || coalesce(${OPEN_OF_CLAIM}, '{}'))`])} AS break,
    (SELECT ${jsonRow('w', ROUTE_FIELDS)} FROM approval_route w WHERE w.application_id = a.id
       ORDER BY w.number DESC LIMIT 1) AS approval,
    ${COLLEAGUES} AS colleagues, ${LENT_ROWS} AS lent, business_today() AS today,
    ${storyOf('t.case_type', 't.case_id')} AS timeline,
    ${correctionsOf(caseIs('ONBOARDING'))} AS corrections,
    ${commentsOf('t')} AS comments, ${attachmentsOf('t')} AS attachments
  FROM human_task t
    LEFT JOIN payment p ON p.id = ${caseIs('PAYMENT')}
    LEFT JOIN unidentified_receipt r ON r.id = ${caseIs('RECEIPT')}
    LEFT JOIN break_case b ON b.id = ${caseIs('BREAK')}
    LEFT JOIN file_change f ON f.id = ${caseIs('FILE_CHANGE')}
    LEFT JOIN post_loan_matter m ON m.id = ${caseIs('POST_LOAN')}
    LEFT JOIN loan_change c ON c.id = ${caseIs('LOAN_CHANGE')}
    LEFT JOIN loan l
      ON l.id = coalesce(${caseIs('LOAN', 'COLLECTION', 'APPLICATION', 'APPEAL')}, c.loan_id, CASE p.subject_type WHEN 'LOAN' THEN p.subject_id END)
    LEFT JOIN application a ON a.id = coalesce(l.id, ${caseIs('APPLICATION', 'APPEAL')})
    LEFT JOIN product g ON g.id = a.product_id
    LEFT JOIN enterprise e ON e.id = coalesce(a.enterprise_id, p.enterprise_id, f.enterprise_id, m.enterprise_id, ${caseIs('ONBOARDING')})
  WHERE t.id = $1 AND t.institution_id = $2`;

/** One task of an institution with all that is needed to decide it, in one round trip; null when there is none. */
export async function findTaskFile(
  sql: Queryable,
  cipher: ColumnCipher,
  institutionId: string,
  id: string,
): Promise<TaskFile | null> {
  const found = await readRow<FileRow>(sql, { name: 'taskFile', text: FILE }, [id, institutionId]);
  if (found === null) return null;
  const { enterprise, application, approval, loan, payment, receipt, break: difference, ...rest } = found;
  const { lent, today, colleagues, timeline, comments, attachments, corrections: sealed, ...task } = rest;
  const people = openNames(cipher, { colleagues, timeline, comments, attachments });
  return {
    task,
    about: {
      ...{ enterprise, application, approval, loan, payment, receipt, break: difference },
      corrections: openCorrections(cipher, sealed),
    },
    lent,
    today,
    ...(people as Pick<TaskFile, 'colleagues' | 'timeline' | 'comments' | 'attachments'>),
  };
}
