import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

type Calendar = Answers['CollectionCalendar'];

/** Who reads what is overdue, and who talks to debtors; the API says the same. */
export const READERS = ['customer_service', 'risk', 'finance', 'admin', 'auditor'] as const;
export const COLLECTORS = ['customer_service', 'risk', 'finance'] as const;
export const HOLD_ASKERS = ['customer_service', 'risk'] as const;

export const LADDER_STAGES: Words<Answers['LadderStage']> = words({
  M0: ['M0 宽限', 'M0 grace'],
  M1: ['M1', 'M1'],
  M2: ['M2', 'M2'],
  M3: ['M3', 'M3'],
  M4: ['M4', 'M4'],
  'M7+': ['M7+', 'M7+'],
});

export const PROMISE_STATUSES: Words<Answers['PromiseStatus']> = words({
  OPEN: ['承诺中', 'Open'],
  KEPT: ['已兑现', 'Kept'],
  BROKEN: ['已违约', 'Broken'],
});

export const HOLD_KINDS: Words<Answers['HoldKind']> = words({
  HARDSHIP: ['困难延缓', 'Hardship'],
  FREEZE: ['暂停催收', 'Held'],
});

export const HOLD_STATUSES: Words<Answers['HoldStatus']> = words({
  REQUESTED: ['等待决定', 'Waits for a decision'],
  GRANTED: ['已同意', 'Granted'],
  REFUSED: ['未同意', 'Refused'],
});

export const CONTACT_WAYS: Words<Answers['ContactWay']> = words({
  PHONE: ['电话', 'Phone'],
  VISIT: ['上门', 'Visit'],
});

export const CONTACT_PARTIES: Words<Answers['ContactParty']> = words({
  DEBTOR: ['借款人', 'The debtor'],
  GUARANTOR: ['担保人', 'A guarantor'],
  THIRD_PARTY: ['第三方', 'A third party'],
});

export const CONTACT_OUTCOMES: Words<Answers['ContactOutcome']> = words({
  REACHED: ['已联系上', 'Reached'],
  PROMISED: ['承诺还款', 'Promised to pay'],
  NOT_REACHED: ['未联系上', 'Not reached'],
  REFUSES: ['拒绝还款', 'Refuses to pay'],
  WRONG_NUMBER: ['号码有误', 'Wrong number'],
});

/** How grave a stage is. */
export const stageTone = (stage: Answers['LadderStage']): 'plain' | 'warn' | 'bad' => {
  if (stage === 'M0') return 'plain';
  return stage === 'M1' || stage === 'M2' ? 'warn' : 'bad';
};

/** A rung on the screen: what was done of it, or when it comes. */
export interface Rung {
  readonly key: string;
  readonly on: string;
  readonly day: number;
  readonly stage: Answers['LadderStage'] | null;
  readonly text: { readonly zh: string; readonly en: string };
  /** DONE: all of it; STARTED: something is left; NEXT: comes if nothing is paid meanwhile. */
  readonly state: 'DONE' | 'STARTED' | 'NEXT';
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
    .map(({ on, day, stage, text, actions, done }): Rung => {
      const isWhole = actions.every((action) => done.includes(action));
      return { ...shown('past', on, day, stage, text), state: isWhole ? 'DONE' : 'STARTED' };
    });
  const coming = next.map(
    ({ on, day, stage, text }): Rung => ({ ...shown('next', on, day, stage, text), state: 'NEXT' }),
  );
  return [...reached, ...coming];
}

const shown = (
  when: string,
  on: string,
  day: number,
  stage: Rung['stage'],
  text: Rung['text'],
): Omit<Rung, 'state'> => ({ key: `${when}${on}${day}`, on, day, stage, text });
