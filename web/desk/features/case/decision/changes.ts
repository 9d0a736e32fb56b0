import type { Answers } from '../../../../client/client';

/** What is compared of a task, to tell a person what others did to it meanwhile. */
export type Standing = Pick<
  Answers['Task'],
  'status' | 'claimedBy' | 'dueAt' | 'amountFen' | 'caseVersion' | 'version' | 'stage'
>;

export interface Change {
  readonly field: 'status' | 'claimedBy' | 'dueAt' | 'amountFen' | 'caseVersion' | 'stage';
  readonly before: string | number | null;
  readonly after: string | number | null;
}

const FIELDS = ['status', 'claimedBy', 'dueAt', 'amountFen', 'caseVersion', 'stage'] as const;

/** What others changed since it was seen; that somebody claimed or gave it back themselves is no news to them. */
export function changesSince(seen: Standing, now: Standing, userId: string): readonly Change[] {
  const isOwn = now.claimedBy === userId || (seen.claimedBy === userId && now.claimedBy === null);
  return FIELDS.filter((field) => seen[field] !== now[field])
    .filter((field) => !(isOwn && (field === 'claimedBy' || field === 'status')))
    .map((field) => ({ field, before: seen[field], after: now[field] }));
}
