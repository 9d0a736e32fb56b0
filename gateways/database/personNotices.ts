import { uuidv7 } from 'uuidv7';
import type { NoticeDetail, NoticeMail, NoticeTopic } from '../../contracts/notices';
import type { CaseType } from '../../contracts/tasks';
import type { Role } from '../../domain/approval/roles';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Something that people are told. */
export interface NewNotice {
  /** Names the event: each person is told of it once. */
  readonly dedupeKey: string;
  readonly topic: NoticeTopic;
  readonly institutionId: string;
  readonly about?: { readonly caseType: CaseType; readonly caseId: string; readonly taskId?: string };
  readonly detail: NoticeDetail;
}

/**
 * Tells people, in the product and, as each of them chose, by mail; within the transaction of what it tells of. The
 * one way to tell somebody who works here.
 */
export async function tellPeople(
  sql: Queryable,
  people: readonly string[],
  { dedupeKey, topic, institutionId, about, detail }: NewNotice,
): Promise<void> {
  const told = [...new Set(people)];
  if (told.length === 0) return;
  await write(
    sql,
    `INSERT INTO notice_to_person (id, dedupe_key, user_id, institution_id, topic, case_type, case_id, task_id, detail)
       SELECT told.id, $3, person, $4::uuid, $5, $6, $7, $8::uuid, $9::jsonb
         FROM unnest($1::uuid[], $2::text[]) told (id, person) JOIN "user" u ON u.id = person
         ON CONFLICT (user_id, dedupe_key) DO NOTHING`,
    [
      told.map(() => uuidv7()),
      told,
      dedupeKey,
      institutionId,
      topic,
      about?.caseType ?? null,
      about?.caseId ?? null,
      about?.taskId ?? null,
      JSON.stringify(detail),
    ],
  );
}

const SHOWN = {
  id: true,
  topic: true,
  caseType: true,
  caseId: true,
  taskId: true,
  detail: true,
  createdAt: true,
  toldAt: true,
  readAt: true,
} satisfies Prisma.NoticeToPersonSelect;

export type NoticeRow = Pick<Stored<'NoticeToPerson'>, keyof typeof SHOWN>;

/** What a person was told, the newest first. */
export async function listNotices(
  prisma: PrismaClient,
  of: { readonly userId: string; readonly onlyUnread: boolean },
  paging: Paging,
): Promise<Page<NoticeRow>> {
  const unread = of.onlyUnread ? { readAt: null } : {};
  const rows = await prisma.noticeToPerson.findMany({
    select: SHOWN,
    where: { userId: of.userId, ...unread, ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'NoticeToPerson'>()), paging, placeByAge);
}

/** How many notices a person has not read. */
export async function countUnread(prisma: PrismaClient, userId: string): Promise<number> {
  return await prisma.noticeToPerson.count({ where: { userId, readAt: null } });
}

/** A person has read notices: these, or all. */
export async function markRead(
  prisma: PrismaClient,
  userId: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  const these = ids === undefined ? {} : { id: { in: [...ids] } };
  await prisma.noticeToPerson.updateMany({
    where: { userId, readAt: null, ...these },
    data: { readAt: new Date() },
  });
}

/** How a person is told by mail. */
export async function readNoticeMail(prisma: PrismaClient, userId: string): Promise<NoticeMail> {
  const row = await prisma.noticePreference.findUnique({ select: { mail: true }, where: { userId } });
  return row === null ? 'EACH' : plain<'NoticePreference'>()(row).mail;
}

/** A person chooses how to be told by mail. */
export async function chooseNoticeMail(sql: Queryable, userId: string, mail: NoticeMail): Promise<void> {
  await write(
    sql,
    `INSERT INTO notice_preference (user_id, mail) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET mail = excluded.mail, updated_at = now()`,
    [userId, mail],
  );
}

/** Names who is told of an institution's overdue tasks of a role. */
export async function nameEscalationPerson(
  sql: Queryable,
  of: Pick<Stored<'EscalationPerson'>, 'institutionId' | 'role' | 'userId' | 'namedBy'>,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO escalation_person (institution_id, role, user_id, named_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (institution_id, role)
         DO UPDATE SET user_id = excluded.user_id, named_by = excluded.named_by, named_at = now()`,
    [of.institutionId, of.role, of.userId, of.namedBy],
  );
}

/** Who is told of a role's overdue tasks: who is named for it, else the admins. */
export async function readWatchers(
  sql: Queryable,
  institutionId: string,
  role: Role,
): Promise<readonly string[]> {
  const named = await readRows<{ readonly userId: string }>(
    sql,
    `SELECT e.user_id FROM escalation_person e JOIN membership m USING (user_id, institution_id)
       WHERE e.institution_id = $1 AND e.role = $2 AND NOT is_suspended(e.user_id) LIMIT 1`,
    [institutionId, role],
  );
  return named.length > 0 ? named.map(({ userId }) => userId) : await readAdmins(sql, institutionId);
}

/** Those who look after an institution's people. */
export async function readAdmins(sql: Queryable, institutionId: string): Promise<readonly string[]> {
  const rows = await readRows<{ readonly userId: string }>(
    sql,
    `SELECT user_id FROM membership WHERE institution_id = $1 AND role = 'admin' AND NOT is_suspended(user_id)
       ORDER BY user_id`,
    [institutionId],
  );
  return rows.map(({ userId }) => userId);
}

/** Notices that a person is to be mailed now, in one mail. */
export interface NoticesToMail extends Pick<Stored<'User'>, 'id' | 'personCipher'> {
  readonly institutionId: string;
  readonly institutionName: string;
  readonly notices: readonly Pick<NoticeRow, 'id' | 'topic' | 'detail'>[];
}

/**
 * Takes what people are to be mailed: of each as it comes, or what came before the last hour of digests. Nobody else
 * takes the same within the transaction.
 * @param digestAt business instant of the last digest, ISO 8601
 */
export async function takeNoticesToMail(
  sql: Queryable,
  digestAt: string,
  most: number,
): Promise<readonly NoticesToMail[]> {
  return await readRows<NoticesToMail>(
    sql,
    `WITH due AS (
       SELECT n.id FROM notice_to_person n LEFT JOIN notice_preference p USING (user_id)
         WHERE n.mailed_at IS NULL
           AND (coalesce(p.mail, 'EACH') = 'EACH' OR p.mail = 'DAILY' AND n.told_at < $1)
         ORDER BY n.created_at, n.id LIMIT $2 FOR UPDATE OF n SKIP LOCKED
     ), taken AS (
       UPDATE notice_to_person n SET mailed_at = now() FROM due WHERE n.id = due.id RETURNING n.*
     )
     SELECT u.id, u.person_cipher, t.institution_id, i.name_zh AS institution_name,
         json_agg(json_build_object('id', t.id, 'topic', t.topic, 'detail', t.detail) ORDER BY t.created_at, t.id)
           AS notices
       FROM taken t JOIN "user" u ON u.id = t.user_id JOIN institution i ON i.id = t.institution_id
       GROUP BY u.id, u.person_cipher, t.institution_id, i.name_zh`,
    [digestAt, most],
  );
}
