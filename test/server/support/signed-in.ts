import assert from 'node:assert/strict';
import {json, PERSON, type Site, toCookieHeader, toHookNames} from './site.js';

/** A member who is signed in, in front of a site that has seen nothing else. */
export async function signIn(site: Site, sub = PERSON): Promise<string> {
  const cookie = toCookieHeader(await site.post(site.prepare({}, {sub})));
  site.calls.length = 0;
  site.provider.requests.length = 0;
  site.metrics.length = 0;
  return cookie;
}

/** Asserts that the session of a cookie is as it was, and nobody was made a member. */
export async function assertUntouched(site: Site, cookie: string): Promise<void> {
  assert.deepEqual(
    toHookNames(site).filter((hook) => !/^(readMember|findMember)$/.test(hook)),
    [],
  );
  assert.equal((await json(await site.get({Cookie: cookie})))['status'], 'signed-in');
}
