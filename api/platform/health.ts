import { connect } from 'node:net';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { businessDate, businessNowMs } from '../../domain/calendar/clock';
import { missingCalendarYears } from '../../domain/calendar/published';
import { type ReadClock, readClock } from '../../gateways/database/clock';
import { readPollers, retentionTooShort } from '../../gateways/temporal/health';
import type { Parts } from '../kernel/parts';
import type { AnswerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import { factorOf } from '../kernel/security/factor';

type Told = AnswerOf<'getHealth'>;

/** All that there is to tell. */
interface Health extends Pick<Told, 'status' | 'businessTime' | 'clockSpeed'> {
  readonly missingCalendarYears: readonly number[];
  readonly parts: NonNullable<Told['parts']>;
}
type PartHealth = Health['parts'][keyof Health['parts']];

/** Health is public: however often it is asked for, the parts are looked at this often. */
const FRESH_MS = 500;

/** Longest that one part may take to say that it is there. */
const PATIENCE_MS = 2_000;

/** Parts without which no request can be served. */
const VITAL = ['postgres', 'temporal'] as const;

/** Parts without which no work gets done. */
const NEEDED_FOR_WORK = ['postgres', 'temporal', 'worker'] as const;

/** The truth about each part. */
export const lookAtParts = remembered(FRESH_MS, healthOf);

/**
 * Years that the coming days need and the calendar lacks; none while nobody can say what day it is. Not the whole
 * health: a scrape of the figures must not wait for every part, least of all when one is down.
 */
export const lookAtCalendar = remembered(FRESH_MS, missingYears);

/** What the platform is made of, and what it lacks, is told its staff and, on their own page, its operators. */
export function presentHealth(health: Health, caller: Caller | null): Told {
  if (caller !== null && caller.enterprise === null && factorOf(caller, 'PROVED').ok) return health;
  const { status, businessTime, clockSpeed } = health;
  return { status, businessTime, clockSpeed };
}

function remembered<Value>(
  freshMs: number,
  ask: (parts: Parts) => Promise<Value>,
): (parts: Parts) => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return (parts) => {
    const now = performance.now();
    if (last === null || now - last.at > freshMs) last = { at: now, value: ask(parts) };
    return last.value;
  };
}

/** Asks every part, all at once. */
async function healthOf(parts: Parts): Promise<Health> {
  const { settings, sql } = parts;
  const [postgres, temporal, retention, bank, services, mail, queue, clock] = await Promise.all([
    look(async () => void (await sql.query('SELECT 1'))),
    look(async () => await readPollers(parts.temporal, TASK_QUEUES.main)),
    look(() => retentionTooShort(parts.temporal, settings.temporalRetentionDays)),
    look(() => answers(settings.bankUrl)),
    look(() => answers(settings.servicesUrl)),
    look(() => listens(settings.smtpUrl, 25)),
    look(() => lookAtQueue(parts)),
    look(() => readClock(sql)),
  ]);
  const health = {
    postgres: postgres.health,
    temporal: { ...temporal.health, ...(retention.value && { detail: retention.value }) },
    worker: workerHealth(temporal),
    bank: bank.health,
    services: services.health,
    mail: mail.health,
    queue: queue.health,
  };
  const now = businessMsOf(clock.value);
  return {
    status: statusOf(health),
    businessTime: now === null ? null : new Date(now).toISOString(),
    clockSpeed: clock.value?.clock.speed ?? null,
    missingCalendarYears: missingYearsAt(now),
    parts: health,
  };
}

async function missingYears({ sql }: Pick<Parts, 'sql'>): Promise<number[]> {
  const { value } = await look(() => readClock(sql));
  return missingYearsAt(businessMsOf(value));
}

function businessMsOf(read: ReadClock | undefined): number | null {
  return read === undefined ? null : businessNowMs(read.clock, read.realNowMs);
}

function missingYearsAt(nowMs: number | null): number[] {
  return nowMs === null ? [] : [...missingCalendarYears(businessDate(nowMs))];
}

/** Whether work can be taken. */
export function isReady({ parts }: Health): boolean {
  return NEEDED_FOR_WORK.every((name) => parts[name].status === 'UP');
}

function statusOf(parts: Health['parts']): Health['status'] {
  if (VITAL.some((name) => parts[name].status !== 'UP')) return 'DOWN';
  return Object.values(parts).every(({ status }) => status === 'UP') ? 'UP' : 'DEGRADED';
}

/** A worker is there when something polls the main queue. */
function workerHealth({ health, value: pollers = 0 }: Looked<number>): PartHealth {
  if (health.status === 'DOWN') return { ...health, detail: 'Temporal does not answer' };
  const { latencyMs } = health;
  return pollers > 0
    ? { status: 'UP', latencyMs, detail: `${pollers} polling` }
    : { status: 'DOWN', latencyMs, detail: 'no worker polls the queue' };
}

interface Looked<Value> {
  readonly health: PartHealth;
  readonly value?: Value;
}

async function look<Value>(ask: () => Promise<Value>): Promise<Looked<Value>> {
  const startedAt = performance.now();
  const latency = () => Math.round((performance.now() - startedAt) * 10) / 10;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    const value = await Promise.race([ask(), late]);
    return { health: { status: 'UP', latencyMs: latency() }, value };
  } catch (error) {
    return { health: { status: 'DOWN', latencyMs: latency(), detail: reasonOf(error) } };
  } finally {
    clearTimeout(timer);
  }
}

/** A word about what is wrong, without addresses or credentials. */
function reasonOf(error: unknown): string {
  const { code, message, name } = error as { code?: unknown; message?: string; name?: string };
  if (typeof code === 'string') return code;
  return message?.startsWith('no answer') ? message : (name ?? 'failed');
}

/** A service of ours answers on `/health`; any answer below 500 counts as there. */
async function answers(url: string): Promise<void> {
  const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(PATIENCE_MS) });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
}

/** Whether somebody listens at an address. */
function listens(url: string, usualPort: number): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || usualPort), timeout: PATIENCE_MS });
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.once('connect', () => end(resolve));
    socket.once('timeout', () => end(() => reject(new Error('no answer'))));
    socket.once('error', (error) => end(() => reject(error)));
  });
}

/** The queues live in Redis when there is one, else beside the rows in PostgreSQL. */
async function lookAtQueue({ settings, sql }: Parts): Promise<void> {
  if (settings.redisUrl !== undefined) return await listens(settings.redisUrl, 6379);
  await sql.query(`SELECT 1 FROM information_schema.schemata WHERE schema_name = 'queue'`);
}
