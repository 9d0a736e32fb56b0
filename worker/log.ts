import { DefaultLogger, type LogEntry, type Logger as SdkLogger } from '@temporalio/worker';
import type { Logger } from 'pino';
import { loggedFault } from '../gateways/log';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** What of the SDK's metadata may be logged: ids and names, never arguments or results. */
const LOGGED = [
  'workflowId',
  'runId',
  'workflowType',
  'activityType',
  'activityId',
  'attempt',
  'taskQueue',
  'sdkComponent',
];

/** How the SDK's core tells of a workflow task that failed: by its log alone, with the run. */
const TASK_FAILED = 'Failing workflow task';

/**
 * The SDK's log, and that of workflows, into ours.
 * @param taskFailed is told the run of each workflow task that failed
 */
export function sdkLogger(log: Logger, taskFailed: (runId: string) => void): SdkLogger {
  return new DefaultLogger('INFO', ({ level, message, meta = {} }: LogEntry) => {
    const { runId } = meta;
    if (message === TASK_FAILED && typeof runId === 'string') taskFailed(runId);
    const fields = Object.fromEntries(LOGGED.flatMap((name) => (name in meta ? [[name, meta[name]]] : [])));
    log[LEVELS[level]]({ ...fields, ...faultOf(meta.error) }, message);
  });
}

function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return {};
  const { type, message } = loggedFault(error);
  return { fault: type, why: message };
}
