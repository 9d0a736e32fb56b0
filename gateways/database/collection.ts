import type {
  CaseChange,
  CollectionFacts,
  LetterToPost,
  NewContact,
  OpenCollectionTask,
  RequestedHold,
} from '../../contracts/activities';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { RungAction } from '../../domain/overdue/ladder';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** What stands of the ladder of a loan; of its last episode where nothing else is said. */
export interface CollectionState {
  readonly enterpriseId: string;
  readonly episode: Pick<
    Stored<'CollectionEpisode'>,
    'number' | 'openedOn' | 'curedAt' | 'stage' | 'lookedOn'
  > | null;
  /** Days of its rungs. */
  readonly reached: readonly number[];
  readonly settled: readonly RungAction[];
  readonly promises: readonly Pick<
    Stored<'CollectionPromise'>,
    'id' | 'amountFen' | 'byDate' | 'madeAt' | 'afterSequence' | 'status'
  >[];
  /** Those that were granted, of the loan. */
  readonly holds: readonly Pick<Stored<'CollectionHold'>, 'kind' | 'fromDate' | 'untilDate'>[];
  readonly requested: readonly RequestedHold[];
  readonly letters: readonly LetterToPost[];
  /** How often the debtor was to be called on the day that is asked about, over all loans. */
  readonly callsOfDay: number;
  /** An order of a debit is at the bank. */
  readonly isDebiting: boolean;
  /**
   * The last day of which all is known that the bank has of the loan: its file is matched, nobody has to say yet whether
   * a transfer of that day is the loan's, and every order of it has an outcome. Null before the first file.
   */
  readonly bankThrough: IsoDate | null;
}

const instantJson = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Calls that were asked for on the day $2, and those that nobody had asked for, over all loans of a debtor. */
const callsOf = (enterprise: string) => `(SELECT count(*) FROM collection_action a
       JOIN collection_episode e ON e.loan_id = a.loan_id AND e.number = a.episode
       WHERE e.enterprise_id = ${enterprise} AND a.outcome = 'DONE' AND a.action LIKE 'CALL%'
         AND (a.at AT TIME ZONE 'Asia/Shanghai')::date = $2::date)
    + (SELECT count(*) FROM collection_contact c WHERE c.enterprise_id = ${enterprise} AND c.channel = 'PHONE'
         AND c.task_id IS NULL AND (c.at AT TIME ZONE 'Asia/Shanghai')::date = $2::date)`;

/** Orders `p` of a loan that may bring money, whose outcome nobody knows yet. */
const atBank = (
  loan: string,
) => `p.subject_type = 'LOAN' AND p.subject_id = ${loan} AND p.purpose NOT IN ('DISBURSEMENT', 'REFUND')
      AND p.status IN ('CREATED', 'SUBMITTED', 'UNKNOWN')`;

/** One question for all that a look goes by. $1: the loan, $2: the day. */
const STATE = `
  WITH last AS (SELECT * FROM collection_episode WHERE loan_id = $1 ORDER BY number DESC LIMIT 1)
  SELECT l.enterprise_id,
    (SELECT json_build_object('number', number, 'openedOn', opened_on, 'curedAt', ${instantJson('cured_at')},
       'stage', stage, 'lookedOn', looked_on) FROM last) AS episode,
    (SELECT coalesce(json_agg(r.day ORDER BY r.day), '[]') FROM collection_rung r, last
       WHERE r.loan_id = $1 AND r.episode = last.number) AS reached,
    (SELECT coalesce(json_agg(json_build_object('day', a.day, 'action', a.action)), '[]')
       FROM collection_action a, last WHERE a.loan_id = $1 AND a.episode = last.number) AS settled,
    (SELECT coalesce(json_agg(json_build_object('id', p.id, 'amountFen', p.amount_fen, 'byDate', p.by_date,
         'madeAt', ${instantJson('p.made_at')}, 'afterSequence', p.after_sequence, 'status', p.status)
         ORDER BY p.made_at), '[]')
       FROM collection_promise p, last WHERE p.loan_id = $1 AND p.episode = last.number) AS promises,
    (SELECT coalesce(json_agg(json_build_object('kind', h.kind, 'fromDate', h.from_date, 'untilDate', h.until_date)),
         '[]') FROM collection_hold h WHERE h.loan_id = $1 AND h.status = 'GRANTED') AS holds,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'from', h.from_date, 'until', h.until_date,
         'reason', h.reason, 'askedBy', h.asked_by) ORDER BY h.created_at, h.id), '[]')
       FROM collection_hold h WHERE h.loan_id = $1 AND h.status = 'REQUESTED') AS requested,
    (SELECT coalesce(json_agg(json_build_object('paperId', p.id, 'number', p.number, 'date', p.issued_on)
         ORDER BY p.created_at, p.id), '[]')
       FROM paper p WHERE p.case_type = 'LOAN' AND p.case_id = $1::text AND p.language = 'zh-CN'
         AND p.kind IN ('COLLECTION_LETTER', 'ACCELERATION_NOTICE') AND p.withdrawn_on IS NULL
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_type = 'COLLECTION' AND t.case_id = $1::text
           AND t.reason #>> '{detail,paper}' = p.id::text)) AS letters,
    ${callsOf('l.enterprise_id')} AS calls_of_day,
    EXISTS (SELECT FROM payment p WHERE ${atBank('$1')}) AS is_debiting,
    (SELECT least(max(d.business_date),
        (SELECT min(r.bank_date) - 1 FROM unidentified_receipt r WHERE r.institution_id = l.institution_id
           AND r.status = 'OPEN' AND r.suggestions @> jsonb_build_array(jsonb_build_object('loanId', l.id))),
        (SELECT min(p.value_date) - 1 FROM payment p WHERE ${atBank('$1')}))
       FROM day_close d WHERE d.institution_id = l.institution_id AND d.step = 'RECONCILIATION'
       HAVING count(*) > 0) AS bank_through
  FROM loan l WHERE l.id = $1`;

