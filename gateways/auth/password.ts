import { hashPassword as scrypt } from 'better-auth/crypto';
import type { SecurityParameters } from '../../domain/parameters/security';
import { accept, type Refusal, type Result, refuse } from '../../domain/result';

/**
 * The hash that is kept of a password: scrypt (N 16384, r 16, p 1), in libuv's threads. Argon2id would need
 * a native module that has to be compiled or downloaded; scrypt is in Node and as hard to attack at this cost.
 */
export function hashPassword(password: string): Promise<string> {
  return scrypt(password);
}

const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];

/**
 * Whether a password is hard enough to guess.
 * @returns refusals PASSWORD_TOO_SHORT, PASSWORD_TOO_SIMPLE, PASSWORD_CONTAINS_NAME
 */
export function checkPassword(
  password: string,
  rules: SecurityParameters['password'],
  /** Words about the person that a guesser would try first. */
  personal: readonly string[] = [],
): Result<void, Refusal> {
  const minimum = rules.preferredLength;
  if ([...password].length < minimum) return refuse('PASSWORD_TOO_SHORT', 'password', { minimum });
  const classes = CLASSES.filter((kind) => kind.test(password)).length;
  if (classes < rules.minimumClasses) {
    return refuse('PASSWORD_TOO_SIMPLE', 'password', { minimum: rules.minimumClasses });
  }
  const lower = password.toLowerCase();
  const contains = personal.some((word) => word.length >= 4 && lower.includes(word.toLowerCase()));
  return contains ? refuse('PASSWORD_CONTAINS_NAME', 'password') : accept(undefined);
}
