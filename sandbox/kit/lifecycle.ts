import type { Server } from 'node:http';

/** One JSON line on standard output; values are ids, counts and codes, never personal data. */
export function logLine(part: string, event: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), part, event, ...fields })}\n`);
}

/**
 * Ends the process in order when asked (SIGTERM, SIGINT).
 * @param close ends the work in hand; what it does not finish within five seconds is cut
 */
export function endInOrder(part: string, close: () => Promise<void>): void {
  let ending = false;
  const end = (why: string) => {
    if (ending) return;
    ending = true;
    logLine(part, 'ending', { why });
    setTimeout(() => process.exit(0), 5_000).unref();
    close().then(
      () => process.exit(0),
      (fault: unknown) => endAfterFault(part, fault),
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
}

/** Logs and ends with status 1: the supervisor starts a fresh process, which reads its state from the disk. */
export function endAfterFault(part: string, fault: unknown): never {
  const message = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  process.stderr.write(`${part} ended: ${message}\n`);
  process.exit(1);
}

/** Something that others wait for. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** A gate that is closed until `open` is called. */
export function makeGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/**
 * Opens a server's port. Only callers let an idle connection go: one that both let go at one moment costs a call, which
 * a caller whose process stood still for a second meets.
 * @returns the port, chosen by the system when 0 was asked for
 * @throws Error with one clear sentence when the port is taken
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => reject(explainListenFault(fault, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Turns the system's code into a sentence. */
export function explainListenFault(fault: NodeJS.ErrnoException, port: number, host: string): Error {
  if (fault.code !== 'EADDRINUSE') return fault;
  return new Error(`Port ${port} of ${host} is in use. Stop what uses it or set another port.`);
}

/** Stops taking connections and waits for answers under way; idle connections are closed at once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