/** @throws RangeError when there is no such loan */
export async function readCollectionState(
  sql: Queryable,
  loanId: string,
  day: IsoDate,
): Promise<CollectionState> {
  const state = await readRow<CollectionState>(sql, { name: 'collectionState', text: STATE }, [loanId, day]);
  if (state === null) throw new RangeError(`no loan ${loanId}`);
  return state;
}

/** Within a transaction: one after the other, so that what is counted of a debtor is still so when it is written. */
export async function takeTurnWith(sql: Queryable, enterpriseId: string): Promise<void> {
  await write(sql, `SELECT pg_advisory_xact_lock(hashtextextended('debtor|' || $1, 0))`, [enterpriseId]);
}

/** What contact of a ladder is judged by within its debtor's turn. */
export interface ContactStanding {
  /** Over all loans of the debtor, on the day that is asked about. */
  readonly callsOfDay: number;
  /** It was written before: this is the same step again. */
  readonly isWritten: boolean;
  /** The debtor has promised since the ladder was looked at. */
  readonly isPromised: boolean;
  /** An order of a debit went to the bank since. */
  readonly isDebiting: boolean;
}

/** Takes the debtor's turn, within the transaction that writes the contact, and reads what stands in it. */
export async function readContactInTurn(
  sql: Queryable,
  of: RungAction & { readonly loanId: string; readonly episode: number; readonly enterpriseId: string },
  onDay: IsoDate,
): Promise<ContactStanding> {
  await takeTurnWith(sql, of.enterpriseId);
  const row = await readRow<ContactStanding>(
    sql,
    `SELECT ${callsOf('$1::uuid')} AS calls_of_day,
            EXISTS (SELECT FROM collection_action w
              WHERE w.loan_id = $3 AND w.episode = $4 AND w.day = $5 AND w.action = $6) AS is_written,
            EXISTS (SELECT FROM collection_promise p WHERE p.loan_id = $3 AND p.status = 'OPEN') AS is_promised,
            EXISTS (SELECT FROM payment p WHERE ${atBank('$3')}) AS is_debiting`,
    [of.enterpriseId, onDay, of.loanId, of.episode, of.day, of.action],
  );
  return row ?? { callsOfDay: 0, isWritten: false, isPromised: false, isDebiting: false };
}

/** How often a debtor was called on a day, or is to be, over all its loans. */
export async function readCallsOfDay(sql: Queryable, enterpriseId: string, day: IsoDate): Promise<number> {
  const row = await readRow<{ calls: number }>(sql, `SELECT ${callsOf('$1::uuid')} AS calls`, [
    enterpriseId,
    day,
  ]);
  return row?.calls ?? 0;
}

/** Tasks of the process of a loan's collection that people see. */
export async function readCollectionTasks(
  sql: Queryable,
  loanId: string,
): Promise<readonly OpenCollectionTask[]> {
  return await readRows<OpenCollectionTask>(
    sql,
    `SELECT id AS task_id, kind, role, reason, escalations, version, claimed_by,
            round(extract(epoch FROM due_at) * 1000)::bigint AS due_at_ms
       FROM human_task WHERE case_type = 'COLLECTION' AND case_id = $1::text AND status IN ('OPEN', 'CLAIMED')
         AND kind IN ('CALL_BORROWER', 'VISIT_BORROWER', 'DO_COLLECTION_STEP', 'DECIDE_HOLD')
       ORDER BY created_at, id`,
    [loanId],
  );
}

