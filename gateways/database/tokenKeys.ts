import type { ColumnCipher } from '../crypto';
import type { PrismaClient } from './generated/client';
import { NEWEST_FIRST } from './paging';
import { placeIn } from './sealedColumns';
import { write } from './statement';
import type { Queryable } from './transaction';

/** What signs tokens of machines, and verifies them. */
export interface TokenKey {
  readonly id: string;
  /** JSON of RFC 7517, both halves. */
  readonly jwk: string;
  readonly createdAt: string;
}

const keyAt = (id: string) => placeIn('token_key', 'key_cipher', id);

interface SealedKey {
  readonly id: string;
  readonly keyCipher: Uint8Array;
  readonly createdAt: Date;
}

const opened = (cipher: ColumnCipher, { id, keyCipher, createdAt }: SealedKey): TokenKey => ({
  id,
  jwk: cipher.decrypt(keyCipher, keyAt(id)),
  createdAt: createdAt.toISOString(),
});

/** All that there are, newest first. */
export async function listTokenKeys(
  prisma: PrismaClient,
  cipher: ColumnCipher,
): Promise<readonly TokenKey[]> {
  const rows = await prisma.tokenKey.findMany({ orderBy: NEWEST_FIRST });
  return rows.map((row) => opened(cipher, row));
}

/** One of them, or null. */
export async function findTokenKey(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  id: string,
): Promise<TokenKey | null> {
  const row = await prisma.tokenKey.findUnique({ where: { id } });
  return row && opened(cipher, row);
}

/** Adds one. Two processes that do so at once have one each, and both count. */
export async function writeTokenKey(
  sql: Queryable,
  cipher: ColumnCipher,
  { id, jwk, createdAt }: TokenKey,
): Promise<void> {
  const sealed = cipher.encrypt(jwk, keyAt(id));
  await write(sql, 'INSERT INTO token_key (id, key_cipher, created_at) VALUES ($1, $2, $3)', [
    ...[id, sealed, createdAt],
  ]);
}

/** Removes those that sign nothing any more, and a day longer. @returns how many there were */
export async function forgetTokenKeys(sql: Queryable, keyDays: number): Promise<number> {
  return await write(sql, 'DELETE FROM token_key WHERE created_at < now() - make_interval(days => $1 + 1)', [
    keyDays,
  ]);
}
