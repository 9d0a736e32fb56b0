import type { TimelineEntry } from '../../contracts/http';
import type { ApplicationStage, OnboardingStage } from '../../contracts/workflows';
import type { ColumnCipher } from '../crypto';
import { openPerson } from './personalData';
import { readRows } from './statement';
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

/** Sealed as in the row: {@link withName} opens it. */
const person = (id: string) =>
  `(SELECT jsonb_build_object('id', u.id, 'sealed', encode(u.person_cipher, 'hex')) FROM "user" u WHERE u.id = ${id})`;

/** What each kind of entry is read from; `at` is business time. */
const ENTRIES = `
  SELECT (detail ->> 'businessTime')::timestamptz AS at, 1 AS nth, jsonb_build_object('kind', 'STAGE',
      'from', lag(outcome) OVER (ORDER BY id), 'to', outcome, 'by', ${person('actor_id')}) AS entry
    FROM audit_record WHERE case_id = $2 AND case_type = $1 AND action = 'STAGE_ENTERED'
  UNION ALL
  SELECT business_at(at), 0, jsonb_build_object('kind', 'ACT', 'act', action, 'by', ${person('actor_id')})
    FROM audit_record
    WHERE case_id = $2 AND case_type = $1 AND outcome = 'DONE' AND action LIKE '%.%' AND action NOT LIKE 'task.%'
      AND action <> 'personalData.read'
  UNION ALL
  SELECT (detail ->> 'businessTime')::timestamptz, 2, jsonb_build_object('kind', 'TASK', 'task', outcome,
      'happened', replace(action, 'TASK_', ''), 'by', ${person('actor_id')})
    FROM audit_record
    WHERE case_id = $2 AND case_type = $1 AND action IN ('TASK_CLAIMED', 'TASK_RELEASED', 'TASK_GIVEN',
      'TASK_REMINDED', 'TASK_ESCALATED')
  UNION ALL
  SELECT t.closed_at, 0, jsonb_build_object('kind', 'DECISION', 'task', t.kind, 'decision', t.outcome,
      'reason', coalesce(d.reason, ''), 'by', ${person('t.closed_by')})
    FROM human_task t LEFT JOIN decision d ON (d.task_id, d.actor_id, d.decision) = (t.id, t.closed_by, t.outcome)
    WHERE t.case_id = $2 AND t.case_type = $1 AND t.status = 'DONE'
  UNION ALL
  SELECT coalesce(settled_at, submitted_at, business_at(created_at)), 3, jsonb_build_object('kind', 'PAYMENT',
      'paymentId', id, 'purpose', purpose, 'status', status, 'amountFen', amount_fen, 'code', code)
    FROM payment WHERE $1 = 'APPLICATION' AND subject_type = 'LOAN' AND subject_id = $2::uuid
      AND purpose = 'DISBURSEMENT'
  UNION ALL
  SELECT business_at(created_at), 4, jsonb_build_object('kind', 'MESSAGE', 'message', template, 'channel', channel,
      'status', status)
    FROM message WHERE case_id = $2 AND case_type = $1`;

/** ISO 8601 in UTC, as instants are read everywhere. */
const AT = `to_char(newest.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What happened on a case, in one round trip. What was tried and refused is in the audit trail alone. */
export async function readTimeline<Type extends keyof Stages>(
  sql: Queryable,
  cipher: ColumnCipher,
  caseType: Type,
  caseId: string,
): Promise<Timeline<Stages[Type]>> {
  const rows = await readRows<{ entry: SealedEntry }>(
    sql,
    `SELECT entry || jsonb_build_object('at', ${AT}) AS entry
       FROM (SELECT * FROM (${ENTRIES}) story ORDER BY story.at DESC, nth DESC LIMIT ${LONGEST}) newest
       ORDER BY newest.at, nth`,
    [caseType, caseId],
  );
  return rows.map(({ entry }) => withName(cipher, entry) as TimelineEntry<Stages[Type]>);
}

/** An entry as it is read: whoever did it has a sealed name. */
interface SealedEntry {
  readonly by?: { readonly id: string; readonly sealed: string } | null;
}

function withName(cipher: ColumnCipher, entry: SealedEntry): object {
  const { by } = entry;
  if (by === undefined || by === null) return entry;
  const { name } = openPerson(cipher, {
    id: by.id,
    personCipher: Uint8Array.from(Buffer.from(by.sealed, 'hex')),
  });
  return { ...entry, by: { id: by.id, name } };
}
