import { businessDate, instantOf } from '../../../domain/calendar/clock';
import { addDays, type IsoDate } from '../../../domain/calendar/isoDate';
import { contactFromMs } from '../../../domain/collection/quietHours';
import { classOf, isInteractive } from '../../../domain/overdue/actionClasses';
import { type Arrears, arrearsOn } from '../../../domain/overdue/arrears';
import { bucketOf } from '../../../domain/overdue/classification';
import type { Hold } from '../../../domain/overdue/holds';
import {
  cured,
  type Episode,
  type Look,
  lookAtLadder,
  lookAtMoved,
  nextLookOn,
  nextRung,
  pendingOf,
  type Rung,
  type RungAction,
  type Sight,
  stageOf,
} from '../../../domain/overdue/ladder';
import { judgePromise, promiseAt } from '../../../domain/overdue/promises';
import type { LadderAction } from '../../../domain/parameters/collection';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { compare, type Difference, type OracleAdapter, type OracleFile } from '../adapter';
import { allocated, type Loan, type LocalTime, localTime, msOf } from './ladderLoan';

interface Period {
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

interface EpisodesCase {
  readonly id: string;
  readonly input: Loan & {
    readonly promises: readonly {
      readonly at: LocalTime;
      readonly amountFen: number;
      readonly byDate: IsoDate;
    }[];
    readonly hardships: readonly Period[];
    readonly freezes: readonly Period[];
    readonly ladder: readonly Rung[] | null;
  };
  readonly expect: unknown;
}

const { overdue } = parametersAt(PARAMETERS_BEGIN);

/** Lives through the case minute by minute in which something happens, by the functions that the process asks. */
class Life {
  private readonly ladder: readonly Rung[];
  private episode: Episode | null = null;
  private anchor: IsoDate | null = null;
  private movedToMs: number | null = null;
  /** The first day on which the rule said that a look would find something. */
  private expectedOn: IsoDate | null = null;
  private readonly past: Episode[] = [];
  readonly rungs: object[] = [];
  readonly actions: (RungAction & { readonly episode: number; readonly at: LocalTime })[] = [];
  readonly superseded: (RungAction & { readonly episode: number })[] = [];
  readonly anchors: object[] = [];
  readonly promises: {
    readonly at: LocalTime;
    readonly amountFen: number;
    readonly byDate: IsoDate;
    readonly episode: number;
    status: string;
    on: IsoDate | null;
    refusal?: string;
  }[] = [];
  readonly problems: string[] = [];

  constructor(private readonly input: EpisodesCase['input']) {
    this.ladder = (input.ladder ?? overdue.ladder).filter(({ day }) => day >= 1);
  }

  live(): void {
    const { from, until, runAt, missed = [] } = this.input.clock;
    const endMs = instantOf(addDays(until, 1));
    const runs: number[] = [];
    for (let day = from; day <= until; day = addDays(day, 1)) {
      if (!missed.includes(day)) runs.push(instantOf(day, runAt));
    }
    const money = this.input.receipts.flatMap(({ at, reversedAt }) => [
      msOf(at),
      ...(reversedAt === undefined ? [] : [msOf(reversedAt)]),
    ]);
    const minutes = new Set([...runs, ...money, ...this.input.promises.map(({ at }) => msOf(at))]);
    for (;;) {
      const [next] = [...minutes, ...(this.movedToMs === null ? [] : [this.movedToMs])]
        .filter((ms) => ms < endMs)
        .sort((left, right) => left - right);
      if (next === undefined) break;
      minutes.delete(next);
      this.settlePromises(next);
      if (money.includes(next)) this.moneyMoved(next);
      for (const promise of this.input.promises) if (msOf(promise.at) === next) this.promise(promise);
      if (runs.includes(next)) this.run(next);
      if (this.movedToMs === next) this.moved(next);
    }
    this.settlePromises(endMs - 1);
  }

  private arrears(ms: number): Arrears | null {
    const arrears = arrearsOn(allocated(this.input, ms).instalments, businessDate(ms));
    if ((arrears?.dueDate ?? null) !== this.anchor) {
      this.anchor = arrears?.dueDate ?? null;
      this.anchors.push({ at: localTime(ms), dueDate: this.anchor, dpd: arrears?.daysPastDue ?? 0 });
      this.expectedOn = null;
    }
    return arrears;
  }

