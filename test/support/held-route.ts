import type {BrowserContext, Route} from 'playwright-core';
import type {Held} from './backend-failures.js';
import {createRecorder} from './record.js';
import type {Traffic} from './traffic.js';

/**
 * The next request to an address waits until it is released, and then goes its way; others go theirs at once. It holds
 * in documents that are loaded from now on: what an open one asks for may pass it by.
 */
export async function holdNext(context: BrowserContext, address: RegExp): Promise<Held> {
  const held = createRecorder<Route>((route) => route.request().url());
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  // Not `times: 1`: Chromium lets everything go that waits when the last of the routes is taken away.
  await context.route(address, (route) => {
    if (held.all.length > 0) return route.fallback();
    held.add(route);
    void released.then(() => route.continue());
  });
  return {
    get arrived() {
      return held.wait(`A request to ${address}`, ([route]) => route).then(() => undefined);
    },
    release,
  };
}

/**
 * Waits for a POST that the site's backend holds, and for the browser's own report of it. The two come by different
 * ways: if the page leaves between them, the report can be missing from what the visit has recorded.
 */
export async function waitForHeldPost(visit: {readonly traffic: Pick<Traffic, 'nextPost'>}, post: Held): Promise<void> {
  await Promise.all([post.arrived, visit.traffic.nextPost()]);
}
