import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Page} from 'playwright-core';
import {SESSION_KEY} from './site-kit.js';
import {SESSION_PATH} from './stage.js';
import {FIRST_STATE, type Visit} from './visit.js';

/** Whatever of a text's kind is a secret: what tests put where only they know it. */
export const CANARY = 'canary-';

/** Everything that can be looked at when a journey has come to an end. */
export interface Observation {
  readonly session: unknown;
  /** Names of the session's cookies that the browser holds. */
  readonly sessionCookies: readonly string[];
  /** The records and tombstones of transactions, as the browser holds them. */
  readonly transactions: readonly Readonly<Record<string, unknown>>[];
  /** Codes, states, nonces, keys and tokens: nothing that may be seen anywhere. */
  readonly secrets: readonly string[];
  /** Every place of the page and of the site where something could have been left, as text. */
  readonly places: Readonly<Record<string, string>>;
  /** Entries of the storages, as `name=value`. */
  readonly storage: readonly string[];
  readonly addedGlobals: readonly string[];
}

export async function observe(visit: Visit, page: Page): Promise<Observation> {
  const {context, events, traffic, stage} = visit;
  const [{clientSecret}] = DEFAULT_APP.restApiKeys;
  const cookies = await context.cookies(stage.url);
  const cdp = await context.newCDPSession(page);
  const {entries} = await cdp.send('Page.getNavigationHistory');
  const {addedGlobals, storage, ...document} = await page.evaluate(readDocument, FIRST_STATE);

  return {
    session: await readSession(visit),
    sessionCookies: cookies.map(({name}) => name).filter((name) => name.endsWith('kakao_sync_session')),
    transactions: cookies
      .filter(({name}) => /^(__Host-)?ks\.[\w-]{6}$/.test(name))
      .map(({value}) => JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, unknown>),
    secrets: [...traffic.secrets, ...stage.tokens, clientSecret, SESSION_KEY],
    places: {
      ...document,
      address: page.url(),
      storage: storage.join('\n'),
      history: entries
        .map(({url}) => url)
        .filter((url) => url.startsWith(stage.url))
        .join('\n'),
      console: traffic.console.join('\n'),
      events: JSON.stringify(events.all),
      referrers: traffic.referrers.join('\n'),
      log: stage.log.join('\n'),
      answers: stage.backend?.answers.map(({body}) => body).join('\n') ?? '',
    },
    storage,
    addedGlobals,
  };
}

/** Everything a script of the page could read. */
function readDocument(key: string) {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const {shadowRoot} of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  const first = (window as unknown as Record<symbol, string[]>)[Symbol.for(key)] ?? [];
  const now = [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(Object.prototype)];
  // Kakao's SDK and Lit have globals of their own.
  const known = /^(Kakao|kakaoSync|lit\w+|reactiveElementVersions|__(pw|playwright)\w*|[0-9]+)$/;
  const storages = [() => localStorage, () => sessionStorage].flatMap((open) => {
    try {
      return Object.entries(open()).map(([name, value]) => `${name}=${String(value)}`);
    } catch {
      return [];
    }
  });
  return {
    markup: roots.map((root) => new XMLSerializer().serializeToString(root)).join('\n'),
    title: document.title,
    referrer: document.referrer,
    windowName: window.name,
    storage: storages,
    historyState: JSON.stringify(history.state),
    dataLayer: JSON.stringify((window as {dataLayer?: unknown}).dataLayer ?? null),
    performance: performance
      .getEntries()
      .map(({name}) => name)
      .join('\n'),
    addedGlobals: now.filter((name) => !first.includes(name) && !known.test(name)),
  };
}

async function readSession({context, stage}: Visit): Promise<unknown> {
  const response = await context.request.get(stage.url + SESSION_PATH, {
    headers: {'X-Kakao-Sync': '1', Origin: stage.url},
  });
  const {status} = (await response.json()) as {status?: unknown};
  return status;
}
