import { randomBytes, randomInt } from 'node:crypto';
import { accept, type Result, refuse } from '../../domain/result';
import type { BlindIndex } from '../crypto';
import { readRow, write } from '../database/statement';
import type { Queryable } from '../database/transaction';

/** What a one-time secret opens: a link from a mail, or a code from a short message. */
export const ONE_TIME_PURPOSES = [
  'PASSWORD_RESET',
  'MAIL_OLD',
  'MAIL_NEW',
  'PHONE_OLD',
  'PHONE_NEW',
  'INVITATION',
  'ENTERPRISE_INVITATION',
] as const;
export type OneTimePurpose = (typeof ONE_TIME_PURPOSES)[number];

/** What a secret is about. */
export interface OneTimeUse {
  readonly purpose: OneTimePurpose;
  /** Whose account, which change, which invitation. */
  readonly subjectId: string;
}

/** How long a secret opens something, in minutes of real time. */
export interface OneTimeLife {
  readonly minutes: number;
}

const TOKEN_BYTES = 32;
const CODE_DIGITS = 6;

/**
 * Makes the token of a link: nobody guesses it, and only its keyed hash is kept. Older ones of the same purpose and
 * subject open nothing any more.
 * @returns 64 hex digits, for the mail alone
 */
export async function issueToken(
  sql: Queryable,
  blindIndex: BlindIndex,
  use: OneTimeUse & OneTimeLife,
): Promise<string> {
  const { token, hash } = makeToken(blindIndex, use.purpose);
  await keep(sql, use, hash);
  return token;
}

/** A token, and what is kept of it: for whom another one keeps it than {@link issueToken}. */
export function makeToken(
  blindIndex: BlindIndex,
  purpose: OneTimePurpose,
): { readonly token: string; readonly hash: string } {
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  return { token, hash: blindIndex(fieldOf(purpose), token) };
}

/**
 * Uses a token: the first one who shows it in time learns what it is about, and nobody after. Within the transaction
 * of what it opens, so that a token is not lost when that fails.
 * @returns LINK_NOT_VALID for one that was used, replaced, voided by a change, is too old or never was
 */
export async function redeemToken(
  sql: Queryable,
  blindIndex: BlindIndex,
  { purpose, token }: { readonly purpose: OneTimePurpose; readonly token: string },
): Promise<Result<{ readonly subjectId: string }, 'LINK_NOT_VALID'>> {
  const used = await readRow<{ readonly subjectId: string }>(
    sql,
    `UPDATE one_time_token SET used_at = now()
       WHERE purpose = $1 AND secret_hash = ANY ($2) AND used_at IS NULL AND expires_at > now()
       RETURNING subject_id`,
    [purpose, blindIndex.all(fieldOf(purpose), token)],
  );
  return used === null ? refuse('LINK_NOT_VALID') : accept(used);
}

/**
 * Makes a code that people type. It can be guessed, so it counts for its subject alone and bears few tries.
 * @returns six digits, for the short message alone
 */
export async function issueCode(
  sql: Queryable,
  blindIndex: BlindIndex,
  use: OneTimeUse & OneTimeLife,
): Promise<string> {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  await keep(sql, use, blindIndex(fieldOf(use.purpose), typed(use.subjectId, code)));
  return code;
}

/**
 * Uses a code. A wrong one counts as a try even where what surrounds it fails: not for the inside of a transaction.
 * @param tries how many there are, wrong or right
 * @returns CODE_WRONG while there are tries left; CODE_NOT_VALID for one that was used, replaced or tried too often, or
 * is too old
 */
export async function redeemCode(
  sql: Queryable,
  blindIndex: BlindIndex,
  {
    purpose,
    subjectId,
    code,
    tries,
  }: OneTimeUse & {
    readonly code: string;
    readonly tries: number;
  },
): Promise<Result<void, 'CODE_WRONG' | 'CODE_NOT_VALID'>> {
  const tried = await readRow<{ readonly isRight: boolean }>(
    sql,
    `UPDATE one_time_token
       SET tries = tries + 1, used_at = CASE WHEN secret_hash = ANY ($3) THEN now() END
       WHERE purpose = $1 AND subject_id = $2 AND used_at IS NULL AND expires_at > now() AND tries < $4
       RETURNING used_at IS NOT NULL AS is_right`,
    [purpose, subjectId, blindIndex.all(fieldOf(purpose), typed(subjectId, code)), tries],
  );
  if (tried === null) return refuse('CODE_NOT_VALID');
  return tried.isRight ? accept(undefined) : refuse('CODE_WRONG');
}

/** Removes what opens nothing any more. @returns how many there were */
export async function forgetOldTokens(sql: Queryable, days: number): Promise<number> {
  return await write(sql, 'DELETE FROM one_time_token WHERE expires_at < now() - make_interval(days => $1)', [
    days,
  ]);
}

async function keep(
  sql: Queryable,
  { purpose, subjectId, minutes }: OneTimeUse & OneTimeLife,
  hash: string,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO one_time_token (purpose, subject_id, secret_hash, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))
       ON CONFLICT (purpose, subject_id) DO UPDATE SET secret_hash = excluded.secret_hash, tries = 0, used_at = NULL,
         created_at = now(), expires_at = excluded.expires_at`,
    [purpose, subjectId, hash, minutes],
  );
}

const fieldOf = (purpose: OneTimePurpose): string => `one_time/${purpose}`;
/** A code is short: two people may well have the same. */
const typed = (subjectId: string, code: string): string => `${subjectId}/${code}`;
