import {createHash, timingSafeEqual} from 'node:crypto';
import {createServer, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json} from 'node:stream/consumers';
import {createRemoteJWKSet, jwtVerify, SignJWT} from 'jose';
import {createKakaoServer, toNodeHandler} from 'kakao-sync-widget/server';
import {openNotices} from 'kakao-sync-widget/server/notices';
import pg from 'pg';

// A server of bench/server.ts: `kit`, or `hand`, which is what a careful site would write by hand for the same requests.
const [, , variant = '', kakaoOrigin = '', database = ''] = process.argv;

const CLIENT_ID = 'bench-rest-key';
const SECRET = 'bench-client-secret';
const ADMIN_KEY = 'bench-admin-key';
const ORIGIN = 'http://localhost:3000';
const REDIRECT_URI = `${ORIGIN}/kakao/callback`;
const KEY = new TextEncoder().encode('bench-session-key-0123456789-abcdef');
const HASH = createHash('sha256').update(ADMIN_KEY).digest();

interface Member {
  readonly id: string;
  readonly name: string;
}
type Routes = Readonly<Record<string, RequestListener>>;

async function createKit(): Promise<Routes> {
  const members = new Map<string, Member>();
  const kakao = createKakaoServer({
    keys: [{clientId: CLIENT_ID, secret: SECRET}],
    redirectUris: [REDIRECT_URI],
    allowedOrigins: [ORIGIN],
    sessionKeys: ['bench-session-key-0123456789-abcdef'],
    emulator: kakaoOrigin,
    terms: [],
    adminKey: ADMIN_KEY,
    notices: openNotices({appId: '1', adminKeys: [ADMIN_KEY], store: database}),
    findMember: ({id}) => members.get(id) ?? null,
    signUp({id}) {
      const member = {id, name: 'Mina'};
      members.set(id, member);
      return member;
    },
    readMember: (id) => members.get(id) ?? null,
    onUnlink: () => undefined,
    onChannelChange: () => undefined,
  });
  await kakao.notices.counts();
  return {'/session': toNodeHandler(kakao.session), '/notice': toNodeHandler(kakao.notices.channel)};
}

async function createByHand(): Promise<Routes> {
  const members = new Map<string, Member>();
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', kakaoOrigin));
  const pool = new pg.Pool({connectionString: database});
  await pool.query(`CREATE TABLE by_hand (id text PRIMARY KEY, kakao_id text NOT NULL, event text NOT NULL,
    channel_id text NOT NULL, at timestamptz NOT NULL, received_at timestamptz NOT NULL DEFAULT now())`);

  const readSession = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, token = ''] = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
    const {payload} = await jwtVerify(token, KEY, {algorithms: ['HS256']});
    const member = members.get(payload.sub ?? '');
    answer(response, member ? 200 : 401, member ? {status: 'signed-in', member} : {status: 'signed-out'});
  };
  const logIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.origin !== ORIGIN) return void answer(response, 403, {});
    const {code, nonceSecret} = (await json(request)) as {code: string; nonceSecret: string};
    const form = {
      ...{grant_type: 'authorization_code', client_id: CLIENT_ID, client_secret: SECRET},
      ...{code, redirect_uri: REDIRECT_URI},
    };
    const exchanged = await fetch(`${kakaoOrigin}/oauth/token`, {method: 'POST', body: new URLSearchParams(form)});
    const tokens = (await exchanged.json()) as {id_token: string; access_token: string};
    const rules = {issuer: kakaoOrigin, audience: CLIENT_ID, algorithms: ['RS256']};
    const {payload} = await jwtVerify(tokens.id_token, keys, rules);
    const nonce = createHash('sha256').update(nonceSecret).digest('base64url');
    if (payload['nonce'] !== nonce) return void answer(response, 401, {});
    const headers = {Authorization: `Bearer ${tokens.access_token}`};
    const user = (await (await fetch(`${kakaoOrigin}/v2/user/me`, {headers})).json()) as {id: number};
    const id = String(user.id);
    if (id !== payload.sub) return void answer(response, 401, {});
    const member = members.get(id) ?? {id, name: 'Mina'};
    members.set(id, member);
    const session = await new SignJWT({}).setProtectedHeader({alg: 'HS256'}).setSubject(id).setIssuedAt().sign(KEY);
    response.setHeader('Set-Cookie', `session=${session}; Path=/; HttpOnly; SameSite=Lax`);
    answer(response, 200, {status: 'signed-in', member});
  };
  const takeNotice = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, key = ''] = /^KakaoAK (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!timingSafeEqual(createHash('sha256').update(key).digest(), HASH)) return void answer(response, 401, {});
    const notice = (await json(request)) as Record<'event' | 'id' | 'channel_public_id' | 'updated_at', string>;
    await pool.query(
      'INSERT INTO by_hand (id, kakao_id, event, channel_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [request.headers['x-kakao-resource-id'], notice.id, notice.event, notice.channel_public_id, notice.updated_at],
    );
    answer(response, 200, {});
  };
  const catching =
    (work: (request: IncomingMessage, response: ServerResponse) => Promise<void>): RequestListener =>
    (request, response) =>
      void work(request, response).catch(() => answer(response, 500, {}));
  return {
    '/session': catching((request, response) => (request.method === 'POST' ? logIn : readSession)(request, response)),
    '/notice': catching(takeNotice),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {'Content-Type': 'application/json', 'Cache-Control': 'no-store'});
  response.end(JSON.stringify(body));
}

const routes = await (variant === 'kit' ? createKit() : createByHand());
const server = createServer((request, response) => {
  const route = routes[(request.url ?? '').replace(/\?.*/, '')];
  if (route) route(request, response);
  else answer(response, 404, {});
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
