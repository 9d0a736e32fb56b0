import type { ReachedBy } from '../../contracts/collection';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { plain, type Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { LOAN_COLUMNS, type LoanRecord, recordOf, type StoredLoanRow } from './loans';
import { type Page, type Paging, pageOf, placeAt, rowsOf, timeAndId } from './paging';
import { instant, readRows } from './statement';
import type { Queryable } from './transaction';

type Promised = Pick<
  Stored<'CollectionPromise'>,
  'id' | 'episode' | 'amountFen' | 'byDate' | 'madeAt' | 'madeBy' | 'status' | 'endedAt'
> & {
  /** One of the borrower's people made it. */
  readonly isByBorrower: boolean;
};
type Held = Pick<
  Stored<'CollectionHold'>,
  | 'id'
  | 'kind'
  | 'fromDate'
  | 'untilDate'
  | 'reason'
  | 'status'
  | 'askedBy'
  | 'decidedAt'
  | 'decisionReason'
  | 'createdAt'
>;
type Contacted = Pick<
  Stored<'CollectionContact'>,
  'id' | 'episode' | 'channel' | 'party' | 'outcome' | 'at' | 'byUser' | 'taskId' | 'note'
>;

/** All that was done about a loan that is, or was, overdue. */
export interface CollectionStory {
  readonly episodes: readonly Pick<
    Stored<'CollectionEpisode'>,
    'number' | 'openedOn' | 'curedAt' | 'stage' | 'awaitsDebit'
  >[];
  readonly rungs: readonly Pick<Stored<'CollectionRung'>, 'episode' | 'day' | 'reachedOn' | 'stage'>[];
  readonly actions: readonly Pick<
    Stored<'CollectionAction'>,
    'episode' | 'day' | 'action' | 'outcome' | 'why'
  >[];
  readonly promises: readonly Promised[];
  readonly holds: readonly Held[];
  readonly contacts: readonly Contacted[];
}

/** Everything that stands of the ladder of a loan, oldest first. */
export async function readCollectionStory(
  prisma: PrismaClient,
  { id: loanId, enterpriseId }: { readonly id: string; readonly enterpriseId: string },
): Promise<CollectionStory> {
  const of = { where: { loanId } };
  const [members, episodes, rungs, actions, promises, holds, contacts] = await Promise.all([
    prisma.membership.findMany({ where: { enterpriseId }, select: { userId: true } }),
    prisma.collectionEpisode.findMany({ ...of, orderBy: { number: 'asc' } }),
    prisma.collectionRung.findMany({ ...of, orderBy: [{ episode: 'asc' }, { day: 'asc' }] }),
    prisma.collectionAction.findMany({ ...of, orderBy: { at: 'asc' } }),
    prisma.collectionPromise.findMany({ ...of, orderBy: { madeAt: 'asc' } }),
    prisma.collectionHold.findMany({ ...of, orderBy: { createdAt: 'asc' } }),
    prisma.collectionContact.findMany({ ...of, orderBy: { at: 'asc' } }),
  ]);
  return {
    episodes: episodes.map(plain<'CollectionEpisode'>()),
    rungs: rungs.map(plain<'CollectionRung'>()),
    actions: actions.map(plain<'CollectionAction'>()),
    promises: promises.map(plain<'CollectionPromise'>()).map((promise) => ({
      ...promise,
      isByBorrower: members.some(({ userId }) => userId === promise.madeBy),
    })),
    holds: holds.map(plain<'CollectionHold'>()),
    contacts: contacts.map(plain<'CollectionContact'>()),
  };
}

/** A loan of the collectors' worklist. */
export interface CollectionItem
  extends Pick<
    Stored<'CollectionEpisode'>,
    'loanId' | 'enterpriseId' | 'stage' | 'stageSince' | 'anchorDate' | 'nextAt'
  > {
  readonly episode: number;
  readonly enterpriseName: string;
  readonly daysPastDue: number;
  readonly principalOutstandingFen: number;
  readonly promise: { readonly amountFen: number; readonly byDate: IsoDate } | null;
  readonly broken: number;
  readonly hold: Stored<'CollectionHold'>['kind'] | null;
  readonly lastContact: { readonly by: ReachedBy; readonly at: string } | null;
  readonly openTasks: number;
}

/** What was said to the debtor of the episode `e`, or tried, was sent to it, or went by post. */
const CONTACTS = `
  SELECT c.channel AS by, c.at FROM collection_contact c WHERE c.loan_id = e.loan_id AND c.episode = e.number
  UNION ALL SELECT m.channel, business_at(m.created_at) FROM message m
    WHERE m.case_type = 'COLLECTION' AND m.case_id = e.loan_id::text AND m.status = 'SENT'
  UNION ALL SELECT 'POST', t.closed_at FROM human_task t
    WHERE t.case_type = 'COLLECTION' AND t.case_id = e.loan_id::text AND t.status = 'DONE' AND t.outcome = 'DONE'
      AND t.reason ->> 'code' = 'LADDER_POST_LETTER'`;
const LAST_CONTACT = `(SELECT json_build_object('by', by, 'at', ${instant('at')}) FROM (${CONTACTS}) contact
  WHERE (at AT TIME ZONE 'Asia/Shanghai')::date >= e.opened_on ORDER BY at DESC LIMIT 1)`;

/** Open defaults of an institution with their loans, longest in their stage first, in one round trip. */
export async function listCollections(
  sql: Queryable,
  institutionId: string,
  wish: {
    readonly stage?: string | undefined;
    readonly promise?: 'OPEN' | 'BROKEN' | undefined;
    readonly held?: 'true' | 'false' | undefined;
  },
  paging: Paging,
): Promise<Page<CollectionItem & { readonly loan: LoanRecord }>> {
  const { at, id } = paging.after === undefined ? { at: new Date(0), id: '' } : timeAndId(paging.after);
  const rows = await readRows<CollectionItem & StoredLoanRow>(
    sql,
    `SELECT items.*, l.* FROM (SELECT * FROM (
       SELECT e.loan_id, e.enterprise_id, n.name AS enterprise_name, e.number AS episode, e.stage, e.stage_since,
              l.days_past_due, l.principal_outstanding_fen, e.anchor_date, e.next_at,
              (SELECT json_build_object('amountFen', p.amount_fen, 'byDate', p.by_date) FROM collection_promise p
                 WHERE p.loan_id = e.loan_id AND p.status = 'OPEN') AS promise,
              (SELECT count(*) FROM collection_promise p
                 WHERE p.loan_id = e.loan_id AND p.episode = e.number AND p.status = 'BROKEN') AS broken,
              (SELECT h.kind FROM collection_hold h WHERE h.loan_id = e.loan_id AND h.status = 'GRANTED'
                 AND business_today() BETWEEN h.from_date AND h.until_date LIMIT 1) AS hold,
              ${LAST_CONTACT} AS last_contact,
              (SELECT count(*) FROM human_task t WHERE t.case_type = 'COLLECTION' AND t.case_id = e.loan_id::text
                 AND t.status IN ('OPEN', 'CLAIMED')) AS open_tasks
         FROM collection_episode e JOIN loan l ON l.id = e.loan_id JOIN enterprise n ON n.id = e.enterprise_id
         WHERE e.institution_id = $1 AND e.cured_at IS NULL AND ($2::text IS NULL OR e.stage = $2)
           AND ($5::timestamptz IS NULL OR (e.stage_since, e.loan_id) > ($5, $6::uuid))) items
       WHERE ($3::text IS NULL OR CASE $3 WHEN 'OPEN' THEN promise IS NOT NULL ELSE broken > 0 END)
         AND ($4::text IS NULL OR (hold IS NOT NULL) = ($4 = 'true'))
       ORDER BY stage_since, loan_id LIMIT $7) items
         JOIN LATERAL (SELECT ${LOAN_COLUMNS} FROM loan l WHERE l.id = items.loan_id) l ON true
       ORDER BY stage_since, items.loan_id`,
    [
      institutionId,
      wish.stage ?? null,
      wish.promise ?? null,
      wish.held ?? null,
      paging.after === undefined ? null : at,
      paging.after === undefined ? null : id,
      rowsOf(paging),
    ],
  );
  return pageOf(rows.map(itemOf), paging, ({ stageSince, loanId }) => placeAt(stageSince, loanId));
}

function itemOf(row: CollectionItem & StoredLoanRow) {
  const { loanId, enterpriseId, enterpriseName, episode, stage, stageSince, daysPastDue, ...rest } = row;
  const { principalOutstandingFen, anchorDate, nextAt, promise, broken, hold, lastContact, openTasks } = rest;
  return {
    ...{ loanId, enterpriseId, enterpriseName, episode, stage, stageSince, daysPastDue },
    ...{ principalOutstandingFen, anchorDate, nextAt, promise, broken, hold, lastContact, openTasks },
    loan: recordOf(row),
  };
}