/** Writes what a step of the process says of the ladder; a second time changes nothing. */
export async function writeCollection(
  sql: Queryable,
  change: Pick<CaseChange, 'caseId' | 'institutionId' | 'enterpriseId' | 'at'>,
  facts: CollectionFacts,
): Promise<void> {
  const { caseId: loanId, at } = change;
  const { episode, looked, reached = [], settled = [], promisesEnded = [], hold } = facts;
  if (looked !== undefined) await writeLooked(sql, change, episode, looked);
  if (reached.length > 0) {
    await write(
      sql,
      `INSERT INTO collection_rung (loan_id, episode, day, reached_on, days_past_due, stage)
         SELECT $1, $2, r.day, r."reachedOn", r."daysPastDue", r.stage
           FROM jsonb_to_recordset($3) AS r (day integer, "reachedOn" date, "daysPastDue" integer, stage text)
         ON CONFLICT DO NOTHING`,
      [loanId, episode, JSON.stringify(reached)],
    );
  }
  if (settled.length > 0) {
    await write(
      sql,
      `INSERT INTO collection_action (loan_id, episode, day, action, outcome, why, at)
         SELECT $1, $2, s.day, s.action, s.outcome, s.why, $4
           FROM jsonb_to_recordset($3) AS s (day integer, action text, outcome text, why text)
         ON CONFLICT DO NOTHING`,
      [loanId, episode, JSON.stringify(settled), at],
    );
  }
  if (promisesEnded.length > 0) {
    await write(
      sql,
      `UPDATE collection_promise p SET status = e.status, ended_at = e."endedAt"
         FROM jsonb_to_recordset($1) AS e (id uuid, status text, "endedAt" timestamptz)
         WHERE p.id = e.id AND p.status IN ('OPEN', 'BROKEN') AND p.status <> e.status`,
      [JSON.stringify(promisesEnded)],
    );
  }
  if (facts.promise !== undefined) await writePromise(sql, loanId, episode, facts.promise);
  if (facts.contact !== undefined) await writeContact(sql, { ...change, loanId, episode }, facts.contact);
  if (hold !== undefined) {
    await write(
      sql,
      `UPDATE collection_hold SET status = $2, decided_by = $3, decision_reason = $4, decided_at = $5
         WHERE id = $1 AND status = 'REQUESTED'`,
      [hold.id, hold.status, hold.decidedBy, hold.reason, at],
    );
  }
}

/** A look that comes late takes no later one back. */
async function writeLooked(
  sql: Queryable,
  change: Pick<CaseChange, 'caseId' | 'institutionId' | 'enterpriseId' | 'at'>,
  episode: number,
  looked: NonNullable<CollectionFacts['looked']>,
): Promise<void> {
  const { openedOn, curedAt, stage, lookedOn, anchorDate, nextAt, awaitsDebit = false } = looked;
  await write(
    sql,
    `INSERT INTO collection_episode AS e (loan_id, number, institution_id, enterprise_id, opened_on, cured_at, stage,
         stage_since, looked_on, anchor_date, next_at, awaits_debit)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (loan_id, number) DO UPDATE SET cured_at = $6, stage = $7,
         stage_since = CASE WHEN e.stage = $7 THEN e.stage_since ELSE $8 END,
         looked_on = $9, anchor_date = $10, next_at = $11, awaits_debit = $12 WHERE e.looked_on <= $9`,
    [
      change.caseId,
      episode,
      change.institutionId,
      change.enterpriseId,
      openedOn,
      curedAt,
      stage,
      change.at,
      lookedOn,
      anchorDate,
      nextAt,
      awaitsDebit,
    ],
  );
  if (curedAt === null) return;
  // What people are asked about ends with their task; what nobody was asked about yet ends here.
  await write(
    sql,
    `UPDATE collection_hold h SET status = 'REFUSED', decided_at = $2
       WHERE h.loan_id = $1 AND h.status = 'REQUESTED' AND ${IS_UNTOLD}`,
    [change.caseId, change.at],
  );
}

