import {createServer, request as send, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/**
 * How a connection fails. Before the answer: `hang`, `reset` (RST), `no-http` (bytes that are none). After the headers
 * and half of the body: `hang-mid-body`, `reset-mid-body`, `end-mid-body` (FIN, as if that were all).
 */
export type ConnectionFault = 'hang' | 'reset' | 'no-http' | 'hang-mid-body' | 'reset-mid-body' | 'end-mid-body';

/** A server between two others, on real sockets. */
export interface FaultyProxy {
  readonly url: string;
  /** The next request for a path fails in this way. Resolves when it has. */
  failNext(path: string, fault: ConnectionFault): Promise<void>;
  /** Takes no more connections. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** `target`: a port of this machine. */
export async function startFaultyProxy(target: number): Promise<FaultyProxy> {
  const planned = new Map<string, {readonly fault: ConnectionFault; readonly done: () => void}>();

  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    const plan = planned.get(path);
    planned.delete(path);
    // What the target breaks off is broken off here, too.
    pass(incoming, outgoing, target, plan?.fault).then(plan?.done, () => incoming.socket.resetAndDestroy());
  });
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen(0);
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    failNext: (path, fault) => new Promise((done) => void planned.set(path, {fault, done})),
    goDown: stop,
    comeBack: () => listen(port),
    close: async () => {
      if (server.listening) await stop();
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  fault: ConnectionFault | undefined,
): Promise<void> {
  const {method, url: path, headers, socket} = incoming;
  const body = await read(incoming);
  if (fault === 'hang') return;
  if (fault === 'reset') return void socket.resetAndDestroy();
  if (fault === 'no-http') return void socket.end('220 mail.example ESMTP\r\n');

  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send({port, host: '127.0.0.1', method, path, headers, agent: false}, resolve).on('error', reject).end(body);
  });
  const whole = await read(answer);
  delete answer.headers['transfer-encoding'];
  outgoing.writeHead(answer.statusCode ?? 502, {...answer.headers, 'content-length': whole.length});
  if (fault === undefined) return void outgoing.end(whole);

  const half = whole.subarray(0, Math.ceil(whole.length / 2));
  await new Promise<void>((resolve) => outgoing.write(half, () => resolve()));
  if (fault === 'reset-mid-body') socket.resetAndDestroy();
  if (fault === 'end-mid-body') socket.end();
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
