import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '../../demo/invariants';
import type { Say } from '../progress';
import { type Chance, chanceOf } from './chance';
import { drawFaults, type Fault } from './draw';
import { inject } from './inject';
import { invariantsOf } from './invariants';
import { Life } from './life';
import { BEFORE_PAYOUT_MS, drawLives, LENDERS, msOfFaults } from './lifePlan';
import { setPrices } from './prices';
import { prove } from './proof';
import { explained, untilQuiet } from './quiet';
import { staffAtWork } from './staff';
import type { Venue } from './venue';

/** What a run is asked for. */
export interface BenchOptions {
  readonly loans: number;
  readonly faults: number;
  readonly seed: number;
  /** Loans that live at the same time. */
  readonly wave: number;
  readonly say: Say;
}

/** How a run ended. */
export interface BenchReport {
  readonly seed: number;
  readonly speed: number;
  readonly loans: number;
  readonly closed: number;
  /** Faults that happened, by kind: some are refused, or meet what is down already. */
  readonly faultsByKind: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** From the last fault until all was quiet. */
  readonly drainSeconds: number;
  /** What people's acts were refused with, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly invariants: readonly Invariant[];
}

/** Every second run has its queue in PostgreSQL, as a platform without a Redis. */
export function queueOf(seed: number): 'POSTGRES' | undefined {
  return seed % 2 === 0 ? undefined : 'POSTGRES';
}

/** Lives the loans of a seed in waves while its faults happen, waits until all is quiet, and looks what holds. */
export async function runBench(venue: Venue, options: BenchOptions): Promise<BenchReport> {
  const { faults, loans, say, seed, wave } = options;
  const chance = chanceOf(seed);
  const plans = drawLives(chance, loans, venue.speed);
  const toInject = drawFaults(chance, faults, venue.hasQueue);
  const waves = Math.ceil(loans / wave);
  say(
    `waves: ${waves}; the faults of each come within ${Math.round(msOfFaults(plans, venue.speed) / 1_000)} s`,
  );
  await setPrices(venue.stage, LENDERS, venue.speed);
  const lives: Life[] = [];
  const staff = await staffAtWork(venue.stage, LENDERS, {
    leaves: (caseId) => lives.some(({ isHoldingOut, loanId }) => isHoldingOut && loanId === caseId),
  });
  const happened: Fault[] = [];
  const startedAt = Date.now();
  for (let from = 0; from < plans.length; from += wave) {
    const born = plans.slice(from, from + wave).map((plan) => new Life(plan, venue, chance));
    lives.push(...born);
    const theirs = toInject.slice(drawnBefore(from), drawnBefore(from + born.length));
    happened.push(...(await liveWave(venue, born, theirs, chance)));
    const closed = lives.filter(({ isClosed }) => isClosed).length;
    say(`${seconds(startedAt)} s: ${closed} of ${plans.length} loans closed`);
  }
  const quietSince = Date.now();
  // Faults are over: what was planned of the bank and not asked for yet would go on for as long as nobody asks.
  await venue.stage.bank.forgetPlans();
  const books = await explained(venue, await untilQuiet(venue, say));
  const drainSeconds = seconds(quietSince);
  await staff.goHome();
  return {
    seed,
    speed: venue.speed,
    loans: lives.length,
    closed: lives.filter(({ isClosed }) => isClosed).length,
    faultsByKind: countBy(happened),
    seconds: seconds(startedAt),
    drainSeconds,
    refusals: Object.fromEntries(staff.refusals),
    invariants: invariantsOf(books, lives, await prove(venue, books)),
  };

  function drawnBefore(index: number): number {
    return Math.round((toInject.length * index) / plans.length);
  }
}

/**
 * Loans are born one after the other, so that not all of them are at the same point; faults come meanwhile.
 * @returns the faults that happened
 */
async function liveWave(
  venue: Venue,
  lives: readonly Life[],
  faults: readonly Fault[],
  chance: Chance,
): Promise<readonly Fault[]> {
  const spanMs = msOfFaults(
    lives.map(({ plan }) => plan),
    venue.speed,
  );
  const living = lives.map(async (life) => {
    await sleep(chance.between(0, BEFORE_PAYOUT_MS / 2));
    await life.live();
  });
  const happening = faults.map(async (fault) => {
    await sleep(chance.between(0, spanMs));
    return await inject(fault, venue, lives, chance).then(
      () => [fault],
      () => [],
    );
  });
  await Promise.all(living);
  return (await Promise.all(happening)).flat();
}

function countBy(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const fault of faults) {
    const name = 'part' in fault ? `${fault.kind} ${fault.part}` : fault.kind;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1_000);
}
