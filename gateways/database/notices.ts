import type { ColumnCipher } from '../crypto';
import type { PrismaClient } from './generated/client';
import { write } from './statement';
import type { Queryable } from './transaction';

/** A verified notice of the bank as it came. */
export interface NewNotice {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly payload: object;
}

const placeOf = (id: string) => ({ table: 'bank_notice', column: 'payload_cipher', id });

/**
 * Stores a notice before anybody acts on it; sealed, for it names who paid, from which account and what for.
 * @returns false when it was stored before
 */
export async function storeNotice(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  { payload, ...notice }: NewNotice,
): Promise<boolean> {
  const payloadCipher = cipher.encrypt(JSON.stringify(payload), placeOf(notice.id));
  const { count } = await prisma.bankNotice.createMany({
    data: { ...notice, payloadCipher },
    skipDuplicates: true,
  });
  return count === 1;
}

/** What a stored notice says. @throws SealError when it was changed or copied from another one */
export function openNotice(cipher: ColumnCipher, id: string, sealed: Uint8Array): unknown {
  return JSON.parse(cipher.decrypt(sealed, placeOf(id)));
}

/** Marks a notice as handed to its process; one that is not marked is found by the sweeper. */
export async function markNoticeHandled(sql: Queryable, id: string): Promise<void> {
  await write(sql, 'UPDATE bank_notice SET handled_at = now() WHERE id = $1 AND handled_at IS NULL', [id]);
}
