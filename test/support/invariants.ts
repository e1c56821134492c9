import assert from 'node:assert/strict';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Page} from 'playwright-core';
import {SESSION_PATH} from './stage.js';
import {FIRST_STATE, type Visit} from './visit.js';

/** How a journey is to end. What is left out is to be none. */
export interface Ending {
  /** Path, query and hash. */
  readonly at: string;
  readonly session: 'signed-in' | 'signed-out';
  /** The pages on which the outcome was told. */
  readonly success?: readonly string[];
  readonly cancel?: readonly string[];
  readonly error?: readonly string[];
  /** POSTs to the session resource. */
  readonly posts?: number;
  /** Token requests at Kakao. */
  readonly tokens?: number;
  /** Transactions that may still be completed. */
  readonly open?: number;
  /** The tab it ends in, if not the first. */
  readonly page?: Page;
  /** Texts that are no secret of ours, such as another login's `state`. */
  readonly notOurs?: readonly string[];
  /** The document is the one that the answer came to: what the browser keeps of its loading cannot be changed. */
  readonly isOwnCallback?: boolean;
}

/** Holds a visit against its expected end, and against everything that holds at every end. */
export async function expectEnding(visit: Visit, ending: Ending): Promise<void> {
  const {events, traffic, stage} = visit;
  const {
    at,
    session,
    success = [],
    cancel = [],
    error = [],
    posts = 0,
    tokens = 0,
    open = 0,
    page = visit.page,
  } = ending;
  const pagesOf = (type: string): string[] => events.of(type).map((event) => event.page);
  const cookies = await readTransactionCookies(visit);

  assert.deepEqual(
    {
      at: page.url().slice(stage.url.length),
      session: await readSession(visit),
      success: pagesOf('kakao-login-success'),
      cancel: pagesOf('kakao-login-cancel'),
      error: pagesOf('kakao-login-error'),
      posts: traffic.posts.length,
      tokens: stage.emulator.counts.token,
      open: cookies.filter((fields) => !isTombstone(fields)).length,
      strays: traffic.strays,
      uncaught: traffic.uncaught,
    },
    {at, session, success, cancel, error, posts, tokens, open, strays: [], uncaught: []},
  );
  await expectRest(visit, page, session);
  await expectNothingLeft(visit, ending, page);
}

/** No button is busy; where there is none, the page has a link, or names the member. */
async function expectRest(visit: Visit, page: Page, session: Ending['session']): Promise<void> {
  const buttons = page.locator('kakao-login-button').locator('visible=true').locator('button[part=button]');
  for (const button of await buttons.all()) await button.click({trial: true});
  if ((await buttons.count()) > 0) return;
  const links = page.getByRole('link');
  if (session === 'signed-out' && (await links.count()) > 0) return links.first().click({trial: true});
  const names = visit.events.of('kakao-login-success').map(({detail}) => (detail?.['member'] as {name: string}).name);
  const text = await visit.readText(page);
  assert.equal(session, 'signed-in', 'There is a button to press.');
  for (const name of names) assert.ok(text.includes(name), `The page names ${name}.`);
}

async function expectNothingLeft(visit: Visit, ending: Ending, page: Page): Promise<void> {
  const {context, events, traffic, stage} = visit;
  const [rest] = DEFAULT_APP.restApiKeys;
  const secrets = [...traffic.secrets, ...stage.tokens, rest.clientSecret].filter(
    (secret) => !ending.notOurs?.includes(secret),
  );
  const cdp = await context.newCDPSession(page);
  const {entries} = await cdp.send('Page.getNavigationHistory');
  const document = await page.evaluate(readDocument, FIRST_STATE);
  const {addedGlobals, storage, performance, ...others} = document;

  const places: Record<string, string> = {
    ...others,
    address: page.url(),
    storage: storage.join('\n'),
    history: entries
      .map(({url}) => url)
      .filter((url) => url.startsWith(stage.url))
      .join('\n'),
    console: traffic.console.join('\n'),
    events: JSON.stringify(events.all),
    log: stage.log.join('\n'),
    referrers: traffic.referrers.join('\n'),
    ...(!ending.isOwnCallback && {performance}),
  };
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  );

  assert.deepEqual(found, [], 'No secret stays behind.');
  assert.deepEqual(addedGlobals, [], 'The page has no new globals.');
  const unread = storage.filter((entry) => /^ks\.(note|outcome)=/.test(entry));
  assert.deepEqual(unread, [], 'What crosses from page to page has been taken.');
  const details = storage.filter((entry) => /^ks\.[\w-]{6}=/.test(entry));
  assert.ok(details.length <= (ending.open ?? 0), `Details are forgotten with their transaction: ${details.join()}`);
  for (const fields of await readTransactionCookies(visit)) {
    if (isTombstone(fields)) assert.deepEqual(Object.keys(fields).sort(), ['tx', 'used']);
  }
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
    storage: storages,
    historyState: JSON.stringify(history.state),
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

async function readTransactionCookies({context, stage}: Visit): Promise<Record<string, unknown>[]> {
  const cookies = await context.cookies(stage.url);
  return cookies
    .filter(({name}) => /^(__Host-)?ks\.[\w-]{6}$/.test(name))
    .map(({value}) => JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, unknown>);
}

function isTombstone(fields: Record<string, unknown>): boolean {
  return 'used' in fields;
}
