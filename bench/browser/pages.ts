import {DEFAULT_APP} from 'kakao-sync-widget/emulator';

const REST_KEY = DEFAULT_APP.restApiKeys[0].key;
const APP_KEY = DEFAULT_APP.javascriptKeys[0].key;
const CALLBACK = '/kakao/callback';

/** The ways to put the same login on a page. */
export const VARIANTS = [
  'empty module',
  'link',
  'location.href',
  'element, direct',
  'element, SDK',
  'script tag',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** Other packages whose login can be sent to any address. */
export const PRESSED_PEERS = ['oidc-client-ts', 'auth0-spa-js', 'better-auth'] as const;
export type PressedPeer = (typeof PRESSED_PEERS)[number];

const LOOK =
  'display:inline-flex;align-items:center;justify-content:center;width:300px;height:48px;border:0;border-radius:12px;background:#fee500;color:rgba(0,0,0,.85);font:500 15px system-ui;text-decoration:none';

/** What a site would write by hand: the address that every variant leads to. */
export const toHandmadeAddress = (kakao: string): string =>
  `${kakao}/oauth/authorize?client_id=${REST_KEY}&redirect_uri=${encodeURIComponent(`http://localhost${CALLBACK}`)}&response_type=code&state=handmade`;

/**
 * When the button is drawn: its box is there, a module that the page waits for has run, and the frame after that has
 * begun. Tells it to the benchmark, which may press at once, and keeps the time stamp of the press.
 */
const WATCH = `
requestAnimationFrame(function look() {
  const target = document.querySelector('#target');
  const host = target && (target.shadowRoot ? target : target.querySelector('kakao-login-button') ?? target);
  const button = host && (host.shadowRoot?.querySelector('button') ?? (host.matches('a, button') ? host : null));
  const box = button?.getBoundingClientRect();
  if (!box || box.height < 20 || window.isWaiting) return requestAnimationFrame(look);
  requestAnimationFrame(() => {
    const place = {x: box.x + box.width / 2, y: box.y + box.height / 2};
    window.benchTold?.(JSON.stringify({painted: performance.now(), ...place}));
  });
});
addEventListener('click', (event) => { window.pressed = event.timeStamp; }, true);`;

/** What is added to Kakao's SDK: whether a press has reached it, and in which way. */
export const SDK_WITNESS = `
{
  const {init} = Kakao;
  Kakao.init = (key) => {
    init.call(Kakao, key);
    const {authorize} = Kakao.Auth;
    Kakao.Auth.authorize = (options) => {
      const activation = window.trueActivation ?? navigator.userActivation;
      const call = {throughTalk: options.throughTalk !== false, hasGesture: activation.isActive};
      window.benchTold?.(JSON.stringify({authorized: {...call, after: performance.now() - window.pressed}}));
      return authorize.call(Kakao.Auth, options);
    };
  };
}`;

interface PageParts {
  readonly head: string;
  readonly body: string;
}

/** A page with one way to log in, and nothing else. */
export function renderPage(
  name: Variant | PressedPeer,
  kakao: string,
  entries: ReadonlyMap<string, readonly string[]>,
): string {
  const {head, body} = toParts(name, kakao, entries);
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>
<script>${WATCH}</script>${head}</head><body>${body}</body></html>`;
}

function toParts(
  name: Variant | PressedPeer,
  kakao: string,
  entries: ReadonlyMap<string, readonly string[]>,
): PageParts {
  const address = toHandmadeAddress(kakao);
  const words = '카카오로 시작하기';
  const plain = `<a id="target" href="${address}" style="${LOOK}">${words}</a>`;
  switch (name) {
    case 'empty module':
      return {
        head: '<script>window.isWaiting = true</script><script type="module" src="/empty.js"></script>',
        body: plain,
      };
    case 'link':
      return {head: '', body: plain};
    case 'location.href':
      return {
        head: '',
        body: `<button id="target" style="${LOOK}" onclick="location.href='${address}'">${words}</button>`,
      };
    case 'element, direct':
      return toElement(entries, kakao, `rest-api-key="${REST_KEY}"`);
    case 'element, SDK':
      return toElement(entries, kakao);
    case 'script tag':
      return {
        head: '',
        body: `<div id="target" data-kakao-login></div><script src="/kakao-sync.min.js" data-app-key="${APP_KEY}" data-rest-api-key="${REST_KEY}" data-endpoint="/api" data-redirect-uri="${CALLBACK}" data-emulator="${kakao}"></script>`,
      };
    default:
      return {
        head: `<script>window.bench = {kakao: '${kakao}', clientId: '${REST_KEY}', redirectUri: location.origin + '${CALLBACK}'}; window.isWaiting = true;
addEventListener('load', () => { window.isWaiting = false; });</script><script type="module" src="${entries.get(name)?.[0] ?? ''}"></script>`,
        body: `<button id="target" style="${LOOK}">${words}</button>`,
      };
  }
}

/** As Vite writes it into a page: what the entry imports is fetched beside it. */
function renderModule([entry = '', ...imports]: readonly string[]): string {
  const preloads = imports.map((path) => `<link rel="modulepreload" href="${path}">`);
  return `<script type="module" src="${entry}"></script>${preloads.join('')}`;
}

function toElement(entries: ReadonlyMap<string, readonly string[]>, kakao: string, restApiKey = ''): PageParts {
  return {
    head: `<link rel="stylesheet" href="/reserve.css">${renderModule(entries.get('element') ?? [])}`,
    body: `<kakao-sync app-key="${APP_KEY}" ${restApiKey} endpoint="/api" redirect-uri="${CALLBACK}" emulator="${kakao}"></kakao-sync><kakao-login-button id="target"></kakao-login-button>`,
  };
}
