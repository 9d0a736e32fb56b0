import type { Answers } from '../../../client/client';

/** What comes next for a month: a decision that waits, its closing, its opening again, or what is still missing. */
export type ClosingStep = 'DECIDE' | 'CLOSE' | 'REOPEN' | 'MISSING';

type Period = Pick<Answers['Period'], 'closedAt' | 'checks'> & {
  readonly change: Pick<NonNullable<Answers['Period']['change']>, 'status'> | null;
};

/** Orders whose outcome nobody knows are said to be carried over with the closing: they keep nobody from asking. */
export function closingStep({ closedAt, checks, change }: Period): ClosingStep {
  if (change?.status === 'REQUESTED') return 'DECIDE';
  if (closedAt !== null) return 'REOPEN';
  return checks.every(({ check, ok }) => ok || check === 'NO_UNKNOWN_ORDERS') ? 'CLOSE' : 'MISSING';
}
