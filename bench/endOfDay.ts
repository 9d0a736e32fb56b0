import { readFileSync } from 'node:fs';
import type { Pool, PoolClient } from 'pg';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { parametersAt } from '../domain/parameters/parametersAt';
import { INSTITUTIONS, PRODUCTS } from '../gateways/database/baseData';
import { closeDay } from '../gateways/database/endOfDay';
import { expectEqualBooks } from './equalBooks';
import { fillJournal } from './journal';
import { makePortfolio, PORTFOLIO_DATE } from './portfolio';
import { type BenchLine, figure, median, timed } from './rounds';

const LOANS = 100_000;
const FEW_LOANS = 10_000;
/** Of each loan in the journal: what a night costs must not grow with what is booked. */
const ENTRIES_EACH = 5;
/** One in so many has an entry of the morning that a night comes after. */
const MORNING = 100;
const ROUNDS = 3;
/** End of day against one UPDATE of as many rows. */
const MOST_RATIO = 8;
/** Memory of ten times the loans against memory of the few. */
const MOST_MEMORY_RATIO = 1.25;
const BYTES_PER_MIB = 1024 * 1024;

const provisionRates = parametersAt(isoDate('2026-01-01')).provisions.guideline2002;
const [many, few] = INSTITUTIONS;

function productOf(institutionId: string): string {
  const product = PRODUCTS.find((each) => each.institutionId === institutionId);
  if (product === undefined) throw new Error('the base data has no product');
  return product.id;
}

/** Makes the portfolios, then times days in turns with the update they are compared to. */
export async function benchEndOfDay(owner: Pool): Promise<readonly BenchLine[]> {
  const portfolio = (institutionId: string, marker: number, loans: number) =>
    makePortfolio(owner, { institutionId, productId: productOf(institutionId), marker, loans });
  await portfolio(few.id, 2, FEW_LOANS);
  const client = await owner.connect();
  try {
    const day = isoDate(PORTFOLIO_DATE);
    const fewBytes = await peakBytes(client, () => close(client, few.id, addDays(day, 1)));
    await portfolio(many.id, 1, LOANS);
    // The first day is dearer than the others: no loan has an allowance yet.
    await close(client, many.id, addDays(day, 1));
    const journal = (entryDate: IsoDate, everyLoan: number, times: number) =>
      fillJournal(client, { institutionId: many.id, entryDate, everyLoan, times });
    await journal(addDays(day, 2), 1, ENTRIES_EACH);
    await client.query('VACUUM ANALYZE journal_entry, posting');
    const updates: number[] = [];
    const days: number[] = [];
    let manyBytes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await journal(addDays(day, round + 3), MORNING, 1);
      updates.push(await timed(() => update(client)));
      const work = () => close(client, many.id, addDays(day, round + 2));
      manyBytes = await peakBytes(client, async () => days.push(await timed(work)));
    }
    await expectEqualBooks(owner);
    return [speedLine(days, updates), memoryLine(fewBytes, manyBytes)];
  } finally {
    client.release();
  }
}

const close = (client: PoolClient, institutionId: string, businessDate: IsoDate) =>
  closeDay(client, { institutionId, businessDate, provisionRates });

const update = (client: PoolClient) =>
  client.query('UPDATE loan SET days_past_due = days_past_due + 0 WHERE institution_id = $1', [many.id]);

/** Largest memory of this process and of its session in PostgreSQL during some work, in bytes. */
async function peakBytes(client: PoolClient, work: () => Promise<unknown>): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const session = rows[0]?.pid ?? 0;
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().rss + ownBytesOf(session));
  };
  const timer = setInterval(look, 20);
  try {
    look();
    await work();
    look();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

/** Memory of a process that is not shared; 0 where the system doesn't tell. */
function ownBytesOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Each day is measured against the update just before it. */
function speedLine(daysMs: readonly number[], updatesMs: readonly number[]): BenchLine {
  const ratio = median(daysMs.map((dayMs, round) => dayMs / (updatesMs[round] ?? Number.NaN)));
  const seconds = (ms: readonly number[]) => `${figure(median(ms) / 1000, 2)} s`;
  const times = `${seconds(daysMs)} against ${seconds(updatesMs)}`;
  return {
    text: `end of day of ${figure(LOANS)} loans: ${figure(ratio, 1)} × one UPDATE of as many rows (${times}), target ≤ ${MOST_RATIO} ×, ledger = loans`,
    isReached: ratio <= MOST_RATIO,
  };
}

function memoryLine(fewBytes: number, manyBytes: number): BenchLine {
  const mib = (bytes: number) => `${figure(bytes / BYTES_PER_MIB)} MiB`;
  const ratio = manyBytes / fewBytes;
  return {
    text: `memory of the end of day: ${mib(fewBytes)} with ${figure(FEW_LOANS)} loans, ${mib(manyBytes)} with ${figure(LOANS)}: ${figure(ratio, 2)} ×, target flat (≤ ${MOST_MEMORY_RATIO} ×)`,
    isReached: ratio <= MOST_MEMORY_RATIO,
  };
}
