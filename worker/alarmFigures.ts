import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import { TASK_QUEUES } from '../contracts/taskQueues';
import type { Database } from '../gateways/database/client';
import { readClock } from '../gateways/database/clock';
import { type Figures, readFigures } from '../gateways/database/figures';
import type { OpsPage } from '../gateways/opsPage';
import { backlogs } from '../gateways/temporal/backlog';
import { scheduleFigures } from '../gateways/temporal/schedules';

/** Scrapes that come closer together are answered with the same figures. */
const FRESH_MS = 5_000;

/** Names of what `Figures` says; each worker tells the same, so rules take the largest. */
const NAMES = {
  paymentsUnknown: ['lending_payments_unknown', 'Orders of which nobody knows what became of them'],
  tasksOverdue: ['lending_tasks_overdue', 'Open tasks of people whose deadline is over'],
  tasksLongestOverdueSeconds: [
    'lending_tasks_longest_overdue_seconds',
    'Business seconds since the deadline of the task that is overdue longest',
  ],
  faultsWaiting: ['lending_faults_waiting', 'Steps that no repetition cures and that wait for an admin'],
  daysNotClosed: [
    'lending_days_not_closed',
    'Business days that are over and not closed, at the institution furthest behind',
  ],
  daysNotReconciled: [
    'lending_days_not_reconciled',
    "Business days that are over and not matched with the bank's file, at the institution furthest behind",
  ],
  breaksOpen: ['lending_breaks_open', 'Differences that people must look at'],
  disputesOpen: ['lending_disputes_open', 'Orders of which the bank says something else than what is booked'],
  dayExceptionsOpen: ['lending_day_exceptions_open', 'Loans that an end of day had to leave out'],
  messagesWaiting: ['lending_messages_waiting', 'Messages that are written and not sent'],
  messagesLongestWaitingSeconds: [
    'lending_messages_longest_waiting_seconds',
    'Age of the oldest message that is not sent',
  ],
} as const satisfies Record<keyof Figures, readonly [name: string, help: string]>;

interface Parts {
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly registry: Registry;
  readonly log: Logger;
}

/**
 * The worker's figures with those that alarms stand on: of the business, of Temporal's queues and Schedules, of the
 * clocks. They are brought up to date when somebody asks.
 */
export function withAlarmFigures(parts: Parts): OpsPage['figures'] {
  const { registry, log } = parts;
  const gauges = gaugesOf(registry);
  let readAt = 0;
  const bringUpToDate = async () => {
    if (Date.now() - readAt < FRESH_MS) return;
    readAt = Date.now();
    const look = async (about: string, work: Promise<void>) => {
      const isKnown = await work.then(
        () => true,
        (error: unknown) => {
          log.warn({ err: error, about }, 'figures for alarms cannot be read');
          return false;
        },
      );
      gauges.blind.set({ about }, isKnown ? 0 : 1);
    };
    await Promise.all([
      look('business', ofBusiness(parts, gauges)),
      look('temporal', ofTemporal(parts, gauges)),
    ]);
  };
  return {
    contentType: registry.contentType,
    metrics: async () => {
      await bringUpToDate();
      return await registry.metrics();
    },
  };
}

type Gauges = ReturnType<typeof gaugesOf>;

function gaugesOf(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const business = Object.fromEntries(
    Object.entries(NAMES).map(([key, [name, help]]) => [key, gauge(name, help)]),
  ) as Record<keyof Figures, Gauge>;
  const queue = ['task_queue', 'kind'];
  return {
    business,
    backlog: gauge('lending_backlog_tasks', 'What waits in a task queue for a worker', queue),
    backlogAge: gauge('lending_backlog_oldest_seconds', 'Age of what waits longest in a task queue', queue),
    schedulesPaused: gauge(
      'lending_schedules_paused',
      'Schedules of the portfolio work that a person paused',
    ),
    runsFailed: gauge(
      'lending_portfolio_runs_failed',
      'Runs of the portfolio work that ended badly within a day',
    ),
    clockAhead: gauge(
      'lending_clock_ahead_seconds',
      "How far this machine's clock is ahead of the database's",
    ),
    blind: gauge('lending_figures_unknown', 'Whether figures for alarms cannot be read', ['about']),
  };
}

async function ofBusiness({ sql }: Parts, { business, clockAhead }: Gauges): Promise<void> {
  const { clock: businessClock, realNowMs } = await readClock(sql);
  const figures = await readFigures(sql, businessClock);
  for (const key of Object.keys(NAMES) as (keyof Figures)[]) business[key].set(figures[key]);
  clockAhead.set((Date.now() - realNowMs) / 1_000);
}

async function ofTemporal({ client }: Parts, gauges: Gauges): Promise<void> {
  const queues = await backlogs(client, Object.values(TASK_QUEUES));
  for (const { taskQueue, kind, tasks, oldestSeconds } of queues) {
    gauges.backlog.set({ task_queue: taskQueue, kind }, tasks);
    gauges.backlogAge.set({ task_queue: taskQueue, kind }, oldestSeconds);
  }
  const { paused, failedRuns } = await scheduleFigures(client);
  gauges.schedulesPaused.set(paused);
  gauges.runsFailed.set(failedRuns);
}
