import { createHash } from 'node:crypto';
import { Secret } from 'otpauth';

/** Above 112 bits, so that a plain hash is enough (ASVS 5.0 6.5.2). */
const CODE_BYTES = 15;

/** Codes for paper, such as `KZ3T-…` in six groups of four. */
export function newRecoveryCodes(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const { base32 } = new Secret({ size: CODE_BYTES });
    return base32.match(/.{4}/g)?.join('-') ?? base32;
  });
}

/** What is kept of a code, however it is typed: hyphens, blanks and small letters make no other one. */
export function recoveryCodeHash(code: string): string {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(plain).digest('hex');
}
