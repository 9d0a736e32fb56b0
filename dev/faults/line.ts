import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../network';

/** The line to a part of the outside, which can be cut and mended. */
export interface Line {
  /** The port at which the part is reached over the line. */
  readonly port: number;
  /** Nobody answers any more: connections are refused, and those that were open are gone. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Lays a line to a port of this machine; it works until it is cut. */
export async function layLine(far: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const open = async (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const other = connect(far, '127.0.0.1');
      for (const socket of [near, other]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          near.destroy();
          other.destroy();
        });
      }
      near.pipe(other).pipe(near);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const port = await freePort();
  let server: Server | undefined = await open(port);
  return {
    port,
    cut: async () => {
      if (server === undefined) return;
      const closed = once(server, 'close');
      server.close();
      server = undefined;
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: async () => {
      server ??= await open(port);
    },
  };
}
