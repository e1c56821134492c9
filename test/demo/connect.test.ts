import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {Hono} from 'hono';
import {addConnectRoute} from '../../demo/snippets/connect.js';
import {createSite, json, PERSON, type Site, toCookieHeader} from '../server/support/site.js';

const MEMBER = {id: 'm-7', name: 'Mina'};

/** A shop whose member has a password and no Kakao account yet, and what the browser has after the Kakao button. */
async function open(): Promise<{
  site: Site;
  Cookie: string;
  connected: Map<string, string>;
  send: (password: string, headers?: Record<string, string>) => Promise<Response>;
}> {
  const connected = new Map<string, string>();
  const site = await createSite({
    findMember: ({id}) => (connected.has(id) ? MEMBER : null),
    signUp: () => ({action: 'link-existing', redirectTo: '/connect'}),
    readMember: (id) => (id === MEMBER.id ? MEMBER : null),
  });
  const app = new Hono();
  addConnectRoute(app, site.server, {
    checkPassword: (_email, password) => Promise.resolve(password === 'right' ? MEMBER : null),
    connect: (id, kakaoId) => Promise.resolve(void connected.set(kakaoId, id)),
  });
  const response = await site.post(site.prepare());
  const Cookie = response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
  const send = async (password: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.request('https://shop.example/connect', {
      method: 'POST',
      headers: {Origin: 'https://shop.example', Cookie, ...headers},
      body: new URLSearchParams({email: 'mina@mail.example', password}),
    });
  return {site, Cookie, connected, send};
}

describe('the route of README that connects a member', () => {
  test('signs in by the right password, and by the Kakao button from then on', async () => {
    const {site, connected, send} = await open();

    const response = await send('right');

    assert.deepEqual([response.status, response.headers.get('location')], [303, '/']);
    assert.deepEqual([...connected], [[PERSON, 'm-7']]);
    const session = await json(await site.get({Cookie: toCookieHeader(response)}));
    assert.deepEqual([session['status'], session['member']], ['signed-in', {name: 'Mina'}]);
    assert.equal((await json(await site.post(site.prepare())))['status'], 'signed-in');
  });

  test('connects nobody by a wrong password, and lets the visitor try again', async () => {
    const {connected, send} = await open();

    const wrong = await send('wrong');

    assert.equal(wrong.headers.get('location'), '/connect?wrong=1');
    assert.deepEqual([...connected, ...wrong.headers.getSetCookie()], []);
    assert.equal((await send('right')).headers.get('location'), '/');
  });

  test('connects nobody without a pending login, or after its time', async () => {
    const {site, connected, send} = await open();

    const without = await send('right', {Cookie: ''});
    site.clock.time += 15 * 60_000;
    const late = await send('right');

    assert.deepEqual(
      [without, late].map((response) => response.headers.get('location')),
      ['/login', '/login'],
    );
    assert.equal(connected.size, 0);
  });

  test('connects nobody for a page of another site', async () => {
    const {connected, send} = await open();

    const response = await send('right', {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'});

    assert.equal(response.status, 403);
    assert.equal(connected.size, 0);
  });
});
