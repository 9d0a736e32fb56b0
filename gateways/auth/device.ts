import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { secretsIn } from '../crypto';

/** Where the secret of devices comes from, and how cookies are sent. */
export interface DeviceCookies {
  /** The setting AUTH_SECRET. */
  readonly authSecret: string;
  /** The setting PUBLIC_URL. */
  readonly publicUrl: string;
}

const DAY_SECONDS = 24 * 60 * 60;

/**
 * A cookie that says: on this device somebody signed in to this account. It opens nothing; whoever shows it is not
 * counted among strangers who guess, so that these can't lock the owner out (OWASP, Device Cookies).
 * @param account keyed hash of the mail address
 * @returns a value of Set-Cookie
 */
export function deviceCookie(account: string, days: number, cookies: DeviceCookies): string {
  const device = randomUUID();
  const isSecure = cookies.publicUrl.startsWith('https:');
  const attributes = [`Max-Age=${days * DAY_SECONDS}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  const value = `${device}.${markOf(device, account, secretsIn(cookies.authSecret)[0])}`;
  return [`${nameOf(account, isSecure)}=${value}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/**
 * The device of a request on which somebody signed in to the account before.
 * @returns null for an unknown one, for a forged cookie and for one of another account
 */
export function knownDevice(
  header: string | readonly string[] | undefined,
  account: string,
  cookies: DeviceCookies,
): string | null {
  if (typeof header !== 'string') return null;
  const begin = `${nameOf(account, cookies.publicUrl.startsWith('https:'))}=`;
  const sent = header.split(';').find((cookie) => cookie.trim().startsWith(begin));
  const [device = '', mark = ''] = sent?.trim().slice(begin.length).split('.') ?? [];
  const given = Buffer.from(mark);
  const isMarked = secretsIn(cookies.authSecret).some((secret) => {
    const right = Buffer.from(markOf(device, account, secret));
    return given.length === right.length && timingSafeEqual(given, right);
  });
  return isMarked ? device : null;
}

/** One cookie for each account, so that people who share a device are all known on it. */
function nameOf(account: string, isSecure: boolean): string {
  return `${isSecure ? '__Host-' : ''}lending.device.${account.slice(0, 16)}`;
}

function markOf(device: string, account: string, secret: string): string {
  return createHmac('sha256', secret).update(`device|${account}|${device}`).digest('base64url');
}
