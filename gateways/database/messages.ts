import { uuidv7 } from 'uuidv7';
import type { AuditSubject } from '../../contracts/audit';
import { AWAITED_KINDS } from '../../contracts/messages';
import type { ColumnCipher } from '../crypto';
import type { ClaimOutcome, MessageStore, OutgoingMessage, QueuedMessage } from '../queue/types';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A message to be written to its row. */
export interface NewMessage extends Omit<OutgoingMessage, 'id' | 'attempts'> {
  /** ACCOUNT for what a person is told about the own sign-in; then the case is the person. */
  readonly caseType: AuditSubject;
  readonly caseId: string;
}

const place = (column: 'recipient_cipher' | 'values_cipher', id: string) => ({
  table: 'message',
  column,
  id,
});

/**
 * Writes a message, unless its key has one; within the transaction of what it tells of.
 * @returns the row that the key has, to be queued once the transaction is committed
 */
export async function writeMessage(
  sql: Queryable,
  cipher: ColumnCipher,
  message: NewMessage,
): Promise<QueuedMessage> {
  const [written] = await writeMessages(sql, cipher, [message]);
  if (written === undefined) throw new Error(`message ${message.dedupeKey} was not written`);
  return written;
}

/** The same for many, in one statement. */
export async function writeMessages(
  sql: Queryable,
  cipher: ColumnCipher,
  messages: readonly NewMessage[],
): Promise<readonly QueuedMessage[]> {
  if (messages.length === 0) return [];
  const rows = messages.map((message) => ({ ...message, id: uuidv7() }));
  const column = <Value>(of: (row: (typeof rows)[number]) => Value) => rows.map(of);
  return await readRows<QueuedMessage>(
    sql,
    `WITH given AS (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[],
         $8::text[], $9::text[]) AS g (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher,
         case_type, case_id)),
     written AS (
       INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type,
           case_id, status)
         SELECT *, 'WAITING' FROM given ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, dedupe_key)
     SELECT coalesce(w.id, m.id, g.id) AS id, g.channel, g.dedupe_key FROM given g
       LEFT JOIN written w USING (dedupe_key) LEFT JOIN message m USING (dedupe_key)`,
    [
      column(({ id }) => id),
      column(({ dedupeKey }) => dedupeKey),
      column(({ channel }) => channel),
      column(({ kind }) => kind),
      column(({ locale }) => locale),
      column(({ id, recipient }) => cipher.encrypt(recipient, place('recipient_cipher', id))),
      column(({ id, values }) => cipher.encrypt(JSON.stringify(values), place('values_cipher', id))),
      column(({ caseType }) => caseType),
      column(({ caseId }) => caseId),
    ],
  );
}

/** The last letter of a kind about a case, as it was written; null when there is none. */
export async function findLetter(
  sql: Queryable,
  cipher: ColumnCipher,
  about: Pick<NewMessage, 'kind' | 'caseType' | 'caseId'>,
): Promise<NewMessage | null> {
  const row = await readRow<Omit<ClaimedRow, 'template' | 'attempts'>>(
    sql,
    `SELECT id, channel, dedupe_key, locale, recipient_cipher, values_cipher FROM message
       WHERE template = $1 AND case_type = $2 AND case_id = $3 ORDER BY id DESC LIMIT 1`,
    [about.kind, about.caseType, about.caseId],
  );
  if (row === null) return null;
  const { channel, dedupeKey, locale } = row;
  return { ...about, channel, dedupeKey, locale, ...openMessage(cipher, row) };
}

/** Who a message went to, and what it was said with. */
export function openMessage(
  cipher: ColumnCipher,
  { id, recipientCipher, valuesCipher }: Pick<Stored<'Message'>, 'id' | 'recipientCipher' | 'valuesCipher'>,
): Pick<OutgoingMessage, 'recipient' | 'values'> {
  return {
    recipient: cipher.decrypt(recipientCipher, place('recipient_cipher', id)),
    values: JSON.parse(cipher.decrypt(valuesCipher, place('values_cipher', id))) as Record<string, unknown>,
  };
}

type ClaimedRow = Pick<
  Stored<'Message'>,
  'id' | 'channel' | 'dedupeKey' | 'template' | 'locale' | 'attempts' | 'recipientCipher' | 'valuesCipher'
>;

/** The rows behind the queue, in PostgreSQL. */
export function createMessageStore(sql: Queryable, cipher: ColumnCipher): MessageStore {
  return {
    claim: (id, leaseMs) => claim(sql, cipher, id, leaseMs),
    isAwaited: async (id) => {
      const row = await readRow<Pick<Stored<'Message'>, 'id'>>(
        sql,
        'SELECT id FROM message WHERE id = $1 AND template = ANY ($2)',
        [id, AWAITED_KINDS],
      );
      return row !== null;
    },
    markSent: async (id, reference) => {
      await write(
        sql,
        `UPDATE message SET status = 'SENT', sent_at = now(), provider_reference = $2, lease_until = NULL
           WHERE id = $1`,
        [id, reference],
      );
    },
    markFailed: async (id, { code, final }) => {
      await write(
        sql,
        `UPDATE message SET status = $2, last_error = $3, last_tried_at = now(), lease_until = NULL
           WHERE id = $1 AND status <> 'SENT'`,
        [id, final ? 'FAILED' : 'WAITING', code],
      );
    },
    findUnqueued: async (olderThanMs, limit) => {
      const rows = await readRows<QueuedMessage>(
        sql,
        `SELECT id, channel, dedupe_key FROM message
           WHERE (status = 'WAITING'
                  AND greatest(created_at, last_tried_at) < now() - make_interval(secs => $1::float8 / 1000))
              OR (status = 'SENDING' AND lease_until < now())
           ORDER BY created_at LIMIT $2`,
        [olderThanMs, limit],
      );
      return rows;
    },
  };
}

async function claim(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
  leaseMs: number,
): Promise<ClaimOutcome> {
  const row = await readRow<ClaimedRow>(
    sql,
    `UPDATE message SET status = 'SENDING', attempts = attempts + 1, last_tried_at = now(),
                        lease_until = now() + make_interval(secs => $2::float8 / 1000)
       WHERE id = $1 AND (status IN ('WAITING', 'FAILED') OR (status = 'SENDING' AND lease_until < now()))
       RETURNING id, channel, dedupe_key, template, locale, attempts, recipient_cipher, values_cipher`,
    [id, leaseMs],
  );
  if (row === null) return await whyNot(sql, id);
  const { recipientCipher, valuesCipher, template, ...rest } = row;
  const words = openMessage(cipher, { id, recipientCipher, valuesCipher });
  return { status: 'claimed', message: { ...rest, kind: template, ...words } };
}

async function whyNot(sql: Queryable, id: string): Promise<ClaimOutcome> {
  const row = await readRow<{ status: string }>(sql, 'SELECT status FROM message WHERE id = $1', [id]);
  if (row === null) return { status: 'missing' };
  return { status: row.status === 'SENDING' ? 'held' : 'settled' };
}
