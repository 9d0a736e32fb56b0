import { join } from 'node:path';
import { isForeign, type ProcessName, type SettingName } from '../../gateways/settings';
import { cacheFolder, inProject } from '../project';
import type { Externals } from './externals';
import type { Ports } from './ports';
import type { Secrets } from './secrets';

/** Environment variables of one process. */
export type Variables = Readonly<Record<string, string>>;

/** Where people and programs find the parts. */
export interface Urls {
  readonly api: string;
  readonly temporalUi: string;
  readonly temporal: string;
  readonly mail: string;
  readonly queues: string;
  /** Health and figures of the API, for operators. */
  readonly ops: string;
  readonly bank: string;
  readonly services: string;
  /** Host, port and name, without a role. */
  readonly database: string;
}

export interface EnvironmentOptions {
  readonly dataFolder: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly externals: Externals;
  /** Settings that the caller decides: CLOCK_SPEED, HUMAN_MINUTES_FLOOR, LOG_LEVEL… */
  readonly overrides: Variables;
}

/** Name of the platform's database. */
export const DATABASE = 'lending';

/** Each process gets only the secrets that it holds. */
export interface ProcessEnvironments {
  readonly prepare: Variables;
  readonly api: Variables;
  readonly worker: Variables;
  readonly door: Variables;
  readonly sandbox: Variables;
  /** All settings, for the seed, demos and tests. */
  readonly all: Variables;
}

const local = (port: number): string => `http://localhost:${port}`;

/** Composes the settings of every process; what the environment sets already stays as it is. */
export function environmentsOf(options: EnvironmentOptions): ProcessEnvironments {
  const given = defined({ ...(process.env as Record<string, string>), ...options.overrides });
  const database = databaseAddresses(options);
  const common = { ...commonSettings(options), ...systemVariables(given), ...pick(given, sharedNames) };
  const proof = { ...proofSettings(options), ...pick(given, proofNames) };
  const every = { ...common, ...database, ...proof };
  return {
    prepare: heldBy('prepare', every),
    api: heldBy('api', every),
    worker: heldBy('worker', every),
    door: { ...systemVariables(given), ...pick(common, doorNames) },
    sandbox: { ...systemVariables(given), ...sandboxSettings(options, given) },
    all: { ...common, ...database, PROOF_PUBLIC_KEYS: proof.PROOF_PUBLIC_KEYS },
  };
}

/** What of all settings a process is given. */
function heldBy(process: ProcessName, all: Variables): Variables {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isForeign(name as SettingName, process)));
}

/** Addresses for people, as the settings have them. */
export function urlsOf(all: Variables, ports: Ports): Urls {
  const api = all.PUBLIC_URL ?? local(ports.api);
  return {
    api,
    temporalUi: all.TEMPORAL_UI_URL ?? local(ports.temporalUi),
    temporal: all.TEMPORAL_ADDRESS ?? '',
    mail: all.MAIL_PAGE_URL ?? all.SMTP_URL ?? '',
    queues: `${api}/queues`,
    ops: local(ports.apiOps),
    bank: all.BANK_URL ?? '',
    services: all.SERVICES_URL ?? '',
    database: (all.DATABASE_URL ?? '').replace(/^.*@/, ''),
  };
}

function databaseAddresses({ ports, secrets, externals }: EnvironmentOptions) {
  const address = (role: string, password: string): string =>
    `postgres://${role}:${password}@127.0.0.1:${ports.postgres}/${DATABASE}`;
  const { owner, api, worker, auditor } = secrets.database;
  const own = {
    DATABASE_URL: address('lending_api', api),
    DATABASE_WORKER_URL: address('lending_worker', worker),
    DATABASE_MIGRATION_URL: address('lending_owner', owner),
    DATABASE_AUDITOR_URL: address('lending_auditor', auditor),
  };
  return externals.database ? { ...own, ...pick(process.env, Object.keys(own)) } : own;
}

