import pino, { type Logger } from 'pino';
import { traceId } from '../telemetry/tracing';
import { loggedFault } from './fault';

export { isDatabaseFault, loggedFault } from './fault';

/** Fields that never reach a log, should somebody log an object that has them. */
const REDACTED = [
  'password',
  'token',
  'authorization',
  'cookie',
  'mobile',
  'mail',
  'email',
  'recipient',
  'residentId',
  'bankAccountNo',
  'legalPerson',
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/**
 * The log of a process: JSON lines on stdout, with ids of cases and without personal data.
 * @param name which process it is, `api` or `worker`
 */
export function createLog(name: string, level: string): Logger {
  return pino({
    level,
    name,
    base: { pid: process.pid },
    // Of a request, a workflow's step or a message, where it is traced.
    mixin: () => {
      const id = traceId();
      return id === null ? {} : { traceId: id };
    },
    serializers: { err: (error: unknown) => loggedFault(error) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}
