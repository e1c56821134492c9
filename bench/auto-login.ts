// Auto-login beside what a site would write by hand, in the same run, on an emulated mobile network.
import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {randomBytes} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {brotliCompressSync} from 'node:zlib';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Browser} from 'playwright-core';
import {buildChunks, MODULE_ENTRIES} from './chunks.js';
import {toBrotli} from './compress.js';

const REST_KEY = DEFAULT_APP.restApiKeys[0].key;
const APP_KEY = DEFAULT_APP.javascriptKeys[0].key;
const USER_AGENT =
  'Mozilla/5.0 (Linux; Android 14; SM-S928N) AppleWebKit/537.36 Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/26.8.1 (INAPP)';
/** Scripts are kept by browsers: Kakao's SDK of one release, and what a build names by its content. */
const SCRIPT = {
  'content-type': 'text/javascript',
  'content-encoding': 'br',
  'cache-control': 'public, max-age=31536000, immutable',
};
/** Bytes of Kakao's SDK 2.7.4 by brotli; the stand-in is smaller. */
const SDK_WEIGHT = 24_800;
/** What a shop's page loads besides, in bytes on the wire: a stylesheet, and a script with `defer`. */
const SHOP_WEIGHT = {'/shop.css': 30_000, '/shop.js': 120_000};
/** A phone on 4G. */
const NETWORK = {offline: false, latency: 60, downloadThroughput: 1.2e6, uploadThroughput: 6e5};

/** What the emulated network leaves out: TCP and TLS to one more host, two round trips. */
const CONNECT = 2 * NETWORK.latency;

/** How a page asks for auto-login. */
export const AUTO_VARIANTS = ['none', 'location.replace', 'usual recipe', 'head entry', 'element'] as const;
export type AutoVariant = (typeof AUTO_VARIANTS)[number];

