import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {build} from 'esbuild';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';

const REST_KEY = DEFAULT_APP.restApiKeys[0].key;
const APP_KEY = DEFAULT_APP.javascriptKeys[0].key;

/** The ways to put the same login on a page. */
export const VARIANTS = ['link', 'location.href', 'element, direct', 'element, SDK', 'script tag'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface BenchSite {
  readonly origin: string;
  toUrl(variant: Variant): string;
  /** When the next request for Kakao's authorization page arrives, in milliseconds since the epoch. */
  nextAuthorize(): Promise<number>;
  close(): void;
}

/** Serves a page for each variant, and a stand-in for Kakao on another origin that only takes the time. */
export async function startBenchSite(): Promise<BenchSite> {
  const {outputFiles} = await build({
    entryPoints: ['dist/define.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    write: false,
  });
  const files = new Map<string, {type: string; body: Uint8Array | string}>([
    ['/define.js', {type: 'text/javascript', body: outputFiles[0]?.contents ?? ''}],
    ['/kakao-sync.min.js', {type: 'text/javascript', body: readFileSync('dist/kakao-sync.min.js')}],
    ['/reserve.css', {type: 'text/css', body: readFileSync('dist/reserve.css')}],
  ]);
  const emulator = createKakaoEmulator();
  let arrive: ((time: number) => void) | undefined;

  const kakao = createServer((request, response) => {
    if (request.url?.startsWith('/oauth/authorize')) {
      arrive?.(performance.timeOrigin + performance.now());
      // The page stays, and can be asked when it was pressed: one that leaves cannot.
      response.writeHead(204).end();
      return;
    }
    void emulator.fetch(new Request(`${kakaoOrigin}${request.url ?? '/'}`)).then(async (answer) => {
      response
        .writeHead(answer.status, Object.fromEntries(answer.headers))
        .end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  const kakaoOrigin = await listen(kakao, '127.0.0.1');
  const shop = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    response.setHeader('content-type', file?.type ?? 'text/html; charset=utf-8');
    response.end(file?.body ?? renderPage((searchParams.get('variant') ?? 'link') as Variant, kakaoOrigin));
  });
  const origin = (await listen(shop, 'localhost')).replace('127.0.0.1', 'localhost');
  return {
    origin,
    toUrl: (variant) => `${origin}/?variant=${encodeURIComponent(variant)}`,
    nextAuthorize: () => new Promise((resolve) => (arrive = resolve)),
    close() {
      for (const server of [kakao, shop]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function listen(server: ReturnType<typeof createServer>, host: string): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://${host}:${(server.address() as AddressInfo).port}`));
  });
}

/** What a site would write by hand: the same yellow button as a link to the same address. */
function renderPage(variant: Variant, kakao: string): string {
  const query = `client_id=${REST_KEY}&redirect_uri=${encodeURIComponent('http://localhost/kakao/callback')}&response_type=code&state=handmade`;
  const address = `${kakao}/oauth/authorize?${query}`;
  const look =
    'display:inline-flex;align-items:center;justify-content:center;width:300px;height:48px;border:0;border-radius:12px;background:#fee500;color:rgba(0,0,0,.85);font:500 15px system-ui;text-decoration:none';
  const attributes = `endpoint="/api" redirect-uri="/kakao/callback" emulator="${kakao}"`;
  const bodies: Record<Variant, string> = {
    link: `<a id="target" href="${address}" style="${look}">카카오로 시작하기</a>`,
    'location.href': `<button id="target" style="${look}" onclick="location.href='${address}'">카카오로 시작하기</button>`,
    'element, direct': `<kakao-sync app-key="${APP_KEY}" rest-api-key="${REST_KEY}" ${attributes}></kakao-sync><kakao-login-button id="target"></kakao-login-button>`,
    'element, SDK': `<kakao-sync app-key="${APP_KEY}" ${attributes}></kakao-sync><kakao-login-button id="target"></kakao-login-button>`,
    'script tag': `<div id="target" data-kakao-login></div><script src="/kakao-sync.min.js" data-app-key="${APP_KEY}" data-rest-api-key="${REST_KEY}" data-endpoint="/api" data-redirect-uri="/kakao/callback" data-emulator="${kakao}"></script>`,
  };
  const head = variant.startsWith('element')
    ? '<link rel="stylesheet" href="/reserve.css"><script type="module" src="/define.js"></script>'
    : '';
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>${head}
<script>
// When the button is drawn: its box is there, and the frame after it has begun.
requestAnimationFrame(function look() {
  const target = document.querySelector('#target');
  const host = target && (target.shadowRoot ? target : target.querySelector('kakao-login-button') ?? target);
  const button = host && (host.shadowRoot?.querySelector('button') ?? (host.matches('a, button') ? host : null));
  if (button && button.getBoundingClientRect().height > 20) requestAnimationFrame(() => { window.painted = performance.now(); });
  else requestAnimationFrame(look);
});
addEventListener('click', (event) => { window.pressed = performance.timeOrigin + event.timeStamp; }, true);
</script></head><body>${bodies[variant]}</body></html>`;
}
