import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { startTemporal, type TemporaryTemporal } from '../../dev/parts/temporaryTemporal';
import { newSecrets } from '../../dev/platform/secrets';
import { inProject } from '../../dev/project';
import { type BenchLine, figure, timed } from '../rounds';
import type { WorkersReady } from './workerProcess';

/**
 * What it costs to keep institutions apart by a namespace each, beside one namespace in which PostgreSQL says whose a
 * process is: memory and idle CPU of a worker process and of the server, polls that are kept open, workflows a second.
 * One is taken while it costs less memory; the rest is told.
 */
export async function benchInstitutions(): Promise<readonly BenchLine[]> {
  const one = await measure(['default']);
  const lines: BenchLine[] = [{ text: `one namespace for all: ${told(one)}`, isReached: true }];
  console.log(`• ${lines[0]?.text}`);
  for (const institutions of INSTITUTIONS) {
    const many = await measure(Array.from({ length: institutions }, (_, nth) => `institution-${nth + 1}`));
    const text = `a namespace for each of ${institutions}: ${told(many)}`;
    console.log(`• ${text}`);
    lines.push({ text, isReached: one.workerMb <= many.workerMb });
  }
  return lines;
}

const INSTITUTIONS = [2, 50] as const;
const WORKFLOWS = 400;
const AT_ONCE = 50;
const IDLE_MS = 10_000;
const NAMESPACE_KNOWN_MS = 12_000;
const A_DAY_S = 86_400;
const TICKS_A_SECOND = 100;
const KB_A_MB = 1_024;

interface Figures {
  readonly workerMb: number;
  readonly serverMb: number;
  /** Of one core, while nothing happens. */
  readonly idleCpu: number;
  readonly pollers: number;
  readonly perSecond: number;
  readonly readySeconds: number;
}

async function measure(namespaces: readonly string[]): Promise<Figures> {
  const temporal = await startTemporal(newSecrets().dataKeys);
  try {
    await makeNamespaces(temporal, namespaces);
    let workers: ChildProcess | undefined;
    let ready: WorkersReady = { pollers: 0 };
    try {
      const readyMs = await timed(async () => {
        workers = fork(inProject('dist/bench/institutions/workerProcess.js'), [
          temporal.address,
          ...namespaces,
        ]);
        const [message] = await once(workers, 'message');
        ready = message as WorkersReady;
      });
      const pids = [workers?.pid ?? 0, temporal.pid];
      await runWorkflows(temporal, namespaces, AT_ONCE);
      const ms = await timed(() => runWorkflows(temporal, namespaces, WORKFLOWS));
      const before = cpuSeconds(pids);
      await sleep(IDLE_MS);
      const idleCpu = (cpuSeconds(pids) - before) / (IDLE_MS / 1_000);
      const [workerMb = 0, serverMb = 0] = pids.map(residentMb);
      return {
        ...{ workerMb, serverMb, idleCpu, pollers: ready.pollers },
        ...{ perSecond: WORKFLOWS / (ms / 1_000), readySeconds: readyMs / 1_000 },
      };
    } finally {
      workers?.kill('SIGKILL');
    }
  } finally {
    await temporal.stop();
  }
}

async function makeNamespaces({ client }: TemporaryTemporal, namespaces: readonly string[]): Promise<void> {
  const wanted = namespaces.filter((name) => name !== 'default');
  for (const namespace of wanted) {
    await client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: A_DAY_S as never },
    });
  }
  // The server reads its list of namespaces every ten seconds.
  if (wanted.length > 0) await sleep(NAMESPACE_KNOWN_MS);
}

async function runWorkflows(
  { client }: TemporaryTemporal,
  namespaces: readonly string[],
  count: number,
): Promise<void> {
  const clients = namespaces.map((namespace) => new Client({ connection: client.connection, namespace }));
  let next = 0;
  const runSome = async () => {
    for (let nth = next++; nth < count; nth = next++) {
      const workflowId = `small/${namespaces.length}/${count}/${nth}`;
      await clients[nth % clients.length]?.workflow.execute('small', {
        workflowId,
        taskQueue: TASK_QUEUES.main,
        // What begins a process is one value (`workflows/interceptors/door`).
        args: [{}],
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runSome));
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / KB_A_MB;
}

/** User and system time of processes together. */
function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }, 0);
}

function told({ workerMb, serverMb, idleCpu, pollers, perSecond, readySeconds }: Figures): string {
  return [
    `${figure(perSecond)} workflows/s`,
    `worker ${figure(workerMb)} MB after ${figure(readySeconds)} s`,
    `server ${figure(serverMb)} MB`,
    `${figure(pollers)} open polls`,
    `${figure(idleCpu * 100)} % of a core idle`,
  ].join(', ');
}
