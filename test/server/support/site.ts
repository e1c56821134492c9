import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {
  type AppliedNoticeMetric,
  createKakaoServer,
  type HookContext,
  type KakaoCallMetric,
  type KakaoProfile,
  type KakaoServerOptions,
  type NoticeCountsMetric,
  type NoticeMetric,
  type ServerErrorReport,
  type ServerMetric,
  type SessionMetric,
  type SigningKeysMetric,
  type SiteMember,
  type UnlinkEvent,
} from '../../../src/server/index.js';
import {CANARIES, createProvider, type Grant} from './provider.js';

export const ORIGIN = 'https://shop.example';
export const ENDPOINT = 'https://shop.example/api/kakao/session';
export const REDIRECT_URI = 'https://shop.example/kakao/callback';
export const REST_KEY = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
export const JS_KEY = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
export const SECRET = 'canary-client-secret-5e1f';
export const ADMIN_KEY = 'canary-admin-key-77e0';
export const SESSION_KEY = 'canary-session-key-0123456789-abcdefghij';
export const COOKIE = '__Host-kakao_sync_session';
export const START = Date.UTC(2026, 10, 22, 3, 0, 0);
export const PERSON = '4200000001';

export const token = (): string => randomBytes(32).toString('base64url');
export const toS256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The fields of a login's POST. */
export interface LoginFields {
  purpose: unknown;
  tx: string;
  code: string;
  redirectUri: string;
  clientId: string;
  nonceSecret: string;
  [name: string]: unknown;
}

interface HookCall {
  hook: string;
  profile?: KakaoProfile;
  id?: string;
  kakaoId?: string;
  issuedAt?: number;
  event?: UnlinkEvent;
  context: HookContext;
}

/** What is counted of a request or a notice, of whichever kind. */
type RequestMetric = Pick<SessionMetric, 'isNewMember' | 'repeat' | 'milliseconds'> &
  Pick<NoticeMetric, 'adminKey'> &
  Pick<SessionMetric | NoticeMetric | AppliedNoticeMetric, 'purpose' | 'outcome'>;

/** A shop with the kit, in front of a provider. */
export type Site = Awaited<ReturnType<typeof createSite>>;

/** Members are looked up by Kakao id, as a shop would; ids are `m-<n>`. */
export async function createSite(overrides: Partial<KakaoServerOptions> = {}) {
  const clock = {time: START};
  const provider = await createProvider(() => clock.time, {[REST_KEY]: SECRET}, ADMIN_KEY);
  const members = new Map<string, SiteMember>();
  const calls: HookCall[] = [];
  const reports: ServerErrorReport[] = [];
  const allMetrics: ServerMetric[] = [];
  const metrics: RequestMetric[] = [];
  const kakaoMetrics: (KakaoCallMetric | SigningKeysMetric)[] = [];
  const noticeCounts: NoticeCountsMetric[] = [];

  const options = (more: Partial<KakaoServerOptions> = {}): KakaoServerOptions => ({
    keys: [
      {clientId: REST_KEY, secret: SECRET},
      {clientId: JS_KEY, exchangeAs: REST_KEY},
    ],
    redirectUris: [REDIRECT_URI],
    allowedOrigins: [ORIGIN],
    sessionKeys: [SESSION_KEY],
    adminKey: ADMIN_KEY,
    findMember(profile, context) {
      calls.push({hook: 'findMember', profile, context});
      return members.get(profile.id) ?? null;
    },
    signUp(profile, context) {
      calls.push({hook: 'signUp', profile, context});
      const member = {id: `m-${members.size + 1}`, name: 'Mina', picture: 'https://shop.example/mina.png'};
      members.set(profile.id, member);
      return member;
    },
    readMember(id, issuedAt, context) {
      calls.push({hook: 'readMember', id, issuedAt, context});
      const theirs = [...members].filter(([, member]) => member.id === id);
      const [first] = theirs;
      return first ? {...first[1], kakaoId: theirs.map(([kakaoId]) => kakaoId)} : null;
    },
    linkMember(id, profile, context) {
      calls.push({hook: 'linkMember', id, profile, context});
      const member = [...members.values()].find((known) => known.id === id);
      if (member) members.set(profile.id, member);
    },
    onUnlink(event, context) {
      // Its request is all of a hook's context that an event has.
      calls.push({hook: 'onUnlink', event, kakaoId: event.kakaoId, context: context as HookContext});
      members.delete(event.kakaoId);
    },
    onError: (report) => reports.push(report),
    onMetric(metric) {
      allMetrics.push(metric);
      if (metric.purpose === 'notice-counts') noticeCounts.push(metric);
      else if (metric.purpose === 'kakao-call' || metric.purpose === 'signing-keys') kakaoMetrics.push(metric);
      else metrics.push(metric);
    },
    fetch: provider.fetch,
    now: () => clock.time,
    ...overrides,
    ...more,
  });
  const server = createKakaoServer(options());

  return {
    provider,
    server,
    clock,
    members,
    calls,
    reports,
    /** What was counted of requests and notices. */
    metrics,
    /** What was counted of requests to Kakao. */
    kakaoMetrics,
    noticeCounts,
    /** All that `onMetric` was told. */
    allMetrics,
    options,
    /** A login that the provider is ready for. */
    prepare(fields: Partial<LoginFields> = {}, grant: Partial<Grant> = {}): LoginFields {
      const login: LoginFields = {
        purpose: 'login',
        tx: token(),
        code: `canary-code-${token()}`,
        redirectUri: REDIRECT_URI,
        clientId: REST_KEY,
        nonceSecret: token(),
        ...fields,
      };
      provider.issueCode(login.code, {
        sub: PERSON,
        nonce: toS256(login.nonceSecret),
        clientId: login.clientId,
        audience: login.clientId,
        redirectUri: login.redirectUri,
        ...grant,
      });
      return login;
    },
    post: (body: unknown, headers?: HeaderChanges) => server.session(toPost(body, headers)),
    get: (headers?: HeaderChanges, query?: string) => server.session(toGet(headers, query)),
  };
}

