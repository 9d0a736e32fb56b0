import type { SettingName } from './schema';

/** What is run of the platform: the API, workers, and commands that set it up, fill it for a demo, or (`keys`) are the owner's: keys and people. */
export type ProcessName = 'api' | 'worker' | 'prepare' | 'seed' | 'keys';

/**
 * Which processes hold which secret. Whatever stands here is read by those alone: another one doesn't even look at it,
 * should its environment have it. docs/keys.md says of each what it opens and how it is changed.
 */
export const SECRETS = {
  DATABASE_URL: ['api', 'prepare'],
  DATABASE_WORKER_URL: ['worker', 'prepare'],
  DATABASE_MIGRATION_URL: ['prepare', 'seed', 'keys'],
  DATABASE_AUDITOR_URL: ['prepare'],
  REDIS_URL: ['api', 'worker', 'prepare'],
  SMTP_URL: ['api', 'worker'],
  BANK_API_KEY: ['worker'],
  // A worker verifies again what the bank has signed.
  BANK_NOTICE_SECRET: ['api', 'worker'],
  SERVICES_API_KEY: ['worker'],
  TEMPORAL_API_KEY: ['api', 'worker', 'prepare'],
  AUTH_SECRET: ['api'],
  PROOF_PRIVATE_KEY: ['api'],
  // No secret, and of use to those alone who verify acts of people.
  PROOF_PUBLIC_KEYS: ['worker'],
  ACTIVATION_SECRET: ['api', 'worker'],
  IDENTITY_PROVIDERS: ['api'],
  DATA_KEYS: ['api', 'worker', 'prepare', 'seed', 'keys'],
  BLIND_INDEX_KEY: ['api', 'worker', 'seed', 'keys'],
} as const satisfies Partial<Readonly<Record<SettingName, readonly ProcessName[]>>>;

export type SecretName = keyof typeof SECRETS;

/** Secrets that a process holds. */
export type SecretsOf<P extends ProcessName> = {
  [N in SecretName]: P extends (typeof SECRETS)[N][number] ? N : never;
}[SecretName];

/** Whether a setting is of no business of a process. */
export function isForeign(name: SettingName, process: ProcessName): boolean {
  const holders: readonly ProcessName[] | undefined =
    name in SECRETS ? SECRETS[name as SecretName] : undefined;
  return holders !== undefined && !holders.includes(process);
}
