import { hashPassword as scrypt } from 'better-auth/crypto';

/**
 * The hash that is kept of a password: scrypt (N 16384, r 16, p 1), in libuv's threads. Argon2id would need
 * a native module that has to be compiled or downloaded; scrypt is in Node and as hard to attack at this cost.
 */
export function hashPassword(password: string): Promise<string> {
  return scrypt(password);
}
