import {decodeProtectedHeader} from 'jose';
import type {RequestCounts} from '../../src/emulator/index.js';
import {
  createKakaoServer,
  type KakaoKey,
  type KakaoProfile,
  type ServerErrorReport,
  type ServerMetric,
  type SiteMember,
} from '../../src/server/index.js';
import {FakeBrowser, type FakePage} from '../client/support/browser.js';
import type {Row} from './rows.js';
import {
  authorize,
  JAVASCRIPT_KEY,
  ORIGIN,
  REDIRECT_URI,
  REST,
  spoilNext,
  type TestEnvironment,
  stealCode,
} from './test-environment.js';

const SESSION_PATH = '/api/kakao/session';
const SESSION_KEY = 'conformance-session-key-0123456789-abcdef';

/** A login from the press of the button to the last page, and all that was seen on the way. */
export type Login = Awaited<ReturnType<typeof logIn>>;

/** The site's server with the kit, new for each row, and what went through it. */
type Site = ReturnType<typeof createSite>;

const KEYS: Readonly<Record<NonNullable<Row['key']>, readonly KakaoKey[]>> = {
  rest: [{clientId: REST.key, secret: REST.clientSecret}],
  javascript: [
    {clientId: REST.key, secret: REST.clientSecret},
    {clientId: JAVASCRIPT_KEY, exchangeAs: REST.key},
  ],
  'javascript-alone': [{clientId: REST.key, secret: REST.clientSecret}, {clientId: JAVASCRIPT_KEY}],
};

/** Somebody at their browser, which keeps their session. */
interface Visitor {
  readonly browser: FakeBrowser;
  session: string;
}

const comeAnew = (): Visitor => ({browser: new FakeBrowser({origin: ORIGIN}), session: ''});

/**
 * Plays a row: the headless client on a page, the server kit behind it, the emulator as Kakao.
 *
 * @param purpose other than `login`: of a member, whose own login went well
 */
export async function logIn(environment: TestEnvironment, row: Row, purpose: 'login' | 'terms' | 'link' = 'login') {
  const {emulator} = environment;
  emulator.reset();
  const site = createSite(environment, row);
  const visitor = comeAnew();
  // By another instance of the server: this one knows no keys yet.
  if (purpose !== 'login') await play(environment, createSite(environment, row, site.members), row, visitor);
  if (row.before) await play(environment, site, row, comeAnew());
  if (row.before === 'login-then-rotation') emulator.rotateKeys();
  const before: Readonly<Record<string, number>> = {...emulator.counts};
  for (const list of [site.sent, site.calls, site.profiles, site.idTokens]) list.length = 0;
  const {page, posts, answers} = await play(environment, site, row, visitor, purpose);
  const {outcome} = page.client.state;
  const [idToken] = site.idTokens;
  const counts = Object.entries(emulator.counts).map(([name, count]) => [name, count - before[name]!] as const);
  const headers = {'X-Kakao-Sync': '1', Origin: ORIGIN, Cookie: visitor.session};
  const read = await site.server.session(new Request(ORIGIN + SESSION_PATH, {headers}));
  return {
    ...site,
    /** `signed-in`, or the code of the outcome that the page was told. */
    end: outcome && 'code' in outcome ? outcome.code : outcome?.end,
    posts,
    answers,
    counts: Object.fromEntries(counts) as unknown as RequestCounts,
    profile: site.profiles[0],
    idTokenHeader: idToken === undefined ? undefined : decodeProtectedHeader(idToken),
    /** Whether the visitor has a session in the end. */
    isSignedIn: ((await read.json()) as {status: unknown}).status === 'signed-in',
    /** Everything that the page told: events, console, state. */
    told: JSON.stringify(page.browser.pages.map(({events, reports, client}) => [events, reports, client.state])),
  };
}

