import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseProviders } from '../auth/providers/settings';
import { secretsIn } from '../crypto';
import { parsePrivateKey, parsePublicKey } from '../temporal/proof';

/** How many bytes a key for AES-256-GCM or HMAC-SHA-256 has. */
const KEY_BYTES = 32;

const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

/** An empty line in `.env` means the same as no line at all. */
const setting = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema);

function address(protocols: readonly string[], example: string) {
  const isAddress = (value: string): boolean => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url !== undefined && protocols.includes(url.protocol) && url.hostname !== '';
  };
  return z
    .string({ error: `is missing; set an address such as ${example}` })
    .refine(isAddress, { error: `is not an address; write one such as ${example}` });
}

const postgres = address(['postgres:', 'postgresql:'], 'postgres://user:password@localhost:5432/lending');
const http = (example: string) => address(['http:', 'https:'], example);

/** Of a secret that is a text. */
const LEAST_CHARACTERS = 32;

const secret = z
  .string({ error: 'is missing; set at least 32 random characters (npm run env writes them for you)' })
  .min(LEAST_CHARACTERS, {
    error: 'is shorter than 32 characters; use a long random text (npm run env writes one)',
  });

/** One secret, or a new one and then the older ones that still count, split by commas. */
const secrets = z
  .string({ error: 'is missing; set at least 32 random characters (npm run env writes them for you)' })
  .refine((value) => secretsIn(value).every((one) => one.length >= LEAST_CHARACTERS), {
    error:
      'is shorter than 32 characters, or one of those that are split by commas is (npm run env writes one)',
  });

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'is not a port; write a number from 1 to 65535' })
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, {
    error: 'is not a port; write a number from 1 to 65535',
  });

const host = z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], {
  error: 'is not an address of this machine; write one such as 127.0.0.1, or 0.0.0.0 for all of them',
});

const isNetwork = (text: string): boolean =>
  /^(loopback|linklocal|uniquelocal)$/.test(text) ||
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success;

const networks = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  )
  .refine((all) => all.every(isNetwork), {
    error:
      'must be addresses or networks split by commas, such as 10.0.0.0/8, or loopback, linklocal, uniquelocal',
  });

const yesOrNo = z
  .enum(['0', '1'], { error: 'is neither 0 nor 1' })
  .default('0')
  .transform((value) => value === '1');

const decimal = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?(e\d+)?$/i, { error: `is not a number; write one from ${least} to ${most}` })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error: `must be from ${least} to ${most}` });

const count = (least: number, most: number) =>
  decimal(least, most).refine(Number.isInteger, { error: 'must be a whole number' });

function isKeyList(value: string): boolean {
  const ids = new Set<string>();
  return value.split(',').every((entry) => {
    const [id, key, ...rest] = entry.trim().split(':');
    const fresh = id !== undefined && /^[\w-]{1,32}$/.test(id) && !ids.has(id);
    ids.add(id ?? '');
    return fresh && rest.length === 0 && isKey(key ?? '');
  });
}

