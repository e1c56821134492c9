// The shop and the stand-in for Kakao of bench/browser/site.ts: in a process of their own, so that the time at which a
// request arrives does not wait for the benchmark's own work.
import {randomBytes} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createKakaoEmulator} from 'kakao-sync-widget/emulator';
import {buildChunks, MODULE_ENTRIES} from '../chunks.js';
import {toBrotli} from '../compress.js';
import {PRESSED_PEERS, renderPage, SDK_WITNESS, toHandmadeAddress, type Variant} from './pages.js';
import type {FromSite, ToSite} from './site.js';

/** Bytes of Kakao's SDK 2.7.4 by brotli; the stand-in is smaller. */
const SDK_WEIGHT = 24_800;

interface File {
  readonly type: string;
  readonly body: Buffer;
}

const files = new Map<string, File>();
/** The files that each bundle's page loads first, its entry before what that imports. */
const entries = new Map<string, readonly string[]>();
const isReadable = process.argv.includes('--readable');
/** What an emulated network leaves out of the way to one more host, in ms. */
let connectDelay = 0;

const addFile = (path: string, text: string, type = 'text/javascript'): void =>
  void files.set(path, {type, body: toBrotli(text)});

async function addBundle(name: 'element' | (typeof PRESSED_PEERS)[number], module: string): Promise<void> {
  for (const {name: file, code, isEntry, imports} of await buildChunks(module, 'vite', process.cwd(), {isReadable})) {
    // Vite's files name one another from the root.
    addFile(`/${file}`, code);
    if (isEntry)
      entries.set(
        name,
        [file, ...imports].map((path) => `/${path}`),
      );
  }
}

/** A script made as heavy as another, compressed. */
function toWeight(text: string, bytes: number): string {
  const missing = Math.floor((bytes - toBrotli(text).length) * 1.3);
  return `${text}/*${randomBytes(missing).toString('base64').slice(0, missing)}*/`;
}

function send(message: FromSite): void {
  process.send?.(message);
}

function listen(server: Server, host: string): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://${host}:${(server.address() as AddressInfo).port}`));
  });
}

const serveKakao =
  (sdk: Buffer): RequestListener =>
  ({url = '/'}, response) => {
    if (/^\/(oauth\/)?authorize/.test(url)) {
      send({arrived: performance.timeOrigin + performance.now()});
      // The page stays, and can be asked when it was pressed: one that leaves cannot.
      response.writeHead(204).end();
    } else if (url.startsWith('/kakao_js_sdk/')) {
      const headers = {'content-type': 'text/javascript', 'content-encoding': 'br', 'access-control-allow-origin': '*'};
      setTimeout(() => response.writeHead(200, headers).end(sdk), connectDelay);
    } else response.writeHead(404).end();
  };

const serveShop =
  (kakao: string): RequestListener =>
  (request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    if (file) response.writeHead(200, {'content-type': file.type, 'content-encoding': 'br'}).end(file.body);
    else if (pathname === '/api/auth/sign-in/social') {
      response.writeHead(200, {'content-type': 'application/json'});
      response.end(JSON.stringify({url: toHandmadeAddress(kakao), redirect: true}));
    } else if (pathname === '/') {
      response.writeHead(200, {'content-type': 'text/html; charset=utf-8'});
      response.end(renderPage((searchParams.get('variant') ?? 'link') as Variant, kakao, entries));
    } else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  };

addFile('/empty.js', 'window.isWaiting = false;');
// The tag, and what it may load from beside it.
for (const name of readdirSync('dist')) {
  if (name.endsWith('.min.js')) addFile(`/${name}`, readFileSync(`dist/${name}`, 'utf8'));
}
addFile('/reserve.css', readFileSync('dist/reserve.css', 'utf8'), 'text/css');
await addBundle('element', MODULE_ENTRIES['button and sync']);
if (process.argv.includes('--peers')) for (const name of PRESSED_PEERS) await addBundle(name, `bench/peers/${name}.js`);
const standIn = await createKakaoEmulator().fetch('https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js');
const sdk = toBrotli(toWeight((await standIn.text()) + SDK_WITNESS, SDK_WEIGHT));
const kakao = await listen(createServer(serveKakao(sdk)), '127.0.0.1');
const origin = await listen(createServer(serveShop(kakao)), 'localhost');

process.on('message', (message: ToSite) => (connectDelay = message.connectDelay));
process.on('disconnect', () => process.exit());
send({origin});
