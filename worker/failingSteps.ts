import type { Client } from '@temporalio/client';
import type { ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import type { Logger } from 'pino';
import { ACTIVITY_ATTEMPTS, WORKFLOW_TASK } from '../contracts/stuck';
import type { Database } from '../gateways/database/client';
import {
  type FailingStep,
  failingUnseen,
  forgetFailing,
  noteFailure,
  writeFailing,
} from '../gateways/database/failingSteps';
import { findRun, lookInto } from '../gateways/temporal/openProcesses';
import { isPlatforms } from '../gateways/temporal/visibility';
import { eachOf } from './eachOf';

interface Parts {
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly log: Logger;
}

/** What an activity knows of itself. */
interface ActivityInfo {
  readonly activityType: string;
  readonly attempt: number;
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string } | undefined;
}

/** Notes what this worker sees fail, for the list of what is stuck. Noting never keeps anything from going on. */
export interface FailingSteps {
  /** Around each attempt of an activity. */
  readonly activityInterceptor: (info: ActivityInfo) => ActivityInboundCallsInterceptor;
  /** A workflow task of a run failed. */
  readonly taskFailed: (runId: string) => void;
}

export function noteFailingSteps(parts: Parts): FailingSteps {
  const { sql, log } = parts;
  const quietly = (noting: Promise<void>) => {
    noting.catch((error: unknown) => log.warn({ err: error }, 'a failing step was not noted'));
  };
  const activityInterceptor = ({ activityType, attempt, workflowExecution }: ActivityInfo) => ({
    execute: async (
      input: Parameters<NonNullable<ActivityInboundCallsInterceptor['execute']>>[0],
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ) => {
      const isNoted = workflowExecution !== undefined && attempt >= ACTIVITY_ATTEMPTS;
      if (!isNoted) return await next(input);
      const { runId, workflowId } = workflowExecution;
      try {
        const result = await next(input);
        quietly(forgetFailing(sql, workflowId, activityType));
        return result;
      } catch (fault) {
        quietly(note(parts, { runId, step: activityType, attempts: attempt }));
        throw fault;
      }
    },
  });
  return {
    activityInterceptor,
    taskFailed: (runId) => quietly(note(parts, { runId, step: WORKFLOW_TASK, attempts: null })),
  };
}

async function note(
  { sql, client }: Parts,
  failed: Pick<FailingStep, 'runId' | 'step'> & { readonly attempts: number | null },
): Promise<void> {
  if (await noteFailure(sql, failed)) return;
  const run = await findRun(client, failed.runId);
  // A stranger's, under an id of anybody's, is nobody's to see.
  if (run === null || (run.institutionId === null && !isPlatforms(run))) return;
  const { workflowId, institutionId } = run;
  await writeFailing(sql, { ...failed, workflowId, institutionId, attempts: failed.attempts ?? 1 });
}

/** Asked about in one sweep, each by a call. */
const A_SWEEP = 500;

/** Asks the processes whose steps nobody saw fail of late, and forgets what works again or is over. */
export async function forgetWhatWorks({ sql, client }: Pick<Parts, 'sql' | 'client'>): Promise<void> {
  const unseen = await failingUnseen(sql, A_SWEEP);
  await eachOf(unseen, (step) => ask({ sql, client }, step));
}

async function ask({ sql, client }: Pick<Parts, 'sql' | 'client'>, failing: FailingStep): Promise<void> {
  const { workflowId, step, runId } = failing;
  const found = await lookInto(client, workflowId);
  const still = found?.isRunning ? found.failures.find((failure) => failure.step === step) : undefined;
  if (still === undefined) await forgetFailing(sql, workflowId, step);
  else await noteFailure(sql, { runId, step, attempts: still.attempts });
}
