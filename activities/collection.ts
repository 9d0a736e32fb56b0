import type { CollectionActivities, CollectionFacts, CollectionLook } from '../contracts/activities';
import type { LoanId } from '../contracts/ids';
import { businessDate, instantOf } from '../domain/calendar/clock';
import { addDays, type IsoDate } from '../domain/calendar/isoDate';
import { ladderLookMs } from '../domain/collection/collectionPlan';
import { contactFromMs } from '../domain/collection/quietHours';
import type { LoanHistory } from '../domain/loan/append';
import { expectedOf } from '../domain/loan/expected';
import { sightOf } from '../domain/loan/heldMoney';
import type { LoanState } from '../domain/loan/state';
import { type Arrears, arrearsOn } from '../domain/overdue/arrears';
import { type Hold, isHeld } from '../domain/overdue/holds';
import {
  cured,
  type Episode,
  type Look,
  lookAtLadder,
  lookAtMoved,
  nextLookOn,
  type RungAction,
  type Sight,
  stageOf,
} from '../domain/overdue/ladder';
import {
  type KnownMoney,
  type MoneyMove,
  type PromiseState,
  promiseAt,
  promiseEndsMs,
  promiseHold,
  promiseJudgedOn,
} from '../domain/overdue/promises';
import type { OverdueParameters } from '../domain/parameters/collection';
import { parametersAt } from '../domain/parameters/parametersAt';
import {
  type CollectionState,
  readCollectionState,
  readCollectionTasks,
} from '../gateways/database/collection';
import type { ActivityDeps } from './deps';
import { figuresOf, type OpenedLoan, useHeldMoney } from './loanBooks';

/** What the process of an overdue loan asks of its books and of the ladder. */
export function createCollectionActivities({ sql }: ActivityDeps): CollectionActivities {
  return {
    lookAtCollection: async ({ loanId, atMs, moved }) => {
      const today = businessDate(atMs);
      const opened = await useHeldMoney(sql, loanId, today);
      const state = await readCollectionState(sql, loanId, today);
      return lookOf(loanId, opened, state, { atMs, moved }, parametersAt(today).overdue);
    },

    takeUpCollection: async ({ loanId }) => ({ tasks: await readCollectionTasks(sql, loanId) }),
  };
}

interface Moment {
  readonly atMs: number;
  /** What an earlier look moved to this moment, or to a later one. */
  readonly moved: readonly RungAction[];
}

/** So long a loan sleeps of which nothing is left to wait for but money. */
const IDLE_DAYS = 30;

/** Looks at the ladder of a loan at a moment, by its books, by what stands of the ladder and by the rules of the day. */
export function lookOf(
  loanId: LoanId,
  { record, calendar }: Pick<OpenedLoan, 'calendar'> & { readonly record: LoanHistory },
  state: CollectionState,
  { atMs, moved }: Moment,
  overdue: OverdueParameters,
): CollectionLook {
  const { ladder, contactLimits, promises: promiseLimits, bankWaitDays } = overdue;
  const today = businessDate(atMs);
  const runMs = (day: IsoDate) => ladderLookMs(loanId, day, overdue);
  const books = booksOn(sightOf(record, today, calendar).latest, today);
  const { arrears, isClaimed } = books;
  const last = episodeOf(state, moved);
  const isCured = last !== null && isPaid(books);
  const promises = settledPromises(state, record, {
    ...{ atMs, isCured, known: { through: state.bankThrough, waitDays: bankWaitDays } },
    wasCuredOn: (day) => isPaid(booksOn(sightOf(record, day, calendar).scheduled, day)),
  });
  const people = holdsOf(state, promises.open, today);
  const holds = [...people, ...callsHold(state, contactLimits.maximumCallsPerDebtorPerDay, today)];
  const { isDebiting } = state;
  const sight: Sight = {
    atMs,
    arrears,
    holds,
    contactFromMs: contactFromMs(atMs, contactLimits),
    isDebiting,
  };
  const isRun = runMs(today) <= atMs && (state.episode === null || state.episode.lookedOn < today);
  const found = isClaimed ? null : lookedAt(last, sight, isRun, ladder);
  // What was moved to the morning before it was written off is over.
  const episode = found?.episode ?? (isClaimed && last !== null ? { ...last, moved: [] } : last);
  const open = episode !== null && episode.curedAtMs === null ? episode : null;
  const nextRunDay = atMs >= runMs(today) ? addDays(today, 1) : today;
  const judgedOn = promises.open && promiseJudgedOn(promises.open, nextRunDay);
  const nextAtMs = nextOf(open, sight, { ladder, nextRunDay, runMs, judgedOn, isClaimed });
  // Of a claim no rung is talked about: nothing waits for the end of the night.
  const waiting = isClaimed ? [] : (episode?.moved ?? []);
  const awaitsDebit = isDebiting && waiting.length > 0;
  const lookedOn = isRun ? today : (state.episode?.lookedOn ?? today);
  return {
    ...{ episode: open?.number ?? null, nextAtMs, isOver: arrears === null && !isClaimed },
    stage: episode === null ? 'M0' : stageOf(episode.reached, ladder),
    facts: episode && {
      ...factsOf(episode, found, { arrears, ladder, lookedOn, today, nextAtMs, awaitsDebit }),
      promisesEnded: promises.ended,
    },
    due: found?.due ?? [],
    moved: waiting,
    awaitsDebit,
    arrears: books.told,
    openPromise: promises.open && { id: promises.open.id, byDate: promises.open.byDate },
    broken: promises.broken,
    isContactHeld: isHeld('CONTACT', people, today),
    requested: state.requested,
    // Once all is paid nobody posts a demand.
    letters: arrears === null ? [] : state.letters,
    promiseLimits,
    quiet: { quietFrom: contactLimits.quietFrom, quietUntil: contactLimits.quietUntil },
  };
}

