import type {ServerResponse} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo, Socket} from 'node:net';
import {createAdaptorServer, type ServerType} from '@hono/node-server';
import {RESPONSE_ALREADY_SENT} from '@hono/node-server/utils/response';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {DEFAULT_SDK_VERSION, readSdkRelease} from '../../src/sdk/releases.js';
import type {BackendRecord} from './backend-record.js';
import {type BackendFailure, type Connection, createUnreliable, type Held} from './backend-failures.js';
import {delayLimits} from './late-limits.js';
import {createSiteKit, type SiteKit} from './site-kit.js';
import type {KakaoHosts} from './kakao-hosts.js';
import {type SdkSource, toIntegrity} from './sdk-source.js';
import {renderSitePage, type SitePage} from './site-pages.js';
import {CALLBACK_PATH, SESSION_PATH, type TestEnvironment} from './test-environment.js';
import {createRecorder, type Recorder} from './record.js';
import {loadScripts, readAsset, toScriptPath} from './site-scripts.js';
import type {Violation} from './violations.js';

/** Where Kakao returns to after a logout of the Kakao account. */
export const LOGOUT_PATH = '/kakao/logout';

/** Where pages may tell the browser to report what their policy stops. */
export const REPORT_PATH = '/policy-reports';

const REST = DEFAULT_APP.restApiKeys[0];
const SCRIPT = DEFAULT_APP.javascriptKeys[0];

// The kit of a site runs in the test's own process.
delayLimits();

export interface SiteOptions {
  /** Pages beside the usual one, which every other path has. */
  readonly pages?: Readonly<Record<string, SitePage>>;
  /** Entry files in `test/journeys/hosts`, served as `/scripts/<name>.js`. */
  readonly hosts?: readonly string[];
  /** Entry files in `test/journeys/routers`, built as for production and served likewise. */
  readonly routers?: readonly string[];
  /** Redirect URIs beside the callback page's. */
  readonly redirectPaths?: readonly string[];
  /** A redirect URI where the server itself takes the code. */
  readonly serverPath?: string;
  /** Sees each request first, and may answer it: `next` is the site's own answer. */
  readonly see?: (request: Request, next: () => Promise<Response>) => Promise<Response | undefined>;
  /**
   * Kakao has its own host names over TLS and serves this file of its SDK, and no page names an emulator. So has the
   * site, if it is given one.
   */
  readonly atKakaoHosts?: {readonly tls: KakaoHosts['tls']; readonly sdk: SdkSource; readonly siteHost?: string};
}

/** A small site with the server kit as its backend. Nothing in it outlives {@link Site.reset}. */
export interface Site extends TestEnvironment {
  readonly backend: BackendRecord;
  /** The same server at another origin of the same site. */
  readonly apiUrl: string;
  readonly kit: SiteKit;
  /** Attributes of every page's `<kakao-sync>`; undefined leaves one out. */
  readonly attributes: Record<string, string | undefined>;
  readonly restKey: string;
  readonly scriptKey: string;
  /** Kakao's port on this machine, and the site's. */
  readonly kakaoPort: number;
  readonly port: number;
  /** Where the pages have Kakao's SDK from. */
  readonly sdkUrl: string;
  /** The paths of the pages' scripts and of their parts, which are files of their own. */
  readonly scripts: readonly string[];
  /** What browsers have reported to {@link REPORT_PATH}. */
  readonly reports: Recorder<Violation>;
  /** The next POST to the session resource fails in this way. */
  failNext(failure: BackendFailure): void;
  /** The next POST to the session resource waits until it is released. */
  holdNextPost(): Held;
  /** The headers of the next request for a page. */
  nextPage(path: string): Promise<Headers>;
  /** Sets Kakao's clock to so many milliseconds after everybody else's. */
  setKakaoClock(offset: number): void;
  /** Makes somebody who is linked at Kakao a member of the site. */
  addMember(personaId: string): void;
  reset(): void;
  close(): Promise<void>;
}

