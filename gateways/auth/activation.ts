import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The secret in an enterprise's activation link. Derived and not stored, so that the mail can be written
 * again after a crash and nothing that is kept opens the account.
 * @param authSecret the setting AUTH_SECRET
 */
export function activationToken(enterpriseId: string, authSecret: string): string {
  return createHmac('sha256', authSecret).update(`activation|${enterpriseId}`).digest('base64url');
}

/**
 * The address in the activation mail. The token is in the fragment: it reaches no server log and no
 * referrer, and a mail scanner that opens the page activates nothing, because the page waits for a press
 * of its button.
 * @param publicUrl the setting PUBLIC_URL
 */
export function activationLink(enterpriseId: string, publicUrl: string, authSecret: string): string {
  const fragment = new URLSearchParams({
    enterprise: enterpriseId,
    token: activationToken(enterpriseId, authSecret),
  });
  return `${publicUrl.replace(/\/+$/, '')}/activate#${fragment.toString()}`;
}

/** Whether a token from outside is the one of this enterprise; takes the same time either way. */
export function isActivationToken(token: string, enterpriseId: string, authSecret: string): boolean {
  const expected = createHash('sha256').update(activationToken(enterpriseId, authSecret)).digest();
  const given = createHash('sha256').update(token).digest();
  return timingSafeEqual(expected, given);
}
