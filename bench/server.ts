import {spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {Agent, createServer, type IncomingMessage, request as send} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {pathToFileURL} from 'node:url';
import {PGlite} from '@electric-sql/pglite';
import {exportJWK, generateKeyPair, SignJWT} from 'jose';
import {createKakaoServer} from 'kakao-sync-widget/server';
import {openNotices} from 'kakao-sync-widget/server/notices';
import {startPostgres} from '../scripts/databases/postgres.mjs';
import {definePart} from './part.js';
import {Samples, showSpread, summarize, toTable, type Summary} from './statistics.js';

/** Requests that are under way at a time. */
const AT_ONCE = 8;
const BATCH = 100;
const ORIGIN = 'http://localhost:3000';

const WORKS = ['session read', 'login', 'notice stored'] as const;
type Work = (typeof WORKS)[number];
type Variant = 'kit' | 'hand';

/** One request, ready to be sent. */
interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const token = (): string => randomBytes(32).toString('base64url');

/** A stand-in for Kakao that has made its answers beforehand. */
async function startKakao() {
  const {privateKey, publicKey} = await generateKeyPair('RS256');
  const jwk = {...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig'};
  const tokens = new Map<string, string>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const code = new URLSearchParams(body).get('code') ?? '';
      const [, sub = '1'] = (request.headers.authorization ?? '').split(' ');
      const answers: Record<string, object> = {
        '/oauth/token': {
          ...{token_type: 'bearer', access_token: code.split('-')[0], expires_in: 21_599},
          ...{refresh_token: 'r', refresh_token_expires_in: 5_183_999, scope: 'openid', id_token: tokens.get(code)},
        },
        '/.well-known/jwks.json': {keys: [jwk]},
        '/v2/user/me': {id: Number(sub), connected_at: '2026-01-01T00:00:00Z', kakao_account: {}},
      };
      response.writeHead(200, {'Content-Type': 'application/json;charset=UTF-8'});
      response.end(JSON.stringify(answers[(request.url ?? '').replace(/\?.*/, '')] ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let people = 4_200_000_000;
  return {
    origin,
    /** The body of a login of somebody new. */
    async prepareLogin(): Promise<string> {
      const [sub, nonceSecret] = [String(++people), token()];
      const code = `${sub}-${token()}`;
      const nonce = createHash('sha256').update(nonceSecret).digest('base64url');
      const time = Math.floor(Date.now() / 1000);
      const claims = {iss: origin, aud: 'bench-rest-key', sub, nonce, iat: time, exp: time + 21_600, auth_time: time};
      tokens.set(code, await new SignJWT(claims).setProtectedHeader({alg: 'RS256', kid: 'bench'}).sign(privateKey));
      const login = {purpose: 'login', tx: token(), code, redirectUri: `${ORIGIN}/kakao/callback`, nonceSecret};
      return JSON.stringify({...login, clientId: 'bench-rest-key'});
    },
    close: () => server.close().closeAllConnections(),
  };
}

type StandIn = Awaited<ReturnType<typeof startKakao>>;

/** Starts one of the servers in a process of its own. */
async function startServer(variant: Variant, kakao: string, database: string) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = join(import.meta.dirname, 'server-process.ts');
  const child = spawn(process.execPath, ['--import', tsx, script, variant, kakao, database], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {...process.env, NODE_ENV: 'production'},
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const agent = new Agent({keepAlive: true, maxSockets: AT_ONCE});
  return {
    async send({method, path, headers, body}: Prepared) {
      const request = send({agent, host: '127.0.0.1', port: Number(String(line)), method, path, headers}).end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      const answer = await text(response);
      if (response.statusCode !== 200) throw new Error(`${variant} answers ${response.statusCode}: ${answer}`);
      return {cookie: (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')};
    },
    close() {
      agent.destroy();
      child.kill();
    },
  };
}

type Server = Awaited<ReturnType<typeof startServer>>;

const PAGE = {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'};

async function prepare(work: Work, kakao: StandIn, cookie: string): Promise<Prepared> {
  if (work === 'login') return {method: 'POST', path: '/session', headers: PAGE, body: await kakao.prepareLogin()};
  if (work === 'session read') {
    const headers = {Cookie: cookie, 'X-Kakao-Sync': '1', 'Sec-Fetch-Site': 'same-origin'};
    return {method: 'GET', path: '/session', headers};
  }
  const notice = {event: 'added', id: '4200000001', id_type: 'app_user_id', channel_public_id: '_Bench'};
  return {
    method: 'POST',
    path: '/notice',
    headers: {
      ...{Authorization: 'KakaoAK bench-admin-key', 'Content-Type': 'application/json'},
      'X-Kakao-Resource-ID': token(),
    },
    body: JSON.stringify({...notice, updated_at: new Date().toISOString()}),
  };
}

/** How long a request takes among others, in milliseconds: that of a batch, by its number. */
async function measure(server: Server, batch: readonly Prepared[]): Promise<number> {
  const left = batch.values();
  const start = performance.now();
  await Promise.all(
    Array.from({length: AT_ONCE}, async () => {
      for (const prepared of left) await server.send(prepared);
    }),
  );
  return (performance.now() - start) / batch.length;
}

/** How long a notice takes while the site's own query keeps the same PGlite busy for a second, and what is answered. */
async function measureBesideQuery(kakao: StandIn): Promise<{readonly milliseconds: number; readonly status: number}> {
  const pglite = await PGlite.create();
  const kit = createKakaoServer({
    ...{keys: [{clientId: 'bench-rest-key'}], redirectUris: [`${ORIGIN}/kakao/callback`], allowedOrigins: [ORIGIN]},
    sessionKeys: ['bench-session-key-0123456789-abcdef'],
    adminKey: 'bench-admin-key',
    notices: openNotices({appId: '1', adminKeys: ['bench-admin-key'], store: {pglite}}),
    ...{findMember: () => null, signUp: () => ({id: '1', name: ''}), readMember: () => null},
    ...{onUnlink: () => undefined, onChannelChange: () => undefined},
  });
  await kit.notices.counts();
  const {method, headers, body = ''} = await prepare('notice stored', kakao, '');
  const query = pglite.query('SELECT pg_sleep(1)');
  const start = performance.now();
  const response = await kit.notices.channel(new Request(`${ORIGIN}/notice`, {method, headers, body}));
  const milliseconds = performance.now() - start;
  await query;
  await kit.notices.stop();
  await pglite.close();
  return {milliseconds, status: response.status};
}

/** How the kit's routes stand beside routes that are written by hand, in ms a request. */
interface ServerResult {
  readonly routes: readonly {
    readonly route: Work;
    readonly hand: Summary;
    readonly kit: Summary;
    readonly ratio: number;
  }[];
  readonly rounds: number;
  readonly besideQuery: {readonly milliseconds: number; readonly status: number};
}

async function benchServer(rounds: number): Promise<ServerResult> {
  const postgres = await startPostgres();
  const kakao = await startKakao();
  const servers = {
    kit: await startServer('kit', kakao.origin, postgres.url),
    hand: await startServer('hand', kakao.origin, postgres.url),
  };
  const taken = new Samples<number>();
  for (let round = -1; round < rounds; round++) {
    for (const work of WORKS) {
      for (const variant of ['kit', 'hand'] as const) {
        const {cookie} = await servers[variant].send(await prepare('login', kakao, ''));
        const batch = await Promise.all(Array.from({length: BATCH}, () => prepare(work, kakao, cookie)));
        const time = await measure(servers[variant], batch);
        if (round >= 0) taken.add(`${variant} ${work}`, time);
      }
    }
  }
  for (const server of Object.values(servers)) server.close();
  await postgres.stop();
  const besideQuery = await measureBesideQuery(kakao);
  kakao.close();
  const routes = WORKS.map((route) => {
    const [kit, hand] = [summarize(taken.of(`kit ${route}`)), summarize(taken.of(`hand ${route}`))];
    return {route, hand, kit, ratio: kit.median / hand.median};
  });
  return {routes, rounds, besideQuery};
}

export const serverPart = definePart<ServerResult>({
  run: ({rounds}) => benchServer(Math.min(rounds, 9)),
  show({routes, rounds, besideQuery: {status, milliseconds}}) {
    const lines = routes.map(({route, hand, kit, ratio}) => [
      route,
      showSpread(hand, 2),
      `${showSpread(kit, 2)} × ${ratio.toFixed(2)}`,
    ]);
    return `## The server's routes (ms a request, ${AT_ONCE} at a time: medians of ${rounds} rounds of ${BATCH}, quartiles, ratio to a route written by hand)

${toTable(['route', 'by hand', 'the kit'], lines)}

A notice while a query of 1 s runs on the same PGlite: ${status} after ${Math.round(milliseconds)} ms.`;
  },
});