  private holds(): Hold[] {
    const { hardships, freezes } = this.input;
    return [
      ...this.promises
        .filter(({ status }) => status === 'OPEN')
        .map(
          ({ at, byDate }): Hold => ({ kind: 'PROMISE', from: at.slice(0, 10) as IsoDate, until: byDate }),
        ),
      ...hardships.map((period): Hold => ({ kind: 'HARDSHIP', ...period })),
      ...freezes.map((period): Hold => ({ kind: 'FREEZE', ...period })),
    ];
  }

  private sight(ms: number): Sight {
    const from = this.input.agreedQuietContact ? ms : contactFromMs(ms, overdue.contactLimits);
    return {
      ...{ atMs: ms, arrears: this.arrears(ms), holds: this.holds(), contactFromMs: from },
      // Debits of the oracle are known at once.
      isDebiting: false,
    };
  }

  private moneyMoved(ms: number): void {
    const arrears = this.arrears(ms);
    if (this.episode === null || this.episode.curedAtMs !== null || arrears !== null) return;
    this.episode = cured(this.episode, ms);
    this.movedToMs = null;
    for (const promise of this.promises.filter(({ status }) => status === 'OPEN')) {
      Object.assign(promise, { status: 'KEPT', on: businessDate(ms) });
    }
  }

  private settlePromises(ms: number): void {
    for (const promise of this.promises.filter(({ status }) => status === 'OPEN')) {
      const madeAtMs = msOf(promise.at);
      const moves = this.input.receipts
        .filter(({ at }) => msOf(at) >= madeAtMs)
        .flatMap(({ at, reversedAt, amountFen }) => [
          { atMs: msOf(at), amountFen },
          ...(reversedAt === undefined ? [] : [{ atMs: msOf(reversedAt), amountFen: -amountFen }]),
        ])
        .sort((left, right) => left.atMs - right.atMs);
      // In the file money is known when it comes.
      const known = { through: promise.byDate, waitDays: overdue.bankWaitDays };
      const state = promiseAt({ ...promise, madeAtMs }, moves, ms, known);
      if (state.status === 'OPEN') continue;
      Object.assign(promise, { status: state.status, on: businessDate(state.atMs) });
      this.expectedOn = null;
    }
  }

  private promise({ at, amountFen, byDate }: EpisodesCase['input']['promises'][number]): void {
    const madeAtMs = msOf(at);
    const { episode } = this;
    const isOverdue = episode !== null && episode.curedAtMs === null;
    const ofEpisode = this.promises.filter((promise) => isOverdue && promise.episode === episode.number);
    const judged = judgePromise(
      { madeAtMs, byDate, amountFen },
      {
        isOverdue,
        hasOpenPromise: this.promises.some(({ status }) => status === 'OPEN'),
        broken: ofEpisode.filter(({ status }) => status === 'BROKEN').length,
        overdueFen: 0,
      },
      // The file knows no least part of what is overdue.
      { ...overdue.promises, leastShare: '0' },
    );
    const on = businessDate(madeAtMs);
    this.promises.push({
      ...{ at, amountFen, byDate, episode: episode?.number ?? 0 },
      ...(judged.ok ? { status: 'OPEN', on: null } : { status: 'REFUSED', on, refusal: judged.refusal.code }),
    });
    if (judged.ok) this.expectedOn = null;
    this.settlePromises(madeAtMs);
  }

  private run(ms: number): void {
    const sight = this.sight(ms);
    const last = this.episode;
    const look = lookAtLadder(last, sight, this.ladder);
    if (look === null || sight.arrears === null) return;
    if (last !== null && last.number !== look.episode.number) this.past.push(last);
    const today = businessDate(ms);
    for (const { day } of look.reached) {
      const reached = look.episode.reached.filter((other) => other <= day);
      this.rungs.push({
        ...{ episode: look.episode.number, rung: day, date: today, dpd: sight.arrears.daysPastDue },
        ...{ stage: stageOf(reached, this.ladder), bucket: bucketOf(sight.arrears.daysPastDue) },
      });
    }
    // A process that sleeps until the day that the rule names misses nothing that a daily look would find.
    const isFound =
      look.reached.length + look.due.length + look.superseded.length + look.episode.moved.length;
    if (this.expectedOn !== null && isFound > 0 !== this.expectedOn <= today) {
      this.problems.push(`${today}: something to do was expected on ${this.expectedOn}`);
    }
    this.take(look, ms);
    this.movedToMs = look.episode.moved.length > 0 ? sight.contactFromMs : null;
    const known = { arrears: sight.arrears, holds: sight.holds };
    this.expectedOn =
      this.movedToMs === null ? nextLookOn(look.episode, known, this.ladder, addDays(today, 1)) : null;
  }

