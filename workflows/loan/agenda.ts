import type { InstalmentPlan, LoanPlan } from '../../contracts/activities';
import type { LoanProgress } from '../../contracts/workflows';
import { businessDate, instantOf } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import type { ContactChannel } from '../../domain/parameters/collection';

/** What a loan does next by itself, and at which business instant. */
export type NextAct =
  | {
      readonly kind: 'REMIND';
      readonly atMs: number;
      readonly instalment: InstalmentPlan;
      /** Days relative to the collection date, negative. */
      readonly day: number;
      readonly channels: readonly ContactChannel[];
    }
  | {
      readonly kind: 'COLLECT';
      readonly atMs: number;
      readonly instalment: InstalmentPlan;
      readonly parts: number;
    }
  /** The debit is paused: was the instalment paid by other means? */
  | { readonly kind: 'CHECK_DUE'; readonly atMs: number; readonly instalment: InstalmentPlan }
  /** The day after a missed due date. */
  | { readonly kind: 'OVERDUE_CHECK'; readonly atMs: number }
  /** The day of an approved change has come: the look that follows takes it. */
  | { readonly kind: 'CHANGE_DUE'; readonly atMs: number }
  /** Some days before a floating rate is looked up. */
  | { readonly kind: 'ANNOUNCE_REPRICING'; readonly atMs: number; readonly date: string }
  | { readonly kind: 'REPRICE'; readonly atMs: number; readonly date: string }
  /** Nothing is planned any more. What is booked is seen even if nobody told the loan. */
  | { readonly kind: 'LOOK'; readonly atMs: number };

/** Days after which a loan without an agenda looks at its books by itself. */
const LOOK_EVERY_DAYS = 7;

/**
 * The first of what is still to come.
 * @param nowMs business instant that the loan has lived to
 * @param lookAtMs business instant at which the loan looks in any case, unless it has passed
 */
export function nextAct(plan: LoanPlan, progress: LoanProgress, nowMs: number, lookAtMs: number): NextAct {
  const acts = [
    ...changeDue(plan),
    ...repricing(plan, progress),
    ...aroundInstalment(plan, progress),
    ...overdueCheck(plan, nowMs),
  ];
  const weekly = instantOf(addDays(businessDate(nowMs), LOOK_EVERY_DAYS), plan.officesOpen);
  const look: NextAct = { kind: 'LOOK', atMs: acts.length === 0 ? weekly : lookAtMs };
  // Of two at one instant the one that is named first comes first: a debit may cure what the check would find.
  const [first = look, ...others] = look.atMs > nowMs ? [...acts, look] : acts;
  return others.reduce((earliest, act) => (act.atMs < earliest.atMs ? act : earliest), first);
}

function changeDue({ nextChangeAtMs }: LoanPlan): NextAct[] {
  return nextChangeAtMs === undefined ? [] : [{ kind: 'CHANGE_DUE', atMs: nextChangeAtMs }];
}

function repricing({ repricing: next }: LoanPlan, { announced }: LoanProgress): NextAct[] {
  if (next === undefined) return [];
  const { atMs, date, noticeAtMs } = next;
  const look: NextAct = { kind: 'REPRICE', atMs, date };
  return announced === date ? [look] : [{ kind: 'ANNOUNCE_REPRICING', atMs: noticeAtMs, date }, look];
}

function aroundInstalment({ instalment }: LoanPlan, progress: LoanProgress): NextAct[] {
  if (instalment === null) return [];
  const { atMs, parts } = progress.nextOrder ?? { atMs: instalment.firstDebitAtMs, parts: 1 };
  const order: NextAct =
    progress.autoDebit === 'ON'
      ? { kind: 'COLLECT', atMs, instalment, parts }
      : { kind: 'CHECK_DUE', atMs, instalment };
  const reminders = instalment.reminders
    .filter((reminder) => reminder.atMs >= progress.waitingSinceMs && reminder.atMs < atMs)
    .map((reminder): NextAct => ({ kind: 'REMIND', instalment, ...reminder }));
  return [order, ...reminders];
}

/** What is known to be overdue was noticed when it was found. */
function overdueCheck({ oldestDue, overdue }: LoanPlan, nowMs: number): NextAct[] {
  if (oldestDue === null || overdue) return [];
  const atMs = oldestDue.overdueCheckAtMs;
  return atMs > nowMs ? [{ kind: 'OVERDUE_CHECK', atMs }] : [];
}
