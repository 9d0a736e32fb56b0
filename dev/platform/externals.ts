import { Sentence } from '../progress';

/** Parts that an address in the environment replaces. */
export interface Externals {
  readonly database: boolean;
  readonly temporal: boolean;
  readonly mail: boolean;
  readonly bank: boolean;
  readonly services: boolean;
}

const has = (name: string): boolean => (process.env[name] ?? '').trim() !== '';

const databaseSettings = ['DATABASE_URL', 'DATABASE_WORKER_URL', 'DATABASE_MIGRATION_URL'];

/**
 * Looks which parts run elsewhere.
 * @throws Sentence when the addresses given do not suffice
 */
export function externalParts(): Externals {
  const missing = databaseSettings.filter((name) => !has(name));
  const database = missing.length < databaseSettings.length;
  if (database && missing.length > 0) {
    throw new Sentence(
      `A database of your own needs all of ${databaseSettings.join(', ')}; add ${missing.join(' and ')}.`,
    );
  }
  return {
    database,
    temporal: has('TEMPORAL_ADDRESS'),
    mail: has('SMTP_URL'),
    bank: has('BANK_URL'),
    services: has('SERVICES_URL'),
  };
}

/** For tests and demos that bring everything themselves, whatever the environment says. */
export const nothingExternal: Externals = {
  database: false,
  temporal: false,
  mail: false,
  bank: false,
  services: false,
};
