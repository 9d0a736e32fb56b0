import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Sentence } from '../progress';

const secretsSchema = z.object({
  /** Passwords of the database's superuser and of the platform's roles. */
  database: z.object({
    superuser: z.string(),
    owner: z.string(),
    api: z.string(),
    worker: z.string(),
    auditor: z.string(),
  }),
  bankApiKey: z.string(),
  bankNoticeSecret: z.string(),
  servicesApiKey: z.string(),
  authSecret: z.string(),
  activationSecret: z.string(),
  dataKeys: z.string(),
  blindIndexKey: z.string(),
  proofPrivateKey: z.string(),
  proofPublicKeys: z.string(),
});

export type Secrets = z.output<typeof secretsSchema>;

const password = (): string => randomBytes(24).toString('hex');
const key = (): string => randomBytes(32).toString('base64');

/** A key pair under which the API proves what people do. */
function proofKeys(id: string): Pick<Secrets, 'proofPrivateKey' | 'proofPublicKeys'> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  return {
    proofPrivateKey: `${id}:${privateKey.toString('base64')}`,
    proofPublicKeys: `${id}:${publicKey.toString('base64')}`,
  };
}

/** Fresh secrets; the data written under them can be read only with them. */
export function newSecrets(): Secrets {
  return {
    database: {
      superuser: password(),
      owner: password(),
      api: password(),
      worker: password(),
      auditor: password(),
    },
    bankApiKey: password(),
    bankNoticeSecret: password(),
    servicesApiKey: password(),
    authSecret: password(),
    activationSecret: password(),
    dataKeys: `k1:${key()}`,
    blindIndexKey: key(),
    ...proofKeys('p1'),
  };
}

/** Secrets of the embedded platform: made once, kept beside the data that they protect. */
export function secretsOf(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json');
  if (!existsSync(path)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(newSecrets(), undefined, 2)}\n`, { mode: 0o600 });
  }
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Sentence(
      `${path} cannot be read as secrets; put the right file back, or move ${dataFolder} away to start afresh.`,
    );
  }
}
