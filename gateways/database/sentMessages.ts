import { KEPT_KINDS, type MessageKind } from '../../contracts/messages';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openMessage } from './messages';
import { type Page, type Paging, pageOf, placeByAge, rowsOf, timeAndId } from './paging';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Whose messages: those about an enterprise and its cases, and those about the reader's own account. */
export interface Addressee {
  readonly enterpriseId: string;
  readonly userId: string;
}

/** A message as it was sent, and whether its reader has read it. */
export interface SentMessage
  extends Pick<Stored<'Message'>, 'id' | 'channel' | 'status' | 'caseType' | 'caseId' | 'createdAt'> {
  readonly kind: MessageKind;
  readonly values: Readonly<Record<string, unknown>>;
  /** Business time. */
  readonly toldAt: string;
  readonly readAt: string | null;
}

type SealedRow = Omit<SentMessage, 'kind' | 'values'> &
  Pick<Stored<'Message'>, 'recipientCipher' | 'valuesCipher'> & { readonly template: MessageKind };

/** @param enterprise @param user SQL: whose messages these are */
const sentTo = (enterprise: string, user: string) => `message m
  LEFT JOIN message_reading r ON r.message_id = m.id AND r.user_id = ${user}
  WHERE m.template IN (${KEPT_KINDS.map((kind) => `'${kind}'`).join(', ')}) AND m.case_id IN (
    SELECT ${enterprise}::text UNION ALL SELECT id::text FROM application WHERE enterprise_id = ${enterprise}
    UNION ALL SELECT id::text FROM loan WHERE enterprise_id = ${enterprise}
    UNION ALL SELECT id::text FROM file_change WHERE enterprise_id = ${enterprise} UNION ALL SELECT ${user})`;

const SENT = sentTo('$1::uuid', '$2::text');

/** SQL: how many messages somebody has not read. */
export const unreadOf = (enterprise: string, user: string): string =>
  `(SELECT count(*) FROM ${sentTo(enterprise, user)} AND r.read_at IS NULL)::int`;

/** What was written to an enterprise and its reader, the newest first. */
export async function listSentMessages(
  sql: Queryable,
  cipher: ColumnCipher,
  of: Addressee & { readonly onlyUnread: boolean },
  paging: Paging,
): Promise<Page<SentMessage>> {
  const { at, id } = paging.after === undefined ? { at: null, id: null } : timeAndId(paging.after);
  const rows = await readRows<SealedRow>(
    sql,
    `SELECT m.id, m.channel, m.status, m.case_type, m.case_id, m.created_at, m.template, m.recipient_cipher,
            m.values_cipher, coalesce(business_at(m.created_at), m.created_at) AS told_at, r.read_at
       FROM ${SENT} AND ($3 = false OR r.read_at IS NULL)
         AND ($4::timestamptz IS NULL OR (m.created_at, m.id) < ($4, $5::uuid))
       ORDER BY m.created_at DESC, m.id DESC LIMIT $6`,
    [of.enterpriseId, of.userId, of.onlyUnread, at, id, rowsOf(paging)],
  );
  const messages = rows.map(({ template: kind, recipientCipher, valuesCipher, ...row }) => ({
    ...row,
    kind,
    values: openMessage(cipher, { id: row.id, recipientCipher, valuesCipher }).values,
  }));
  return pageOf(messages, paging, placeByAge);
}

/** Notes that somebody has read messages: these, or all; those of others are left as they are. */
export async function markMessagesRead(
  sql: Queryable,
  { enterpriseId, userId, ids }: Addressee & { readonly ids: readonly string[] | undefined },
): Promise<void> {
  await write(
    sql,
    `INSERT INTO message_reading (message_id, user_id)
       SELECT m.id, $2 FROM ${SENT} AND r.read_at IS NULL AND ($3::uuid[] IS NULL OR m.id = ANY ($3))
       ON CONFLICT DO NOTHING`,
    [enterpriseId, userId, ids ?? null],
  );
}

/** How many messages somebody has not read. */
export async function countUnreadMessages(
  sql: Queryable,
  { enterpriseId, userId }: Addressee,
): Promise<number> {
  const row = await readRow<{ readonly unread: number }>(
    sql,
    `SELECT ${unreadOf('$1::uuid', '$2::text')} AS unread`,
    [enterpriseId, userId],
  );
  return row?.unread ?? 0;
}