  private moved(ms: number): void {
    this.movedToMs = null;
    if (this.episode === null || this.episode.curedAtMs !== null) return;
    this.take(lookAtMoved(this.episode, this.sight(ms)), ms);
  }

  private take({ episode, due, superseded }: Look, ms: number): void {
    this.episode = episode;
    const of = { episode: episode.number, at: localTime(ms) };
    this.actions.push(...due.map((action) => ({ ...action, ...of })));
    this.superseded.push(...superseded.map((action) => ({ ...action, episode: episode.number })));
  }

  result(): unknown {
    const until = this.input.clock.until;
    const endMs = instantOf(addDays(until, 1)) - 1;
    const { instalments, suspenseFen } = allocated(this.input, endMs);
    const arrears = arrearsOn(instalments, until);
    const all = [...this.past, ...(this.episode === null ? [] : [this.episode])];
    const open = this.episode?.curedAtMs === null ? this.episode : null;
    const next = open === null || arrears === null ? null : nextRung(open, arrears, this.ladder);
    const dpd = arrears?.daysPastDue ?? 0;
    return {
      rungs: this.rungs,
      actions: this.actions.map(({ episode, day, action, at }) => ({ episode, rung: day, action, at })),
      notDone: all.flatMap((episode) => this.notDone(episode)),
      anchors: this.anchors,
      promises: this.promises.map(({ amountFen: _fen, episode: _episode, ...promise }) => promise),
      episodes: all.map(({ number, openedOn, curedAtMs, reached }) => ({
        ...{ n: number, openedOn, curedAt: curedAtMs === null ? null : localTime(curedAtMs) },
        highestRung: reached.at(-1) ?? null,
      })),
      final: {
        ...{ date: until, dpd, bucket: bucketOf(dpd), suspenseFen },
        stage: open === null ? 'M0' : stageOf(open.reached, this.ladder),
        nextRung: next === null ? null : { rung: next.day, onDate: next.onDate },
      },
    };
  }

  private notDone(episode: Episode): readonly object[] {
    const superseded = this.superseded.filter((each) => each.episode === episode.number);
    const wasSuperseded = ({ day, action }: RungAction) =>
      superseded.some((each) => each.day === day && each.action === action);
    const settled = episode.settled.filter((action) => !wasSuperseded(action));
    return pendingOf({ ...episode, settled }, this.ladder).map((pending) => ({
      ...{ episode: episode.number, rung: pending.day, action: pending.action },
      why: wasSuperseded(pending) ? 'SUPERSEDED' : episode.curedAtMs === null ? 'PENDING' : 'EPISODE_ENDED',
    }));
  }
}

function checkEpisodes({ id, input, expect }: EpisodesCase, file: OracleFile): readonly Difference[] {
  const life = new Life(input);
  life.live();
  const missed = life.problems.map((problem) => ({ path: id, expected: 'no look missed', actual: problem }));
  return [...checkHouse(file), ...compare(id, expect, life.result()), ...missed];
}

/** The file's ladder, classes and talk are the house's. */
function checkHouse({ meta }: OracleFile): readonly Difference[] {
  const { ladder, actionClass, interactive } = meta as {
    readonly ladder: readonly Rung[];
    readonly actionClass: Readonly<Record<LadderAction, string>>;
    readonly interactive: readonly LadderAction[];
  };
  const actions = Object.keys(actionClass) as LadderAction[];
  return [
    ...compare('meta.ladder', ladder, overdue.ladder),
    ...compare('meta.actionClass', actionClass, Object.fromEntries(actions.map((of) => [of, classOf(of)]))),
    ...compare('meta.interactive', [...interactive].sort(), actions.filter(isInteractive).sort()),
  ];
}

export const adapter: OracleAdapter = {
  file: 'ladder.json',
  blocks: { episodes: checkEpisodes },
};
