import { readFileSync } from 'node:fs';
import globalProcess from 'node:process';
import { z } from 'zod';
import { unfitForProduction } from './production';
import { type Environment, environmentSchema, type SettingName, settingNames } from './schema';
import { isForeign, type ProcessName, type SecretName, type SecretsOf } from './secrets';

/** What the environment tells; of its secrets a process has those that it holds, see {@link SettingsOf}. */
export interface Settings {
  /** Connection of the API's own database role. */
  readonly databaseUrl: string;
  readonly databaseWorkerUrl: string;
  readonly databaseMigrationUrl: string;
  readonly databaseAuditorUrl?: string | undefined;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Days for which Temporal keeps a process that is over, at least: for as long it can be reset and looked at. */
  readonly temporalRetentionDays: number;
  /** The address of Temporal that lies in a network of this platform alone, where nothing is read on the way. */
  readonly temporalInnerAddress?: string | undefined;
  readonly temporalApiKey?: string | undefined;
  readonly temporalTls: boolean;
  /** The authority that vouches for the server, when it is one of our own. */
  readonly temporalTlsServerCaCertPath?: string | undefined;
  readonly temporalTlsServerName?: string | undefined;
  /** Our own certificate and its key, for servers that ask for one. */
  readonly temporalTlsClientCertPath?: string | undefined;
  readonly temporalTlsClientKeyPath?: string | undefined;
  readonly temporalUiUrl: string;
  /** Whether people only look in the Temporal UI; else an admin may end and reset the institution's processes there. */
  readonly temporalUiReadOnly: boolean;
  /** When set, the queues run on Redis, else on PostgreSQL. */
  readonly redisUrl?: string | undefined;
  readonly smtpUrl: string;
  /** Page of the mail catcher's inbox; none with a real mail server. */
  readonly mailPageUrl?: string | undefined;
  readonly mailFrom: string;
  /** Where strangers report a hole: mailto: or https:. */
  readonly securityContact: string;
  /** Who keeps the heads of the audit trail, by mail once a day; nobody when left out. */
  readonly auditHeadsTo?: string | undefined;
  readonly bankUrl: string;
  readonly bankApiKey: string;
  readonly bankNoticeSecret: string;
  readonly servicesUrl: string;
  readonly servicesApiKey: string;
  readonly publicUrl: string;
  /** Whether this is declared to be a demo: its people are known to everybody and all come from one machine. */
  readonly isDemo: boolean;
  /** Address of this machine on which the API listens for people. */
  readonly apiHost: string;
  readonly apiPort: number;
  /** Proxies whose word about a client's address is believed, as Express knows them. */
  readonly trustedProxies: string[];
  /** Address of this machine on which API and worker tell operators their health and figures. */
  readonly opsHost: string;
  readonly apiOpsPort: number;
  readonly workerPort: number;
  readonly authSecret: string;
  /** Signs activation links. */
  readonly activationSecret: string;
  /** `id:base64` pairs split by commas; the first encrypts, all decrypt. */
  readonly dataKeys: string;
  readonly blindIndexKey: string;
  /** Signs what people do for the processes, `id:base64`; the API alone has it. */
  readonly proofPrivateKey: string;
  /** `id:base64` pairs split by commas; the workers verify with them. */
  readonly proofPublicKeys: string;
  /** Whether strangers prove some work before they register or ask for a link. */
  readonly asksForWork: boolean;
  /** JSON: other providers by which people may sign in, with what we prove ourselves by to each. */
  readonly identityProviders: string;
  /** Business seconds that pass in one real second. */
  readonly clockSpeed: number;
  /** The business date that the clock may go on from though nothing explains that it is ahead. */
  readonly clockAheadConsent?: string | undefined;
  /** Real minutes that a wait for a person lasts at least, however fast the business clock runs. */
  readonly humanMinutesFloor: number;
  /** Real minutes that an order may be on its way to the bank, before files that lack it say that it never came. */
  readonly bankNotFoundFloorMinutes: number;
  /** Orders, and questions about them, that the bank takes in a second: of all workers together. */
  readonly bankOrdersPerSecond: number;
  readonly bankQuestionsPerSecond: number;
  /** Connections that this process holds to PostgreSQL at most; a worker does as much at once. */
  readonly databaseConnections: number;
  /** Processes that a worker keeps in memory; others are replayed from their histories when they move. */
  readonly cachedProcesses: number;
  /** Collector of traces, OTLP over HTTP; without one nothing is traced. */
  readonly otelEndpoint?: string | undefined;
  /** Tells the workers of a program apart from those of another; none: there is one program. */
  readonly buildId?: string | undefined;
  /** A worker makes its build the current one when it starts, and adopts what others had to themselves. */
  readonly buildTakesOver: boolean;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly dataDir: string;
  readonly cacheDir: string;
}

