import type { Invariant } from '../demo/invariants';
import { Narrator } from '../demo/narrator';
import { endWith } from '../gateways/lifecycle';
import { type Asked, readArguments } from './faults/arguments';
import { type BenchReport, queueOf, runBench } from './faults/bench';
import type { Cell } from './faults/cells';
import { markdownOf } from './faults/markdown';
import { runCells } from './faults/runCells';
import { huntMutants } from './faults/runMutants';
import { openVenue, type Venue } from './faults/venue';

/**
 * `npm run faults`: lives loans while parts die, freeze and lie, and looks whether the money is still exact.
 * Status 1: something does not hold, or a mutant was not caught; 2: it could not be run.
 */
async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  const narrator = new Narrator(asked.json || asked.markdown);
  if (asked.mutants !== undefined) return await hunt(asked.mutants, narrator);
  const first = asked.cells?.[0];
  const venue = await openVenue(first ?? { speed: asked.speed, queue: queueOf(asked.seed) });
  let isBroken = true;
  try {
    const invariants = await (asked.cells === undefined
      ? runByChance(venue, asked, narrator)
      : runExactly(venue, asked.cells, asked, narrator));
    isBroken = invariants.some(({ holds }) => !holds);
    narrator.chapter('What must hold');
    for (const { name, holds, detail } of invariants) narrator.check(name, holds, detail);
    if (isBroken) process.exitCode = 1;
    if (isBroken && asked.keep) await untilAskedToLeave(venue, narrator);
  } finally {
    await venue.leave(isBroken && asked.keep);
  }
}

async function runByChance(
  venue: Venue,
  asked: Asked,
  narrator: Narrator,
): Promise<BenchReport['invariants']> {
  const { faults, loans, seed } = asked;
  narrator.say(`seed ${seed}: ${loans} loans, ${faults} faults, at ${venue.speed} times the real clock`);
  const report = await runBench(venue, { ...asked, say: (line) => narrator.say(line) });
  if (asked.json) console.log(JSON.stringify(report, null, 2));
  if (asked.markdown) console.log(markdownOf(report));
  tell(report, narrator);
  return report.invariants;
}

async function runExactly(
  venue: Venue,
  cells: readonly Cell[],
  { json }: Asked,
  narrator: Narrator,
): Promise<readonly Invariant[]> {
  for (const { what } of cells) narrator.say(`${what}, at ${venue.speed} times the real clock`);
  const invariants = await runCells(venue, cells, (line) => narrator.say(line));
  if (json) console.log(JSON.stringify({ invariants }, null, 2));
  return invariants;
}

function tell(report: BenchReport, narrator: Narrator): void {
  narrator.chapter('What happened');
  narrator.say(`${report.closed} of ${report.loans} loans closed in ${report.seconds} s`);
  for (const [kind, count] of Object.entries(report.faultsByKind).sort()) narrator.say(`${kind}: ${count}`);
  for (const [refusal, count] of Object.entries(report.refusals)) {
    narrator.say(`people were told ${refusal}: ${count} times`);
  }
  narrator.say(`quiet ${report.drainSeconds} s after the last fault`);
}

async function hunt(chosen: readonly string[], narrator: Narrator): Promise<void> {
  const hunts = await huntMutants(chosen, narrator);
  const caught = hunts.filter((one) => one.caught).length;
  narrator.say(`${caught} of ${hunts.length} mutants caught`);
  if (caught < hunts.length) process.exitCode = 1;
}

/** The platform stays up, so that what is broken can be looked at. */
async function untilAskedToLeave({ dataFolder }: Venue, narrator: Narrator): Promise<void> {
  narrator.say(`the platform stays up; its data is in ${dataFolder}, Ctrl-C ends it`);
  const waiting = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  clearInterval(waiting);
}

main().then(
  // A life that nobody waits for any more may still be asking.
  () => process.exit(),
  (error: unknown) => {
    endWith(error);
    process.exit(2);
  },
);
