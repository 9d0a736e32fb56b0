/** A warning, or a check of a borrower that is due. */
export const MATTER_KINDS = ['WARNING', 'CHECK'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

export const MATTER_STATUSES = ['OPEN', 'SETTLED'] as const;
export type MatterStatus = (typeof MATTER_STATUSES)[number];

/** What people answer; the task rules of `ANSWER_WARNING` and `CHECK_BORROWER` offer them. */
export const MATTER_ANSWERS = [
  'FALSE_ALARM',
  'WATCH',
  'FREEZE_LIMIT',
  'RECLASSIFY',
  'CALL_CHECK',
  'IN_ORDER',
  'TO_WATCH',
  'PROBLEMS',
] as const;
export type MatterAnswer = (typeof MATTER_ANSWERS)[number];

/** How it ends by itself: what warned is good again or got worse, or all is repaid. */
export const MATTER_ENDS = ['CLEARED', 'WORSE', 'REPAID'] as const;
export const MATTER_OUTCOMES = [...MATTER_ANSWERS, ...MATTER_ENDS] as const;
export type MatterOutcome = (typeof MATTER_OUTCOMES)[number];
