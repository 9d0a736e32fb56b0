import type { Answers } from '../../client/client';
import { type Words, words } from '../words/words';

type Calendar = Answers['CollectionCalendar'];

export const PROMISE_STATUSES: Words<Answers['PromiseStatus']> = words({
  OPEN: ['承诺中', 'Open'],
  KEPT: ['已兑现', 'Kept'],
  BROKEN: ['已违约', 'Broken'],
});

export const HOLD_STATUSES: Words<Answers['HoldStatus']> = words({
  REQUESTED: ['等待决定', 'Waits for a decision'],
  GRANTED: ['已同意', 'Granted'],
  REFUSED: ['未同意', 'Refused'],
});

type WhyNot = Calendar['past'][number]['notApplicable'][number]['why'];

/** For those who collect: what a rung asks for and this loan has not. */
export const WHY_NOT: Words<WhyNot> = words({
  NO_GUARANTOR: ['通知担保人不适用：没有登记担保人', 'No guarantor is on file: nobody was notified'],
});

/** A rung on the screen: what was done of it, or when it comes. */
export interface Rung {
  readonly key: string;
  readonly on: string;
  readonly day: number;
  /** Of what comes before a due date. */
  readonly instalment: number | null;
  readonly text: { readonly zh: string; readonly en: string };
  /** DONE: all of it; STARTED: something is left; NEXT: comes if nothing is paid meanwhile. */
  readonly state: 'DONE' | 'STARTED' | 'NEXT';
  /** Why something of it was not to be done here. */
  readonly whyNot: readonly WhyNot[];
}

/** The ladder of a loan in one line of time: what was reached in the default that is open, then what comes. */
export function rungsOf({
  episode,
  past,
  next,
}: Pick<Calendar, 'episode' | 'past' | 'next'>): readonly Rung[] {
  const reached = past
    .filter((rung) => rung.episode === episode)
    .toSorted((one, other) => one.on.localeCompare(other.on) || one.day - other.day)
    .map(({ on, day, instalment, text, actions, done, notApplicable }): Rung => {
      const ended = [...done, ...notApplicable.map(({ action }) => action)];
      const isWhole = actions.every((action) => ended.includes(action));
      const whyNot = notApplicable.map(({ why }) => why);
      return {
        ...shown('past', { on, day, instalment, text }),
        state: isWhole ? 'DONE' : 'STARTED',
        whyNot,
      };
    });
  const coming = next.map(
    ({ on, day, instalment, text }): Rung => ({
      ...shown('next', { on, day, instalment, text }),
      state: 'NEXT',
      whyNot: [],
    }),
  );
  return [...reached, ...coming];
}

const shown = (
  when: string,
  rung: Omit<Rung, 'key' | 'state' | 'whyNot'>,
): Omit<Rung, 'state' | 'whyNot'> => ({
  key: `${when}${rung.on}${rung.day}`,
  ...rung,
});
