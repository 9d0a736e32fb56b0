import type { Pool } from 'pg';
import type { KnownPasskey } from '../auth/passkey';
import type { ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { placeIn } from './sealedColumns';
import { readRow, readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** In whose session a factor is proved. */
export interface FactorSession {
  readonly userId: string;
  readonly sessionId: string;
}

const SHOWN = {
  id: true,
  kind: true,
  name: true,
  createdAt: true,
  usedAt: true,
} satisfies Prisma.SecondFactorSelect;

/** A factor as its person sees it. */
export type FactorRow = Pick<Stored<'SecondFactor'>, keyof typeof SHOWN>;

/** What a person can prove, oldest first. */
export async function listFactors(prisma: PrismaClient, userId: string): Promise<readonly FactorRow[]> {
  const rows = await prisma.secondFactor.findMany({
    select: SHOWN,
    where: { userId, confirmedAt: { not: null } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(plain<'SecondFactor'>());
}

/** How many recovery codes a person has left. */
export function recoveryCodesLeft(prisma: PrismaClient, userId: string): Promise<number> {
  return prisma.recoveryCode.count({ where: { userId, usedAt: null } });
}

/** The secret that a person's device of codes shares. */
export interface TotpFactor {
  readonly id: string;
  readonly secret: string;
}

const secretAt = (id: string) => placeIn('second_factor', 'secret_cipher', id);

/** Devices of a person that show codes: those that are confirmed, or the one that was begun. */
export async function findTotpFactors(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  { userId, isConfirmed }: { readonly userId: string; readonly isConfirmed: boolean },
): Promise<readonly TotpFactor[]> {
  const rows = await prisma.secondFactor.findMany({
    select: { id: true, secretCipher: true },
    where: { userId, kind: 'TOTP', confirmedAt: isConfirmed ? { not: null } : null },
  });
  return rows.flatMap(({ id, secretCipher }) =>
    secretCipher === null ? [] : [{ id, secret: cipher.decrypt(secretCipher, secretAt(id)) }],
  );
}

/** Changes what a person can prove, one change after the other. */
function inTurn<Value>(sql: Pool, userId: string, change: (tx: Queryable) => Promise<Value>): Promise<Value> {
  return inTransaction(sql, async (tx) => {
    await readRow(tx, 'SELECT id FROM "user" WHERE id = $1 FOR UPDATE', [userId]);
    return await change(tx);
  });
}

/** Shares a secret with a device; it counts from its first code on. One that was begun before is given up. */
export async function beginTotpFactor(
  sql: Pool,
  cipher: ColumnCipher,
  { id, userId, name, secret }: TotpFactor & { readonly userId: string; readonly name: string },
): Promise<void> {
  await inTurn(sql, userId, async (tx) => {
    await write(tx, 'DELETE FROM second_factor WHERE user_id = $1 AND confirmed_at IS NULL', [userId]);
    await write(
      tx,
      `INSERT INTO second_factor (id, user_id, kind, name, secret_cipher) VALUES ($1, $2, 'TOTP', $3, $4)`,
      [id, userId, name, cipher.encrypt(secret, secretAt(id))],
    );
  });
}

/** A factor that counts from now on, with the codes for its loss, by their hashes; none where there are some left. */
export interface Taken {
  readonly codeHashes: readonly string[];
}

/** Writes the hashes of recovery codes once what stands before it as `taken` has come true, and that it was proved. */
const AND_PROVED = `, codes AS (
    INSERT INTO recovery_code (user_id, code_hash)
      SELECT $1, code FROM unnest($3::text[]) AS code WHERE EXISTS (SELECT FROM taken))
  UPDATE session SET factor_at = now() WHERE id = $2 AND user_id = $1 AND EXISTS (SELECT FROM taken)`;

/** The device has shown its first code: it is confirmed, and proved. @returns false when somebody else was faster */
export async function confirmTotpFactor(
  sql: Queryable,
  { userId, sessionId }: FactorSession,
  { id, step, codeHashes }: Taken & { readonly id: string; readonly step: number },
): Promise<boolean> {
  const count = await write(
    sql,
    `WITH taken AS (
       UPDATE second_factor SET confirmed_at = now(), used_at = now(), counter = $5
         WHERE id = $4 AND user_id = $1 AND confirmed_at IS NULL RETURNING id)${AND_PROVED}`,
    [userId, sessionId, codeHashes, id, step],
  );
  return count === 1;
}

/** A passkey that was made just now is proved. @returns false for one that is known already */
export async function addPasskeyFactor(
  sql: Queryable,
  { userId, sessionId }: FactorSession,
  {
    id,
    name,
    passkey,
    codeHashes,
  }: Taken & { readonly id: string; readonly name: string; readonly passkey: KnownPasskey },
): Promise<boolean> {
  const { credentialId, publicKey, counter, transports } = passkey;
  const count = await write(
    sql,
    `WITH taken AS (
       INSERT INTO second_factor (id, user_id, kind, name, credential_id, public_key, counter, transports,
           confirmed_at, used_at)
         VALUES ($4, $1, 'PASSKEY', $5, $6, $7, $8, $9, now(), now())
         ON CONFLICT (credential_id) DO NOTHING RETURNING id)${AND_PROVED}`,
    [userId, sessionId, codeHashes, id, name, credentialId, publicKey, counter, transports],
  );
  return count === 1;
}

/** A passkey that is known, with the factor that it is. */
export interface PasskeyFactor extends KnownPasskey {
  readonly id: string;
}

/** A person's passkeys. */
export async function findPasskeys(prisma: PrismaClient, userId: string): Promise<readonly PasskeyFactor[]> {
  const rows = await prisma.secondFactor.findMany({
    select: { id: true, credentialId: true, publicKey: true, counter: true, transports: true },
    where: { userId, kind: 'PASSKEY' },
  });
  return rows
    .map(plain<'SecondFactor'>())
    .flatMap(({ credentialId, publicKey, ...row }) =>
      credentialId === null || publicKey === null ? [] : [{ ...row, credentialId, publicKey }],
    );
}

/**
 * A factor is proved in a session, by a code or a signature that is later than the last one. A passkey that does not
 * count says 0 each time: what it signs is asked for once ({@link takeChallenge}).
 * @param counter the time step of the code, or what the passkey counts
 * @returns false when it was used before: nothing is proved then
 */
export async function proveFactor(
  sql: Queryable,
  { userId, sessionId }: FactorSession,
  { id, counter }: { readonly id: string; readonly counter: number },
): Promise<boolean> {
  const count = await write(
    sql,
    `WITH proof AS (
       UPDATE second_factor SET counter = $4, used_at = now()
         WHERE id = $3 AND user_id = $1 AND confirmed_at IS NOT NULL
           AND (counter < $4 OR (kind, counter, $4::bigint) = ('PASSKEY', 0, 0)) RETURNING id)
     UPDATE session SET factor_at = now() WHERE id = $2 AND user_id = $1 AND EXISTS (SELECT FROM proof)`,
    [userId, sessionId, id, counter],
  );
  return count === 1;
}

/** A code from paper proves as well, once. @returns false for one that was used, or never was */
export async function proveByRecoveryCode(
  sql: Queryable,
  { userId, sessionId }: FactorSession,
  codeHash: string,
): Promise<boolean> {
  const count = await write(
    sql,
    `WITH proof AS (
       UPDATE recovery_code SET used_at = now()
         WHERE user_id = $1 AND code_hash = $3 AND used_at IS NULL RETURNING user_id)
     UPDATE session SET factor_at = now() WHERE id = $2 AND user_id = $1 AND EXISTS (SELECT FROM proof)`,
    [userId, sessionId, codeHash],
  );
  return count === 1;
}

/** New recovery codes; those from before count no more. */
export async function replaceRecoveryCodes(
  sql: Pool,
  userId: string,
  codeHashes: readonly string[],
): Promise<void> {
  await inTurn(sql, userId, async (tx) => {
    await write(tx, 'DELETE FROM recovery_code WHERE user_id = $1', [userId]);
    await write(
      tx,
      'INSERT INTO recovery_code (user_id, code_hash) SELECT $1, code FROM unnest($2::text[]) AS code',
      [userId, codeHashes],
    );
  });
}

/**
 * A factor proves nothing any more.
 * @param keepOne whether the person may not be without one
 * @returns NOT_FOUND for one of somebody else, LAST for the only one
 */
export function removeFactor(
  sql: Pool,
  { id, userId, keepOne }: { readonly id: string; readonly userId: string; readonly keepOne: boolean },
): Promise<'REMOVED' | 'NOT_FOUND' | 'LAST'> {
  return inTurn(sql, userId, async (tx) => {
    const factors = await readRows<Pick<Stored<'SecondFactor'>, 'id'>>(
      tx,
      'SELECT id FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL',
      [userId],
    );
    if (!factors.some((factor) => factor.id === id)) return 'NOT_FOUND';
    if (keepOne && factors.length === 1) return 'LAST';
    await write(tx, 'DELETE FROM second_factor WHERE id = $1', [id]);
    // Without a device there is nothing to recover.
    if (factors.length === 1) await write(tx, 'DELETE FROM recovery_code WHERE user_id = $1', [userId]);
    return 'REMOVED';
  });
}

/** A person has no second factor and no session any more, and sets one up when signing in next. */
export async function forgetFactors(sql: Queryable, userId: string): Promise<void> {
  await write(
    sql,
    `WITH factors AS (DELETE FROM second_factor WHERE user_id = $1),
          codes AS (DELETE FROM recovery_code WHERE user_id = $1)
     DELETE FROM session WHERE user_id = $1`,
    [userId],
  );
}

/** Keeps what a passkey is asked to sign in a session; what was asked before counts no more. */
export async function keepChallenge(
  sql: Queryable,
  {
    sessionId,
    challenge,
    minutes,
  }: { readonly sessionId: string; readonly challenge: string; readonly minutes: number },
): Promise<void> {
  await write(
    sql,
    `INSERT INTO passkey_challenge (session_id, challenge, ends_at)
       VALUES ($1, $2, now() + make_interval(mins => $3))
       ON CONFLICT (session_id) DO UPDATE SET challenge = excluded.challenge, ends_at = excluded.ends_at`,
    [sessionId, challenge, minutes],
  );
}

/** What was asked in a session, which counts once. @returns null when nothing was, or too long ago */
export async function takeChallenge(sql: Queryable, sessionId: string): Promise<string | null> {
  const taken = await readRow<Pick<Stored<'PasskeyChallenge'>, 'challenge'> & { readonly isInTime: boolean }>(
    sql,
    'DELETE FROM passkey_challenge WHERE session_id = $1 RETURNING challenge, ends_at > now() AS is_in_time',
    [sessionId],
  );
  return taken?.isInTime ? taken.challenge : null;
}
