import {once} from 'node:events';
import {type AddressInfo, connect, type Server, type Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import type {TestContext} from 'node:test';

/** A server's port, for one test. */
export async function listen(t: TestContext, server: Server & {closeAllConnections?(): void}): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A connection on which a request has been sent: lines without their ends, each character a byte. */
export function open(port: number, lines: readonly string[], body = ''): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
  return socket.setEncoding('latin1');
}

/** What comes back for a request, until the other side closes. */
export function send(port: number, lines: readonly string[], body?: string): Promise<string> {
  return text(open(port, [...lines, 'Connection: close'], body));
}
