import type { Pool } from 'pg';
import type { ColumnCipher } from '../crypto';
import type { Queryable } from '../database/transaction';
import type { ClaimOutcome, MessageChannel, MessageStore, OutgoingMessage, QueuedMessage } from './types';

/** A message to be written down. The id is a fresh UUID; the content is sealed for the row of this id. */
export interface NewMessage {
  readonly id: string;
  readonly dedupeKey: string;
  readonly channel: MessageChannel;
  readonly kind: string;
  readonly locale: 'zh-CN' | 'en';
  readonly recipient: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly caseType: string;
  readonly caseId: string;
}

interface MessageRow {
  readonly id: string;
  readonly dedupe_key: string;
  readonly channel: MessageChannel;
  readonly template: string;
  readonly locale: 'zh-CN' | 'en';
  readonly recipient_cipher: Uint8Array;
  readonly values_cipher: Uint8Array;
  readonly attempts: number;
}

const place = (id: string, column: 'recipient_cipher' | 'values_cipher') => ({
  table: 'message',
  column,
  id,
});

/**
 * Writes messages in the caller's transaction; a key that has a message keeps it. Queue what comes back
 * after the commit.
 * @returns the message of each key, new or known, in the order asked for
 */
export async function writeMessages(
  sql: Queryable,
  cipher: ColumnCipher,
  messages: readonly NewMessage[],
): Promise<readonly QueuedMessage[]> {
  for (const message of messages) {
    const { caseId, caseType, channel, dedupeKey, id, kind, locale } = message;
    const recipient = cipher.encrypt(message.recipient, place(id, 'recipient_cipher'));
    const values = cipher.encrypt(JSON.stringify(message.values), place(id, 'values_cipher'));
    await sql.query(
      `INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher,
         case_type, case_id, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'WAITING')
       ON CONFLICT (dedupe_key) DO NOTHING`,
      [id, dedupeKey, channel, kind, locale, recipient, values, caseType, caseId],
    );
  }
  const keys = messages.map((message) => message.dedupeKey);
  const { rows } = await sql.query<MessageRow>(
    `SELECT m.id, m.channel, m.dedupe_key
     FROM unnest($1::text[]) WITH ORDINALITY AS asked (key, position)
     JOIN message m ON m.dedupe_key = asked.key ORDER BY asked.position`,
    [keys],
  );
  return rows.map(queued);
}

/**
 * The rows of table `message` as the queue works with them. A row is WAITING, HELD (by a consumer, until its
 * lease is over), SENT or FAILED (for good, unless a person retries its job).
 */
export function createMessageStore(sql: Pool, cipher: ColumnCipher): MessageStore {
  return {
    claim: (id, leaseMs) => claim(sql, cipher, id, leaseMs),
    markSent: async (id, reference) => {
      await sql.query(
        `UPDATE message SET status = 'SENT', sent_at = now(), provider_reference = $2, lease_until = NULL,
           last_error = NULL
         WHERE id = $1 AND status <> 'SENT'`,
        [id, reference],
      );
    },
    markFailed: async (id, { code, final }) => {
      await sql.query(
        `UPDATE message SET status = $2, last_error = $3, lease_until = NULL WHERE id = $1 AND status = 'HELD'`,
        [id, final ? 'FAILED' : 'WAITING', code],
      );
    },
    findUnqueued: async (olderThanMs, limit) => {
      const { rows } = await sql.query<MessageRow>(
        `SELECT id, channel, dedupe_key FROM message
         WHERE (status = 'WAITING'
             AND COALESCE(last_tried_at, created_at) <= now() - $1 * interval '1 millisecond')
           OR (status = 'HELD' AND lease_until <= now())
         ORDER BY created_at LIMIT $2`,
        [olderThanMs, limit],
      );
      return rows.map(queued);
    },
  };
}

async function claim(sql: Pool, cipher: ColumnCipher, id: string, leaseMs: number): Promise<ClaimOutcome> {
  const { rows } = await sql.query<MessageRow>(
    `UPDATE message SET status = 'HELD', attempts = attempts + 1, last_tried_at = now(),
       lease_until = now() + $2 * interval '1 millisecond'
     WHERE id = $1 AND (status IN ('WAITING', 'FAILED') OR (status = 'HELD' AND lease_until <= now()))
     RETURNING id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, attempts`,
    [id, leaseMs],
  );
  const [row] = rows;
  return row === undefined ? whyNot(sql, id) : { status: 'claimed', message: opened(cipher, row) };
}

async function whyNot(sql: Pool, id: string): Promise<ClaimOutcome> {
  const { rows } = await sql.query<{ status: string }>('SELECT status FROM message WHERE id = $1', [id]);
  const [row] = rows;
  if (row === undefined) return { status: 'missing' };
  return { status: row.status === 'SENT' ? 'settled' : 'held' };
}

function opened(cipher: ColumnCipher, row: MessageRow): OutgoingMessage {
  const values = cipher.decrypt(row.values_cipher, place(row.id, 'values_cipher'));
  return {
    ...queued(row),
    kind: row.template,
    locale: row.locale,
    recipient: cipher.decrypt(row.recipient_cipher, place(row.id, 'recipient_cipher')),
    attempts: row.attempts,
    values: JSON.parse(values) as OutgoingMessage['values'],
  };
}

function queued({ channel, dedupe_key: dedupeKey, id }: MessageRow): QueuedMessage {
  return { id, channel, dedupeKey };
}
