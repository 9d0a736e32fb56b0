import type { InstalmentPlan } from '../../contracts/activities';
import type { LoanProgress } from '../../contracts/workflows';
import { addDays, instantOf, isoDate } from '../../domain/calendar';
import { parametersAt } from '../../domain/parameters';
import type { ContactChannel } from '../../domain/parameters/collection';

/** What a loan does next by itself, and at which business instant. */
export type NextAct =
  | {
      readonly kind: 'REMIND';
      readonly atMs: number;
      /** Days relative to the collection date, negative. */
      readonly day: number;
      readonly channels: readonly ContactChannel[];
    }
  | { readonly kind: 'COLLECT'; readonly atMs: number; readonly parts: number };

/** Reminders go out when offices open; not in the quiet hours. */
const REMINDER_TIME = '09:00';

/** The first of the instalment's reminders and orders that is still to come. */
export function nextAct(plan: InstalmentPlan, progress: LoanProgress): NextAct {
  const collectionDate = isoDate(plan.collectionDate);
  const { overdue } = parametersAt(collectionDate);
  const order: NextAct = {
    kind: 'COLLECT',
    ...(progress.nextOrder ?? { atMs: instantOf(collectionDate, overdue.debitTimes[0]), parts: 1 }),
  };
  const reminders = overdue.ladder
    .filter(({ day }) => day < 0 && !progress.remindersSent.includes(day))
    .map(({ day, channels }): NextAct => {
      const atMs = instantOf(addDays(collectionDate, day), REMINDER_TIME);
      return { kind: 'REMIND', atMs, day, channels };
    })
    .filter(({ atMs }) => atMs >= progress.waitingSinceMs && atMs < order.atMs);
  return reminders.reduce((first, reminder) => (reminder.atMs < first.atMs ? reminder : first), order);
}
