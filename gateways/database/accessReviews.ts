import { uuidv7 } from 'uuidv7';
import type { ClosedAccessReview, OpenAccessReview } from '../../contracts/activities';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ReviewAnswer } from '../../domain/staff/accessReview';
import type { ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { openPerson } from './personalData';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/**
 * Begins the review of an institution's rights that are older than a period; a second time finds the first.
 * @returns null where there is nothing to review, or it is closed
 */
export async function openAccessReview(
  sql: Queryable,
  review: Pick<Stored<'AccessReview'>, 'institutionId' | 'period' | 'escalationHours'> & {
    readonly olderThan: IsoDate;
  },
): Promise<OpenAccessReview | null> {
  const { institutionId, period, olderThan: date, escalationHours } = review;
  // A quarter begins at midnight in China.
  const begin = `${date}T00:00:00+08:00`;
  await write(sql, 'SELECT open_access_review($1, $2, $3, $4, $5)', [
    ...[uuidv7(), institutionId, period, begin, escalationHours],
  ]);
  return await readRow<OpenAccessReview>(
    sql,
    `SELECT a.id AS review_id,
            (SELECT count(*) FROM access_review_right WHERE review_id = a.id AND outcome IS NULL) AS unanswered
       FROM access_review a WHERE institution_id = $1 AND period = $2 AND closed_at IS NULL`,
    [institutionId, period],
  );
}

/**
 * Closes a review: signed, when all is answered; by its end alone what nobody answered lapses. Again changes nothing.
 * @returns how many rights are unanswered still, and then it stays open
 */
export async function closeAccessReview(
  sql: Queryable,
  { reviewId, signedBy }: { readonly reviewId: string; readonly signedBy: string | null },
): Promise<{ readonly unanswered: number } | ClosedAccessReview> {
  const row = await readRow<{ readonly unanswered: number }>(
    sql,
    'SELECT close_access_review($1, $2) AS unanswered',
    [reviewId, signedBy],
  );
  if (row !== null && row.unanswered > 0) return row;
  const closed = await readRow<ClosedAccessReview>(
    sql,
    `SELECT a.record_hash, ${countOf('CONFIRMED')} AS confirmed, ${countOf('TAKEN')} AS taken,
            ${countOf('LAPSED')} AS lapsed, ${countOf('KEPT')} AS kept
       FROM access_review a JOIN access_review_right r ON r.review_id = a.id
       WHERE a.id = $1 AND a.closed_at IS NOT NULL GROUP BY a.id`,
    [reviewId],
  );
  if (closed === null) throw new Error(`access review ${reviewId} was neither left open nor closed`);
  return closed;
}

const countOf = (outcome: string) => `count(*) FILTER (WHERE r.outcome = '${outcome}')`;

const REVIEW = {
  id: true,
  period: true,
  createdAt: true,
  closedAt: true,
  signedBy: true,
  recordHash: true,
} satisfies Prisma.AccessReviewSelect;

export type AccessReviewRow = Pick<Stored<'AccessReview'>, keyof typeof REVIEW>;

/** Reviews of an institution's rights, newest first. */
export async function listAccessReviews(
  prisma: PrismaClient,
  institutionId: string,
  paging: Paging,
): Promise<Page<AccessReviewRow>> {
  const rows = await prisma.accessReview.findMany({
    select: REVIEW,
    where: { institutionId, ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'AccessReview'>()), paging, placeByAge);
}

const RIGHT = {
  userId: true,
  role: true,
  sinceAt: true,
  outcome: true,
  answeredBy: true,
  answeredAt: true,
  reason: true,
  user: { select: { id: true, personCipher: true } },
} satisfies Prisma.AccessReviewRightSelect;

/** A right in a review, with whose it is. */
export interface ReviewedRightRow
  extends Pick<Stored<'AccessReviewRight'>, Exclude<keyof typeof RIGHT, 'user'>> {
  readonly name: string;
}

/** A review of an institution with all its rights, or null. */
export async function findAccessReview(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly institutionId: string; readonly id: string },
): Promise<(AccessReviewRow & { readonly rights: readonly ReviewedRightRow[] }) | null> {
  const row = await prisma.accessReview.findUnique({
    select: { ...REVIEW, rights: { select: RIGHT, orderBy: [{ userId: 'asc' }, { role: 'asc' }] } },
    where: of,
  });
  if (row === null) return null;
  const { rights, ...review } = plain<'AccessReview'>()(row);
  return {
    ...review,
    rights: rights.map(({ user, ...right }) => ({ ...right, name: openPerson(cipher, user).name })),
  };
}

/** Who may answer now for people whose rights a review still asks about, by person; nobody once it is closed. */
export async function readAnswerers(
  sql: Queryable,
  reviewId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await readRows<{ userId: string; answerers: readonly string[] }>(
    sql,
    `SELECT r.user_id, array_agg(DISTINCT a.answerer_id) AS answerers
       FROM (SELECT DISTINCT user_id FROM access_review_right WHERE review_id = $1 AND outcome IS NULL) r,
         may_answer_for($1, r.user_id) a
       GROUP BY r.user_id`,
    [reviewId],
  );
  return new Map(rows.map(({ userId, answerers }) => [userId, answerers]));
}

/** Managers who have somebody to answer for in an open review and were not told of it. */
export async function findManagersToTell(sql: Queryable): Promise<
  readonly (Pick<Stored<'AccessReview'>, 'id' | 'institutionId' | 'period'> & {
    readonly people: readonly string[];
  })[]
> {
  return await readRows(
    sql,
    `SELECT v.id, v.institution_id, v.period, array_agg(DISTINCT a.answerer_id) AS people
       FROM access_review v JOIN access_review_right r ON r.review_id = v.id AND r.outcome IS NULL,
         may_answer_for(v.id, r.user_id) a
       WHERE v.closed_at IS NULL AND a.is_manager AND NOT EXISTS (SELECT FROM notice_to_person n
         WHERE n.user_id = a.answerer_id AND n.dedupe_key = 'accessReview/' || v.id)
       GROUP BY v.id`,
    [],
  );
}

/** What somebody says of a right in a review; the database takes it away with that. @returns false when it was answered */
export async function answerAccessReview(
  sql: Queryable,
  answer: {
    readonly reviewId: string;
    readonly userId: string;
    readonly role: string;
    readonly outcome: ReviewAnswer;
    readonly answeredBy: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const { reviewId, userId, role, outcome, answeredBy, reason } = answer;
  const changed = await write(
    sql,
    `UPDATE access_review_right SET outcome = $4, answered_by = $5, answered_at = now(), reason = $6
       WHERE review_id = $1 AND user_id = $2 AND role = $3 AND outcome IS NULL`,
    [reviewId, userId, role, outcome, answeredBy, reason],
  );
  return changed === 1;
}
