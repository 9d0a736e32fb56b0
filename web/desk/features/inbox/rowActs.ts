import type { Answers } from '../../../client/client';
import { mayBeSnoozed } from '../../app/tasks/snoozes';
import { standingOf } from '../../app/tasks/standing';

/** What can be done about a task from its row. */
export type RowAct = 'CLAIM' | 'GIVE_BACK' | 'GIVE' | 'SNOOZE' | 'TAKE_BACK' | 'OPEN_BESIDE' | 'COPY_LINK';

type Task = Pick<
  Answers['Task'],
  'status' | 'claimedBy' | 'barred' | 'isOverdue' | 'decisions' | 'snoozedUntil'
>;

/** Who looks at a row. */
export interface Reader {
  readonly userId: string;
  /** Whether tasks are theirs to give to others. */
  readonly mayGive: boolean;
}

/** What the menu of a row offers its reader, in its order. */
export function rowActs(task: Task, { userId, mayGive }: Reader): readonly RowAct[] {
  const { isOpen, mayClaim, mayGiveBack } = standingOf(task, userId);
  const isSnoozed = task.snoozedUntil !== null;
  const offered: readonly (readonly [RowAct, boolean])[] = [
    ['CLAIM', mayClaim],
    ['GIVE_BACK', mayGiveBack],
    // What a committee votes on is nobody's to give.
    ['GIVE', mayGive && isOpen && task.decisions.length > 0],
    ['SNOOZE', mayBeSnoozed(task, userId) && !isSnoozed],
    ['TAKE_BACK', mayBeSnoozed(task, userId) && isSnoozed],
    ['OPEN_BESIDE', true],
    ['COPY_LINK', true],
  ];
  return offered.filter(([, is]) => is).map(([act]) => act);
}
