import { randomInt } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;
const CONNECT_TIMEOUT_MS = 1_000;

/** Below what systems give to outgoing connections: one of these would hold the port of a part that starts again. */
const PORTS_FROM = 10_000;
const PORTS_UNTIL = 32_000;
/** A process takes so many in a row for itself: parts of two platforms that start at once don't come upon one port. */
const BLOCK_SIZE = 50;

/** Ports of this process that were not given out yet. */
let block = { next: 0, end: 0 };

/** A port that nothing uses now, and that no connection and no other process that asks here will take. */
export async function freePort(): Promise<number> {
  for (;;) {
    if (block.next === block.end) block = await claimBlock();
    const port = block.next++;
    if (!(await isPortBusy(port))) return port;
  }
}

/** Takes a block by holding its first port open for as long as this process lives. */
async function claimBlock(): Promise<typeof block> {
  for (;;) {
    const first = PORTS_FROM + BLOCK_SIZE * randomInt((PORTS_UNTIL - PORTS_FROM) / BLOCK_SIZE);
    const holder = createServer((socket) => socket.destroy()).unref();
    if (await listens(holder, first, '127.0.0.1')) return { next: first + 1, end: first + BLOCK_SIZE };
  }
}

/** Several different free ports. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}

/** True when the port cannot be opened on this machine, on all addresses or on the local one. */
export async function isPortBusy(port: number): Promise<boolean> {
  return !(await canListen(port, '127.0.0.1')) || !(await canListen(port, undefined));
}

async function canListen(port: number, host: string | undefined): Promise<boolean> {
  const server = createServer();
  const can = await listens(server, port, host);
  if (can) await new Promise((closed) => server.close(closed));
  return can;
}

/** False when the port is another's. */
function listens(server: Server, port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => resolve(true));
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
