import type { Answer, commentView } from '../../contracts/http';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openNames, sealedPerson } from './personalData';
import { instant, readRow } from './statement';
import type { TaskRow } from './tasks';
import type { Queryable } from './transaction';

/** What somebody said about a case. */
export type CaseComment = Answer<typeof commentView>;

export type NewComment = Pick<Stored<'CaseComment'>, 'id' | 'authorId' | 'words' | 'mentions'>;

const COMMENT = `jsonb_build_object('id', c.id, 'words', c.words, 'createdAt', ${instant('c.created_at')},
    'author', (SELECT ${sealedPerson('u')} FROM "user" u WHERE u.id = c.author_id),
    'mentions', (SELECT coalesce(jsonb_agg(${sealedPerson('u')}), '[]') FROM "user" u WHERE u.id = ANY (c.mentions)))`;

/** SQL for what was said about the case of a task, oldest first, as JSON; see {@link openNames}. */
export const commentsOf = (task: string): string =>
  `(SELECT coalesce(jsonb_agg(${COMMENT} ORDER BY c.created_at, c.id), '[]') FROM case_comment c
      WHERE (c.case_type, c.case_id) = (${task}.case_type, ${task}.case_id))`;

/** Keeps what somebody said about the case of a task; again changes nothing. */
export async function addComment(
  sql: Queryable,
  cipher: ColumnCipher,
  { id: taskId, institutionId, caseType, caseId }: TaskRow,
  { id, authorId, words, mentions }: NewComment,
): Promise<CaseComment> {
  const row = await readRow<{ comment: unknown }>(
    sql,
    `WITH said AS (
       INSERT INTO case_comment (id, institution_id, case_type, case_id, task_id, author_id, words, mentions)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING *
     )
     SELECT ${COMMENT} AS comment FROM (SELECT * FROM said UNION SELECT * FROM case_comment WHERE id = $1) c`,
    [id, institutionId, caseType, caseId, taskId, authorId, words, mentions],
  );
  return openNames(cipher, row?.comment) as CaseComment;
}

/** Which of these people work for an institution, and may. */
export async function colleaguesAmong(
  sql: Queryable,
  institutionId: string,
  userIds: readonly string[],
): Promise<readonly string[]> {
  const row = await readRow<{ ids: readonly string[] }>(
    sql,
    `SELECT coalesce(array_agg(DISTINCT m.user_id), '{}') AS ids FROM membership m
       WHERE m.institution_id = $1 AND m.user_id = ANY ($2) AND NOT is_suspended(m.user_id)`,
    [institutionId, userIds],
  );
  return row?.ids ?? [];
}
