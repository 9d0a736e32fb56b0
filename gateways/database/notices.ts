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

/**
 * Stores a notice before anybody acts on it.
 * @returns false when it was stored before
 */
export async function storeNotice(prisma: PrismaClient, notice: NewNotice): Promise<boolean> {
  const { count } = await prisma.bankNotice.createMany({ data: notice, skipDuplicates: true });
  return count === 1;
}

/** Marks a notice as handed to its process; one that is not marked is found by the sweeper. */
export async function markNoticeHandled(sql: Queryable, id: string): Promise<void> {
  await write(sql, 'UPDATE bank_notice SET handled_at = now() WHERE id = $1 AND handled_at IS NULL', [id]);
}
