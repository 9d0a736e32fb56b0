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

export type ActivityName = keyof AllActivities;
type Activity = (...args: unknown[]) => Promise<unknown>;

/** A step that no repetition cures. */
export interface StepFault {
  readonly step: ActivityName;
  /** What the program said. */
  readonly why: string;
}

/** The type of the failure that carries a {@link StepFault}. */
const STEP_FAULT = 'STEP_FAULT';

/**
 * Every activity, run as the table of options says and shown by its summary. A case calls them as its own
 * (`Case.activities`), which wait for people where these fail for good.
 */
export const activities: AllActivities = eachActivity((name) => proxyOf(name, ACTIVITY_RULES[name]));

/** Something for every activity, under its name. */
export function eachActivity(make: (name: ActivityName) => Activity): AllActivities {
  const names = Object.keys(ACTIVITY_RULES) as ActivityName[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as AllActivities;
}

/** What failed for good; null when a failure is something else, such as a question that nobody answered in time. */
export function faultOf(failure: unknown): StepFault | null {
  if (!(failure instanceof ApplicationFailure) || failure.type !== STEP_FAULT) return null;
  return failure.details?.[0] as StepFault;
}

function proxyOf(name: ActivityName, rule: ActivityRule): Activity {
  const summary = oneLine(ACTIVITY_TEXTS[name]);
  if (rule.runs === 'REMOTE') return named(name, ordinary(name, { ...rule.options, summary }));
  const local = proxyLocalActivities<AllActivities>({ ...rule.options, summary })[name] as Activity;
  const lasting = ordinary(name, { ...rule.whenItLasts, summary });
  return named(name, async (...args) => {
    try {
      return await local(...args);
    } catch (failure) {
      if (!isWorthRepeating(failure)) throw failure;
      return await lasting(...args);
    }
  });
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

/** A failure for good says which step failed. */
function named(step: ActivityName, activity: Activity): Activity {
  return async (...args) => {
    try {
      return await activity(...args);
    } catch (failure) {
      const cause = causeOf(failure);
      if (!(cause instanceof ApplicationFailure) || isWorthRepeating(failure)) throw failure;
      const fault: StepFault = { step, why: cause.message };
      throw ApplicationFailure.create({
        type: STEP_FAULT,
        message: `${step}: ${cause.message}`,
        nonRetryable: true,
        details: [fault],
        cause,
      });
    }
  };
}

/** The attempts are used up, not hopeless. */
function isWorthRepeating(failure: unknown): boolean {
  const cause = causeOf(failure);
  if (cause instanceof TimeoutFailure) return true;
  return cause instanceof ApplicationFailure && !cause.nonRetryable && !isFinal(cause.type);
}

/** A local activity fails with its cause, an ordinary one wraps it. */
function causeOf(failure: unknown): unknown {
  return failure instanceof ActivityFailure ? failure.cause : failure;
}

function isFinal(type: string | null | undefined): boolean {
  return NON_RETRYABLE_FAILURES.some((final) => final === type);
}
