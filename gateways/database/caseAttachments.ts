import { createHash } from 'node:crypto';
import type { Answer, attachmentView } from '../../contracts/http';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { takeLoosePapers } from './fileChanges';
import { openNames, sealedPerson } from './personalData';
import { placeIn } from './sealedColumns';
import { instant, readRow, readRows, write } from './statement';
import type { TaskRow } from './tasks';
import type { Queryable } from './transaction';

/** A paper of a case, without what is in it. */
export type CaseAttachment = Answer<typeof attachmentView>;

export type NewAttachment = Pick<Stored<'CaseAttachment'>, 'id' | 'authorId' | 'name' | 'mediaType'>;

const FIELDS = 'id, name, media_type, bytes, sha256, created_at, author_id';
const ATTACHMENT = `jsonb_build_object('id', p.id, 'name', p.name, 'mediaType', p.media_type, 'bytes', p.bytes,
    'sha256', p.sha256, 'createdAt', ${instant('p.created_at')},
    'author', (SELECT ${sealedPerson('u')} FROM "user" u WHERE u.id = p.author_id))`;

/** SQL for the papers of the case of a task, oldest first, as JSON; see {@link openNames}. */
export const attachmentsOf = (task: string): string =>
  `(SELECT coalesce(jsonb_agg(${ATTACHMENT} ORDER BY p.created_at, p.id), '[]') FROM case_attachment p
      WHERE (p.case_type, p.case_id) = (${task}.case_type, ${task}.case_id))`;

const placeOf = (id: string) => placeIn('case_attachment', 'content_cipher', id);

/** Puts a paper to the case of a task. @returns the paper, or the one that has the same bytes */
export async function addAttachment(
  sql: Queryable,
  cipher: ColumnCipher,
  { id: taskId, institutionId, caseType, caseId }: TaskRow,
  { id, authorId, name, mediaType }: NewAttachment,
  content: Buffer,
): Promise<CaseAttachment> {
  const sealed = cipher.encrypt(content.toString('base64'), placeOf(id));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const row = await readRow<{ attachment: unknown }>(
    sql,
    `WITH put AS (
       INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
           content_cipher, author_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING ${FIELDS}
     )
     SELECT ${ATTACHMENT} AS attachment FROM (
       SELECT * FROM put UNION
       SELECT ${FIELDS} FROM case_attachment WHERE (case_type, case_id, sha256) = ($3, $4, $9)) p`,
    [id, institutionId, caseType, caseId, taskId, name, mediaType, content.length, sha256, sealed, authorId],
  );
  return openNames(cipher, row?.attachment) as CaseAttachment;
}

/** A paper of the case of a task with its bytes; null when the case has none such. */
export async function readAttachment(
  sql: Queryable,
  cipher: ColumnCipher,
  { caseType, caseId }: TaskRow,
  id: string,
): Promise<(Pick<CaseAttachment, 'name' | 'mediaType'> & { readonly content: Buffer }) | null> {
  const row = await readRow<Pick<CaseAttachment, 'name' | 'mediaType'> & { readonly contentCipher: Buffer }>(
    sql,
    `SELECT name, media_type, content_cipher FROM case_attachment
       WHERE id = $1 AND (case_type, case_id) = ($2, $3)`,
    [id, caseType, caseId],
  );
  if (row === null) return null;
  const { contentCipher, ...paper } = row;
  return { ...paper, content: Buffer.from(cipher.decrypt(contentCipher, placeOf(id)), 'base64') };
}

/** Whether all of them are papers that were put to a case of a loan: its own, or that of its collection. */
export async function areEvidence(sql: Queryable, loanId: string, ids: readonly string[]): Promise<boolean> {
  const row = await readRow<{ known: number }>(
    sql,
    `SELECT count(DISTINCT id)::integer AS known FROM case_attachment
       WHERE id = ANY ($1) AND case_id = $2 AND case_type IN ('LOAN', 'COLLECTION')`,
    [ids, loanId],
  );
  return row?.known === new Set(ids).size;
}

/** Changes of a kind that stand in an institution and that one of these papers proves already, by what is in it. */
export async function readProvedBy(
  sql: Queryable,
  institutionId: string,
  kind: LoanChangeKind,
  papers: readonly string[],
): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(sql, 'SELECT id FROM proved_by($1, $2, $3) AS id', [
    institutionId,
    kind,
    JSON.stringify(papers),
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Puts papers that somebody of an enterprise put up, and no change names, to its admission; within a transaction.
 * @returns false when one of them is not there
 */
export async function attachLoosePapers(
  sql: Queryable,
  cipher: ColumnCipher,
  { authorId, enterpriseId }: { readonly authorId: string; readonly enterpriseId: string },
  ids: readonly string[],
): Promise<boolean> {
  const papers = await takeLoosePapers(sql, cipher, authorId, ids);
  if (papers.length !== new Set(ids).size) return false;
  await write(
    sql,
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
         content_cipher, author_id)
       SELECT p.id, t.institution_id, t.case_type, t.case_id, t.id, p.name, p.media_type, p.bytes, p.sha256, p.content, $8
         FROM (SELECT id, institution_id, case_type, case_id FROM human_task
                 WHERE case_type = 'ONBOARDING' AND case_id = $1 ORDER BY created_at DESC LIMIT 1) t,
           unnest($2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::bytea[])
             p (id, name, media_type, bytes, sha256, content) ON CONFLICT DO NOTHING`,
    [
      enterpriseId,
      papers.map(({ id }) => id),
      papers.map(({ name }) => name),
      papers.map(({ mediaType }) => mediaType),
      papers.map(({ bytes }) => bytes),
      papers.map(({ sha256 }) => sha256),
      papers.map(({ id, content }) => cipher.encrypt(content.toString('base64'), placeOf(id))),
      authorId,
    ],
  );
  return true;
}
