import type { Invariant } from '../demo/invariants';
import type { Say } from '../progress';
import type { Cell } from './cells';
import { chanceOf } from './chance';
import { invariantsOf } from './invariants';
import { Life } from './life';
import { LENDERS } from './lifePlan';
import { untilQuiet } from './quiet';
import { staffAtWork } from './staff';
import type { Venue } from './venue';

/** Lives a cell's loans while its act happens, waits until all is quiet, and looks what holds. */
export async function runCell(venue: Venue, cell: Cell, say: Say): Promise<readonly Invariant[]> {
  const chance = chanceOf(1);
  const staff = await staffAtWork(venue.stage, LENDERS);
  const [first, ...others] = cell.lives.map((plan) => new Life(plan, venue, chance));
  if (first === undefined) throw new Error('a cell has at least one loan');
  const lives = [first, ...others] as const;
  const act = await Promise.all([acted(cell, venue, lives), ...lives.map((life) => life.live())]);
  const books = await untilQuiet(venue, say);
  await staff.goHome();
  return [act[0], ...invariantsOf(books, lives)];
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
