import { createHash } from 'node:crypto';

/** What the first link of a chain stands on. */
export const CHAIN_BEGINS: Uint8Array = new Uint8Array(32);

/**
 * A link of a hash chain: SHA-256 over the link before it and what this one holds.
 * @param before 32 bytes
 * @param text what is held, in its one canonical form
 * @returns 32 bytes
 */
export function linkAfter(before: Uint8Array, text: string): Uint8Array {
  return createHash('sha256').update(before).update(text, 'utf8').digest();
}