/** Headers that differ from the usual ones; null: absent. */
type HeaderChanges = Readonly<Record<string, string | null>>;

/** Headers with these changes. */
export function toHeaders(defaults: Record<string, string>, changes: HeaderChanges): Headers {
  const headers = new Headers(defaults);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

/** The page's POST. */
export function toPost(body: unknown, headers: HeaderChanges = {}, signal?: AbortSignal): Request {
  const isPlain = typeof body !== 'string' && !(body instanceof Uint8Array || body instanceof ReadableStream);
  return new Request(ENDPOINT, {
    method: 'POST',
    headers: toHeaders({Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'}, headers),
    body: isPlain ? JSON.stringify(body) : (body as BodyInit),
    ...(body instanceof ReadableStream && {duplex: 'half'}),
    ...(signal && {signal}),
  });
}

/** The page's GET. */
export function toGet(headers: HeaderChanges = {}, query = ''): Request {
  return new Request(ENDPOINT + query, {
    headers: toHeaders({'Sec-Fetch-Site': 'same-origin', 'X-Kakao-Sync': '1'}, headers),
  });
}

/** The hooks that were called, in order. */
export function toHookNames(site: Site): string[] {
  return site.calls.map(({hook}) => hook);
}

/** The `Set-Cookie` values of the session in an answer. */
export function sessionCookies(response: Pick<Response, 'headers'>): string[] {
  return response.headers.getSetCookie().filter((cookie) => /^(__Host-)?kakao_sync_session=/.test(cookie));
}

/** What the browser sends back after an answer. */
export function toCookieHeader(response: Pick<Response, 'headers'>): string {
  return sessionCookies(response)
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

/** The body of an answer, which must be JSON. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

/** How a request ended: the code of a failure, else the status of the session. */
export async function readEnd(answer: Response | Promise<Response>): Promise<unknown> {
  const {code, status} = await json(await answer);
  return code ?? status;
}

/** Asserts that a request was refused with a code, and that nothing came of it. */
export async function assertRefused(
  site: Site,
  response: Response,
  code: string,
  status = response.status,
): Promise<Record<string, unknown>> {
  const text = await response.clone().text();
  const problem = await json(response);

  assert.equal(problem['code'], code, `${text} ${JSON.stringify(site.reports)}`);
  assert.deepEqual([response.status, problem['status']], [status, status]);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.equal(site.reports.length, 1, 'one failure is one report');
  assert.equal(site.reports[0]?.code, code);
  assertNoCanary(text + JSON.stringify(site.reports) + JSON.stringify([...response.headers]));
  return problem;
}

/** Asserts that nothing came of a login: nobody was looked up, nobody made. */
export function assertNobodyMade(site: Site): void {
  assert.deepEqual(toHookNames(site), []);
  assert.equal(site.members.size, 0);
}

/** Asserts that a text holds none of the values that must stay secret. */
export function assertNoCanary(text: string, ...more: string[]): void {
  for (const canary of [...Object.values(CANARIES), SECRET, ADMIN_KEY, SESSION_KEY, 'canary', ...more]) {
    assert.ok(!text.includes(canary), `${canary} leaked: ${text}`);
  }
}