/** What the books say is overdue on a day. What was written off is claimed without rungs, until it is recovered. */
function booksOn(state: LoanState, today: IsoDate) {
  const { writtenOff, settled } = figuresOf(state);
  const unpaid = expectedOf(state).map((row) => ({ ...row, isUnpaid: true }));
  const arrears = arrearsOn(unpaid, today);
  const late = unpaid.filter(({ collectionDate }) => collectionDate < today);
  const [oldest] = late;
  const overdueFen = late.reduce((sum, { unpaidFen }) => sum + unpaidFen, 0);
  return {
    arrears,
    isClaimed: writtenOff && !settled,
    told:
      arrears === null || oldest === undefined
        ? null
        : {
            ...{ instalment: oldest.number, dueDate: arrears.dueDate, daysPastDue: arrears.daysPastDue },
            overdueFen,
          },
  };
}

function isPaid({ arrears, isClaimed }: ReturnType<typeof booksOn>): boolean {
  return arrears === null && !isClaimed;
}

/** What a look writes: the episode as it is since, the rungs that it reached and what was superseded. */
function factsOf(
  episode: Episode,
  found: Pick<Look, 'reached' | 'superseded'> | null,
  of: {
    readonly arrears: Arrears | null;
    readonly ladder: OverdueParameters['ladder'];
    readonly lookedOn: IsoDate;
    readonly today: IsoDate;
    readonly nextAtMs: number;
    readonly awaitsDebit: boolean;
  },
): CollectionFacts {
  const { arrears, ladder, lookedOn, today } = of;
  const { number, openedOn, curedAtMs, reached } = episode;
  return {
    episode: number,
    looked: {
      ...{ openedOn, lookedOn, stage: stageOf(reached, ladder), anchorDate: arrears?.dueDate ?? null },
      curedAt: curedAtMs === null ? null : isoOf(curedAtMs),
      nextAt: curedAtMs === null ? isoOf(of.nextAtMs) : null,
      awaitsDebit: of.awaitsDebit,
    },
    reached: (found?.reached ?? []).map(({ day }) => ({
      ...{ day, reachedOn: today, daysPastDue: arrears?.daysPastDue ?? day },
      stage: stageOf(
        reached.filter((other) => other <= day),
        ladder,
      ),
    })),
    settled: (found?.superseded ?? []).map((action) => ({ ...action, outcome: 'SUPERSEDED' as const })),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function episodeOf(
  { episode, reached, settled }: CollectionState,
  moved: readonly RungAction[],
): Episode | null {
  if (episode === null) return null;
  const { number, openedOn, curedAt } = episode;
  return {
    number,
    openedOn,
    curedAtMs: curedAt === null ? null : Date.parse(curedAt),
    reached,
    settled,
    moved,
  };
}

/** The daily look, the moment to which contact was moved, or somebody told that something moved. */
function lookedAt(last: Episode | null, sight: Sight, isRun: boolean, ladder: OverdueParameters['ladder']) {
  const nothing = (episode: Episode) => ({ episode, reached: [], due: [], superseded: [] });
  if (sight.arrears === null) {
    return last === null || last.curedAtMs !== null ? null : nothing(cured(last, sight.atMs));
  }
  if (isRun) return lookAtLadder(last, sight, ladder);
  if (last === null || last.curedAtMs !== null) return null;
  const isMovedHere = last.moved.length > 0 && sight.contactFromMs <= sight.atMs && !sight.isDebiting;
  return isMovedHere ? lookAtMoved(last, sight) : nothing(last);
}

/** When the ladder has something to do by itself next. */
function nextOf(
  episode: Episode | null,
  { atMs, arrears, holds, contactFromMs: quietUntilMs }: Sight,
  of: {
    readonly ladder: OverdueParameters['ladder'];
    readonly nextRunDay: IsoDate;
    readonly runMs: (day: IsoDate) => number;
    readonly judgedOn: IsoDate | null;
    readonly isClaimed: boolean;
  },
): number {
  const { ladder, nextRunDay, runMs } = of;
  const idleMs = runMs(addDays(nextRunDay, IDLE_DAYS));
  if (arrears === null) return idleMs;
  if (episode === null) return runMs(nextRunDay);
  const day = of.isClaimed ? null : nextLookOn(episode, { arrears, holds }, ladder, nextRunDay);
  return Math.min(
    day === null ? idleMs : runMs(day),
    of.judgedOn === null ? idleMs : runMs(of.judgedOn),
    // What waits for a debit is told when that is known.
    episode.moved.length > 0 && quietUntilMs > atMs ? quietUntilMs : idleMs,
  );
}

type Promised = CollectionState['promises'][number];

/** By what a promise is judged beside the money that came since. */
interface Judging {
  readonly atMs: number;
  readonly isCured: boolean;
  readonly known: KnownMoney;
  /** By what is booked now, nothing was overdue on a day. */
  readonly wasCuredOn: (day: IsoDate) => boolean;
}

/** What has become of the promises of the episode by a moment, also of those that were broken by what was known then. */
function settledPromises({ promises }: CollectionState, { events }: LoanHistory, by: Judging) {
  const states = promises.map((promise) => ({ promise, state: stateOf(promise, events, by) }));
  const ended = states.flatMap(({ promise: { id, status }, state }) =>
    status === state.status || state.status === 'OPEN'
      ? []
      : [{ id, status: state.status, endedAt: isoOf(state.atMs) }],
  );
  return {
    open: states.find(({ state }) => state.status === 'OPEN')?.promise ?? null,
    broken: states.filter(({ state }) => state.status === 'BROKEN').length,
    ended,
  };
}

function stateOf(promise: Promised, events: LoanHistory['events'], by: Judging): PromiseState {
  const { atMs, isCured, known, wasCuredOn } = by;
  if (promise.status === 'KEPT') return { status: 'KEPT', atMs };
  const madeAtMs = Date.parse(promise.madeAt);
  const moves = movesSince(promise.afterSequence, madeAtMs, events);
  const state = promiseAt({ ...promise, madeAtMs }, moves, atMs, known);
  if (state.status === 'KEPT') return state;
  // A cure keeps what was still promised.
  const endsMs = promiseEndsMs(promise);
  if (atMs < endsMs) return isCured ? { status: 'KEPT', atMs } : state;
  if (wasCuredOn(promise.byDate)) {
    return { status: 'KEPT', atMs: Math.max(madeAtMs, instantOf(promise.byDate)) };
  }
  // One that came too late ends the process: nobody waits any more.
  return isCured ? { status: 'BROKEN', atMs: endsMs } : state;
}

/** Money that was booked after an event, and what of it turned out not to have come; it counts from its own day. */
function movesSince(sequence: number, fromMs: number, events: LoanHistory['events']): readonly MoneyMove[] {
  const since = events.filter((event) => event.sequence > sequence);
  const amountOf = (event: LoanHistory['events'][number]): number => {
    if (event.kind === 'RECEIVED' || event.kind === 'RECOVERED') return event.amountFen;
    if (event.kind === 'PREPAID' && event.into !== 'SUSPENSE') return event.amountFen;
    if (event.kind !== 'REVERSED') return 0;
    const reversed = since.find(({ sequence: of }) => of === event.reverses);
    return reversed === undefined ? 0 : -amountOf(reversed);
  };
  return since
    .map((event) => ({ atMs: Math.max(fromMs, instantOf(event.effectiveDate)), amountFen: amountOf(event) }))
    .filter(({ amountFen }) => amountFen !== 0)
    .sort((left, right) => left.atMs - right.atMs);
}

/** What people know of: they are not to talk to the debtor. */
function holdsOf({ holds }: CollectionState, promise: Promised | null, today: IsoDate): readonly Hold[] {
  return [
    ...holds.map(({ kind, fromDate, untilDate }) => ({ kind, from: fromDate, until: untilDate })),
    ...(promise === null
      ? []
      : [promiseHold({ madeAtMs: Date.parse(promise.madeAt), byDate: promise.byDate }, today)]),
  ];
}

/** Not more calls in a day than a debtor must bear. */
function callsHold({ callsOfDay }: CollectionState, maximumCalls: number, today: IsoDate): readonly Hold[] {
  return callsOfDay >= maximumCalls ? [{ kind: 'CONTACT_LIMIT', from: today, until: today }] : [];
}
