import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { secretsIn } from '../crypto';

/**
 * The secret in an enterprise's activation link. Derived and not stored, so that the mail can be written
 * again after a crash and nothing that is kept opens the account.
 * @param secrets the setting ACTIVATION_SECRET, of which the first one signs
 */
export function activationToken(enterpriseId: string, secrets: string): string {
  return tokenUnder(secretsIn(secrets)[0], enterpriseId);
}

function tokenUnder(secret: string, enterpriseId: string): string {
  return createHmac('sha256', secret).update(`activation|${enterpriseId}`).digest('base64url');
}

/**
 * The address in the activation mail. The token is in the fragment: it reaches no server log and no
 * referrer, and a mail scanner that opens the page activates nothing, because the page waits for a press
 * of its button.
 * @param publicUrl the setting PUBLIC_URL
 */
export function activationLink(enterpriseId: string, publicUrl: string, secrets: string): string {
  const fragment = new URLSearchParams({
    enterprise: enterpriseId,
    token: activationToken(enterpriseId, secrets),
  });
  return `${publicUrl}/activate#${fragment.toString()}`;
}

/** Whether a token from outside is the one of this enterprise; takes the same time either way. */
export function isActivationToken(token: string, enterpriseId: string, secrets: string): boolean {
  const given = digest(token);
  const matches = secretsIn(secrets).map((secret) =>
    timingSafeEqual(digest(tokenUnder(secret, enterpriseId)), given),
  );
  return matches.includes(true);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
