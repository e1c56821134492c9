import {createHash, randomBytes} from 'node:crypto';
import {
  createKakaoEmulator,
  DEFAULT_APP,
  type EmulatedAppOptions,
  type KakaoEmulator,
  type KakaoEmulatorOptions,
} from '../emulator/index.js';
import {toCookieHeader} from './cookie-header.js';
import {getLoginFailureOrThrow, type LoginFailureCode} from './login-failures.js';

/** What a backend is given in a test, in place of Kakao and of the clock: options of `createKakaoServer`. */
export interface KakaoConnection {
  /** An address of this machine. Nothing listens there: `fetch` answers for it. */
  readonly emulator: string;
  readonly fetch: KakaoEmulator['fetch'];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface KakaoTestOptions {
  /**
   * Creates the backend of the site.
   * @returns what answers its requests, such as `(request) => app.fetch(request)`.
   */
  readonly backend: (connection: KakaoConnection) => (request: Request) => Response | Promise<Response>;
  /** The origin of the site, one of the backend's `allowedOrigins`. Default `http://localhost:3000`. */
  readonly site?: string;
  /** The path of the session resource. Default `/api/kakao/session`. */
  readonly endpoint?: string;
  /** The path of the callback page. Default `/kakao/callback`. */
  readonly redirectPath?: string;
  /** The key with which the page begins a login. Default: the REST API key of the emulator's app. */
  readonly clientId?: string;
  /** Default: one app with the default keys, and with the redirect URI of this site. */
  readonly emulator?: Omit<KakaoEmulatorOptions, 'now'>;
}

/** What a page may post with a login, besides the code. */
export interface LoginFields {
  /** Default `login`. */
  readonly purpose?: 'login' | 'auto-login' | 'consent' | 'link';
  /** The tags of the terms that the page has asked for. */
  readonly terms?: readonly string[];
  /** The campaign that the visitor came by. */
  readonly attribution?: Readonly<Record<string, string>>;
}

/** How a login ended. */
export interface TestLogin {
  readonly answer: Response;
  readonly body: Readonly<Record<string, unknown>>;
  /** The cookies of the answer, as a `Cookie` header sends them back. */
  readonly cookie: string;
}

/** A backend, and a Kakao of its own, without a port, a browser or a network. */
export interface KakaoTest {
  readonly emulator: KakaoEmulator;
  /** The time of the backend and of Kakao, in milliseconds since the epoch. It stands still until a test sets it. */
  readonly clock: {time: number};
  /** Answers a request as the site's backend does. */
  readonly handle: (request: Request) => Promise<Response>;
  /**
   * Logs somebody in as the page does: this person agrees to everything at Kakao, and the page posts the code.
   * @param persona the id of one of `PERSONAS`, or of your own people. Default `new-visitor`, who signs up.
   * @throws {Error} if there is no such person, or if Kakao would show its error page.
   */
  logIn(persona?: string, fields?: LoginFields): Promise<TestLogin>;
  /**
   * Makes the next login end with an error.
   * @param code with which the backend answers; one of `LOGIN_FAILURES`
   * @throws {Error} that lists the known codes.
   */
  failNextLogin(code: LoginFailureCode): void;
}

/**
 * Sets up a backend and Kakao for a test.
 * @throws {Error} if Kakao would refuse the app of the `emulator` option, or if `backend` throws.
 * @example
 * const kakao = createKakaoTest({backend: (connection) => createApp({...options, ...connection}).fetch});
 * const {body, cookie} = await kakao.logIn('member');
 */
export function createKakaoTest(options: KakaoTestOptions): KakaoTest {
  const {site = 'http://localhost:3000', redirectPath = '/kakao/callback'} = options;
  const redirectUri = new URL(redirectPath, site).href;
  const apps = options.emulator?.apps ?? [toApp(site, redirectUri)];
  const clock = {time: Date.now()};
  const now = (): number => clock.time;
  const emulator = createKakaoEmulator({...options.emulator, apps, now});
  const backend = options.backend({emulator: 'http://127.0.0.1:4000', fetch: emulator.fetch, now});
  const handle = async (request: Request): Promise<Response> => backend(request);
  const clientId = options.clientId ?? apps[0]?.restApiKeys[0]?.key ?? '';
  const endpoint = new URL(options.endpoint ?? '/api/kakao/session', site);
  return {
    emulator,
    clock,
    handle,
    async logIn(persona = 'new-visitor', fields = {}) {
      const login = authorize(emulator, {persona, redirectUri, clientId, fields});
      const answer = await handle(toPost(endpoint, login));
      const body = (await answer.clone().json()) as TestLogin['body'];
      return {answer, body, cookie: toCookieHeader(answer)};
    },
    failNextLogin(code) {
      const {point, fault, times} = getLoginFailureOrThrow(code);
      emulator.failNext(point, fault, times);
    },
  };
}

function toApp(site: string, redirectUri: string): EmulatedAppOptions {
  const redirectUris = [redirectUri];
  const [rest] = DEFAULT_APP.restApiKeys;
  const [script] = DEFAULT_APP.javascriptKeys;
  return {
    ...DEFAULT_APP,
    restApiKeys: [{...rest, redirectUris}],
    javascriptKeys: [{...script, domains: [new URL(site).origin], redirectUris}],
  };
}

interface Visit {
  readonly persona: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly fields: LoginFields;
}

/** What the visitor does at Kakao, and what the page posts then. */
function authorize(emulator: KakaoEmulator, {persona, redirectUri, clientId, fields}: Visit): object {
  const {purpose = 'login', terms, attribution} = fields;
  const tx = createSecret();
  const nonceSecret = createSecret();
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    nonce: createHash('sha256').update(nonceSecret).digest('base64url'),
    ...(purpose === 'auto-login' && {prompt: 'none'}),
    ...(terms && {service_terms: terms.join()}),
  });
  const back = new URL(emulator.authorize(`https://kauth.kakao.com/oauth/authorize?${query.toString()}`, {persona}));
  const code = back.searchParams.get('code');
  if (code === null) {
    throw new Error(`Kakao sends ${persona} back without a code: ${String(back.searchParams.get('error'))}.`);
  }
  const optional = {...(terms && {terms}), ...(attribution && {attribution})};
  return {purpose, tx, code, redirectUri, clientId, nonceSecret, ...optional};
}

function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

function toPost(endpoint: URL, body: object): Request {
  return new Request(endpoint, {
    method: 'POST',
    headers: {Origin: endpoint.origin, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'},
    body: JSON.stringify(body),
  });
}
