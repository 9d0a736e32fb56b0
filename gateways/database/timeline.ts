import type { TimelineEntry } from '../../contracts/http';
import type { ApplicationStage, OnboardingStage } from '../../contracts/workflows';
import type { ColumnCipher } from '../crypto';
import { openNames, sealedPerson } from './personalData';
import { instant, readRow } from './statement';
import type { Queryable } from './transaction';

/** The story of a case, oldest first. */
export type Timeline<Stage extends string> = readonly TimelineEntry<Stage>[];

/** Cases with a story, and their stages. */
interface Stages {
  readonly ONBOARDING: OnboardingStage;
  readonly APPLICATION: ApplicationStage;
}

/** Most entries of one case that are shown; the newest ones. */
const LONGEST = 500;

const person = (id: string) => `(SELECT ${sealedPerson('u')} FROM "user" u WHERE u.id = ${id})`;

/** Who has a task after each change of hands; the one who had it before stands in the change before. */
const HOLDER = `CASE action WHEN 'TASK_CLAIMED' THEN actor_id WHEN 'TASK_GIVEN' THEN detail ->> 'to' END`;
const HELD_BEFORE = `lag(${HOLDER}) OVER (PARTITION BY detail ->> 'taskId' ORDER BY id)`;

/** What each kind of entry is read from, of a case by SQL for its type and its id; `at` is business time. */
const entries = (type: string, id: string) => `
  SELECT (detail ->> 'businessTime')::timestamptz AS at, 1 AS nth, jsonb_build_object('kind', 'STAGE',
      'from', lag(outcome) OVER (ORDER BY id), 'to', outcome, 'by', ${person('actor_id')}) AS entry
    FROM audit_record WHERE case_id = ${id} AND case_type = ${type} AND action = 'STAGE_ENTERED'
  UNION ALL
  SELECT business_at(at), 0, jsonb_build_object('kind', 'ACT', 'act', action, 'by', ${person('actor_id')})
    FROM audit_record
    WHERE case_id = ${id} AND case_type = ${type} AND outcome = 'DONE' AND action LIKE '%.%'
      AND action NOT LIKE 'task.%' AND action <> 'personalData.read'
  UNION ALL
  SELECT at, 2, jsonb_build_object('kind', 'TASK', 'task', task, 'happened', replace(action, 'TASK_', ''),
      'by', ${person('actor_id')}, 'from', ${person('held_before')}, 'to', ${person('holder')})
    FROM (SELECT (detail ->> 'businessTime')::timestamptz AS at, outcome AS task, action, actor_id,
            ${HELD_BEFORE} AS held_before, ${HOLDER} AS holder
          FROM audit_record
          WHERE case_id = ${id} AND case_type = ${type} AND action IN ('TASK_CLAIMED', 'TASK_RELEASED', 'TASK_GIVEN')
        ) hands
  UNION ALL
  SELECT (detail ->> 'businessTime')::timestamptz, 2, jsonb_build_object('kind', 'TASK', 'task', outcome,
      'happened', replace(action, 'TASK_', ''), 'by', ${person('actor_id')}, 'from', null, 'to', null)
    FROM audit_record
    WHERE case_id = ${id} AND case_type = ${type} AND action IN ('TASK_REMINDED', 'TASK_ESCALATED')
  UNION ALL
  SELECT d.closed_at, 0, jsonb_build_object('kind', 'DECISION', 'task', d.kind, 'decision', d.outcome,
      'reason', coalesce(said.reason, ''), 'reasonCode', said.reason_code, 'note', coalesce(said.note, ''),
      'by', ${person('d.closed_by')})
    FROM human_task d
      LEFT JOIN decision said ON (said.task_id, said.actor_id, said.decision) = (d.id, d.closed_by, d.outcome)
    WHERE d.case_id = ${id} AND d.case_type = ${type} AND d.status = 'DONE'
  UNION ALL
  SELECT coalesce(settled_at, submitted_at, business_at(created_at)), 3, jsonb_build_object('kind', 'PAYMENT',
      'paymentId', id, 'purpose', purpose, 'status', status, 'amountFen', amount_fen, 'code', code)
    FROM payment WHERE ${type} = 'APPLICATION' AND subject_type = 'LOAN' AND subject_id = (${id})::uuid
      AND purpose = 'DISBURSEMENT'
  UNION ALL
  SELECT business_at(created_at), 4, jsonb_build_object('kind', 'MESSAGE', 'message', template, 'channel', channel,
      'status', status)
    FROM message WHERE case_id = ${id} AND case_type = ${type}`;

/** SQL for the story of a case as one JSON value, by SQL for its type and its id; see {@link openNames}. */
export const storyOf = (type: string, id: string): string =>
  `(SELECT coalesce(json_agg(entry || jsonb_build_object('at', ${instant('newest.at')}) ORDER BY newest.at, nth), '[]')
      FROM (SELECT * FROM (${entries(type, id)}) story ORDER BY story.at DESC, nth DESC LIMIT ${LONGEST}) newest)`;

/** What happened on a case, in one round trip. What was tried and refused is in the audit trail alone. */
export async function readTimeline<Type extends keyof Stages>(
  sql: Queryable,
  cipher: ColumnCipher,
  caseType: Type,
  caseId: string,
): Promise<Timeline<Stages[Type]>> {
  const row = await readRow<{ story: unknown }>(sql, `SELECT ${storyOf('$1', '$2')} AS story`, [
    caseType,
    caseId,
  ]);
  return openNames(cipher, row?.story ?? []) as Timeline<Stages[Type]>;
}
