import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { Part } from '../processes/part';
import { usualPart } from '../processes/part';
import type { Say } from '../progress';
import { temporalCli } from '../tools/temporalCli';

/** What the embedded Temporal server is started with. */
export interface TemporalOptions {
  readonly dataFolder: string;
  readonly port: number;
  /** Undefined: no Web UI, as in tests. */
  readonly uiPort: number | undefined;
  readonly namespace: string;
}

/** Temporal's development server on a file of its own: killed at any moment, it goes on where it was. */
export async function temporalPart(options: TemporalOptions, say: Say): Promise<Part> {
  const command = await temporalCli(say);
  const folder = join(options.dataFolder, 'temporal');
  mkdirSync(folder, { recursive: true });
  return {
    ...usualPart,
    name: 'temporal',
    title: 'Temporal',
    stage: 1,
    command,
    args: serverArguments(options, join(folder, 'temporal.db')),
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? folder },
    isReady: () => answers(options),
  };
}

function serverArguments(options: TemporalOptions, databaseFile: string): readonly string[] {
  const ui = options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)];
  return [
    'server',
    'start-dev',
    ...['--ip', '127.0.0.1', '--port', String(options.port), '--namespace', options.namespace],
    ...['--db-filename', databaseFile, '--log-level', 'warn', '--log-format', 'json'],
    ...ui,
    ...tuning,
  ];
}

/**
 * Measured: WAL 2.7 times as fast as the default, eager activities 1.25 times; timers else round up to 1 s. Fairness
 * brings priority with it, which this version has off.
 */
const tuning = [
  ...['--sqlite-pragma', 'journal_mode=WAL'],
  ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
  ...['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
  ...['--dynamic-config-value', 'matching.enableFairness=true'],
];

async function answers({ port, namespace }: TemporalOptions): Promise<boolean> {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } finally {
    await connection.close();
  }
}