function createSite({issuer}: TestEnvironment, {key = 'rest'}: Row, members = new Map<string, SiteMember>()) {
  const site = {
    /** Requests of the server to the provider. */
    sent: [] as {path: string; url: string; headers: Record<string, string>; body: string}[],
    /** Hooks that were called. */
    calls: [] as string[],
    profiles: [] as KakaoProfile[],
    reports: [] as ServerErrorReport[],
    metrics: [] as ServerMetric[],
    idTokens: [] as string[],
    /** Codes, tokens and secrets of the transaction: nobody may be told of them. */
    secrets: new Set([REST.clientSecret, SESSION_KEY]),
    members,
  };
  const note = (hook: string, profile: KakaoProfile): void => {
    site.calls.push(hook);
    site.profiles.push(profile);
  };
  const server = createKakaoServer({
    keys: KEYS[key],
    redirectUris: [REDIRECT_URI],
    allowedOrigins: [ORIGIN],
    sessionKeys: [SESSION_KEY],
    emulator: issuer,
    findMember(profile) {
      note('findMember', profile);
      return members.get(profile.id) ?? null;
    },
    signUp(profile) {
      note('signUp', profile);
      const member = {id: `m-${members.size + 1}`, name: profile.nickname ?? ''};
      members.set(profile.id, member);
      return member;
    },
    linkMember: (_, profile) => note('linkMember', profile),
    readMember: (id) => [...members.values()].find((member) => member.id === id) ?? null,
    onError: (report) => void site.reports.push(report),
    onMetric: (metric) => void site.metrics.push(metric),
    async fetch(request) {
      const {pathname: path} = new URL(request.url);
      const body = await request.clone().text();
      site.sent.push({path, url: request.url, headers: Object.fromEntries(request.headers), body});
      const response = await fetch(request);
      if (path === '/oauth/token') {
        const text = await response.clone().text();
        for (const [, name, token = ''] of text.matchAll(/"(access|refresh|id)_token":"([^"]+)"/g)) {
          site.secrets.add(token);
          if (name === 'id') site.idTokens.push(token);
        }
      }
      return response;
    },
  });
  return {...site, server};
}

/**
 * From the press to the page where the visitor is told how it ended.
 *
 * @param purpose of the login that the row is about; without one, a login before it, in which nothing goes wrong
 */
async function play(
  {emulator, issuer}: TestEnvironment,
  {server, secrets}: Site,
  row: Row,
  visitor: Visitor,
  purpose?: 'login' | 'terms' | 'link',
) {
  const {browser} = visitor;
  const isSpoiled = purpose !== undefined;
  const posts: string[] = [];
  const answers: {status: number; headers: [string, string][]; text: string}[] = [];
  browser.shop.fetch = async (url, init) => {
    let {body} = init;
    if (typeof body === 'string') {
      const fields = JSON.parse(body) as Record<string, unknown>;
      if (isSpoiled) row.tamper?.(fields);
      body = JSON.stringify(fields);
      posts.push(body);
    }
    const cookie = [browser.cookies.read(), visitor.session].filter(Boolean).join('; ');
    const headers = {...(init.headers as Record<string, string>), Origin: ORIGIN, Cookie: cookie};
    const request = new Request(new URL(url, ORIGIN), {method: init.method ?? 'GET', headers, body: body ?? null});
    const response = await server.session(request);
    visitor.session = response.headers.getSetCookie()[0]?.split(';')[0] ?? visitor.session;
    const text = await response.clone().text();
    answers.push({status: response.status, headers: [...response.headers], text});
    return response;
  };

  const hasRestKey = (row.key ?? 'rest') === 'rest';
  const config = {
    appKey: JAVASCRIPT_KEY,
    endpoint: SESSION_PATH,
    redirectUri: REDIRECT_URI,
    emulator: issuer,
    ...(hasRestKey && {restApiKey: REST.key}),
  };
  const page = browser.open('/cart', {config});
  if (purpose === 'terms') await page.consent({terms: [], scope: ['profile_nickname']});
  else {
    // A link's key is the backend's to give: an answer before anything has gone wrong.
    if (purpose === 'link') await page.client.prepare({purpose});
    answers.length = 0;
    await page.press({purpose});
  }
  const {nonceSecret, codeVerifier} = browser.record;
  for (const secret of [nonceSecret, codeVerifier]) if (secret !== undefined) secrets.add(secret);
  const address = hasRestKey ? page.navigations.at(-1)!.to : toSdkAddress(page, issuer);
  if (isSpoiled) spoilNext(emulator, row);
  const back = new URL(await authorize(emulator, address, row));
  if (isSpoiled && row.forge) row.forge(back, stealCode(emulator, address));
  for (const code of back.searchParams.getAll('code')) if (code) secrets.add(code);

  const callback = page.follow(back.href);
  await callback.client.start();
  // An answer that names no login sends nobody on.
  await browser.clock.advance(3000);
  const last = callback.navigations.length > 0 ? callback.follow() : callback;
  await last.client.start();
  return {page: last, posts, answers};
}

/** The address that the SDK leads to. */
function toSdkAddress(page: FakePage, issuer: string): string {
  const {state = '', nonce = '', redirect_uri: redirectUri = ''} = page.left;
  const query = {client_id: JAVASCRIPT_KEY, redirect_uri: redirectUri, response_type: 'code', state, nonce};
  return `${issuer}/oauth/authorize?${new URLSearchParams(query).toString()}`;
}
