import {expect} from '@open-wc/testing';
import {toReference} from '../../../src/shared/reference.js';
import {createRandomToken} from '../../../src/shared/encoding/random.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {
  CALLBACK,
  CODE,
  comeBack,
  FakeBrowser,
  type BrowserOptions,
  type FakePage,
  type PageOptions,
} from './browser.js';
import type {FakeShop, ShopAnswer, ShopRequest} from './shop.js';

export interface Setup extends PageOptions {
  readonly browser?: BrowserOptions;
  readonly address?: string;
  /** What the backend answers a POST. */
  readonly post?: ShopAnswer | ((request: ShopRequest, shop: FakeShop) => ShopAnswer);
  /** What it answers a GET. */
  readonly get?: ShopAnswer;
}

/** A page where a visit is about to begin. */
export function setup({browser: options, address = '/cart?id=1#reviews', post, get, ...page}: Setup = {}) {
  const browser = new FakeBrowser(options);
  const {shop, clock} = browser;
  if (post) shop.onPost = (request) => (typeof post === 'function' ? post(request, shop) : post);
  if (get) shop.onGet = () => get;
  return {browser, shop, clock, page: browser.open(address, page)};
}

/** A page whose visitor has pressed, and is at Kakao. */
export async function pressed(options?: Setup) {
  const world = setup(options);
  await world.page.press();
  return world;
}

/** A login that has come back with Kakao's answer; `start()` is a test's to call. */
export async function returned(query?: Record<string, string>, options: Setup = {}) {
  const world = setup(options);
  const callback = await comeBack(world.page, query, {prevented: options.prevented ?? []});
  return {...world, callback};
}

/** A login that has come back and is completed, and what the page said on which it ended. */
export async function completed(query?: Record<string, string>, options?: Setup) {
  const world = await returned(query, options);
  const {tx} = world.browser.record;
  await finish(world.callback);
  return {...world, tx, ref: toReference(tx), ...(await endOf(world.callback))};
}

/** Lets a callback come to its end, at once or as time passes. */
export async function finish({browser, client, navigations}: FakePage): Promise<void> {
  const started = client.start();
  for (let wait = 0; navigations.length === 0 && wait <= 15; wait++) await browser.clock.advance(wait && 1000);
  await started;
}

/** Where the callback page went, and what the next page then said. */
export async function endOf(callback: FakePage) {
  expect(callback.navigations).to.have.length(1);
  const [{to, how}] = callback.navigations as [{to: string; how: string}];
  const next = await callback.visit();
  const {flow, session} = next.client.state;
  return {to, how, told: next.told, flow, session: session.status, next};
}

/** A backend that makes the session of a login, and whose answer to it does not arrive as it was sent. */
export function losing(answer: ShopAnswer = 'network-error', more: Record<string, unknown> = {}) {
  return (request: ShopRequest, shop: FakeShop): ShopAnswer => {
    shop.signIn(request, more);
    return answer;
  };
}

/** A `state` of our form that no login of this browser has. */
export function unknownState(path = '/x'): string {
  return toStateParameter({tx: createRandomToken(), path});
}

/** The answer to a login that was begun in another browser. */
export function strangerReturn(query = `code=${CODE}`, path?: string): string {
  return `${CALLBACK}?${query}&state=${unknownState(path)}`;
}
