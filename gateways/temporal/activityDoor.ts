import type { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import { isRefusedPayload } from '../../contracts/refusedPayload';

/**
 * The door of the steps: one that was not ordered by a process of ours, for this very step, does nothing. One of ours
 * answers at least null, so that the process can tell an answer from none (`isOurs`).
 */
export function activityDoor({ info: { inWorkflow } }: Context): ActivityInterceptors {
  return {
    inbound: {
      execute: async (input, next) => {
        const refused = input.args.find(isRefusedPayload);
        if (refused !== undefined || !inWorkflow) {
          // Of a process's own step a key is missing here: it is done once the key is there again.
          throw ApplicationFailure.create({
            type: refused?.$refused ?? 'NOT_SEALED',
            nonRetryable: !inWorkflow,
          });
        }
        return (await next(input)) ?? null;
      },
    },
  };
}
