import {expect} from '@open-wc/testing';
import {isErrorCode} from '../../../src/shared/errors.js';
import type {FakeBrowser, FakePage} from './browser.js';
import {finish} from './journey.js';

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort();
const ACTIONS = ['link-existing', 'additional-info', 'age-check', 'rejoin-blocked', 'dormant'];

/** The secrets of a browser's transactions. */
export function secretsOf({transactions}: FakeBrowser): string[] {
  return transactions
    .flatMap((entry) => [entry.tx, ...('used' in entry ? [] : [entry.nonceSecret, entry.codeVerifier])])
    .filter((secret) => secret !== undefined);
}

/**
 * How a callback ends, on the page where the visitor is then, whatever it was given: its code is posted once at most, and
 * nothing is harmed. The end is the outcome's code, or what it is, or null.
 */
export async function endUnharmed(callback: FakePage, secrets: readonly string[], ours?: readonly FakePage[]) {
  const {browser, navigations} = callback;
  const {shop, options} = browser;
  await finish(callback);
  expect([shop.posts.length, shop.reads.length], 'posts and readings').to.satisfy(
    ([posts, reads]: [number, number]) => posts <= 1 && reads <= 11,
  );
  const last = navigations.length > 0 ? await callback.visit() : callback;
  expectUnharmed(browser, secrets, ours ?? (last === callback ? [] : [callback]));
  const {outcome, session, flow} = last.client.state;
  return {
    end: outcome && 'code' in outcome ? outcome.code : (outcome?.end ?? null),
    at: last.address.href.slice(options.origin.length),
    body: shop.posts[0]?.body,
    session,
    flow,
  };
}

/**
 * What must hold whatever the pages of a browser were given: no secret is told or left behind, every code is a published
 * one, nobody is sent to another site or sent on twice, and objects are what they were.
 *
 * @param ours the pages whose address was ours to clean; of another login's answer nothing is touched
 */
export function expectUnharmed(browser: FakeBrowser, secrets: readonly string[], ours: readonly FakePage[]): void {
  const {pages, options, shop, localItems} = browser;
  const navigations = pages.flatMap((page) => page.navigations.map(({to}) => new URL(to, page.address)));
  const inside = navigations.filter(({origin}) => origin === options.origin);
  const places = {
    events: pages.map(({events}) => events.map(({type, detail}) => [type, detail])),
    states: pages.map(({client}) => client.state),
    reports: pages.map(({reports}) => reports),
    navigations: inside.map(({href}) => href),
    addresses: ours.flatMap(({address, rewrites}) => [address.href, ...rewrites]),
    storage: pages.map(({sessionStorage}) => sessionStorage.keys().map((key) => [key, sessionStorage.get(key)])),
    localStorage: [...localItems],
    referrers: shop.requests.map(({from}) => (ours.some(({address}) => address.href === from) ? from : '')),
  };
  for (const [place, what] of Object.entries(places)) {
    const text = JSON.stringify(what);
    for (const secret of secrets) expect(text.includes(secret), `${place} hold ${secret}: ${text}`).to.equal(false);
  }

  for (const code of pages.flatMap(codesOf)) {
    expect(isErrorCode(code) || ACTIONS.includes(code as string) || code === 'cancelled', String(code)).to.equal(true);
  }
  for (const {origin} of navigations) expect(origin).to.be.oneOf([options.origin, 'https://kauth.kakao.com']);
  for (const page of ours) expect(page.navigations.length, 'navigations of one page').to.be.at.most(1);
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).to.deep.equal(PROTOTYPE);
}

/** Every code that a page's events and state carry. */
function codesOf({events, client}: FakePage): unknown[] {
  const {flow, outcome} = client.state;
  const details = events.flatMap(({detail}) => [detail, (detail as {outcome?: unknown} | null)?.outcome]);
  return [flow, outcome, ...details]
    .map((holder) => (holder as {code?: unknown} | null | undefined)?.code)
    .filter((code) => code !== undefined);
}
