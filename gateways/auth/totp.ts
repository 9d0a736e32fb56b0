import { Secret, TOTP } from 'otpauth';

/** RFC 4226, 4: 160 bits. */
const SECRET_BYTES = 20;

/** What apps understand: SHA-1, six digits, thirty seconds (RFC 6238); many overlook that a URI says otherwise. */
const CODES = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

const DIGITS = /^[0-9]{6}$/;

/** A secret to share with a device. @returns base32 */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an app reads from a QR code. @param account the mail address */
export function totpUri(secret: string, account: string): string {
  return new TOTP({ ...CODES, issuer: 'SME lending', label: account, secret }).toString();
}

/** The code that a device shows. @param nowMs real milliseconds since 1970 UTC */
export function codeAt(secret: string, nowMs: number): string {
  return TOTP.generate({ ...CODES, secret: Secret.fromBase32(secret), timestamp: nowMs });
}

/**
 * Of which time step a code is. A code counts once: whoever takes it notes the step, and takes none that is not later.
 * @param driftSteps by so many steps a device may be slow or fast
 * @returns null for a code of none
 */
export function stepOfCode(
  secret: string,
  code: string,
  { nowMs, driftSteps }: { readonly nowMs: number; readonly driftSteps: number },
): number | null {
  if (!DIGITS.test(code)) return null;
  const asked = { ...CODES, secret: Secret.fromBase32(secret), token: code, timestamp: nowMs };
  const delta = TOTP.validate({ ...asked, window: driftSteps });
  return delta === null ? null : TOTP.counter({ period: CODES.period, timestamp: nowMs }) + delta;
}