export async function startSite({
  pages = {},
  hosts = [],
  routers = [],
  redirectPaths = [],
  serverPath,
  see,
  atKakaoHosts,
}: SiteOptions = {}): Promise<Site> {
  const {tls, sdk, siteHost} = atKakaoHosts ?? {};
  const log: string[] = [];
  const tokens = new Set<string>();
  const attributes: Record<string, string | undefined> = {};
  const reports = createRecorder<Violation>(({directive, blocked}) => `${directive}: ${blocked}`);
  const reserve = await readAsset('reserve.css');
  const scripts = await loadScripts(['page.ts', ...hosts], routers);

  const [{server, port}, api] = [await serve(answer, siteHost === undefined ? undefined : tls), await serve(answer)];
  const url = siteHost === undefined ? `http://localhost:${port}` : `https://${siteHost}`;
  const apiUrl = `http://localhost:${api.port}`;
  const pageUris = [CALLBACK_PATH, ...redirectPaths].map((path) => url + path);
  const serverUris = serverPath === undefined ? [] : [url + serverPath];
  const redirectUris = [...pageUris, ...serverUris];
  let kakaoOffset = 0;
  const emulator = createKakaoEmulator({
    now: () => Date.now() + kakaoOffset,
    apps: [
      {
        ...DEFAULT_APP,
        restApiKeys: [{...REST, redirectUris}],
        javascriptKeys: [{key: SCRIPT.key, domains: [url], redirectUris}],
        logoutRedirectUris: [url + LOGOUT_PATH],
      },
    ],
    ...(sdk?.file !== undefined && {sdkFile: sdk.file}),
  });
  const kakao = await emulator.listen({...(tls && {tls})});
  const version = sdk?.version ?? DEFAULT_SDK_VERSION;
  const sdkUrl = `${tls ? 'https://t1.kakaocdn.net' : kakao.url}/kakao_js_sdk/${version}/kakao.min.js`;
  const release = sdk && (await toReleaseAttributes(version, await emulator.fetch(sdkUrl)));
  const kit = createSiteKit(
    {
      keys: [
        {clientId: SCRIPT.key, exchangeAs: REST.key},
        {clientId: REST.key, secret: REST.clientSecret},
      ],
      redirectUris: [...pageUris, ...serverUris.map((uri) => ({uri, mode: 'server'}) as const)],
      allowedOrigins: [url],
      emulator: tls ? undefined : kakao.url,
    },
    emulator,
    {log, tokens},
  );
  const backend = createUnreliable((request) => kit.session(request));

  const awaited = new Map<string, (headers: Headers) => void>();

  async function answer(request: Request, connection: Connection): Promise<Response> {
    return (await see?.(request, () => respond(request, connection))) ?? respond(request, connection);
  }

  async function respond(request: Request, connection: Connection): Promise<Response> {
    const {pathname} = new URL(request.url);
    awaited.get(pathname)?.(request.headers);
    awaited.delete(pathname);
    if (pathname === SESSION_PATH) return backend.answer(request, connection);
    if (pathname === serverPath) return kit.callback(request);
    const script = scripts.get(toScriptPath(pathname));
    if (script !== undefined)
      return new Response(script, {headers: {'Content-Type': 'text/javascript; charset=utf-8'}});
    if (pathname === '/reserve.css') return new Response(reserve, {headers: {'Content-Type': 'text/css'}});
    if (pathname === REPORT_PATH) {
      const {'csp-report': report} = (await request.json()) as {'csp-report': Record<string, string>};
      reports.add({directive: report['effective-directive'] ?? '', blocked: report['blocked-uri'] ?? ''});
      return new Response(null, {status: 204});
    }
    if (pathname === '/favicon.ico') return new Response(null, {status: 204});
    const session = await kit.readSession(request);
    return renderSitePage(pages[pathname] ?? {}, {
      attributes: {
        'app-key': SCRIPT.key,
        endpoint: SESSION_PATH,
        'redirect-uri': CALLBACK_PATH,
        emulator: tls ? undefined : kakao.url,
        ...release,
        ...attributes,
      },
      isCallback: pathname === CALLBACK_PATH,
      isRedirect: [CALLBACK_PATH, LOGOUT_PATH, ...redirectPaths].includes(pathname),
      kakao: tls ? 'https://t1.kakaocdn.net https://kauth.kakao.com' : kakao.url,
      api: apiUrl,
      member: session?.member.name ?? null,
    });
  }

  return {
    url,
    apiUrl,
    kit,
    backend: kit.record,
    kakao: tls
      ? ['kauth.kakao.com', 't1.kakaocdn.net', 'talk-apps.kakao.com'].map((host) => `https://${host}`)
      : [kakao.url],
    restKey: REST.key,
    scriptKey: SCRIPT.key,
    kakaoPort: kakao.port,
    port,
    sdkUrl,
    scripts: [...scripts.keys()],
    emulator,
    log,
    tokens,
    attributes,
    reports,
    failNext: backend.failNext,
    holdNextPost: backend.holdNextPost,
    nextPage: (path) => new Promise((resolve) => void awaited.set(path, resolve)),
    addMember(personaId) {
      const id = String(emulator.account(personaId).userId);
      kit.addMember({id, name: personaId});
    },
    setKakaoClock: (offset) => void (kakaoOffset = offset),
    reset() {
      kakaoOffset = 0;
      emulator.reset();
      backend.reset();
      kit.reset();
      log.length = 0;
      reports.clear();
      for (const name of Object.keys(attributes)) Reflect.deleteProperty(attributes, name);
    },
    async close() {
      backend.reset();
      await kakao.close();
      for (const each of [server, api.server]) {
        await new Promise((resolve) => {
          each.close(resolve);
          if ('closeAllConnections' in each) each.closeAllConnections();
        });
      }
    },
  };
}

/** A handler on a free port of this machine. */
async function serve(
  answer: (request: Request, connection: Connection) => Promise<Response>,
  tls?: KakaoHosts['tls'],
): Promise<{server: ServerType; port: number}> {
  const server = createAdaptorServer({
    ...(tls && {createServer: createTlsServer, serverOptions: tls}),
    fetch: (request, {incoming, outgoing}) =>
      answer(request, toConnection(incoming.socket, outgoing as ServerResponse)),
  });
  // On a connection that was used before, browsers repeat a request by themselves when it breaks.
  if ('maxRequestsPerSocket' in server) server.maxRequestsPerSocket = 1;
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {server, port: (server.address() as AddressInfo).port};
}

/** What a page says of a file of the SDK; nothing of the one that is loaded unless another is named. */
async function toReleaseAttributes(version: string, file: Response): Promise<Record<string, string>> {
  const integrity = toIntegrity(new Uint8Array(await file.arrayBuffer()));
  const isDefault = version === DEFAULT_SDK_VERSION && readSdkRelease()?.integrity === integrity;
  return isDefault ? {} : {'sdk-version': version, 'sdk-integrity': integrity};
}

function toConnection(socket: Socket, outgoing: ServerResponse): Connection {
  return {
    breakOff(headers) {
      if (!headers) socket.destroy();
      else {
        outgoing.writeHead(200, {'Content-Length': 1000, 'Set-Cookie': headers.getSetCookie()});
        outgoing.write('{', () => socket.destroy());
      }
      return RESPONSE_ALREADY_SENT;
    },
  };
}
