import { condition, setHandler } from '@temporalio/workflow';
import { clockChangedSignal, type TimeInput } from '../../contracts/workflows';
import {
  type BusinessClock,
  businessDate,
  businessNowMs,
  realMsUntil,
  unlessEarly,
  unlessLate,
} from '../../domain/calendar/clock';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { CaseRules } from '../../domain/parameters/caseRules';

const MS_PER_MINUTE = 60_000;
/** Business time that differs from the wall's by less is the wall's. */
const SAME_TIME_MS = 60_000;

export interface Wait {
  /** What the timer is for, in plain words; shown in the Temporal UI. */
  readonly summary: string;
  /** Ends the wait early. */
  readonly until?: () => boolean;
  /** Real milliseconds that it lasts at least. */
  readonly atLeastRealMs?: number;
}

/** What happens by itself, and when. */
export interface Coming {
  /** Business instant. */
  readonly atMs: number;
  /** The same instant on the wall's clock, as long as the clock stays as it is. */
  readonly realAtMs: number;
  readonly summary: string;
}

/**
 * A process's business time. It is logical: when work came due at a scheduled instant, it is that instant,
 * however late the machine woke up. So figures don't depend on the machine's speed or on `CLOCK_SPEED`.
 */
export class BusinessTime {
  private clock: BusinessClock;
  private clockChanges = 0;
  private livedToMs: number;
  private readonly humanFloorMs: number;
  private readonly waits: Coming[] = [];
  private tellWatcher: () => void = () => undefined;
  /** The figures of policy that the process keeps from its beginning. */
  readonly rules: CaseRules;
  readonly publicUrl: string;

  /** @param livedToMs where an earlier run of the same process had come to */
  constructor({ clock, humanMinutesFloor, rules, publicUrl }: TimeInput, livedToMs?: number) {
    this.clock = clock;
    this.rules = rules;
    this.publicUrl = publicUrl;
    this.humanFloorMs = humanMinutesFloor * MS_PER_MINUTE;
    this.livedToMs = livedToMs ?? businessNowMs(clock, Date.now());
    setHandler(clockChangedSignal, ({ clock: changed }) => {
      // One that was told before, and is told again by whoever has copied it, is over.
      if (changed.realAnchorMs < this.clock.realAnchorMs) return;
      this.clock = changed;
      this.clockChanges += 1;
    });
  }

  /** The business instant that the process has lived to. */
  nowMs(): number {
    return this.livedToMs;
  }

  today(): IsoDate {
    return businessDate(this.livedToMs);
  }

  /** The business instant of something that happens now and was not scheduled, such as a person's act. */
  touchMs(): number {
    return this.liveTo(businessNowMs(this.clock, Date.now()));
  }

  /** The same without living to it: for judging an act that may be refused. */
  actMs(): number {
    return Math.max(this.livedToMs, businessNowMs(this.clock, Date.now()));
  }

  /**
   * The instant that what was due at an instant counts from: itself, or when the machine was late, the one at which
   * it came.
   * @param cameMs business instant at which it came; now when left out
   */
  onTime(dueMs: number, cameMs = businessNowMs(this.clock, Date.now())): number {
    return unlessLate(this.clock, dueMs, cameMs);
  }

  /** Goes on to an instant that something else has lived to. Never goes back. */
  liveTo(instantMs: number): number {
    this.livedToMs = Math.max(this.livedToMs, instantMs);
    return this.livedToMs;
  }

  /** How many times as fast as the wall's clock it runs; null when it is the wall's. */
  get otherThanReal(): number | null {
    const { speed, businessAnchorMs, realAnchorMs } = this.clock;
    const isReal = speed === 1 && Math.abs(businessAnchorMs - realAnchorMs) < SAME_TIME_MS;
    return isReal ? null : speed;
  }

  /** What happens by itself, the next first. */
  get coming(): readonly Coming[] {
    return this.waits.toSorted((left, right) => left.realAtMs - right.realAtMs);
  }

  /** @param watcher is told when something else is coming */
  watch(watcher: () => void): void {
    this.tellWatcher = watcher;
  }

  /** For the next run or for a child. */
  input(): TimeInput {
    const { clock, rules, publicUrl } = this;
    return { clock, humanMinutesFloor: this.humanFloorMs / MS_PER_MINUTE, rules, publicUrl };
  }

  /**
   * Waits until a business instant, and lives to it. When its timer has fired it has come, whatever this program
   * would have waited: a program may change how long something takes under processes that wait for it.
   * @returns DUE when the instant came, WOKEN when `until` became true before
   */
  async wait(untilMs: number, { summary, until = never, atLeastRealMs = 0 }: Wait): Promise<'DUE' | 'WOKEN'> {
    const notBeforeMs = Date.now() + atLeastRealMs;
    let hasFired = false;
    while (!until()) {
      const realMs = Math.max(realMsUntil(this.clock, untilMs, Date.now()), notBeforeMs - Date.now());
      if (hasFired || realMs <= 0) {
        this.liveTo(unlessEarly(this.clock, untilMs, businessNowMs(this.clock, Date.now())));
        return 'DUE';
      }
      const changes = this.clockChanges;
      const isClockChanged = () => this.clockChanges !== changes;
      const isWoken = await this.shown(untilMs, realMs, summary, () =>
        condition(() => until() || isClockChanged(), realMs, { summary }),
      );
      // Under a changed clock the instant is elsewhere: the loop arms the timer again.
      hasFired = !isWoken && !isClockChanged();
    }
    return 'WOKEN';
  }

  /** Shows a wait while it lasts. */
  private async shown<Value>(
    untilMs: number,
    realMs: number,
    summary: string,
    wait: () => Promise<Value>,
  ): Promise<Value> {
    const realAtMs = Date.now() + realMs;
    const coming = { atMs: Math.max(untilMs, businessNowMs(this.clock, realAtMs)), realAtMs, summary };
    this.waits.push(coming);
    this.tellWatcher();
    try {
      return await wait();
    } finally {
      this.waits.splice(this.waits.indexOf(coming), 1);
      this.tellWatcher();
    }
  }

  /** The same for a wait for a person, who doesn't get faster with the clock. */
  waitForPerson(untilMs: number, wait: Wait): Promise<'DUE' | 'WOKEN'> {
    return this.wait(untilMs, { ...wait, atLeastRealMs: this.humanFloorMs });
  }
}

function never(): boolean {
  return false;
}

/** An instant as messages and people write it. */
export function isoInstant(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
