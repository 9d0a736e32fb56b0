import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * The local steps of a process, one after the other. Of two that run beside each other a replay takes both ends at
 * once, though the process had seen the one before the other (SDK Core 1.24, temporalio/sdk-python#1881): what it
 * did in between is then done otherwise, and the history no longer fits.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    outbound: [
      {
        scheduleLocalActivity: async (input, next) => {
          const done = last.then(() => next(input));
          last = done.catch(() => undefined);
          return await done;
        },
      },
    ],
  };
};
