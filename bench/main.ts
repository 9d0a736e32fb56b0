/** `npm run bench`: prints the ratios that the platform promises, all of one run; fails when one is missed. */
import { startDatabase } from '../dev/parts/temporaryPostgres';
import { benchEndOfDay } from './endOfDay';
import { benchPosting } from './posting';
import { benchReconciliation } from './reconciliation';
import { benchRefold } from './refold';
import type { BenchLine } from './rounds';
import { benchSchedule, scheduleBenchLine } from './schedule';

const LEAST_SCHEDULE_RATIO = 5;

function say({ text, isReached }: BenchLine): boolean {
  console.log(`${isReached ? '✓' : '✗'} ${text}`);
  return isReached;
}

function schedule(): BenchLine {
  const bench = benchSchedule();
  const text = `${scheduleBenchLine(bench)}, target ≥ ${LEAST_SCHEDULE_RATIO} ×`;
  return { text, isReached: bench.ratio >= LEAST_SCHEDULE_RATIO && bench.isSameResult };
}

async function main(): Promise<void> {
  const reached = [say(schedule())];
  console.log('• Start a PostgreSQL of its own and make the loans, a minute or so');
  const database = await startDatabase();
  try {
    reached.push(say(await benchPosting(database.owner, database.worker)));
    for (const line of await benchRefold(database.owner)) reached.push(say(line));
    for (const line of await benchEndOfDay(database.owner)) reached.push(say(line));
    for (const line of await benchReconciliation(database.owner, database.worker)) reached.push(say(line));
  } finally {
    await database.stop();
  }
  if (reached.includes(false)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
