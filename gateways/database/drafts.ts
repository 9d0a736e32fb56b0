import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { placeIn } from './sealedColumns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** Whose draft it is, for which enterprise, of which form, about what. */
export type DraftPlace = Pick<Stored<'Draft'>, 'userId' | 'enterpriseId' | 'form' | 'subject'>;

/** That something was saved, and nothing of what. */
export type SavedDraft = Pick<Stored<'Draft'>, 'version' | 'savedAt'>;

export interface DraftRow extends SavedDraft {
  /** As its form wrote it. */
  readonly content: string;
}

const at = ({ userId, enterpriseId, form, subject }: DraftPlace) =>
  placeIn(
    'draft',
    'content_cipher',
    [userId, ...(enterpriseId === null ? [] : [enterpriseId]), form, subject].join('/'),
  );

/** SQL: the one draft at a place, by its first four parameters. */
const HERE = 'user_id = $1 AND enterprise_id IS NOT DISTINCT FROM $2::uuid AND form = $3 AND subject = $4';
const partsOf = ({ userId, enterpriseId, form, subject }: DraftPlace) => [
  userId,
  enterpriseId,
  form,
  subject,
];

/** A person's draft, or null. */
export async function findDraft(
  sql: Queryable,
  cipher: ColumnCipher,
  place: DraftPlace,
): Promise<DraftRow | null> {
  const row = await readRow<Pick<Stored<'Draft'>, 'version' | 'savedAt' | 'contentCipher'>>(
    sql,
    {
      name: 'find-draft',
      text: `SELECT version, saved_at, content_cipher FROM draft WHERE ${HERE}`,
    },
    partsOf(place),
  );
  if (row === null) return null;
  const { contentCipher, ...saved } = row;
  return { ...saved, content: cipher.decrypt(contentCipher, at(place)) };
}

/** One that is gone is begun anew: whoever types on loses nothing. */
const SAVE = {
  name: 'save-draft',
  text: `INSERT INTO draft (user_id, enterprise_id, form, subject, version, content_cipher)
      SELECT $1, $2::uuid, $3, $4, $5::integer + 1, $6
        WHERE (SELECT count(*) FROM draft WHERE user_id = $1 AND NOT (${HERE})) < $7
    ON CONFLICT (user_id, enterprise_id, form, subject) DO UPDATE
      SET version = excluded.version, content_cipher = excluded.content_cipher, saved_at = now()
      WHERE draft.version = $5
    RETURNING version, saved_at`,
};

/**
 * Keeps a draft on top of the version that was seen.
 * @param most drafts that a person may have
 * @returns null when there is another version, or the person has as many drafts as may be
 */
export async function saveDraft(
  sql: Queryable,
  cipher: ColumnCipher,
  place: DraftPlace,
  { version, content }: Pick<DraftRow, 'version' | 'content'>,
  most: number,
): Promise<SavedDraft | null> {
  const sealed = cipher.encrypt(content, at(place));
  return await readRow<SavedDraft>(sql, SAVE, [...partsOf(place), version, sealed, most]);
}

/** Removes a draft; again changes nothing. */
export async function removeDraft(sql: Queryable, place: DraftPlace): Promise<void> {
  await write(sql, `DELETE FROM draft WHERE ${HERE}`, partsOf(place));
}

const ENDED = `
  SELECT id::text FROM application
    WHERE stage IN ('DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED')
      AND id::text IN (SELECT subject FROM draft)
  UNION ALL SELECT id::text FROM enterprise WHERE stage IN ('REFUSED', 'EXPIRED')
      AND id::text IN (SELECT subject FROM draft)
  UNION ALL SELECT id::text FROM human_task WHERE status IN ('DONE', 'CANCELLED')
      AND id::text IN (SELECT subject FROM draft)`;

/** Removes drafts that nobody typed at for so many days, and those whose case is over. @returns how many there were */
export async function forgetDrafts(sql: Queryable, days: number): Promise<number> {
  return await write(
    sql,
    `DELETE FROM draft WHERE saved_at < now() - make_interval(days => $1) OR subject IN (${ENDED})`,
    [days],
  );
}
