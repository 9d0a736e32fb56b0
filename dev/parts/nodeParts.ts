import { isListening } from '../network';
import type { Variables } from '../platform/environment';
import type { Ports } from '../platform/ports';
import { type Part, usualPart } from '../processes/part';
import { inProject } from '../project';

const HEALTH_TIMEOUT_MS = 2_000;

/** A process of ours, run from `dist/`. */
function nodePart(
  name: string,
  title: string,
  stage: number,
  entry: string,
  env: Variables,
  isReady: () => Promise<boolean>,
): Part {
  return {
    ...usualPart,
    name,
    title,
    stage,
    command: process.execPath,
    args: ['--enable-source-maps', inProject('dist', entry)],
    env,
    isReady,
  };
}

/** True when the address answers with success. */
async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
  await answer.arrayBuffer();
  return answer.ok;
}

export const mailPart = (ports: Ports, env: Variables): Part =>
  nodePart(
    'mail',
    'Mail catcher',
    1,
    'sandbox/mail/main.js',
    env,
    async () => (await isListening(ports.smtp)) && (await isListening(ports.mailPage)),
  );

export const bankPart = (ports: Ports, env: Variables): Part =>
  nodePart('bank', 'Bank sandbox', 1, 'sandbox/bank/main.js', env, () =>
    answers(`http://127.0.0.1:${ports.bank}/health`),
  );

export const servicesPart = (ports: Ports, env: Variables): Part =>
  nodePart('services', 'Services sandbox', 1, 'sandbox/services/main.js', env, () =>
    answers(`http://127.0.0.1:${ports.services}/health`),
  );

/** The Temporal UI as people reach it: its door; `behindPort` is where the server has it. */
export const doorPart = (ports: Ports, behindPort: number, env: Variables): Part =>
  nodePart(
    'door',
    'Temporal UI',
    1,
    'door/main.js',
    {
      ...env,
      DOOR_PORT: String(ports.temporalUi),
      DOOR_API_URL: `http://127.0.0.1:${ports.api}`,
      DOOR_UI_URL: `http://127.0.0.1:${behindPort}`,
    },
    () => answers(`http://127.0.0.1:${ports.temporalUi}/health`),
  );

/** Healthy, though not ready for work before a worker is there. */
export const apiPart = (ports: Ports, env: Variables): Part =>
  nodePart('api', 'API', 2, 'api/main.js', env, () => isListening(ports.api));

/** The first worker has the usual port for its health, any further one a port of its own. */
export function workerPart(number: number, port: number, env: Variables): Part {
  const name = number === 1 ? 'worker' : `worker-${number}`;
  const title = number === 1 ? 'Worker' : `Worker ${number}`;
  const part = nodePart(name, title, 2, 'worker/main.js', { ...env, WORKER_PORT: String(port) }, () =>
    answers(`http://127.0.0.1:${port}/health`),
  );
  // It finishes the activities that it has begun.
  return { ...part, ending: { signal: 'SIGTERM', withinMs: 20_000 } };
}