/** Money of events that are recorded later counts for it. */
async function writePromise(
  sql: Queryable,
  loanId: string,
  episode: number,
  { id, amountFen, byDate, madeAt, madeBy }: NonNullable<CollectionFacts['promise']>,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO collection_promise (id, loan_id, episode, amount_fen, by_date, made_at, made_by, after_sequence, status)
       SELECT $1, $2, $3, $4, $5, $6, $7, event_count, 'OPEN' FROM loan WHERE id = $2 ON CONFLICT DO NOTHING`,
    [id, loanId, episode, amountFen, byDate, madeAt, madeBy],
  );
}

/** @throws a violated law of the database for contact at night, or with whom nobody may talk to */
export async function writeContact(
  sql: Queryable,
  of: {
    readonly loanId: string;
    readonly episode: number;
    readonly institutionId: string;
    readonly enterpriseId: string | null;
  },
  { id, channel, party, outcome, at, by, taskId, note }: NewContact,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO collection_contact (id, loan_id, episode, institution_id, enterprise_id, channel, party, outcome, at,
         by_user, task_id, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
    [
      id,
      of.loanId,
      of.episode,
      of.institutionId,
      of.enterpriseId,
      channel,
      party,
      outcome,
      at,
      by,
      taskId,
      note,
    ],
  );
}

/** Writes down what is asked for. @returns false when the same waits for a decision already */
export async function askForHold(
  sql: Queryable,
  hold: {
    readonly id: string;
    readonly loanId: string;
    readonly institutionId: string;
    readonly kind: Stored<'CollectionHold'>['kind'];
    readonly from: string;
    readonly until: string;
    readonly reason: string;
    readonly askedBy: string;
  },
): Promise<boolean> {
  const { id, loanId, institutionId, kind, from, until, reason, askedBy } = hold;
  await write(
    sql,
    `INSERT INTO collection_hold (id, loan_id, institution_id, kind, from_date, until_date, reason, status, asked_by)
       SELECT $1, $2, $3, $4, $5, $6, $7, 'REQUESTED', $8
         WHERE NOT EXISTS (SELECT FROM collection_hold
           WHERE loan_id = $2 AND kind = $4 AND status = 'REQUESTED' AND id <> $1)
       ON CONFLICT DO NOTHING`,
    [id, loanId, institutionId, kind, from, until, reason, askedBy],
  );
  return (await readRow(sql, 'SELECT id FROM collection_hold WHERE id = $1', [id])) !== null;
}

/** Nobody is, or was, asked about the hold `h`. */
const IS_UNTOLD = `NOT EXISTS (
  SELECT FROM human_task t WHERE t.case_type = 'COLLECTION' AND t.case_id = h.loan_id::text
    AND t.kind = 'DECIDE_HOLD' AND t.reason #>> '{detail,hold}' = h.id::text)`;

/** Loans of which somebody asked for a hold that nobody is asked about: the process was not told. */
export async function findUntoldHolds(sql: Queryable): Promise<readonly string[]> {
  const rows = await readRows<{ loanId: string }>(
    sql,
    `SELECT DISTINCT h.loan_id FROM collection_hold h
         JOIN collection_episode e ON e.loan_id = h.loan_id AND e.cured_at IS NULL
       WHERE h.status = 'REQUESTED' AND h.created_at < now() - interval '1 minute'
         AND ${IS_UNTOLD}
       LIMIT 100`,
  );
  return rows.map(({ loanId }) => loanId);
}

/** What the processes of these loans' collections begin anew with. */
export async function readCollectionsToBegin(
  sql: Queryable,
  loanIds: readonly string[],
): Promise<readonly CollectionToBegin[]> {
  return await readRows<CollectionToBegin>(
    sql,
    `SELECT e.loan_id, e.enterprise_id, e.institution_id, e.stage, e.stage_since, l.principal_fen
       FROM collection_episode e JOIN loan l ON l.id = e.loan_id
       WHERE e.loan_id = ANY ($1::uuid[]) AND e.cured_at IS NULL`,
    [loanIds],
  );
}

export interface CollectionToBegin
  extends Pick<
    Stored<'CollectionEpisode'>,
    'loanId' | 'enterpriseId' | 'institutionId' | 'stage' | 'stageSince'
  > {
  readonly principalFen: number;
}

/** What the ladder says of the limit of an enterprise; null while nothing does. */
export async function readLimitHeld(
  sql: Queryable,
  enterpriseId: string,
): Promise<'FROZEN' | 'STOPPED' | null> {
  const row = await readRow<{ held: 'FROZEN' | 'STOPPED' | null }>(sql, 'SELECT limit_held($1) AS held', [
    enterpriseId,
  ]);
  return row?.held ?? null;
}
