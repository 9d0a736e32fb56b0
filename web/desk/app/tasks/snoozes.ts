import type { Answers } from '../../../client/client';
import type { Pair } from '../../../kit/words/words';

/** How long something is put off by one press, in working hours of the institution. */
export const SNOOZES: readonly { readonly hours: number; readonly name: Pair }[] = [
  { hours: 1, name: ['1 个工作小时', '1 working hour'] },
  { hours: 2, name: ['2 个工作小时', '2 working hours'] },
  { hours: 4, name: ['4 个工作小时', '4 working hours'] },
  { hours: 8, name: ['8 个工作小时', '8 working hours'] },
  { hours: 24, name: ['24 个工作小时', '24 working hours'] },
];

const TYPED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** What a field for day and time says (`2026-11-27T09:30`), as an instant of the business; null: nothing that can be used. */
export function instantTyped(typed: string): string | null {
  const at = TYPED.test(typed) ? Date.parse(`${typed}:00+08:00`) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Whether somebody may put a task off: who has it, while it is open. The API has the last word. */
export const mayBeSnoozed = (
  { status, claimedBy }: Pick<Answers['Task'], 'status' | 'claimedBy'>,
  userId: string,
): boolean => status === 'CLAIMED' && claimedBy === userId;