const keyOf = {
  DATABASE_URL: 'databaseUrl',
  DATABASE_WORKER_URL: 'databaseWorkerUrl',
  DATABASE_MIGRATION_URL: 'databaseMigrationUrl',
  DATABASE_AUDITOR_URL: 'databaseAuditorUrl',
  TEMPORAL_ADDRESS: 'temporalAddress',
  TEMPORAL_NAMESPACE: 'temporalNamespace',
  TEMPORAL_RETENTION_DAYS: 'temporalRetentionDays',
  TEMPORAL_INNER_ADDRESS: 'temporalInnerAddress',
  TEMPORAL_API_KEY: 'temporalApiKey',
  TEMPORAL_TLS: 'temporalTls',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'temporalTlsServerCaCertPath',
  TEMPORAL_TLS_SERVER_NAME: 'temporalTlsServerName',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'temporalTlsClientCertPath',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'temporalTlsClientKeyPath',
  TEMPORAL_UI_URL: 'temporalUiUrl',
  TEMPORAL_UI_READ_ONLY: 'temporalUiReadOnly',
  REDIS_URL: 'redisUrl',
  SMTP_URL: 'smtpUrl',
  MAIL_PAGE_URL: 'mailPageUrl',
  MAIL_FROM: 'mailFrom',
  SECURITY_CONTACT: 'securityContact',
  AUDIT_HEADS_TO: 'auditHeadsTo',
  BANK_URL: 'bankUrl',
  BANK_API_KEY: 'bankApiKey',
  BANK_NOTICE_SECRET: 'bankNoticeSecret',
  SERVICES_URL: 'servicesUrl',
  SERVICES_API_KEY: 'servicesApiKey',
  PUBLIC_URL: 'publicUrl',
  DEMO: 'isDemo',
  API_HOST: 'apiHost',
  API_PORT: 'apiPort',
  TRUSTED_PROXIES: 'trustedProxies',
  OPS_HOST: 'opsHost',
  API_OPS_PORT: 'apiOpsPort',
  WORKER_PORT: 'workerPort',
  AUTH_SECRET: 'authSecret',
  ACTIVATION_SECRET: 'activationSecret',
  DATA_KEYS: 'dataKeys',
  BLIND_INDEX_KEY: 'blindIndexKey',
  PROOF_PRIVATE_KEY: 'proofPrivateKey',
  PROOF_PUBLIC_KEYS: 'proofPublicKeys',
  PROOF_OF_WORK: 'asksForWork',
  IDENTITY_PROVIDERS: 'identityProviders',
  CLOCK_SPEED: 'clockSpeed',
  CLOCK_AHEAD_CONSENT: 'clockAheadConsent',
  HUMAN_MINUTES_FLOOR: 'humanMinutesFloor',
  BANK_NOT_FOUND_FLOOR_MINUTES: 'bankNotFoundFloorMinutes',
  BANK_ORDERS_PER_SECOND: 'bankOrdersPerSecond',
  BANK_QUESTIONS_PER_SECOND: 'bankQuestionsPerSecond',
  DATABASE_CONNECTIONS: 'databaseConnections',
  CACHED_PROCESSES: 'cachedProcesses',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'otelEndpoint',
  BUILD_ID: 'buildId',
  BUILD_TAKES_OVER: 'buildTakesOver',
  LOG_LEVEL: 'logLevel',
  DATA_DIR: 'dataDir',
  CACHE_DIR: 'cacheDir',
} as const satisfies Record<SettingName, keyof Settings>;

type KeyOf = typeof keyOf;

/** What one process was told, checked once at its start. */
export type SettingsOf<P extends ProcessName> = Omit<Settings, KeyOf[Exclude<SecretName, SecretsOf<P>>]>;

/** One sentence for each wrong setting: which variable, what is wrong, what to do. Never the value itself. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the settings of a process. Each may stand in a file instead, named by the variable with `_FILE`
 * behind its name (a secret that a container's platform mounts).
 *
 * @param env the environment, by default the process's own.
 * @throws SettingsError naming every wrong setting at once.
 */
export function loadSettings<P extends ProcessName>(
  process: P,
  env: Variables = globalProcess.env,
): SettingsOf<P> {
  const own = settingNames.filter((name) => !isForeign(name, process));
  const { values, unreadable } = valuesOf(own, env);
  const parsed = schemaOf(own).safeParse(values);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => sentence(issue));
  const missing = otherHalves(env)
    .filter((name) => (env[name] ?? '').trim() === '')
    .map((name) => `${name} is missing; this process needs it, see .env.example.`);
  const unfit = parsed.success && env.NODE_ENV === 'production' ? unfitForProduction(parsed.data) : [];
  const sentences = [...unreadable, ...wrong, ...missing, ...unfit];
  if (!parsed.success || sentences.length > 0) throw new SettingsError(sentences);
  const entries = own.map((name) => [keyOf[name], parsed.data[name]]);
  return Object.freeze(Object.fromEntries(entries)) as SettingsOf<P>;
}

function schemaOf(names: readonly SettingName[]): z.ZodType<Environment> {
  const { shape } = environmentSchema;
  return z.object(
    Object.fromEntries(names.map((name) => [name, shape[name]])),
  ) as unknown as z.ZodType<Environment>;
}

/** What each setting says, itself or by its file. */
function valuesOf(
  names: readonly SettingName[],
  env: Variables,
): { readonly values: Variables; readonly unreadable: readonly string[] } {
  const values: Record<string, string | undefined> = {};
  const unreadable: string[] = [];
  for (const name of names) {
    const file = (env[`${name}_FILE`] ?? '').trim();
    values[name] = env[name];
    if (file === '') continue;
    if ((env[name] ?? '').trim() !== '') unreadable.push(`${name} and ${name}_FILE are both set; keep one.`);
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch {
      unreadable.push(`${name}_FILE names a file that can not be read.`);
    }
  }
  return { values, unreadable };
}

/** A certificate is of no use without its key, and the other way round. */
function otherHalves(env: Readonly<Record<string, string | undefined>>): SettingName[] {
  const halves = ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH'] as const;
  return halves.some((name) => (env[name] ?? '').trim() !== '') ? [...halves] : [];
}

function sentence(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${String(issue.path[0])} ${issue.message}.`;
}
