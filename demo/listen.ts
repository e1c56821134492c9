import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createAdaptorServer} from '@hono/node-server';

type Answer = (request: Request) => Response | Promise<Response>;

/** A server that is up. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `localhost`, which is two addresses: browsers try both, and on one of them somebody else might answer.
 * @throws Error with what to set, where the port is taken
 */
export async function listenLocally(answer: Answer, port: number): Promise<Listening> {
  const first = await open(answer, port, '127.0.0.1');
  const {port: actual} = first.address() as AddressInfo;
  let second: Server | null;
  try {
    second = await open(answer, actual, '::1');
  } catch (error) {
    if (isBusy(error)) {
      await shut(first);
      throw error;
    }
    second = null; // this machine has no IPv6
  }
  return {
    port: actual,
    close: async () => {
      await Promise.all([shut(first), ...(second ? [shut(second)] : [])]);
    },
  };
}

/** Whether an error, or the one behind it, says that a port is taken. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'EADDRINUSE') || isBusy(error.cause);
}

function open(answer: Answer, port: number, hostname: string): Promise<Server> {
  const server = createAdaptorServer({fetch: answer, hostname}) as Server;
  // The emulator may use an idle connection in the very moment in which it is closed.
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => resolve(server));
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
