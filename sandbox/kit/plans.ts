import { z } from 'zod';

/** One behaviour of a plan with how often it is still to be shown. */
export interface PlannedBehaviour {
  readonly times: number;
}

/** Failures by plan: behaviours are shown in order, each its number of times, to requests that match. */
export interface Plan<Match, Behaviour extends PlannedBehaviour> {
  readonly id: number;
  readonly match: Match;
  readonly behaviours: readonly Behaviour[];
  /** How often each behaviour was shown. */
  readonly used: readonly number[];
}

/** What happens to the plans; kept in the journal of the process. */
export type PlanEvent<Match, Behaviour extends PlannedBehaviour> =
  | { readonly type: 'planAdded'; readonly plan: Plan<Match, Behaviour> }
  | { readonly type: 'planUsed'; readonly id: number; readonly index: number }
  | { readonly type: 'planRemoved'; readonly id: number };

/** The next behaviour for a request. */
export interface PlannedStep<Behaviour extends PlannedBehaviour> {
  readonly planId: number;
  readonly index: number;
  readonly behaviour: Behaviour;
}

/** How often a behaviour is shown. */
export const timesSchema = z.number().int().min(1).max(1_000_000).default(1);
/** A wait in milliseconds, an hour at most. */
export const delaySchema = z.number().int().min(0).max(3_600_000);

const MAX_PLANS = 1_000;

/** The plans after an event. Plans that are used up stay listed until removed, or until there are too many. */
export function plansAfter<Match, Behaviour extends PlannedBehaviour>(
  plans: readonly Plan<Match, Behaviour>[],
  event: PlanEvent<Match, Behaviour>,
): readonly Plan<Match, Behaviour>[] {
  switch (event.type) {
    case 'planAdded':
      return [...plans, event.plan].slice(-MAX_PLANS);
    case 'planRemoved':
      return plans.filter((plan) => plan.id !== event.id);
    case 'planUsed':
      return plans.map((plan) => (plan.id === event.id ? withUse(plan, event.index) : plan));
  }
}

function withUse<Match, Behaviour extends PlannedBehaviour>(
  plan: Plan<Match, Behaviour>,
  index: number,
): Plan<Match, Behaviour> {
  return { ...plan, used: plan.used.map((count, at) => (at === index ? count + 1 : count)) };
}

/** The first behaviour that is left in the first plan that matches; the oldest plan comes first. */
export function nextStep<Match, Behaviour extends PlannedBehaviour>(
  plans: readonly Plan<Match, Behaviour>[],
  matches: (match: Match) => boolean,
): PlannedStep<Behaviour> | undefined {
  for (const plan of plans) {
    if (!matches(plan.match)) continue;
    const index = plan.behaviours.findIndex((behaviour, at) => (plan.used[at] ?? 0) < behaviour.times);
    const behaviour = plan.behaviours[index];
    if (behaviour !== undefined) return { planId: plan.id, index, behaviour };
  }
  return undefined;
}
