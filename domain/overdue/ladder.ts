import { businessDate } from '../calendar/clock';
import { addDays, type IsoDate } from '../calendar/isoDate';
import type { LadderAction, LadderStep, OverdueStage } from '../parameters/collection';
import { type ActionClass, classOf, isInteractive } from './actionClasses';
import type { Arrears } from './arrears';
import { freeFrom, type Hold, isHeld } from './holds';

/** A rung as the rule reads it. Rungs before the due date belong to an instalment: `collectionPlan`. */
export type Rung = Pick<LadderStep, 'day' | 'stage' | 'actions'>;

/** An action of a rung, which is named by its day. */
export interface RungAction {
  readonly day: number;
  readonly action: LadderAction;
}

/** One default, from the look that saw it to its cure. */
export interface Episode {
  /** From 1, of a loan. */
  readonly number: number;
  readonly openedOn: IsoDate;
  /** Null while it is open. */
  readonly curedAtMs: number | null;
  /** Days of the rungs that it has reached: each once, whatever the anchor does later. */
  readonly reached: readonly number[];
  /** What was done of them, or superseded: neither is tried again. */
  readonly settled: readonly RungAction[];
  /** What waits for the end of the quiet hours in which it fell due, or for the outcome of a debit. */
  readonly moved: readonly RungAction[];
}

/** What is seen of a loan at a moment. */
export interface Sight {
  readonly atMs: number;
  readonly arrears: Arrears | null;
  readonly holds: readonly Hold[];
  /** When people may be disturbed: the moment itself, or the end of the quiet hours that it is in. */
  readonly contactFromMs: number;
  /** An order is at the bank: money may be on its way. */
  readonly isDebiting: boolean;
}

/** What a look found due, and the episode after it. */
export interface Look {
  readonly episode: Episode;
  /** Rungs that it reached, in order of days. */
  readonly reached: readonly Rung[];
  /** To be done now, in order of rungs. */
  readonly due: readonly RungAction[];
  /** Never to be done: talk of a higher rung took its place. */
  readonly superseded: readonly RungAction[];
}

/**
 * The daily look: opens an episode, or goes on with the last one where a receipt bounced that had cured it; reaches
 * every rung whose day has come, in order; and says what of all that is pending may be done now. Counted from the
 * present anchor alone, so that no rung is skipped, done twice, or done for an anchor that is past (Kill Bill issue
 * 2297).
 * @param last the last episode of the loan; null before the first
 * @returns null when nothing is overdue
 */
export function lookAtLadder(last: Episode | null, sight: Sight, ladder: readonly Rung[]): Look | null {
  const { arrears } = sight;
  if (arrears === null) return null;
  const episode = openedEpisode(last, arrears, businessDate(sight.atMs));
  const reached = ladder.filter(
    ({ day }) => day >= 1 && day <= arrears.daysPastDue && !episode.reached.includes(day),
  );
  const days = [...episode.reached, ...reached.map(({ day }) => day)].sort((left, right) => left - right);
  const after = { ...episode, reached: days };
  return { ...act(after, pendingOf(after, ladder), arrears, sight), reached };
}

/** The moment to which something was moved: what may be done of it now. What may not is tried at the next look. */
export function lookAtMoved(episode: Episode, sight: Sight): Look {
  const { moved } = episode;
  const after = { ...episode, moved: [] };
  const nothing = { episode: after, reached: [], due: [], superseded: [] };
  return sight.arrears === null ? nothing : { ...act(after, moved, sight.arrears, sight), reached: [] };
}

/** All that was overdue is paid: the episode ends at once, and what was still pending with it. */
export function cured(episode: Episode, atMs: number): Episode {
  return { ...episode, curedAtMs: atMs, moved: [] };
}

/** The stage that an episode has come to: it never goes back within one, even when the bucket does. */
export function stageOf(reached: readonly number[], ladder: readonly Rung[]): OverdueStage | 'M0' {
  return (
    ladder.filter(({ day, stage }) => stage !== undefined && reached.includes(day)).at(-1)?.stage ?? 'M0'
  );
}

