import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {Hono} from 'hono';
import {addAccountPage} from '../../demo/snippets/account.js';
import {createSite, sessionCookies, type Site, toCookieHeader} from '../server/support/site.js';

const DAY = 24 * 3_600_000;

/** A shop with a page for members, and the cookie of one. */
async function open(): Promise<{site: Site; cookie: string; visit: (cookie: string) => Promise<Response>}> {
  const site = await createSite();
  const app = new Hono();
  addAccountPage(app, site.server);
  const cookie = toCookieHeader(await site.post(site.prepare()));
  const visit = async (Cookie: string): Promise<Response> =>
    app.request('https://shop.example/account', {headers: {Cookie}});
  return {site, cookie, visit};
}

describe('the page of the documents that is for members', () => {
  test('greets a member, and sends everybody else to the login', async () => {
    const {cookie, visit} = await open();

    const [member, stranger] = [await visit(cookie), await visit('')];

    assert.equal(await member.text(), 'Mina님, 어서 오세요.');
    assert.deepEqual(sessionCookies(member), [], 'a session that was just made needs no renewal');
    assert.deepEqual([stranger.status, stranger.headers.get('location')], [303, '/login']);
  });

  test('keeps who comes every other day signed in beyond seven days', async () => {
    const {site, cookie, visit} = await open();
    let current = cookie;

    for (let day = 0; day < 20; day += 2) {
      site.clock.time += 2 * DAY;
      const response = await visit(current);
      assert.equal(response.status, 200, `day ${day + 2}`);
      current = toCookieHeader(response) || current;
    }

    assert.notEqual(current, cookie);
    assert.equal((await visit(cookie)).status, 303, 'the cookie of the first day alone has ended');
  });
});
