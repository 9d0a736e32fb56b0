/** `npm run env`: writes `.env` from `.env.example`, with the secrets of this checkout filled in. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { endWith } from '../gateways/lifecycle';
import { secretsOf } from './platform/secrets';
import { Sentence, sayAloud } from './progress';
import { inProject, resolvePath } from './project';

function writeEnvironment(): void {
  const target = inProject('.env');
  if (existsSync(target))
    throw new Sentence('.env is there already; edit it, or remove it to have a new one.');
  // The same as those of npm start: what one of the two encrypted, the other can read.
  const secrets = secretsOf(resolvePath(process.env.DATA_DIR || '.data'));
  const values: Readonly<Record<string, string>> = {
    BANK_API_KEY: secrets.bankApiKey,
    BANK_NOTICE_SECRET: secrets.bankNoticeSecret,
    SERVICES_API_KEY: secrets.servicesApiKey,
    AUTH_SECRET: secrets.authSecret,
    ACTIVATION_SECRET: secrets.activationSecret,
    DATA_KEYS: secrets.dataKeys,
    BLIND_INDEX_KEY: secrets.blindIndexKey,
    PROOF_PRIVATE_KEY: secrets.proofPrivateKey,
    PROOF_PUBLIC_KEYS: secrets.proofPublicKeys,
    POSTGRES_PASSWORD: secrets.database.superuser,
    LENDING_OWNER_PASSWORD: secrets.database.owner,
    LENDING_API_PASSWORD: secrets.database.api,
    LENDING_WORKER_PASSWORD: secrets.database.worker,
    LENDING_AUDITOR_PASSWORD: secrets.database.auditor,
    TEMPORAL_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
    REDIS_PASSWORD: randomBytes(24).toString('hex'),
  };
  const lines = readFileSync(inProject('.env.example'), 'utf8').split('\n');
  const filled = lines.map((line) => {
    const value = values[line.replace(/=$/, '')];
    return value === undefined ? line : `${line}${value}`;
  });
  writeFileSync(target, filled.join('\n'), { mode: 0o600 });
  sayAloud('✓ .env is written; docker compose up and npm start read it.');
}

try {
  writeEnvironment();
} catch (error) {
  endWith(error);
}
