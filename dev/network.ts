import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;
const CONNECT_TIMEOUT_MS = 1_000;

/** Below what systems give to outgoing connections: one of these would hold the port of a part that starts again. */
const PORTS_FROM = 10_000;
const PORTS_UNTIL = 32_000;

/** A port of this machine that nothing uses now, and that no outgoing connection will take. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS_FROM, PORTS_UNTIL);
    if (!(await isPortBusy(port))) return port;
  }
}

/** Several different free ports. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** True when the port cannot be opened on this machine, on all addresses or on the local one. */
export async function isPortBusy(port: number): Promise<boolean> {
  return !(await canListen(port, '127.0.0.1')) || !(await canListen(port, undefined));
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True when something accepts connections there. */
export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: CONNECT_TIMEOUT_MS });
    const answer = (listening: boolean): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

/** Waits until something accepts connections on the port; gives up silently after `timeoutMs`. */
export async function waitForPort(port: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (await isListening(port)) return true;
    await sleep(LOOK_AGAIN_MS);
  }
  return false;
}
