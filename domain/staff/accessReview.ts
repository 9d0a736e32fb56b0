import type { Role } from '../approval/roles';
import { type IsoDate, isoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';

/**
 * Every quarter all rights that are older than it are confirmed or taken away by somebody else than who has them.
 * Source: GB/T 22239-2019 8.1.4.2 (superfluous and expired accounts are removed, shared ones avoided).
 */
const MONTHS_A_QUARTER = 3;

/** A quarter of a year: `2026Q4`. */
export type ReviewPeriod = `${number}Q${number}`;

/** The quarter that a day is in. */
export function reviewPeriodOf(date: IsoDate): ReviewPeriod {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return `${year}Q${Math.ceil(month / MONTHS_A_QUARTER)}`;
}

/** The first day of a quarter: a right that is younger was agreed just now, and is reviewed in the next one. */
export function beginningOf(period: ReviewPeriod): IsoDate {
  const [year = 0, quarter = 1] = period.split('Q').map(Number);
  const month = String((quarter - 1) * MONTHS_A_QUARTER + 1).padStart(2, '0');
  return isoDate(`${year}-${month}-01`);
}

/** What becomes of a right in a review. */
export const REVIEW_OUTCOMES = [
  /** Somebody else says that it is still needed. */
  'CONFIRMED',
  /** Somebody else takes it away. */
  'TAKEN',
  /** Nobody answered in time: it is gone. */
  'LAPSED',
  /** Nobody answered in time, and without it the institution would have no admin. */
  'KEPT',
  /** It was taken away otherwise meanwhile. */
  'GONE',
] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];
/** What people may say. */
export const REVIEW_ANSWERS = ['CONFIRMED', 'TAKEN'] as const satisfies readonly ReviewOutcome[];
export type ReviewAnswer = (typeof REVIEW_ANSWERS)[number];

/**
 * Whether somebody may answer for a right in a review: never their own, only for whom they answer now, and never so that
 * nobody is left to give rights.
 * @param answerers who answers for the person now: managers, up to whom it was escalated, else who gives rights
 * @param otherAdmins how many people but the one whose right it is may give rights
 */
export function judgeReviewAnswer(
  right: { readonly userId: string; readonly role: Role },
  answer: { readonly outcome: ReviewAnswer; readonly by: string; readonly reason: string },
  { answerers, otherAdmins }: { readonly answerers: readonly string[]; readonly otherAdmins: number },
): Result<void, 'OWN_RIGHTS' | 'NOT_THEIR_MANAGER' | 'LAST_ADMIN' | 'REASON_REQUIRED'> {
  if (right.userId === answer.by) return refuse('OWN_RIGHTS');
  if (!answerers.includes(answer.by)) return refuse('NOT_THEIR_MANAGER');
  if (answer.outcome === 'CONFIRMED') return accept(undefined);
  if (answer.reason === '') return refuse('REASON_REQUIRED');
  return right.role === 'admin' && otherAdmins === 0 ? refuse('LAST_ADMIN') : accept(undefined);
}
