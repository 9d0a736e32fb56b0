import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { bearer } from 'better-auth/plugins';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { canonicalMail } from '../../domain/identifiers/mail';
import { type BlindIndex, madeOf, type Secret, secretsIn } from '../crypto';
import type { Database } from '../database/client';
import { knownName } from '../database/people';
import { hashPassword, isOutdated, isPassword } from './hash';
import type { SessionAge } from './sessionEnd';
import { signInNames } from './signInName';

export interface AuthOptions {
  readonly prisma: Database['prisma'];
  readonly blindIndex: BlindIndex;
  /** The setting AUTH_SECRET: the first one signs sessions, all of them prove them. */
  readonly authSecret: Secret;
  /** The setting PUBLIC_URL: with https the cookie is only sent over TLS. */
  readonly publicUrl: string;
  /** The longest that any session lasts; each ends when `sessionEndMs` says, which may be earlier. */
  readonly longestSessionHours: number;
}

/** A session that was opened. */
export interface OpenedSession {
  readonly userId: string;
  /** Signed token for `Authorization: Bearer`. */
  readonly token: string;
  /** Values of Set-Cookie. */
  readonly cookies: readonly string[];
}

export type SignInOutcome = { readonly ok: true; readonly session: OpenedSession } | { readonly ok: false };

/** Who a cookie or bearer token belongs to. */
export interface ProvedIdentity {
  readonly userId: string;
  readonly session: SessionAge & {
    readonly id: string;
    /** When a second factor was proved in it last, ISO 8601; null: never. */
    readonly factorAt: string | null;
    /** The enterprise that its person acts for; null for staff. */
    readonly enterpriseId: string | null;
  };
}

const HOUR_SECONDS = 60 * 60;

/** Sign-in as the API uses it: everything else that better-auth can do is not reachable. */
export interface Auth {
  signIn(email: string, password: string): Promise<SignInOutcome>;
  /** Opens a session of somebody whom somebody else has proved. @returns null for nobody */
  openFor(userId: string): Promise<OpenedSession | null>;
  identityOf(headers: Headers): Promise<ProvedIdentity | null>;
  /** A session that is open, with the token that it has now; null when it is over. */
  handOut(sessionId: string): Promise<OpenedSession | null>;
  /** @returns values of Set-Cookie that remove the cookie */
  signOut(headers: Headers): Promise<readonly string[]>;
  /** What is kept of a password. */
  hashPassword(password: string): Promise<string>;
  /** Names an account in the sign-in log without its mail address. */
  accountKey(email: string): string;
  /** The same under each key that is known, for what was logged before a rotation. */
  accountKeys(email: string): readonly string[];
}

/** Sign-in under the secrets of the moment: a session that an older one signed is as good as any. */
export function createAuth({ authSecret, ...options }: AuthOptions): Auth {
  const known = madeOf(authSecret, (text) => {
    const [current, ...older] = secretsIn(text);
    const first = authUnder(current, options);
    return { first, all: [first, ...older.map((secret) => authUnder(secret, options))] };
  });
  const proverOf = async (headers: Headers) => {
    for (const prover of known().all) {
      const identity = await prover.identityOf(headers);
      if (identity !== null) return { prover, identity };
    }
    return null;
  };
  return {
    signIn: (email, password) => known().first.signIn(email, password),
    identityOf: async (headers) => (await proverOf(headers))?.identity ?? null,
    openFor: (userId) => known().first.openFor(userId),
    handOut: (sessionId) => known().first.handOut(sessionId),
    signOut: async (headers) => ((await proverOf(headers))?.prover ?? known().first).signOut(headers),
    hashPassword,
    accountKey: (email) => options.blindIndex('account', canonicalMail(email)),
    accountKeys: (email) => options.blindIndex.all('account', canonicalMail(email)),
  };
}

/** What better-auth has no function for. */
const sessions = {
  id: 'sessions',
  endpoints: {
    openFor: createAuthEndpoint(
      '/open-for',
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.userId);
        if (!user?.emailVerified) return null;
        await setSessionCookie(ctx, { session: await internalAdapter.createSession(user.id), user });
        return user.id;
      },
    ),
    handOut: createAuthEndpoint(
      '/hand-out',
      { method: 'POST', body: z.object({ token: z.string() }) },
      async (ctx) => {
        const found = await ctx.context.internalAdapter.findSession(ctx.body.token);
        if (found !== null) await setSessionCookie(ctx, found);
        return found?.user.id ?? null;
      },
    ),
  },
} satisfies BetterAuthPlugin;

