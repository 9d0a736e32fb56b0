/** `npm run bench`: prints the ratios that the platform promises, all of one run; fails when one is missed. */
import { startDatabase, type TestDatabase } from '../dev/parts/temporaryPostgres';
import { benchEndOfDay } from './endOfDay';
import { benchInbox } from './inbox';
import { benchInstitutions } from './institutions/bench';
import { benchNine } from './nine/main';
import { benchPosting } from './posting';
import { benchReconciliation } from './reconciliation';
import { benchRefold } from './refold';
import type { BenchLine } from './rounds';
import { benchRoutes } from './routes';
import { benchSchedule, scheduleBenchLine } from './schedule';
import { benchSearch } from './search';
import { benchStuck } from './stuck';
import { benchWeb } from './web/main';

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

/** What needs a database, by the name that asks for it alone: `npm run bench -- routes`. */
const BENCHES: Readonly<Record<string, (database: TestDatabase) => Promise<readonly BenchLine[]>>> = {
  posting: async ({ owner, worker }) => [await benchPosting(owner, worker)],
  refold: ({ owner }) => benchRefold(owner),
  endOfDay: ({ owner }) => benchEndOfDay(owner),
  reconciliation: ({ owner, worker }) => benchReconciliation(owner, worker),
  routes: ({ owner, api }) => benchRoutes(owner, api),
  inbox: ({ owner, api }) => benchInbox(owner, api),
  search: ({ owner, api }) => benchSearch(owner, api),
  stuck: ({ owner, api }) => benchStuck(owner, api),
  nine: benchNine,
};

/** What was measured once for a decision, minutes long: run when it is asked for by name. */
const BY_NAME: Readonly<Record<string, () => Promise<readonly BenchLine[]>>> = {
  institutions: benchInstitutions,
  web: benchWeb,
};

async function main(names: readonly string[]): Promise<void> {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  const reached = isWanted('schedule') ? [say(schedule())] : [];
  for (const name of names.filter((each) => Object.hasOwn(BY_NAME, each))) {
    for (const line of (await BY_NAME[name]?.()) ?? []) reached.push(say(line));
  }
  if (names.length > 0 && !names.some((name) => Object.hasOwn(BENCHES, name))) return end(reached);
  console.log('• Start a PostgreSQL of its own and make the loans, a minute or so');
  const database = await startDatabase();
  try {
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (!isWanted(name)) continue;
      for (const line of await bench(database)) reached.push(say(line));
    }
  } finally {
    await database.stop();
  }
  end(reached);
}

function end(reached: readonly boolean[]): void {
  if (reached.includes(false)) process.exitCode = 1;
}

main(process.argv.slice(2)).then(
  // What broke off in the middle may have left a timer.
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
