import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {Hono} from 'hono';
import {createKakaoServer, type KakaoServer} from 'kakao-sync-widget/server';
import {addKakaoRoutes, toListener} from '../../demo/snippets/server-callback.js';
import {createServerSite, FROM, leave, readResult, toQuery} from '../server/support/callback.js';
import {ORIGIN, readEnd, toCookieHeader} from '../server/support/site.js';

type Send = (path: string, headers: Readonly<Record<string, string>>) => Promise<Response>;

/** The ways to mount it, each until `use` has ended. */
const MOUNTS: Readonly<Record<string, (kakao: KakaoServer, use: (send: Send) => Promise<void>) => Promise<void>>> = {
  async Hono(kakao, use) {
    const app = new Hono();
    addKakaoRoutes(app, kakao);
    await use(async (path, headers) => app.request(ORIGIN + path, {headers}));
  },
  async Node(kakao, use) {
    const listener = toListener(ORIGIN, kakao, (_, response) => {
      response.statusCode = 404;
      response.end();
    });
    const server = createServer(listener);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address() as AddressInfo;
    try {
      await use((path, headers) => fetch(`http://127.0.0.1:${port}${path}`, {headers, redirect: 'manual'}));
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  },
};

for (const [name, mount] of Object.entries(MOUNTS)) {
  describe(`server-callback.ts of the documents, on ${name}`, () => {
    it('completes a login, and its session is there', async () => {
      const site = await createServerSite();
      await mount(createKakaoServer(site.options()), async (send) => {
        const {query, cookie} = leave(site);

        const response = await send(`/kakao/callback${query}`, {Cookie: cookie});

        assert.deepEqual([response.status, response.headers.get('location')], [303, FROM]);
        assert.equal(readResult(response), 'new');
        const session = await send('/api/kakao/session', {
          Cookie: toCookieHeader(response),
          'X-Kakao-Sync': '1',
          'Sec-Fetch-Site': 'same-origin',
        });
        assert.equal(await readEnd(session), 'signed-in');
      });
    });

    it('tells of a cancellation, and leaves other addresses to the site', async () => {
      const site = await createServerSite();
      await mount(createKakaoServer(site.options()), async (send) => {
        const {login, cookie} = leave(site);
        const query = toQuery(login, {error: 'access_denied', error_description: 'User denied access'});

        const response = await send(`/kakao/callback${query}`, {Cookie: cookie});

        assert.deepEqual([response.status, readResult(response)], [303, 'out']);
        assert.equal((await send('/elsewhere', {})).status, 404);
        assert.deepEqual(site.calls, []);
      });
    });
  });
}
