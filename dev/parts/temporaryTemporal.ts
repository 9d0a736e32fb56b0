import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { connectTemporal } from '../../gateways/temporal/client';
import { registerSearchAttributes } from '../../gateways/temporal/namespace';
import { freePort } from '../network';
import { sayNothing } from '../progress';
import { temporalPart } from './temporal';

const LOOK_AGAIN_MS = 100;
const NAMESPACE = 'default';

/** Temporal's development server for a bench: started for it, with the platform's search attributes. */
export interface TemporaryTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it in a folder of its own, without a Web UI. @throws when it does not answer in its time */
export async function startTemporal(dataKeys: string): Promise<TemporaryTemporal> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lending-temporal-'));
  const port = await freePort();
  const options = { dataFolder, port, uiPort: undefined, namespace: NAMESPACE };
  const { command, args, env, isReady, readyWithinMs } = await temporalPart(options, sayNothing);
  const child = spawn(command, args, { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const isThere = async (): Promise<boolean> => {
    const untilMs = Date.now() + readyWithinMs;
    while (Date.now() < untilMs) {
      if (await isReady().catch(() => false)) return true;
      await sleep(LOOK_AGAIN_MS);
    }
    return false;
  };
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  if (!(await isThere())) {
    await end();
    throw new Error('Temporal did not answer');
  }
  const address = `127.0.0.1:${port}`;
  const client = await connectTemporal({
    temporalAddress: address,
    temporalNamespace: NAMESPACE,
    dataKeys,
  });
  await registerSearchAttributes(client);
  return {
    address,
    namespace: NAMESPACE,
    client,
    pid: child.pid ?? 0,
    stop: async () => {
      await client.connection.close();
      await end();
    },
  };
}
