import type {BrowserContext, Page} from 'playwright-core';
import {SESSION_PATH} from './test-environment.js';

/** A window's property where each document's first state is kept for comparison. */
export const FIRST_STATE = 'kakao-sync-widget.journeys';

/** What a browser shows, whichever engine it is. */
export interface PageSnapshot {
  readonly address: string;
  /** The addresses that Back and Forward lead to, where the browser tells them. */
  readonly history: readonly string[];
  /** Those of the site, `HttpOnly` ones included. */
  readonly cookies: readonly {readonly name: string; readonly value: string}[];
  /** What the site's session resource answers to this browser. */
  readonly session: unknown;
  readonly document: ReturnType<typeof readDocument>;
  readonly busyButtons: number;
  /** The login buttons; where there is none and nobody is signed in, the first link. A pointer reaches each of them. */
  readonly next: readonly {readonly isFocusable: boolean}[];
}

/** Looks at a tab of Playwright's. */
export async function takeSnapshot(page: Page, context: BrowserContext, site: string): Promise<PageSnapshot> {
  // What a page tells can come before its last script, which may draw it a second time.
  await page.evaluate(awaitLoad);
  const cdp = await context.newCDPSession(page);
  const {entries} = await cdp.send('Page.getNavigationHistory');
  const session = await readSession(context, site);
  return {
    address: page.url(),
    history: entries.map(({url}) => url),
    cookies: await context.cookies(),
    session,
    document: await page.evaluate(readDocument, FIRST_STATE),
    busyButtons: await page.locator('kakao-login-button [aria-disabled=true]').count(),
    next: await findNext(page, session),
  };
}

/** Playwright's own wait never ends on a page that has come back from the back-forward cache. */
function awaitLoad(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', () => resolve(), {once: true}));
}

async function readSession(context: BrowserContext, site: string): Promise<unknown> {
  const headers = {'X-Kakao-Sync': '1', Origin: site};
  const response = await context.request.get(site + SESSION_PATH, {headers});
  return ((await response.json()) as {status?: unknown}).status;
}

async function findNext(page: Page, session: unknown): Promise<PageSnapshot['next']> {
  const buttons = await page.locator('kakao-login-button').locator('visible=true').locator('button[part=button]').all();
  const [link] = await page.getByRole('link').locator('visible=true').all();
  const next = buttons.length > 0 ? buttons : session !== 'signed-in' && link ? [link] : [];
  for (const element of next) await element.click({trial: true});
  return Promise.all(
    next.map(async (element) => ({
      isFocusable: await element.evaluate((found) => (found as HTMLElement).tabIndex >= 0),
    })),
  );
}

/** What the widget leaves on a document. */
interface Widget {
  readonly client?: {readonly state: {readonly flow: unknown}};
  /** Its analytics. */
  readonly measuring?: object;
}

/** Everything a script of the page could read, at one moment. */
export function readDocument(key: string) {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const {shadowRoot} of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  const first = (window as unknown as Record<symbol, string[]>)[Symbol.for(key)] ?? [];
  const {[Symbol.for('kakao-sync-widget')]: page} = document as unknown as Record<symbol, Widget | undefined>;
  const now = [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(Object.prototype)];
  // Kakao's SDK, Lit, routers and webpack, where it loads parts, have globals of their own.
  const known =
    /^(Kakao|kakaoSync|lit\w+|reactiveElementVersions|webpackChunk\w*|__(pw|playwright|VUE|reactRouter)\w*|[0-9]+)$/;
  const storages = [() => localStorage, () => sessionStorage].flatMap((open) => {
    try {
      return Object.entries(open()).map(([name, value]) => `${name}=${String(value)}`);
    } catch {
      return [];
    }
  });
  return {
    markup: roots.map((root) => new XMLSerializer().serializeToString(root)).join('\n'),
    /** What a visitor can read. */
    text: roots.map((root) => (root instanceof Document ? root.body.innerText : root.textContent)).join('\n'),
    title: document.title,
    flow: JSON.stringify(page?.client?.state.flow ?? null),
    referrer: document.referrer,
    windowName: window.name,
    storage: storages,
    historyState: JSON.stringify(history.state),
    dataLayer: JSON.stringify((window as {dataLayer?: unknown}).dataLayer ?? null),
    performance: performance
      .getEntries()
      .map(({name}) => name)
      .join('\n'),
    // Analytics that wait for consent look for it in the data layer.
    addedGlobals: now.filter(
      (name) => !first.includes(name) && !known.test(name) && !(name === 'dataLayer' && page?.measuring),
    ),
  };
}
