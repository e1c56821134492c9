import assert from 'node:assert/strict';
import {toLinkNonceSecret} from '../../../src/shared/encoding/link-nonce.js';
import type {Grant} from './provider.js';
import {json, type LoginFields, PERSON, type Site, toCookieHeader, toHookNames, token} from './site.js';

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

/** What a GET tells the session of a cookie. The site's record stays as it was. */
export async function readSession(site: Site, cookie: string): Promise<Record<string, unknown>> {
  const {calls, metrics} = site;
  const [called, counted] = [calls.length, metrics.length];
  const answer = await json(await site.get({Cookie: cookie}));
  calls.length = called;
  metrics.length = counted;
  return answer;
}

/** What a page of a session posts to leave Kakao. */
export async function prepareUnlink(site: Site, cookie: string): Promise<{purpose: 'unlink'; tx: unknown}> {
  return {purpose: 'unlink', tx: (await readSession(site, cookie))['tx']};
}

/** A login that a page of this session would send; a link is proved by the key that the page was given. */
export async function prepareFor(
  site: Site,
  cookie: string,
  fields: Partial<LoginFields>,
  grant?: Partial<Grant>,
): Promise<LoginFields> {
  if (fields.purpose !== 'link') return site.prepare(fields, grant);
  const {key, t} = (await readSession(site, cookie))['link'] as {key: string; t: number};
  const tx = token();
  return site.prepare({tx, t, nonceSecret: await toLinkNonceSecret(key, tx), ...fields}, grant);
}
