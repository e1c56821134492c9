import {after, before, beforeEach, describe} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from '../../../src/emulator/index.js';
import {
  createKakaoServer,
  type KakaoProfile,
  type KakaoServer,
  type KakaoServerOptions,
  type ServerErrorReport,
  type SiteMember,
} from '../../../src/server/index.js';
import {createBackendRecord} from '../../support/backend-record.js';
import {startFaultyProxy} from '../../support/faulty-proxy.js';
import {testFault} from '../../support/test-fault.js';
import {holdLongTimers, type LongTimers} from './long-timers.js';
import {token, toS256} from './site.js';

export const SHOP = 'http://localhost:3000';
export const REDIRECT_URI = `${SHOP}/kakao/callback`;
export const REST = DEFAULT_APP.restApiKeys[0];
export const JAVASCRIPT_KEY = DEFAULT_APP.javascriptKeys[0].key;
export const SESSION_KEY = 'sockets-session-key-0123456789-abcdefghij';

/** What a kit needs in front of the emulator. */
export const KIT_OPTIONS = {
  keys: [
    {clientId: REST.key, secret: REST.clientSecret},
    {clientId: JAVASCRIPT_KEY, exchangeAs: REST.key},
  ],
  redirectUris: [REDIRECT_URI],
  allowedOrigins: [SHOP],
  sessionKeys: [SESSION_KEY],
} as const satisfies Partial<KakaoServerOptions>;

/** What the page posts. */
export interface Login {
  readonly purpose: string;
  readonly tx: string;
  readonly code: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly nonceSecret: string;
}

/** What a visitor does at Kakao, and the POST that follows. */
export function authorize(
  emulator: KakaoEmulator,
  address: string,
  persona: string,
  options: {clientId?: string; purpose?: string; pkce?: boolean; terms?: string[]} = {},
): Login {
  const {clientId = REST.key, purpose = 'login', pkce = false, terms} = options;
  const [tx, nonceSecret, codeVerifier] = [token(), token(), token()];
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: `ks1.${tx}.`,
    nonce: toS256(nonceSecret),
    ...(purpose === 'auto-login' && {prompt: 'none'}),
    ...(terms && {service_terms: terms.join()}),
    ...(pkce && {code_challenge: toS256(codeVerifier), code_challenge_method: 'S256'}),
  });
  const back = emulator.authorize(`${address}/oauth/authorize?${query.toString()}`, {persona});
  const code = new URL(back).searchParams.get('code') ?? '';
  const login = {purpose, tx, code, redirectUri: REDIRECT_URI, clientId, nonceSecret};
  return {...login, ...(terms && {terms}), ...(pkce && {codeVerifier})};
}

export function toShopPost(body: object, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(`${SHOP}/api/session`, {
    method: 'POST',
    headers: {Origin: SHOP, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1', ...headers},
    body: JSON.stringify(body),
  });
}

export function toShopGet(Cookie: string, query = ''): Request {
  return new Request(`${SHOP}/api/session${query}`, {
    headers: {'Sec-Fetch-Site': 'same-origin', 'X-Kakao-Sync': '1', Cookie},
  });
}

type Hook = (profile: KakaoProfile, pass: () => SiteMember | null) => unknown;

/** A shop with the kit, and Kakao at the other end of connections that can fail. */
export type SocketSite = Awaited<ReturnType<typeof startSocketSite>>;

async function startSocketSite() {
  /** Milliseconds: `passed` for everybody, `ahead` of the others for the server. */
  const clock = {passed: 0, ahead: 0};
  const emulator = createKakaoEmulator({now: () => Date.now() + clock.passed});
  const kakao = await emulator.listen();
  const proxy = await startFaultyProxy(kakao.port);
  const record = createBackendRecord();
  const reports: ServerErrorReport[] = [];
  /** Everything that only Kakao, the kit and the page of a login may know. */
  const secrets = new Set<string>();
  /** Called in place of a hook, where there is one. */
  const hooks: {findMember?: Hook; signUp?: Hook} = {};
  const members = new Map<string, SiteMember>();

  async function fetchAndKeepTokens(request: Request): Promise<Response> {
    const response = await globalThis.fetch(request);
    // Only what arrived as a whole can be read here; the kit gets what there is.
    const text = await response
      .clone()
      .text()
      .catch(() => '');
    for (const [, found = ''] of text.matchAll(/"(?:access|refresh|id)_token":"([^"]+)"/g)) secrets.add(found);
    return response;
  }

  /** Another process of the same server. */
  function createKit(overrides: Partial<KakaoServerOptions> = {}): KakaoServer {
    const callHook = (name: 'findMember' | 'signUp', profile: KakaoProfile, pass: () => SiteMember | null) =>
      record.call(name, profile.id, () => (hooks[name] ?? pass)(profile, pass) as SiteMember | null);
    const kit = createKakaoServer({
      ...KIT_OPTIONS,
      emulator: proxy.url,
      fetch: fetchAndKeepTokens,
      now: () => Date.now() + clock.passed + clock.ahead,
      findMember: (profile) => callHook('findMember', profile, () => members.get(profile.id) ?? null),
      signUp: async (profile) =>
        (await callHook('signUp', profile, () => {
          const member = {id: `m-${profile.id}`, name: profile.nickname};
          members.set(profile.id, member);
          return member;
        })) as SiteMember,
      readMember: (id) => [...members.values()].find((member) => member.id === id) ?? null,
      onError: (report) => reports.push(report),
      ...overrides,
    });
    return {...kit, session: record.watch((request) => kit.session(request))};
  }

  let first: KakaoServer;
  /** As at the start, in a new process of the server. */
  function reset(): void {
    emulator.reset();
    record.clear();
    reports.length = 0;
    secrets.clear();
    secrets.add(SESSION_KEY).add(REST.clientSecret);
    members.clear();
    Object.assign(clock, {passed: 0, ahead: 0});
    delete hooks.findMember;
    delete hooks.signUp;
    first = createKit();
  }

  return {
    ...{emulator, proxy, record, reports, secrets, clock, hooks, createKit, reset},
    /** A login that has come back with a code. */
    prepare(persona = 'member'): Login {
      const login = authorize(emulator, proxy.url, persona);
      secrets.add(login.code).add(login.nonceSecret);
      return login;
    },
    post: (login: object, cookie?: string, kit = first) =>
      kit.session(toShopPost(login, cookie === undefined ? {} : {Cookie: cookie})),
    get: (cookie: string, kit = first) => kit.session(toShopGet(cookie)),
    async close() {
      await proxy.close();
      await kakao.close();
    },
  };
}

/** A suite whose tests have one site, which is as at the start before each of them. */
export function describeSite(title: string, define: (site: SocketSite) => void): void {
  describe(title, () => {
    const site = {} as SocketSite;
    before(async () => void Object.assign(site, await startSocketSite()));
    after(() => site.close());
    beforeEach(() => site.reset());
    define(site);
  });
}

/** {@link testFault}, in which no limit of the kit is over before the test lets time pass. */
export function testKit(
  rows: Parameters<typeof testFault>[0],
  how: string,
  run: (timers: LongTimers) => Promise<void>,
): void {
  testFault(rows, how, (t) => run(holdLongTimers(t)));
}