/**
 * better-auth with mail and password only. Its HTTP handler is not mounted: the API's own routes call the
 * three functions that are needed, so none of its other endpoints exists for the outside.
 */
function authUnder(
  secret: string,
  { prisma, blindIndex, publicUrl, longestSessionHours }: Omit<AuthOptions, 'authSecret'>,
): Pick<Auth, 'signIn' | 'openFor' | 'handOut' | 'identityOf' | 'signOut'> {
  const isSecure = publicUrl.startsWith('https:');
  const auth = betterAuth({
    appName: 'SME lending',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    account: { modelName: 'authAccount', accountLinking: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      // People are registered with their enterprise, in one transaction with it.
      disableSignUp: true,
      requireEmailVerification: true,
      autoSignIn: false,
      maxPasswordLength: 128,
      password: {
        hash: hashPassword,
        verify: async ({ hash, password }) => {
          const isRight = await isPassword(password, hash);
          if (isRight && isOutdated(hash)) await hashAnew(prisma, hash, password);
          return isRight;
        },
      },
    },
    socialProviders: {},
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    session: {
      expiresIn: longestSessionHours * HOUR_SECONDS,
      // Being used must not put the end off: a copied token would live for ever.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        factorAt: { type: 'date', required: false, input: false },
        // The database says which one it is when a session is opened.
        enterpriseId: { type: 'string', required: false, input: false },
      },
    },
    // Limited by the API, which counts in one place for all routes.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'lending',
      // Its own prefix is __Secure-; __Host- keeps the cookies of other hosts of the domain out as well.
      useSecureCookies: false,
      cookies: isSecure ? { session_token: { name: '__Host-lending.session_token' } } : {},
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/', secure: isSecure },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7() },
    },
    plugins: [bearer({ requireSignature: true }), sessions],
  });
  const { api } = auth;
  return {
    signIn: async (email, password) => {
      try {
        const { headers, response } = await api.signInEmail({
          body: { email: await knownName(prisma, signInNames(blindIndex, email)), password },
          headers: new Headers(),
          returnHeaders: true,
        });
        return { ok: true, session: openedBy(response.user.id, headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { ok: false };
      }
    },
    openFor: async (userId) => {
      const { headers, response } = await api.openFor({ body: { userId }, returnHeaders: true });
      return response === null ? null : openedBy(response, headers);
    },
    handOut: async (sessionId) => {
      const row = await prisma.session.findUnique({ select: { token: true }, where: { id: sessionId } });
      if (row === null) return null;
      const { headers, response } = await api.handOut({ body: row, returnHeaders: true });
      return response === null ? null : openedBy(response, headers);
    },
    identityOf: async (headers) => {
      const found = await api.getSession({ headers });
      if (found === null) return null;
      const { user, session } = found;
      const { id, createdAt, enterpriseId, factorAt, updatedAt } = session;
      return {
        userId: user.id,
        session: {
          id,
          beganMs: new Date(createdAt).getTime(),
          usedMs: new Date(updatedAt).getTime(),
          factorAt: factorAt ? new Date(factorAt).toISOString() : null,
          enterpriseId: enterpriseId ?? null,
        },
      };
    },
    signOut: async (headers) => {
      const answer = await api.signOut({ headers, returnHeaders: true });
      return answer.headers.getSetCookie();
    },
  };
}

function openedBy(userId: string, headers: Headers): OpenedSession {
  return { userId, token: headers.get('set-auth-token') ?? '', cookies: headers.getSetCookie() };
}

/** A hash of another time is replaced by one of today's cost. */
async function hashAnew(prisma: Database['prisma'], hash: string, password: string): Promise<void> {
  const data = { password: await hashPassword(password) };
  await prisma.authAccount.updateMany({ where: { password: hash }, data });
}

/** Any wrong input is the same refusal, so that nobody learns which addresses have an account. */
function isRefusal(error: unknown): boolean {
  const { name, statusCode } = error as { name?: string; statusCode?: number };
  return name === 'APIError' && statusCode !== undefined && statusCode < 500;
}
