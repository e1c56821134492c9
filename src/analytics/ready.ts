import type {KakaoSync, PageClient} from '../client/page/page-client.js';
import {KAKAO_PAGES} from '../shared/attribution.js';
import {attempt} from '../shared/attempt.js';
import {toFields} from '../shared/fields.js';
import type {AnalyticsWindow} from './analytics-window.js';

/** How long after it has loaded a page is waited for, in milliseconds. */
const LIMIT = 2000;

/** The parameters of an answer to a login. */
const ANSWER = ['error_description', 'error', 'state', 'code', 'iss'];

/** A client. Only one with a flow of its own has a configuration and a start: a hosted shop's has none. */
type FlowClient = Pick<KakaoSync, 'state'> & Partial<Pick<PageClient, 'config' | 'isReady' | 'start'>>;

/**
 * Finds out when the document is certain to stay: it is no callback that leaves, and auto-login does not leave either.
 *
 * @param onReady called once
 * @returns a function that looks again. With true, the visitor has pressed: the page is seen, and auto-login is too late
 */
export function watchReady(
  client: FlowClient,
  page: AnalyticsWindow,
  onReady: () => void,
): (isPressed?: boolean) => void {
  const {document} = page;
  let isDone = false;
  /** The return in the address has been handled, and auto-login has begun where it may. */
  let isStarted = false;
  let isLate = false;

  function check(isPressed = false): void {
    const {flow, outcome} = client.state;
    // On the callback, or in a document that nobody has seen yet, only the client knows.
    const isOver = isLate && !document.prerendering && !isCallback(client, new URL(page.location.href));
    // Where auto-login stays, the client says why.
    const isSure = isStarted && (isLate || outcome || !client.config?.autoLogin);
    if (isDone || flow.status === 'completing' || !(isSure || isOver || isPressed)) return;
    isDone = true;
    onReady();
  }

  function onLoaded(): void {
    page.setTimeout(() => {
      isLate = true;
      check();
    }, LIMIT);
  }

  async function start(): Promise<void> {
    await client.start?.();
    isStarted = true;
    check();
  }

  // One that waits for its configuration cannot be started yet.
  if (client.isReady !== false) void start();
  if (document.readyState === 'complete') onLoaded();
  else page.addEventListener('load', onLoaded);
  return check;
}

function isCallback({config}: FlowClient, {href, pathname}: URL): boolean {
  return !!config?.redirectUri && attempt(() => new URL(config.redirectUri ?? '', href).pathname) === pathname;
}

/** Where the visitor is and comes from, for a page view: without the trip to Kakao. */
export function toPageView(
  client: FlowClient,
  {location, document}: AnalyticsWindow,
): Record<'page_location' | 'page_referrer', string | undefined> {
  // Auto-login that has not left the page has no reference.
  const {ref, referrer} = toFields(client.state.outcome);
  const here = new URL(location.href);
  const before = attempt(() => new URL(document.referrer));
  const isBack =
    ref ||
    (before && (KAKAO_PAGES.test(before.origin) || (before.origin === here.origin && isCallback(client, before))));

  function toClean(url: URL): string {
    // The redirect URI's answer is ours, even if Kakao has left `state` out. Any other may be a coupon's.
    if (isCallback(client, url) || url.searchParams.get('state')?.startsWith('ks1.')) {
      for (const name of ANSWER) url.searchParams.delete(name);
    }
    return url.href;
  }

  return {
    page_location: toClean(here),
    page_referrer: isBack
      ? // The site itself is no source of visitors.
        (attempt(() => new URL(String(referrer)).origin) ?? here.origin)
      : before && toClean(before),
  };
}
