import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text as readText} from 'node:stream/consumers';
import {after} from 'node:test';

/** How a route answers. `hangs`: never. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly hangs?: true;
}

/** What was sent to the site: its head and body, as text. */
export interface TestSite {
  readonly origin: string;
  readonly endpoint: string;
  readonly callback: string;
  readonly notices: string;
  /** By method and path, such as `GET /api/kakao/session`. */
  readonly answers: Map<string, Answer | ((request: IncomingMessage) => Answer)>;
  readonly received: string[];
}

export const SIGNED_OUT: Answer = {type: 'application/json', body: '{"status":"signed-out"}'};
export const PAGE: Answer = {type: 'text/html; charset=utf-8', body: '<!doctype html><title>Callback</title>'};

/** A site with which nothing is wrong, unless a test changes its answers. It is gone when the tests are over. */
export async function startSite(): Promise<TestSite> {
  const answers: TestSite['answers'] = new Map([
    ['GET /api/kakao/session', SIGNED_OUT],
    ['POST /api/kakao/session', SIGNED_OUT],
    ['GET /kakao/callback', PAGE],
    ['POST /kakao/notices', {status: 401}],
  ]);
  const received: string[] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${await readText(request)}`);
    const [path] = (request.url ?? '').split('?');
    const found = answers.get(`${request.method} ${path}`) ?? {status: 404};
    const {status = 200, type, headers = {}, body = '', hangs} = typeof found === 'function' ? found(request) : found;
    if (hangs) return;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (type !== undefined) response.setHeader('Content-Type', type);
    response.writeHead(status).end(body);
  };
  const server = createServer((request, response) => void reply(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    endpoint: `${origin}/api/kakao/session`,
    callback: `${origin}/kakao/callback`,
    notices: `${origin}/kakao/notices`,
    answers,
    received,
  };
}
