import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The line to a part of the outside, which can be cut and mended. */
export interface Line {
  /** Where the part is reached over the line. */
  readonly url: string;
  /** Nobody answers any more: connections are refused. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Lays a line to an address; it works until it is cut. */
export async function layLine(to: string): Promise<Line> {
  const { hostname, port: far } = new URL(to);
  const sockets = new Set<Socket>();
  const open = async (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const other = connect(Number(far), hostname);
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
  let server = await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: async () => {
      server = await open(port);
    },
  };
}
