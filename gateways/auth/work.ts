import { createHmac } from 'node:crypto';
import { type Challenge, createChallenge, randomInt, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { WorkParameters } from '../../domain/parameters/security';
import { type Secret, secretsIn } from '../crypto';

const ALGORITHM = 'PBKDF2/SHA-256';

/** Has strangers work before we do: what a person's machine does once in a moment costs a robot that does it often. */
export interface Work {
  /** What has to be solved for an operation, in base64. */
  ask(operation: string, rules: WorkParameters): Promise<string>;
  /** The nonce of a challenge of ours for this operation that was solved in time; null for anything else. */
  solvedNonce(proof: string, operation: string): Promise<string | null>;
}

/** @param authSecret the setting AUTH_SECRET: the first one signs challenges, all of them know them */
export function createWork(authSecret: Secret): Work {
  const secrets = () => secretsIn(typeof authSecret === 'string' ? authSecret : authSecret());
  return {
    ask: async (operation, { cost, most, least, minutes }) =>
      inBase64(
        await createChallenge({
          algorithm: ALGORITHM,
          cost,
          counter: randomInt(most, least),
          data: { operation },
          deriveKey,
          expiresAt: new Date(Date.now() + minutes * 60_000),
          ...keysOf(secrets()[0]),
        }),
      ),
    solvedNonce: async (proof, operation) => {
      const said = fromBase64(proof);
      if (said === null || said.challenge.parameters.data.operation !== operation) return null;
      const { challenge, solution } = said as unknown as { challenge: Challenge; solution: Solution };
      for (const secret of secrets()) {
        const { verified } = await verifySolution({ challenge, solution, deriveKey, ...keysOf(secret) });
        if (verified) return said.challenge.parameters.nonce;
      }
      return null;
    },
  };
}

/** Keys for this purpose alone. */
function keysOf(secret: string) {
  const keyFor = (what: string) => createHmac('sha256', secret).update(what).digest('hex');
  return { hmacSignatureSecret: keyFor('work'), hmacKeySignatureSecret: keyFor('work/key') };
}

const proofOf = z.object({
  challenge: z.object({
    // Those that this program signs, and no others: a key derivation of another cost is not run.
    parameters: z.strictObject({
      algorithm: z.literal(ALGORITHM),
      cost: z.int(),
      data: z.strictObject({ operation: z.string() }),
      expiresAt: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      nonce: z.string(),
      salt: z.string(),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
});

const inBase64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

function fromBase64(text: string): z.output<typeof proofOf> | null {
  try {
    return proofOf.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
  } catch {
    return null;
  }
}
