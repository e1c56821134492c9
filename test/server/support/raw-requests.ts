import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import type {KakaoServer} from '../../../src/server/index.js';
import {send} from './listen.js';
import {ENDPOINT, ORIGIN} from './site.js';

export interface RawAnswer {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** The kit behind `node:http`, asked byte by byte. */
export interface KitServer {
  /** Each text is one `Cookie` header, its characters bytes. `/pending` answers what `readPending` tells. */
  get(path: string, ...cookies: string[]): Promise<RawAnswer>;
  post(body: object, ...cookies: string[]): Promise<RawAnswer>;
  close(): Promise<void>;
}

export async function startKitServer(kit: KakaoServer): Promise<KitServer> {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await toRequest(incoming);
    const response =
      incoming.url === '/pending' ? Response.json(await kit.readPending(request)) : await kit.session(request);
    const body = Buffer.from(await response.arrayBuffer());
    const setCookies = response.headers.getSetCookie();
    outgoing.writeHead(response.status, {
      Connection: 'close',
      'Content-Length': body.length,
      'Set-Cookie': setCookies,
    });
    outgoing.end(body);
  };
  // Other servers than Node's let control characters through: here they are to reach the kit.
  const server = createServer({insecureHTTPParser: true}, (incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;

  const ask = async (start: string, cookies: readonly string[], body = ''): Promise<RawAnswer> => {
    const lines = [
      `${start} HTTP/1.1`,
      'Host: shop.example',
      `Origin: ${ORIGIN}`,
      'Content-Type: application/json',
      'X-Kakao-Sync: 1',
      `Content-Length: ${body.length}`,
      ...cookies.map((cookie) => `Cookie: ${cookie}`),
    ];
    return readAnswer(await send(port, lines, body));
  };

  return {
    get: (path, ...cookies) => ask(`GET ${path}`, cookies),
    post: (body, ...cookies) => ask('POST /api/kakao/session', cookies, JSON.stringify(body)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As adapters of `node:http` do it. */
async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const {method = 'GET', url = '/', headers} = incoming;
  const body = await text(incoming);
  return new Request(new URL(url, ENDPOINT), {
    method,
    headers: headers as Record<string, string>,
    ...(body && {body}),
  });
}

function readAnswer(answer: string): RawAnswer {
  const [head = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
  const lines = head.split('\r\n');
  const cookies = lines.filter((line) => /^set-cookie: /i.test(line)).map((line) => line.slice('set-cookie: '.length));
  return {status: Number(lines[0]?.split(' ')[1]), setCookies: cookies, body};
}
