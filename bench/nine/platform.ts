import type { Pool } from 'pg';
import { type ActivityDeps, createActivities } from '../../activities';
import type { AllActivities } from '../../contracts/activityOptions';
import type { TimeInput } from '../../contracts/workflows';
import type { TestDatabase } from '../../dev/parts/temporaryPostgres';
import type { TemporaryTemporal } from '../../dev/parts/temporaryTemporal';
import { newSecrets } from '../../dev/platform/secrets';
import { instantOf } from '../../domain/calendar/clock';
import { caseRulesAt } from '../../domain/parameters/caseRules';
import { parametersAt } from '../../domain/parameters/parametersAt';
import type { BankGateway } from '../../gateways/bank';
import { type ColumnCipher, createBlindIndex, createColumnCipher } from '../../gateways/crypto';
import type { Database } from '../../gateways/database/client';
import { createLog } from '../../gateways/log';
import { createProver } from '../../gateways/temporal/proof';
import { startLoan, timeInput } from '../../gateways/temporal/starts';
import { openWorkerDatabase } from '../../worker/databases';
import { noteFailingSteps } from '../../worker/failingSteps';
import { createMetrics } from '../../worker/metrics';
import { createTemporalWorkers } from '../../worker/temporalWorkers';
import { benchBank } from './bank';
import { DUE, makeDueLoans, waitingForDebit } from './dueLoans';
import { eachAtOnce, patienceMs, untilTrue } from './flow';
import { decideTasks, openCases } from './person';

export const DATA_KEYS = `bench:${Buffer.alloc(32, 9).toString('base64')}`;
const CONNECTIONS = 20;
const CACHED_PROCESSES = 2_500;
/** What is measured is the platform, not a bank's limit. */
const UNLIMITED = 100_000;
const UNKNOWN = 0.01;
/** So fast that the whole slot passes in a second: all are due at one instant. */
const SPEED = 1_800;
const LOANS_A_CASE = 10;
const QUIET_MS = 2_000;
const QUIET_TASKS = 10;

export interface PlatformRun {
  readonly drainMs: number;
  readonly activities: number;
  readonly unknown: number;
  /** Milliseconds of each decision that a person took before anything was due. */
  readonly quietMs: readonly number[];
  /** The same meanwhile. */
  readonly decisionsMs: readonly number[];
}

/** Debits of many loans at one instant by the platform's own workers, processes and database. */
export async function runPlatform(
  database: TestDatabase,
  temporal: TemporaryTemporal,
  loans: number,
  beginMs: number,
): Promise<PlatformRun> {
  const secrets = newSecrets();
  const settings = {
    ...{ temporalAddress: temporal.address, temporalNamespace: temporal.namespace, dataKeys: DATA_KEYS },
    ...{ proofPublicKeys: secrets.proofPublicKeys, bankNoticeSecret: secrets.bankNoticeSecret },
    ...{ databaseConnections: CONNECTIONS, cachedProcesses: CACHED_PROCESSES },
    ...{ bankOrdersPerSecond: UNLIMITED, bankQuestionsPerSecond: UNLIMITED },
  };
  const { client } = temporal;
  const cipher = createColumnCipher(DATA_KEYS);
  const due = await makeDueLoans(database.owner, cipher, loans);
  const worked = openWorkerDatabase(database.server.url('lending_worker'), CONNECTIONS);
  const bank = benchBank(UNKNOWN);
  const log = createLog('bench', 'error');
  const counter = new ActivityCounter();
  const { workers, connection } = await createTemporalWorkers({
    settings,
    activities: counter.over(activitiesOf(worked, cipher, bank)),
    metrics: createMetrics(),
    failing: noteFailingSteps({ sql: worked.sql, client, log }),
    tracing: null,
    log,
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  const dueAtMs = Date.now() + beginMs;
  const time = await setClock(database.owner, dueAtMs);
  const tasks = await openCases(database.owner, client, time, QUIET_TASKS + Math.ceil(loans / LOANS_A_CASE));
  counter.begin();
  await eachAtOnce(due, (loan) => startLoan(client, waitingForDebit(loan, time)));
  await untilTrue('the loans sleep', () => counter.done === loans, patienceMs(loans));
  const sender = { temporal: client, prove: createProver(secrets.proofPrivateKey) };
  const quietMs = await decideTasks(sender, tasks.slice(0, QUIET_TASKS), () => false);
  if (Date.now() > dueAtMs) throw new Error('the loans were not begun when they fell due: fewer loans');
  await untilTrue('they fall due', () => Date.now() >= dueAtMs, patienceMs(loans));
  counter.begin();
  let isOver = false;
  const deciding = decideTasks(sender, tasks.slice(QUIET_TASKS), () => isOver);
  const areCollected = async () => (await collected(database.owner)) === loans;
  await untilTrue('all are collected', areCollected, patienceMs(loans));
  await untilTrue('nothing more is done', () => Date.now() - counter.lastMs > QUIET_MS);
  isOver = true;
  const decisionsMs = await deciding;
  for (const worker of workers) worker.shutdown();
  await running;
  await Promise.all([connection.close(), worked.close()]);
  const { done: activities, lastMs } = counter;
  return { drainMs: lastMs - dueAtMs, activities, unknown: bank.unanswered(), quietMs, decisionsMs };
}

/** Everything but the bank is the platform's own; messages are written, and nobody sends them. */
function activitiesOf({ prisma, sql }: Database, cipher: ColumnCipher, bank: BankGateway): AllActivities {
  return createActivities({
    ...{ prisma, sql, cipher, bank, notFoundFloorMs: 0 },
    blindIndex: createBlindIndex(Buffer.alloc(32, 4).toString('base64')),
    queues: { enqueue: async () => true },
    activationLink: () => '',
  } as unknown as ActivityDeps);
}

/** Counts the activities of loans and payments that were done. */
class ActivityCounter {
  done = 0;
  lastMs = 0;

  begin(): void {
    this.done = 0;
  }

  over(activities: AllActivities): AllActivities {
    const counted = Object.entries(activities).map(([name, activity]) => [
      name,
      async (...args: unknown[]) => {
        const result = await (activity as (...args: unknown[]) => Promise<unknown>)(...args);
        if (!isOfPeople(name, args[0])) {
          this.done += 1;
          this.lastMs = Date.now();
        }
        return result;
      },
    ]);
    return Object.fromEntries(counted) as AllActivities;
  }
}

/** The cases that the person decides meanwhile. */
function isOfPeople(name: string, input: unknown): boolean {
  return name === 'settleBreak' || (input as { readonly caseType?: unknown }).caseType === 'BREAK';
}

/** Business time as it runs in the bench: the slot begins when all loans are due. */
async function setClock(owner: Pool, dueAtMs: number): Promise<TimeInput> {
  const { officesOpen } = parametersAt(DUE).overdue;
  const clock = { realAnchorMs: dueAtMs, businessAnchorMs: instantOf(DUE, officesOpen), speed: SPEED };
  await owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES ($1, $2, $3, $2)`,
    [clock.realAnchorMs, clock.businessAnchorMs, clock.speed],
  );
  return timeInput(clock, { humanMinutesFloor: 0, publicUrl: 'http://localhost:3000' }, caseRulesAt(DUE));
}

async function collected(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM audit_record WHERE action = 'INSTALMENT_COLLECTED'`,
  );
  return rows[0]?.count ?? 0;
}
