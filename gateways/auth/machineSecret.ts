import { createHash, randomBytes } from 'node:crypto';

/** Nobody guesses it, so that a plain hash of it may be kept (ASVS 5.0 6.5.2). */
const SECRET_BYTES = 32;

/** A secret that a machine proves itself by. */
export const newMachineSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What is kept of it. */
export const machineSecretHash = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');
