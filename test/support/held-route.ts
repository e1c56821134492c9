import type {BrowserContext, Route} from 'playwright-core';
import type {Held} from './backend-failures.js';

/** The next request to an address waits until it is released, and then goes its way; others go theirs at once. */
export async function holdNext(context: BrowserContext, address: RegExp): Promise<Held> {
  let arrive: ((route: Route) => void) | null = null;
  const held = new Promise<Route>((resolve) => (arrive = resolve));
  // Not `times: 1`: Chromium lets everything go that waits when the last of the routes is taken away.
  await context.route(address, (route) => {
    if (!arrive) return route.fallback();
    arrive(route);
    arrive = null;
  });
  return {
    arrived: held.then(() => undefined),
    release: () => void held.then((route) => route.continue()),
  };
}
