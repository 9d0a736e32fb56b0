import type { TextKey } from './texts/texts';

/** Why a process counts as stuck, the gravest first. */
export const STUCK_REASONS = [
  /** It ended otherwise than by itself, and nothing has taken it over since. */
  'ENDED_BADLY',
  /** Its workflow task fails again and again: the program does not fit its history. */
  'TASK_FAILS',
  /** One of its activities fails again and again. */
  'ACTIVITY_FAILS',
  /** Somebody paused one of its activities at Temporal: it is not tried any more. */
  'ACTIVITY_PAUSED',
  /** It met a fault that no repetition cures and waits for an admin. */
  'WAITS_FOR_ADMIN',
  /** Nobody has acted though it was due. */
  'OVERDUE',
] as const satisfies readonly TextKey<'stuck'>[];
export type StuckReason = (typeof STUCK_REASONS)[number];

/** What a workflow task is called among the steps that fail; the others are called by their activity. */
export const WORKFLOW_TASK = 'workflowTask';

/** Failed so often in a row, it is no hiccup. */
export const ACTIVITY_ATTEMPTS = 5;