function commonSettings({ dataFolder, ports, secrets, externals }: EnvironmentOptions): Variables {
  return {
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: local(ports.temporalUi),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    ...(externals.mail ? {} : { MAIL_PAGE_URL: local(ports.mailPage) }),
    BANK_URL: `http://127.0.0.1:${ports.bank}`,
    BANK_API_KEY: secrets.bankApiKey,
    BANK_NOTICE_SECRET: secrets.bankNoticeSecret,
    SERVICES_URL: `http://127.0.0.1:${ports.services}`,
    SERVICES_API_KEY: secrets.servicesApiKey,
    PUBLIC_URL: local(ports.api),
    // Whoever runs all of it on one machine looks on; DEMO=0 has it as strict as where money is real.
    DEMO: '1',
    API_PORT: String(ports.api),
    API_OPS_PORT: String(ports.apiOps),
    WORKER_PORT: String(ports.worker),
    AUTH_SECRET: secrets.authSecret,
    ACTIVATION_SECRET: secrets.activationSecret,
    DATA_KEYS: secrets.dataKeys,
    BLIND_INDEX_KEY: secrets.blindIndexKey,
    DATA_DIR: dataFolder,
    CACHE_DIR: cacheFolder(),
  };
}

/** The API proves what people do, and nobody else can: the others get what they verify it with. */
function proofSettings({ secrets: { proofPrivateKey, proofPublicKeys } }: EnvironmentOptions) {
  return { PROOF_PRIVATE_KEY: proofPrivateKey, PROOF_PUBLIC_KEYS: proofPublicKeys };
}
const proofNames = ['PROOF_PRIVATE_KEY', 'PROOF_PUBLIC_KEYS'];

/** Settings that a person may set before starting; ports and folders were chosen by the platform already. */
const sharedNames = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_RETENTION_DAYS',
  'TEMPORAL_INNER_ADDRESS',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_UI_URL',
  'TEMPORAL_UI_READ_ONLY',
  'REDIS_URL',
  'PROOF_OF_WORK',
  'IDENTITY_PROVIDERS',
  'SMTP_URL',
  'MAIL_PAGE_URL',
  'MAIL_FROM',
  'SECURITY_CONTACT',
  'AUDIT_HEADS_TO',
  'BANK_URL',
  'BANK_API_KEY',
  'BANK_NOTICE_SECRET',
  'SERVICES_URL',
  'SERVICES_API_KEY',
  'PUBLIC_URL',
  'AUTH_SECRET',
  'ACTIVATION_SECRET',
  'DATA_KEYS',
  'BLIND_INDEX_KEY',
  'DEMO',
  'API_HOST',
  'TRUSTED_PROXIES',
  'OPS_HOST',
  'CLOCK_SPEED',
  'CLOCK_AHEAD_CONSENT',
  'HUMAN_MINUTES_FLOOR',
  'BANK_NOT_FOUND_FLOOR_MINUTES',
  'BANK_ORDERS_PER_SECOND',
  'BANK_QUESTIONS_PER_SECOND',
  'DATABASE_CONNECTIONS',
  'CACHED_PROCESSES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'LOG_LEVEL',
];

/** The door in front of the Temporal UI needs no secret. */
const doorNames = [
  'LOG_LEVEL',
  'PUBLIC_URL',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_UI_URL',
  'TEMPORAL_UI_READ_ONLY',
];

function sandboxSettings(options: EnvironmentOptions, given: Variables): Variables {
  const { ports, dataFolder } = options;
  const common: Variables = { ...commonSettings(options), ...given };
  const { BANK_API_KEY = '', BANK_NOTICE_SECRET = '', SERVICES_API_KEY = '' } = common;
  return {
    BANK_PORT: String(ports.bank),
    BANK_API_KEY,
    BANK_NOTICE_SECRET,
    BANK_NOTICE_URL: `http://127.0.0.1:${ports.api}/api/bank/notices`,
    SERVICES_PORT: String(ports.services),
    SERVICES_API_KEY,
    SMTP_PORT: String(ports.smtp),
    MAIL_PAGE_PORT: String(ports.mailPage),
    ...pick(given, ['MAIL_MAX_MESSAGES']),
    DATA_DIR: dataFolder,
    BANK_DATA_DIR: join(dataFolder, 'bank'),
  };
}

function systemVariables(given: Variables): Variables {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];
  // Compiled code is kept, so that the next start is faster (Node 22 and newer).
  const compiled = { NODE_COMPILE_CACHE: inProject('.cache/compiled') };
  return { NODE_ENV: 'production', TZ: 'UTC', ...compiled, ...pick(given, [...names, 'NODE_ENV']) };
}

function pick(
  from: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  return defined(Object.fromEntries(names.map((name) => [name, from[name] ?? ''])));
}

function defined(from: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined && value !== ''));
}
