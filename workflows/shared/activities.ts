import {
  ActivityFailure,
  ApplicationFailure,
  defaultPayloadConverter,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import {
  ACTIVITY_RULES,
  type ActivityRule,
  type AllActivities,
  NON_RETRYABLE_FAILURES,
} from '../../contracts/activityOptions';
import { isOurs, isRefusedPayload } from '../../contracts/refusedPayload';
import { ACTIVITY_TEXTS, oneLine } from '../../contracts/texts/processTexts';

/** A step whose answer was forged is done again after so long, and each time after twice as long. */
const FIRST_REPEAT_MS = 5_000;
const LAST_REPEAT_MS = 3_600_000;

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
  const activity = proxyActivities<AllActivities>(options)[name] as Activity;
  return async (...args) => {
    for (let waitMs = FIRST_REPEAT_MS; ; waitMs = Math.min(waitMs * 2, LAST_REPEAT_MS)) {
      const ours = await ourAnswer(() => activity(...args));
      if (ours !== null) return ours.answer;
      const summary = '结果非本平台所出，重做 · The result is not from this platform: the step is done again';
      await sleep(waitMs, { summary });
    }
  };
}

/**
 * What the step of an own worker answered. Whoever reaches Temporal can complete or fail a step that is under way:
 * an answer that is not sealed for this step is none.
 * @returns null when it must be done again
 */
async function ourAnswer(step: () => Promise<unknown>): Promise<{ readonly answer: unknown } | null> {
  try {
    const answer = await step();
    return isOurs(answer) ? { answer } : null;
  } catch (fault) {
    if (isForgedFailure(fault)) return null;
    throw fault;
  }
}

/** Own workers seal what they say of a failure, see `failureConverter`; what the server itself says has no type. */
function isForgedFailure(fault: unknown): boolean {
  if (!(fault instanceof ActivityFailure && fault.cause instanceof ApplicationFailure)) return false;
  const said = fault.cause.failure?.encodedAttributes;
  return said == null || isRefusedPayload(defaultPayloadConverter.fromPayload(said));
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
