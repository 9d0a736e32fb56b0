import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { MACHINE_SCOPES, type MachineScope } from '../../domain/machines/scopes';
import type { ColumnCipher } from '../crypto';
import type { Database } from '../database/client';
import { findTokenKey, listTokenKeys, type TokenKey, writeTokenKey } from '../database/tokenKeys';

/** The one algorithm, whatever a token says of itself. */
const ALGORITHM = 'ES256';
/** RFC 9068: an access token is nothing else that we sign. */
const TYPE = 'at+jwt';

/** What a token says of whom it was given to. */
export interface MachineToken {
  readonly machineId: string;
  readonly scopes: readonly MachineScope[];
}

/** The half of a key that verifies, for whoever is shown a token. */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: typeof ALGORITHM;
  readonly use: 'sig';
}

/** Tokens of machines: given for minutes, signed by a key that is another one every month. */
export interface MachineTokens {
  /** @returns the signed token */
  issue(token: MachineToken, life: { readonly minutes: number; readonly keyDays: number }): Promise<string>;
  /** @returns null for what none of our keys has signed for us, and for what is too old */
  prove(token: string): Promise<MachineToken | null>;
  /** The keys that some token may still be signed by, newest first. */
  publicKeys(): Promise<readonly PublicKey[]>;
}

interface TokenParts extends Pick<Database, 'prisma' | 'sql'> {
  readonly cipher: ColumnCipher;
  /** The setting PUBLIC_URL: who gives tokens. */
  readonly publicUrl: string;
}

const claims = z.object({ sub: z.uuid(), scope: z.string() });
const ecKey = z.object({ x: z.string(), y: z.string(), d: z.string() });

/** Tokens that this platform gives for its own API alone. */
export function createMachineTokens({ prisma, sql, cipher, publicUrl }: TokenParts): MachineTokens {
  const issuer = new URL(publicUrl).origin;
  const audience = audienceOf(publicUrl);
  return {
    issue: async ({ machineId, scopes }, { minutes, keyDays }) => {
      const [newest] = await listTokenKeys(prisma, cipher);
      const key = newest !== undefined && ageDays(newest) < keyDays ? newest : await newKey();
      await (key === newest ? undefined : writeTokenKey(sql, cipher, key));
      const payload: JWTPayload = { client_id: machineId, scope: scopes.join(' ') };
      return await new SignJWT(payload)
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(machineId)
        .setJti(uuidv7())
        .setIssuedAt()
        .setExpirationTime(`${minutes} minutes`)
        .sign(await importJWK(JSON.parse(key.jwk) as JWK, ALGORITHM));
    },
    prove: async (token) => {
      const verified = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = z.uuid().safeParse(kid).success
            ? await findTokenKey(prisma, cipher, String(kid))
            : null;
          if (key === null) throw new UnknownKey();
          return await importJWK({ ...publicHalf(key) }, ALGORITHM);
        },
        { algorithms: [ALGORITHM], typ: TYPE, issuer, audience, requiredClaims: ['exp', 'sub', 'scope'] },
      ).catch(refusedToken);
      const { data } = claims.safeParse(verified?.payload);
      if (data === undefined) return null;
      const named = data.scope.split(' ');
      return { machineId: data.sub, scopes: MACHINE_SCOPES.filter((scope) => named.includes(scope)) };
    },
    publicKeys: async () => (await listTokenKeys(prisma, cipher)).map(publicHalf),
  };
}

/** Whom tokens are for: the API, and nothing else of the same name. @param publicUrl the setting PUBLIC_URL */
export const audienceOf = (publicUrl: string): string => `${publicUrl}/api`;

class UnknownKey extends Error {
  readonly code = 'ERR_UNKNOWN_KEY';
}

/** What is wrong with a token is nobody's business; that a key could not be looked up is a fault. */
function refusedToken(error: unknown): null {
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && code.startsWith('ERR_')) return null;
  throw error;
}

async function newKey(): Promise<TokenKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return {
    id: uuidv7(),
    jwk: JSON.stringify(await exportJWK(privateKey)),
    createdAt: new Date().toISOString(),
  };
}

function publicHalf({ id: kid, jwk }: TokenKey): PublicKey {
  const { x, y } = ecKey.parse(JSON.parse(jwk));
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: ALGORITHM, use: 'sig' };
}

const DAY_MS = 86_400_000;
const ageDays = ({ createdAt }: TokenKey): number => (Date.now() - Date.parse(createdAt)) / DAY_MS;
