import { addDays, type IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import type { ActionClass } from './actionClasses';

/** What holds actions of the ladder. Days past due go on counting, and rungs are reached. */
export const HOLD_KINDS = ['PROMISE', 'HARDSHIP', 'FREEZE', 'CONTACT_LIMIT'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** Holds on all days from the first to the last, both included. */
export interface Hold {
  readonly kind: HoldKind;
  readonly from: IsoDate;
  /** Null: until somebody ends it. */
  readonly until: IsoDate | null;
}

/** Whether a hold may last until a day: the house waits for nobody longer than `holdDays` of its parameters. */
export function judgeHold(until: IsoDate, today: IsoDate, days: number): Result<void, 'HOLD_TOO_LONG'> {
  const latestDate = addDays(today, days);
  return until > latestDate ? refuse('HOLD_TOO_LONG', 'until', { days, latestDate }) : accept(undefined);
}

/** House design: accounting truth waits for nothing. */
const HOLDS: Readonly<Record<HoldKind, readonly ActionClass[]>> = {
  PROMISE: ['CONTACT'],
  HARDSHIP: ['CONTACT', 'LEGAL'],
  FREEZE: ['CONTACT', 'LEGAL', 'RISK'],
  // The debtor was called as often as the day allows.
  CONTACT_LIMIT: ['CONTACT'],
};

export function isHeld(actionClass: ActionClass, holds: readonly Hold[], date: IsoDate): boolean {
  return holdersOf(actionClass, holds, date).length > 0;
}

/** The first day from a date on on which nothing that is known holds a class; null: nobody knows. */
export function freeFrom(actionClass: ActionClass, holds: readonly Hold[], date: IsoDate): IsoDate | null {
  const holders = holdersOf(actionClass, holds, date);
  if (holders.length === 0) return date;
  let last = date;
  for (const { until } of holders) {
    if (until === null) return null;
    if (until > last) last = until;
  }
  return freeFrom(actionClass, holds, addDays(last, 1));
}

function holdersOf(actionClass: ActionClass, holds: readonly Hold[], date: IsoDate): readonly Hold[] {
  return holds.filter(
    ({ kind, from, until }) =>
      HOLDS[kind].includes(actionClass) && from <= date && (until === null || date <= until),
  );
}