/** What was reached and not done yet, in order of rungs. */
export function pendingOf({ reached, settled }: Episode, ladder: readonly Rung[]): readonly RungAction[] {
  return ladder
    .filter(({ day }) => reached.includes(day))
    .flatMap(({ day, actions }) => actions.map((action) => ({ day, action })))
    .filter((pending) => !settled.some((done) => isSame(done, pending)));
}

/** The first rung that an episode has not reached, and the day on which it does, counted from the present anchor. */
export function nextRung(
  { reached }: Episode,
  { dueDate }: Arrears,
  ladder: readonly Rung[],
): { readonly day: number; readonly onDate: IsoDate } | null {
  const next = ladder.find(({ day }) => day >= 1 && !reached.includes(day));
  return next === undefined ? null : { day: next.day, onDate: addDays(dueDate, next.day) };
}

/**
 * The first day from a date on on which a look finds something to do by itself. Whatever comes between, a receipt or
 * a promise, moves it: it is asked for anew after each.
 * @param from the next day on which nobody has looked yet
 * @returns null when nothing is left to wait for
 */
export function nextLookOn(
  episode: Episode,
  { arrears, holds }: Pick<Sight, 'holds'> & { readonly arrears: Arrears },
  ladder: readonly Rung[],
  from: IsoDate,
): IsoDate | null {
  const rung = nextRung(episode, arrears, ladder);
  const days = pendingOf(episode, ladder).map(({ day, action }) =>
    freeFrom(classOf(action), holds, laterOf(from, addDays(arrears.dueDate, day))),
  );
  const known = [rung === null ? null : laterOf(from, rung.onDate), ...days].filter((day) => day !== null);
  return known.reduce<IsoDate | null>((first, day) => (first === null || day < first ? day : first), null);
}

function laterOf(left: IsoDate, right: IsoDate): IsoDate {
  return left > right ? left : right;
}

function openedEpisode(last: Episode | null, { collectionDate }: Arrears, today: IsoDate): Episode {
  if (last === null) return beginning(1, today);
  if (last.curedAtMs === null) return last;
  // Only a receipt that bounced leaves unpaid again what was collectable before the cure.
  const wasNeverCured = collectionDate < businessDate(last.curedAtMs);
  return wasNeverCured ? { ...last, curedAtMs: null } : beginning(last.number + 1, today);
}

function beginning(number: number, openedOn: IsoDate): Episode {
  return { number, openedOn, curedAtMs: null, reached: [], settled: [], moved: [] };
}

/** Of actions that are pending, in order of rungs, what may be done now. */
function act(
  episode: Episode,
  pending: readonly RungAction[],
  { daysPastDue }: Arrears,
  sight: Sight,
): Omit<Look, 'reached'> {
  const today = businessDate(sight.atMs);
  const allowed = pending.filter(
    ({ day, action }) => day <= daysPastDue && !isHeld(classOf(action), sight.holds, today),
  );
  const isMoved = ({ action }: RungAction) => isTooEarly(classOf(action), sight);
  const now = allowed.filter((each) => !isMoved(each));
  const talks = now.filter(({ action }) => isInteractive(action));
  const highest = talks.at(-1)?.day ?? 0;
  const superseded = talks.filter(({ day }) => day < highest);
  const due = now.filter((each) => !superseded.includes(each));
  const settled = [...episode.settled, ...due, ...superseded];
  return { episode: { ...episode, settled, moved: allowed.filter(isMoved) }, due, superseded };
}

/** Nobody is disturbed at night, and a debit is tried, its outcome known, before anything escalates (Kill Bill issue 455). */
function isTooEarly(actionClass: ActionClass, { atMs, contactFromMs, isDebiting }: Sight): boolean {
  if (actionClass === 'CONTACT') return isDebiting || contactFromMs > atMs;
  return actionClass === 'LEGAL' && isDebiting;
}

function isSame(left: RungAction, right: RungAction): boolean {
  return left.day === right.day && left.action === right.action;
}
