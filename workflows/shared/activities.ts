import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import {
  ACTIVITY_RULES,
  type ActivityRule,
  type AllActivities,
  NON_RETRYABLE_FAILURES,
} from '../../contracts/activityOptions';
import { ACTIVITY_TEXTS, oneLine } from '../../contracts/texts/processTexts';

type ActivityName = keyof AllActivities;
type Activity = (...args: unknown[]) => Promise<unknown>;

/** Every activity, run as the table of options says and shown by its summary. */
export const activities: AllActivities = Object.fromEntries(
  (Object.keys(ACTIVITY_RULES) as ActivityName[]).map((name) => [name, proxyOf(name, ACTIVITY_RULES[name])]),
) as unknown as AllActivities;

function proxyOf(name: ActivityName, rule: ActivityRule): Activity {
  const summary = oneLine(ACTIVITY_TEXTS[name]);
  if (rule.runs === 'REMOTE') return ordinary(name, { ...rule.options, summary });
  const local = proxyLocalActivities<AllActivities>({ ...rule.options, summary })[name] as Activity;
  const lasting = ordinary(name, { ...rule.whenItLasts, summary });
  return async (...args) => {
    try {
      return await local(...args);
    } catch (fault) {
      if (!isWorthRepeating(fault)) throw fault;
      return await lasting(...args);
    }
  };
}

function ordinary(name: ActivityName, options: Parameters<typeof proxyActivities>[0]): Activity {
  return proxyActivities<AllActivities>(options)[name] as Activity;
}

/** The attempts are used up, not hopeless. A local activity fails with its cause, an ordinary one wraps it. */
function isWorthRepeating(fault: unknown): boolean {
  const cause = fault instanceof ActivityFailure ? fault.cause : fault;
  if (cause instanceof TimeoutFailure) return true;
  return cause instanceof ApplicationFailure && !cause.nonRetryable && !isFinal(cause.type);
}

function isFinal(type: string | null | undefined): boolean {
  return NON_RETRYABLE_FAILURES.some((final) => final === type);
}
