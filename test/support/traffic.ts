import type {BrowserContext, Page, Request} from 'playwright-core';
import {createRecorder} from './record.js';
import {collectSecrets} from './secrets.js';
import {SESSION_PATH, type TestEnvironment} from './test-environment.js';

/** What a browser sent, where it went, and what must not stay behind. */
export interface Traffic {
  /** Bodies of the POSTs to the site's session resource. */
  readonly posts: readonly string[];
  /** Requests that read the session there. */
  readonly reads: readonly string[];
  /** The `count`th of {@link reads}: at once, or when it is sent. */
  nextRead(count?: number): Promise<string>;
  /** The `count`th of {@link posts}, likewise. */
  nextPost(count?: number): Promise<string>;
  /** Addresses of pages that were asked for, in any tab. */
  readonly navigations: readonly string[];
  /** Addresses that hand the visitor to the KakaoTalk app. */
  readonly appSwitches: readonly string[];
  /** Requests to anywhere but the site and Kakao. */
  readonly strays: readonly string[];
  /** Requests to Kakao. */
  readonly toKakao: readonly string[];
  /** `Referer` headers of requests from or to the site. */
  readonly referrers: readonly string[];
  /** Lines in the console, and errors that nobody caught. */
  readonly console: readonly string[];
  /** The first line of {@link console} that holds a text: at once, or when it is printed. Its sentence is fetched first. */
  nextLine(part: string): Promise<string>;
  readonly uncaught: readonly string[];
  /** Codes, states, nonces, and secrets of transactions that were on their way. */
  readonly secrets: ReadonlySet<string>;
  /** The `count`th of {@link appSwitches}: at once, or when it comes. */
  nextAppSwitch(count?: number): Promise<string>;
  /** Watches a tab's own navigations too, which need no request. */
  watch(page: Page): Promise<void>;
}

/** `elsewhere`: the beginning of addresses that are neither the site's nor Kakao's, and where the visitor is all the same. */
export function recordTraffic(context: BrowserContext, environment: TestEnvironment, elsewhere?: string): Traffic {
  const appSwitches = createRecorder<string>((address) => address);
  const posts = createRecorder<string>((body) => body);
  const reads = createRecorder<string>((address) => address);
  const lines = createRecorder<string>((line) => line);
  const secrets = collectSecrets();
  const record = {
    appSwitches: appSwitches.all,
    posts: posts.all,
    reads: reads.all,
    navigations: [] as string[],
    strays: [] as string[],
    toKakao: [] as string[],
    referrers: [] as string[],
    console: lines.all,
    uncaught: [] as string[],
    secrets: secrets.all,
  };

  const isHarmless = (url: string): boolean =>
    /^(data|blob|about|intent|kakaotalk):/.test(url) || (elsewhere !== undefined && url.startsWith(elsewhere));

  function keepRequest(request: Request): void {
    const url = request.url();
    const {origin, pathname} = new URL(url);
    const isOurs = origin === environment.url || origin === environment.apiUrl;
    if (environment.kakao.includes(origin)) record.toKakao.push(url);
    else if (!isOurs && !isHarmless(url)) record.strays.push(url);
    if (request.isNavigationRequest()) record.navigations.push(url);
    const {referer} = request.headers();
    // From one of Kakao's pages to another, all of it is Kakao's own.
    if (referer && (isOurs || !environment.kakao.includes(new URL(referer).origin))) record.referrers.push(referer);
    secrets.addFromAddress(url);
    if (!isOurs || pathname !== SESSION_PATH) return;
    if (request.method() === 'GET') reads.add(url);
    if (request.method() !== 'POST') return;
    const body = request.postData() ?? '';
    posts.add(body);
    secrets.addFromBody(body);
  }

  function keepAppSwitch(address: string): void {
    appSwitches.add(address);
    const inner = /S\.com\.kakao\.sdk\.talk\.extraparams=([^;]*)/.exec(address)?.[1];
    if (inner) secrets.addFromParameters(JSON.parse(decodeURIComponent(inner)) as Record<string, unknown>);
  }

  context.on('request', keepRequest);
  context.on('console', (message) => lines.add(message.text()));
  context.on('weberror', (error) => record.uncaught.push(error.error().message));

  return {
    ...record,
    nextAppSwitch: (count = 1) => appSwitches.wait(`App switch ${count}`, (all) => all[count - 1]),
    nextRead: (count = 1) => reads.wait(`GET ${count} of the session`, (all) => all[count - 1]),
    nextLine: (part) => lines.wait(`A line with ${part}`, (all) => all.find((line) => line.includes(part))),
    nextPost: (count = 1) => posts.wait(`POST ${count} to the session`, (all) => all[count - 1]),
    async watch(page) {
      const session = await context.newCDPSession(page);
      await session.send('Page.enable');
      session.on('Page.frameRequestedNavigation', ({url}) => {
        if (/^(intent|kakaotalk):|\/scheme\//.test(url)) keepAppSwitch(url);
        else if (!url.startsWith('http') && !isHarmless(url)) record.strays.push(url);
      });
    },
  };
}
