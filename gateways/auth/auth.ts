import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { bearer } from 'better-auth/plugins';
import { uuidv7 } from 'uuidv7';
import { canonicalMail } from '../../domain/identifiers/mail';
import type { Database } from '../database/client';
import { hashPassword } from './hash';

export interface AuthOptions {
  readonly prisma: Database['prisma'];
  /** The setting AUTH_SECRET. */
  readonly authSecret: string;
  /** The setting PUBLIC_URL: with https the cookie is only sent over TLS. */
  readonly publicUrl: string;
}

/** A session that was opened. */
export interface OpenedSession {
  readonly userId: string;
  /** Signed token for `Authorization: Bearer`. */
  readonly token: string;
  /** Values of Set-Cookie. */
  readonly cookies: readonly string[];
}

export type SignInOutcome =
  | { readonly ok: true; readonly session: OpenedSession }
  | { readonly ok: false; readonly code: 'WRONG_CREDENTIALS' | 'NOT_ACTIVATED' };

/** Who a cookie or bearer token belongs to. */
export interface ProvedIdentity {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Sign-in as the API uses it: everything else that better-auth can do is not reachable. */
export interface Auth {
  signIn(email: string, password: string): Promise<SignInOutcome>;
  identityOf(headers: Headers): Promise<ProvedIdentity | null>;
  /** @returns values of Set-Cookie that remove the cookie */
  signOut(headers: Headers): Promise<readonly string[]>;
  /** What is kept of a password. */
  hashPassword(password: string): Promise<string>;
  /** Names an account in the sign-in log without its mail address. */
  accountKey(email: string): string;
}

/** A working day: people sign in once a day, a stolen token is worthless tomorrow. */
const SESSION_SECONDS = 12 * 60 * 60;
/** The session is prolonged when it is used and older than this. */
const RENEW_SECONDS = 60 * 60;

/**
 * better-auth with mail and password only. Its HTTP handler is not mounted: the API's own routes call the
 * three functions that are needed, so none of its other endpoints exists for the outside.
 */
export function createAuth({ prisma, authSecret, publicUrl }: AuthOptions): Auth {
  const auth = betterAuth({
    appName: 'SME lending',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: authSecret,
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    account: { modelName: 'authAccount', accountLinking: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      // People are registered with their enterprise, in one transaction with it.
      disableSignUp: true,
      requireEmailVerification: true,
      autoSignIn: false,
      maxPasswordLength: 128,
    },
    socialProviders: {},
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    session: { expiresIn: SESSION_SECONDS, updateAge: RENEW_SECONDS, cookieCache: { enabled: false } },
    // Limited by the API, which counts in one place for all routes.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'lending',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7() },
    },
    plugins: [bearer({ requireSignature: true })],
  });
  const { api } = auth;
  return {
    signIn: async (email, password) => {
      try {
        const { headers, response } = await api.signInEmail({
          body: { email, password },
          headers: new Headers(),
          returnHeaders: true,
        });
        const token = headers.get('set-auth-token') ?? '';
        return { ok: true, session: { userId: response.user.id, token, cookies: headers.getSetCookie() } };
      } catch (error) {
        const code = refusalOf(error);
        if (code === null) throw error;
        return { ok: false, code };
      }
    },
    identityOf: async (headers) => {
      const found = await api.getSession({ headers });
      if (found === null) return null;
      const { user, session } = found;
      const expiresAt = new Date(session.expiresAt).toISOString();
      return { userId: user.id, name: user.name, email: user.email, expiresAt };
    },
    signOut: async (headers) => {
      const answer = await api.signOut({ headers, returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    hashPassword,
    accountKey: (email) =>
      createHmac('sha256', authSecret)
        .update(`account|${canonicalMail(email)}`)
        .digest('hex'),
  };
}

/** Any wrong input is the same refusal, so that nobody learns which addresses have an account. */
function refusalOf(error: unknown): 'WRONG_CREDENTIALS' | 'NOT_ACTIVATED' | null {
  const { name, body, statusCode } = error as {
    name?: string;
    body?: { code?: string };
    statusCode?: number;
  };
  if (name !== 'APIError' || statusCode === undefined || statusCode >= 500) return null;
  return body?.code === 'EMAIL_NOT_VERIFIED' ? 'NOT_ACTIVATED' : 'WRONG_CREDENTIALS';
}
