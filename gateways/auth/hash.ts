import { hash, verify } from '@node-rs/argon2';
import { atMost } from '../atMost';

/** Twice the floor of OWASP ASVS 5.0 appendix C for Argon2id (t 1, m 46 MiB, p 1 or t 2, m 19 MiB, p 1). */
const COST = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;
/** Argon2id is the library's own choice; its name stands at the beginning of each hash. */
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** So many at once: two processors are busy and 92 MiB in use, and half of libuv's threads are left for others. */
const AT_ONCE = 2;
const inTurn = atMost(AT_ONCE);

/** The hash that is kept of a password: Argon2id with a salt of its own, in libuv's threads. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(canonical(password), COST));
}

/** Whether a password is the one that a hash was made of. */
export function isPassword(password: string, of: string): Promise<boolean> {
  return inTurn(() => verify(of, canonical(password)));
}

/** Whether a hash was made at another cost than today's: it is made anew when its password is there. */
export const isOutdated = (of: string): boolean => !of.startsWith(CURRENT);

/** The same signs typed on another keyboard are the same password. */
const canonical = (password: string): string => password.normalize('NFKC');
