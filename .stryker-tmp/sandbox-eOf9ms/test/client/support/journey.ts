import {expect} from '@open-wc/testing';
import {comeBack, FakeBrowser, type BrowserOptions, type FakePage, type PageOptions} from './browser.js';

export interface Setup extends PageOptions {
  readonly browser?: BrowserOptions;
  readonly address?: string;
}

/** A page where a visit is about to begin. */
export function setup({browser: options, address = '/cart?id=1#reviews', ...page}: Setup = {}) {
  const browser = new FakeBrowser(options);
  return {browser, shop: browser.shop, clock: browser.clock, page: browser.open(address, page)};
}

/** A login that has come back with Kakao's answer; `start()` is a test's to call. */
export async function returned(query?: Record<string, string>, options: Setup = {}) {
  const world = setup(options);
  const callback = await comeBack(world.page, query, {prevented: options.prevented ?? []});
  return {...world, callback};
}

/** Where the callback page went, and what the next page then said. */
export async function endOf(callback: FakePage) {
  expect(callback.navigations).to.have.length(1);
  const [{to, how}] = callback.navigations as [{to: string; how: string}];
  const next = callback.follow();
  await next.client.start();
  const {flow, session} = next.client.state;
  return {to, how, told: next.told, flow, session: session.status, next};
}
