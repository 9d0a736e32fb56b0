import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '../../demo/invariants';
import type { Say } from '../progress';
import { readBooks } from './books';
import type { Cell } from './cells';
import { chanceOf } from './chance';
import { brokenForGood, invariantsOf } from './invariants';
import { Life, type Patience } from './life';
import { LENDERS } from './lifePlan';
import { setPrices } from './prices';
import { prove } from './proof';
import { untilQuiet } from './quiet';
import { staffAtWork } from './staff';
import type { Venue } from './venue';

/** Nothing is killed here unless the cell does it. */
const PATIENCE: Patience = { stepMs: 120_000, graceMs: 150_000 };
/** A night that lost its worker goes on after 75 s, and its days are then made up. */
const QUIET_WITHIN_MS = 150_000;
const LOOK_EVERY_MS = 5_000;

/**
 * Lives the loans of cells side by side while their acts happen, waits until all is quiet, and looks what holds.
 * Ends at once when something is broken for good.
 */
export async function runCells(
  venue: Venue,
  cells: readonly Cell[],
  say: Say,
): Promise<readonly Invariant[]> {
  const living = cells.map((cell) => ({ cell, lives: livesOf(venue, cell) }));
  const lives = living.flatMap((one): readonly Life[] => one.lives);
  if (cells[0]?.hasPrices === true) await setPrices(venue.stage, LENDERS, venue.speed);
  const staff = await staffAtWork(venue.stage, LENDERS, {
    mistakenAbout: cells[0]?.mistakenAbout ?? [],
    leaves: (caseId) => lives.some(({ isHoldingOut, loanId }) => isHoldingOut && loanId === caseId),
  });
  const over = new AbortController();
  const lived = Promise.all([
    Promise.all(living.map((one) => acted(one.cell, venue, one.lives))),
    ...lives.map((life) => life.live()),
  ]);
  const acts = await Promise.race([lived.then(([done]) => done), watch(venue, lives, over.signal)]);
  over.abort();
  // A life that was given up leaves something that no waiting cures.
  const isOver = acts.every(({ holds }) => holds) && lives.every(({ trouble }) => trouble === undefined);
  const books = isOver ? await untilQuiet(venue, say, QUIET_WITHIN_MS) : await readBooks(venue);
  await staff.goHome();
  return [...acts, ...invariantsOf(books, lives, await prove(venue, books))];
}

function livesOf(venue: Venue, cell: Cell): readonly [Life, ...Life[]] {
  const chance = chanceOf(1);
  const [first, ...others] = cell.lives.map((plan) => new Life(plan, venue, chance, PATIENCE));
  if (first === undefined) throw new Error('a cell has at least one loan');
  return [first, ...others];
}

async function acted(cell: Cell, venue: Venue, lives: Parameters<Cell['act']>[1]): Promise<Invariant> {
  const name = cell.what;
  try {
    await cell.act(venue, lives);
    return { name, holds: true, detail: 'happened' };
  } catch (fault) {
    return { name, holds: false, detail: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** Resolves with what is broken for good, as soon as something is. */
async function watch(venue: Venue, lives: readonly Life[], over: AbortSignal): Promise<readonly Invariant[]> {
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    const broken = over.aborted ? [] : await readBooks(venue).then((books) => brokenForGood(books, lives));
    const name = 'nothing is broken for good';
    if (over.aborted) return [{ name, holds: true, detail: 'to the end' }];
    if (broken.length > 0) return [{ name, holds: false, detail: broken.join('; ') }];
  }
}