function isKey(value: string): boolean {
  return /^[\w+/-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === KEY_BYTES;
}

/** Whether what reads a key reads this one. */
const reads =
  (read: (value: string) => unknown) =>
  (value: string): boolean => {
    try {
      read(value);
      return true;
    } catch {
      return false;
    }
  };

const defaultCacheDir = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sme-lending');

/**
 * Every setting by its name in the environment. Which process reads which secret stands in `secrets.ts`.
 */
export const environmentSchema = z.object({
  DATABASE_URL: setting(postgres),
  DATABASE_WORKER_URL: setting(postgres),
  DATABASE_MIGRATION_URL: setting(postgres),
  DATABASE_AUDITOR_URL: setting(postgres.optional()),
  TEMPORAL_ADDRESS: setting(
    z
      .string({ error: 'is missing; set host and port such as localhost:7233' })
      .regex(/^[^\s:/]+:\d{1,5}$/, { error: 'is not host:port; write one such as localhost:7233' }),
  ),
  TEMPORAL_NAMESPACE: setting(z.string().default('default')),
  TEMPORAL_RETENTION_DAYS: setting(decimal(1, 36_500).default(90)),
  TEMPORAL_INNER_ADDRESS: setting(z.string().optional()),
  TEMPORAL_API_KEY: setting(z.string().optional()),
  TEMPORAL_TLS: setting(
    z
      .enum(['0', '1', 'false', 'true'], { error: 'is neither true nor false' })
      .default('false')
      .transform((value) => value === '1' || value === 'true'),
  ),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: setting(z.string().optional()),
  TEMPORAL_TLS_SERVER_NAME: setting(z.string().optional()),
  TEMPORAL_TLS_CLIENT_CERT_PATH: setting(z.string().optional()),
  TEMPORAL_TLS_CLIENT_KEY_PATH: setting(z.string().optional()),
  TEMPORAL_UI_URL: setting(http('http://localhost:8233').default('http://localhost:8233')),
  TEMPORAL_UI_READ_ONLY: setting(
    z
      .enum(['true', 'false'], { error: 'is neither true nor false' })
      .default('true')
      .transform((value) => value === 'true'),
  ),
  REDIS_URL: setting(address(['redis:', 'rediss:'], 'redis://localhost:6379').optional()),
  SMTP_URL: setting(address(['smtp:', 'smtps:'], 'smtp://localhost:1025')),
  MAIL_PAGE_URL: setting(http('http://localhost:1080').optional()),
  MAIL_FROM: setting(z.string().default('SME Lending <no-reply@lending.example>')),
  SECURITY_CONTACT: setting(
    z.url({ protocol: /^(mailto|https)$/ }).default('mailto:security@lending.example'),
  ),
  AUDIT_HEADS_TO: setting(z.email({ error: 'is not a mail address' }).optional()),
  BANK_URL: setting(http('http://localhost:4010')),
  BANK_API_KEY: setting(secret),
  BANK_NOTICE_SECRET: setting(secrets),
  SERVICES_URL: setting(http('http://localhost:4020')),
  SERVICES_API_KEY: setting(secret),
  // Paths are put behind it, and each begins with a slash.
  PUBLIC_URL: setting(
    http('http://localhost:3000')
      .default('http://localhost:3000')
      .transform((url) => url.replace(/\/+$/, '')),
  ),
  DEMO: setting(yesOrNo),
  API_HOST: setting(host.default('127.0.0.1')),
  API_PORT: setting(port.default(3000)),
  TRUSTED_PROXIES: setting(networks),
  OPS_HOST: setting(host.default('127.0.0.1')),
  API_OPS_PORT: setting(port.default(3002)),
  WORKER_PORT: setting(port.default(3001)),
  AUTH_SECRET: setting(secrets),
  ACTIVATION_SECRET: setting(secrets),
  DATA_KEYS: setting(
    z.string({ error: 'is missing; set id:key pairs (npm run env writes one)' }).refine(isKeyList, {
      error: 'must be id:key pairs split by commas, each key 32 bytes in base64 and each id used once',
    }),
  ),
  BLIND_INDEX_KEY: setting(
    z
      .string({ error: 'is missing; set 32 bytes in base64 (npm run env writes them)' })
      .refine((value) => secretsIn(value).every(isKey), {
        error:
          'must be 32 bytes in base64 (npm run env writes them); older keys may follow it, split by commas',
      }),
  ),
  PROOF_PRIVATE_KEY: setting(
    z.string({ error: 'is missing (npm run env writes one)' }).refine(reads(parsePrivateKey), {
      error: 'is not id:base64 of an Ed25519 key (npm run env writes one)',
    }),
  ),
  PROOF_PUBLIC_KEYS: setting(
    z
      .string({ error: 'is missing (npm run env writes one)' })
      .refine((value) => value.split(',').every(reads(parsePublicKey)), {
        error: 'must be id:base64 pairs of Ed25519 keys split by commas (npm run env writes one)',
      }),
  ),
  PROOF_OF_WORK: setting(yesOrNo),
  IDENTITY_PROVIDERS: setting(
    z.string().default('').refine(reads(parseProviders), {
      error: 'is no JSON list of identity providers; docs/runbook.md has an example of each kind',
    }),
  ),
  CLOCK_SPEED: setting(decimal(0.001, 10_000_000).default(1)),
  CLOCK_AHEAD_CONSENT: setting(
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'is not a date; write the one that the start named' })
      .optional(),
  ),
  HUMAN_MINUTES_FLOOR: setting(decimal(0, 1_000_000).default(15)),
  BANK_NOT_FOUND_FLOOR_MINUTES: setting(decimal(0, 1_000_000).default(10)),
  BANK_ORDERS_PER_SECOND: setting(decimal(0.1, 100_000).default(50)),
  BANK_QUESTIONS_PER_SECOND: setting(decimal(0.1, 100_000).default(50)),
  DATABASE_CONNECTIONS: setting(count(2, 1_000).default(20)),
  CACHED_PROCESSES: setting(count(10, 1_000_000).default(2_500)),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(http('http://localhost:4318').optional()),
  BUILD_ID: setting(
    z
      .string()
      .regex(/^[\w.-]{1,60}$/, { error: 'is not a build id; write letters, digits, dots and hyphens' })
      .optional(),
  ),
  BUILD_TAKES_OVER: setting(
    z
      .enum(['true', 'false'], { error: 'is neither true nor false' })
      .default('true')
      .transform((word) => word === 'true'),
  ),
  LOG_LEVEL: setting(
    z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'is unknown; write trace, debug, info, warn, error, fatal or silent',
      })
      .default('info'),
  ),
  DATA_DIR: setting(z.string().default('.data')),
  CACHE_DIR: setting(z.string().default(defaultCacheDir)),
});

/** Names of all settings, in the order in which `.env.example` lists them. */
export const settingNames = Object.keys(environmentSchema.shape) as readonly SettingName[];

export type Environment = z.output<typeof environmentSchema>;
export type SettingName = keyof Environment;
