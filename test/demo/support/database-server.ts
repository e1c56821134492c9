import {createServer, type Socket} from 'node:net';
import type {AddressInfo} from 'node:net';
import {PGlite} from '@electric-sql/pglite';

/** A PostgreSQL server for one connection, spoken to by its wire protocol, with nothing installed. */
export interface DatabaseServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const database = await PGlite.create();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let isStarted = false;
    let rest = Buffer.alloc(0);
    let last = Promise.resolve();
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        // The first message has no type byte before its length.
        const head = isStarted ? 1 : 0;
        if (rest.length < head + 4) return;
        const length = head + rest.readInt32BE(head);
        if (rest.length < length) return;
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        isStarted = true;
        last = last.then(async () => {
          const answer = await database.execProtocolRaw(message);
          if (!socket.destroyed) socket.write(answer);
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}
