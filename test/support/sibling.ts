import {createHash} from 'node:crypto';
import {createRandomToken} from '../../src/shared/encoding/random.js';
import {toTransactionCookieName, toTransactionCookieValue, type Purpose} from '../../src/shared/transaction.js';
import {openBrowser} from './browser.js';
import type {Opened} from './journey.js';
import {createKakaoHosts} from './kakao-hosts.js';
import {type Site, startSite} from './site.js';
import {CALLBACK_PATH, SESSION_PATH} from './test-environment.js';
import type {Visit} from './visit.js';

const DOMAIN = 'ondal.example';
const SHOP = `shop.${DOMAIN}`;
const SIBLING = `evil.${DOMAIN}`;

let planted: readonly string[] = [];

/** A shop over https, and beside it a host of the same domain that somebody else has. `/connect` answers what `readPending` tells. */
export async function openSibling(): Promise<Opened<Site>> {
  const {tls, toBrowserArgs} = await createKakaoHosts();
  const see = async (request: Request): Promise<Response | undefined> => {
    const {hostname, pathname} = new URL(request.url);
    if (hostname === SIBLING) return toSiblingPage(planted);
    return pathname === '/connect' ? Response.json(await site.kit.readPending(request)) : undefined;
  };
  const site: Site = await startSite({
    see,
    atKakaoHosts: {tls, sdk: {name: 'the stand-in', version: '2.7.9'}, siteHost: SHOP},
  });
  const browser = await openBrowser({args: toBrowserArgs(site.kakaoPort, {[`*.${DOMAIN}`]: site.port})});
  return {browser, site};
}

/**
 * Has a visitor open the sibling's page, which sets these cookies for the whole domain. A character of a pair is a byte
 * of the header. Answers how many were taken.
 */
export async function plant({page, context}: Visit, pairs: readonly string[]): Promise<number> {
  planted = pairs;
  await page.goto(`https://${SIBLING}/`);
  return (await context.cookies()).filter(({domain}) => domain === `.${DOMAIN}`).length;
}

function toSiblingPage(pairs: readonly string[]): Response {
  const headers = new Headers({'Content-Type': 'text/html; charset=utf-8'});
  for (const pair of pairs) headers.append('Set-Cookie', `${pair}; Domain=${DOMAIN}; Path=/; Secure`);
  // Node writes headers in the encoding of the body that goes with them: as bytes it leaves them alone.
  return new Response(new TextEncoder().encode('<!doctype html><title>바람</title>'), {headers});
}

/** What somebody has who has gone to Kakao with an account of their own, and has not come back to the shop with it. */
export interface Prepared {
  /** The cookie that their browser would keep. */
  readonly name: string;
  readonly value: string;
  /** Where Kakao has sent them. */
  readonly address: string;
  /** What the shop's page would post. */
  readonly body: object;
}

/** `time` is when they say that they have begun, in milliseconds since the epoch. */
export function prepareLogin(
  {emulator, restKey, url}: Site,
  persona: string,
  purpose: Purpose,
  time = Date.now(),
): Prepared {
  const [tx, nonceSecret] = [createRandomToken(), createRandomToken()];
  const redirectUri = url + CALLBACK_PATH;
  const query = new URLSearchParams({
    client_id: restKey,
    redirect_uri: redirectUri,
    response_type: 'code',
    state: `ks1.${tx}.`,
    nonce: createHash('sha256').update(nonceSecret).digest('base64url'),
  });
  const address = emulator.authorize(`https://kauth.kakao.com/oauth/authorize?${query.toString()}`, {persona});
  const record = {tx, nonceSecret, redirectUri, clientId: restKey, purpose};
  return {
    name: toTransactionCookieName(tx, true),
    value: toTransactionCookieValue({...record, time, from: '/'}),
    address,
    body: {...record, code: new URL(address).searchParams.get('code')},
  };
}

/** Posts to the shop without a browser. Answers what it says, and the values of the cookies that it sets. */
export async function post(
  {kit, url}: Site,
  body: object,
): Promise<{readonly answer: Record<string, unknown>; readonly cookies: ReadonlyMap<string, string>}> {
  const response = await kit.session(
    new Request(url + SESSION_PATH, {
      method: 'POST',
      headers: {Origin: url, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'},
      body: JSON.stringify(body),
    }),
  );
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!.split(/=(.*)/s));
  return {
    answer: (await response.json()) as Record<string, unknown>,
    cookies: new Map(pairs.map(([name = '', value = '']) => [name, value])),
  };
}
