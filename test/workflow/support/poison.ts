import { ApplicationFailure } from '@temporalio/common';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { World } from './world';

/** An activity of a world answers what no repetition cures, until it is cured. */
export function poison(
  world: World,
  activity: keyof AllActivities,
  isMeant: (...args: never[]) => boolean = () => true,
) {
  const healthy = world[activity as keyof World] as (...args: unknown[]) => unknown;
  const state = { calls: 0, cure: () => Object.assign(world, { [activity]: healthy }) };
  Object.assign(world, {
    [activity]: async (...args: never[]) => {
      if (!isMeant(...args)) return await healthy(...args);
      state.calls += 1;
      throw ApplicationFailure.nonRetryable('facts contradict each other', 'ImpossibleState');
    },
  });
  return state;
}