/** With nothing else, or with a stylesheet and a script beside. */
export const PAGE_KINDS = ['bare', 'shop'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

export interface AutoSample {
  /** The script's start to the request at Kakao, in ms; only where the page leaves by itself. */
  readonly leave: number;
  /** The first request of the page to the page that is there to stay, in ms. */
  readonly settled: number;
  /** Requests of all that. */
  readonly requests: number;
}

/** What the page that is there to stay tells: all else leaves before it can be asked. */
interface Settled {
  /** When, in milliseconds since the epoch. */
  readonly at: number;
  /** When the script of the first page began, likewise; 0 if it keeps no time. */
  readonly started: number;
}

/** How long a page may take, in milliseconds, however busy the machine is. */
const LIMIT = 60_000;

export interface AutoBench {
  sample(browser: Browser, variant: AutoVariant, kind: PageKind, isMember: boolean): Promise<AutoSample>;
  close(): void;
}

export async function startAutoBench(): Promise<AutoBench> {
  const chunks = await buildChunks(MODULE_ENTRIES['button and sync']);
  const modules = new Map(chunks.map(({name, code}) => [`/${name}`, toBrotli(code)]));
  const entry = `/${chunks.find(({isEntry}) => isEntry)?.name ?? ''}`;
  const head = readFileSync('dist/kakao-auto-login.min.js', 'utf8');
  const emulator = createKakaoEmulator();
  const standIn = await emulator.fetch('https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js');
  const sdk = toWeight(await standIn.text(), SDK_WEIGHT);
  const assets = new Map(Object.entries(SHOP_WEIGHT).map(([path, bytes]) => [path, toWeight('/**/', bytes)]));
  const now = (): number => performance.timeOrigin + performance.now();
  let current: {
    variant: AutoVariant;
    kind: PageKind;
    isMember: boolean;
    began: number;
    asked: number;
    requests: number;
    settle: (settled: Settled) => void;
  };

  const kakao = createServer((request, response) => {
    current.requests++;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname.startsWith('/kakao_js_sdk/')) {
      setTimeout(() => response.writeHead(200, {...SCRIPT, 'access-control-allow-origin': '*'}).end(sdk), CONNECT);
      return;
    }
    current.asked = now();
    const answer = new URL(url.searchParams.get('redirect_uri') ?? 'http://localhost/');
    answer.search = new URLSearchParams({
      ...(current.isMember
        ? {code: 'bench-code'}
        : {error: 'consent_required', error_description: 'user consent required.'}),
      state: url.searchParams.get('state') ?? '',
    }).toString();
    response.writeHead(302, {location: answer.href}).end();
  });
  const kakaoOrigin = `http://127.0.0.1:${await listen(kakao)}`;

  const shop = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/settled') {
      current.settle({at: now(), started: Number(searchParams.get('started'))});
      response.writeHead(204).end();
      return;
    }
    current.requests++;
    const asset = assets.get(pathname);
    if (asset) {
      const type = pathname.endsWith('.css') ? 'text/css' : SCRIPT['content-type'];
      response.writeHead(200, {...SCRIPT, 'content-type': type}).end(asset);
    } else if (modules.has(pathname)) response.writeHead(200, SCRIPT).end(modules.get(pathname));
    else if (pathname === '/api') void answerApi(request, response);
    else if (pathname === '/favicon.ico') response.writeHead(204).end();
    else {
      current.began ||= now();
      const isCallback = pathname === '/kakao/callback';
      const isSignedIn = /session=1/.test(request.headers.cookie ?? '');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        renderAutoPage(current.variant, {
          kakaoOrigin,
          kind: current.kind,
          head,
          entry,
          isSignedIn,
          isCallback,
          isLast: !isCallback && (current.variant === 'none' || current.asked > 0),
        }),
      );
    }
  });
  const origin = `http://localhost:${await listen(shop)}`;

  return {
    async sample(browser, variant, kind, isMember) {
      const context = await browser.newContext({viewport: {width: 390, height: 844}, userAgent: USER_AGENT});
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', NETWORK);
      const settled = new Promise<Settled>((settle) => {
        current = {variant, kind, isMember, began: 0, asked: 0, requests: 0, settle};
      });
      // Where the page leaves before its address was told to have opened, that fails; what counts is where it ends.
      page.goto(`${origin}/products/7`, {waitUntil: 'commit'}).catch(() => undefined);
      const late = delay(LIMIT, undefined, {ref: false}).then(() => {
        throw new Error(`${kind}, ${variant}: the page did not settle in ${LIMIT / 1000} s.`);
      });
      const {at, started} = await Promise.race([settled, late]);
      const {began, asked, requests} = current;
      await context.close();
      return {leave: asked - started, settled: at - began, requests};
    },
    close() {
      for (const server of [kakao, shop]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const {tx} = JSON.parse(text) as {tx?: string};
  response
    .writeHead(200, {'content-type': 'application/json', 'set-cookie': 'session=1; Path=/'})
    .end(JSON.stringify({status: 'signed-in', tx, isNewMember: false, member: {name: '라이언'}, expiresIn: 3600}));
}

/** A script made as heavy as another, compressed. */
function toWeight(text: string, bytes: number): Buffer {
  const missing = bytes - brotliCompressSync(text).length;
  return brotliCompressSync(
    `${text}/*${randomBytes(missing)
      .toString('base64')
      .slice(0, Math.floor(missing * 1.3))}*/`,
  );
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

interface AutoPage {
  readonly kakaoOrigin: string;
  readonly kind: PageKind;
  readonly head: string;
  /** Where the elements' module is. */
  readonly entry: string;
  readonly isSignedIn: boolean;
  readonly isCallback: boolean;
  /** Kakao has answered, or is not asked. */
  readonly isLast: boolean;
}

/** Stamps the time of its own start, once a visit. */
const START = `if (!sessionStorage.started) sessionStorage.started = performance.timeOrigin + performance.now();`;
/** The last thing of a page that is there to stay: by then the visitor sees it. */
const SETTLED = `<script>fetch('/settled?started=' + (sessionStorage.started ?? 0))</script>`;

/** The page in each variant. What is written by hand is what sites have: no checks, no PKCE, one try a tab. */
function renderAutoPage(
  variant: AutoVariant,
  {kakaoOrigin, kind, head, entry, isSignedIn, isCallback, isLast}: AutoPage,
): string {
  const redirect = "encodeURIComponent(location.origin + '/kakao/callback')";
  const address = `'${kakaoOrigin}/oauth/authorize?client_id=${REST_KEY}&response_type=code&prompt=none&state=handmade&redirect_uri=' + ${redirect}`;
  const data = `data-rest-api-key="${REST_KEY}" data-redirect-uri="/kakao/callback" data-auto-login="all" data-emulator="${kakaoOrigin}"`;
  const element = `<script type="module" src="${entry}"></script>`;
  const sync = (more = ''): string =>
    `<kakao-sync app-key="${APP_KEY}" endpoint="/api" redirect-uri="/kakao/callback" emulator="${kakaoOrigin}" ${more}></kakao-sync>`;
  const byHandCallback = `<script>const query = new URLSearchParams(location.search);
    (query.get('code') ? fetch('/api', {method: 'POST', body: JSON.stringify({code: query.get('code')})}) : Promise.resolve())
      .then(() => location.replace('/products/7'));</script>`;
  const shop =
    kind === 'shop' && !isCallback
      ? '<link rel="stylesheet" href="/shop.css"><script defer src="/shop.js"></script>'
      : '';
  const parts: Record<AutoVariant, string> = {
    none: '',
    'location.replace': isCallback
      ? byHandCallback
      : `<script>${START} if (!sessionStorage.tried) { sessionStorage.tried = 1; location.replace(${address}); }</script>`,
    'usual recipe': isCallback
      ? byHandCallback
      : `<script src="${kakaoOrigin}/kakao_js_sdk/2.7.4/kakao.min.js"></script>
        <script>addEventListener('DOMContentLoaded', () => {
          if (sessionStorage.tried) return;
          sessionStorage.tried = 1;
          Kakao.init('${APP_KEY}');
          Kakao.Auth.authorize({redirectUri: location.origin + '/kakao/callback', state: 'handmade', prompt: 'none'});
        });</script>`,
    'head entry': `<script>${START}</script><script ${data}>${head}</script>${element}`,
    element: element,
  };
  const body =
    variant === 'head entry'
      ? sync()
      : variant === 'element'
        ? sync(`rest-api-key="${REST_KEY}" auto-login="all"`)
        : '';
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>
${parts[variant]}${shop}</head><body>${body}<h1>온달</h1><p>${isSignedIn ? '라이언 님' : '손님'}</p>${isLast ? SETTLED : ''}</body></html>`;
}
