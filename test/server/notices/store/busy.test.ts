import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createStore} from '../../../../src/server/notices/store/create-store.js';
import {openPGlite} from '../../../support/embedded.js';
import {holdLongTimers} from '../../support/long-timers.js';
import {createNoticeSite, toChannelRequest} from '../../support/notices.js';
import {createSignal} from '../../support/signal.js';

test('a notice is answered in time while the site keeps its own PGlite busy, and is stored once', async (t) => {
  const pglite = await openPGlite();
  const store = createStore({pglite}, {warn: () => undefined, onError: assert.ifError, now: Date.now});
  await store.open();
  const timers = holdLongTimers(t, 1500);
  const [asked, begun, over] = [createSignal(), createSignal(), createSignal()];
  const add = store.add.bind(store);
  store.add = (...values) => {
    asked.resolve();
    return add(...values);
  };
  const site = await createNoticeSite({wrap: () => store});
  const query = pglite.transaction(async () => {
    begun.resolve();
    await over.promise;
  });
  await begun.promise;

  const answer = site.notices.channel(toChannelRequest());
  // A request has as much time to be read, before it is stored.
  await asked.promise;
  timers.pass(2000);
  assert.equal((await answer).status, 503);
  over.resolve();
  await query;

  // What was answered 503 may have been stored since: its repeat is known.
  assert.equal((await site.notices.channel(toChannelRequest())).status, 200);
  assert.equal((await site.notices.counts()).waiting, 1);
  await store.close();
  await pglite.close();
});
