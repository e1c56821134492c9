import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {FunnelEvent} from '../../../demo/funnel/events.js';
import {SAMPLE} from '../../../demo/funnel/sample.js';
import {ORIGIN, setUpShop} from '../support/pages.js';

describe('the route for events', () => {
  const GOOD = {name: 'kakao_sync_press', campaign: 'autumn', purpose: 'login'};
  const HEADERS = {
    'Content-Type': 'application/json',
    Cookie: 'measuring=yes',
    Origin: ORIGIN,
    'Sec-Fetch-Site': 'same-origin',
  };

  function setup() {
    const stored: FunnelEvent[] = [];
    const {request} = setUpShop({
      funnel: {record: (event) => Promise.resolve(void stored.push(event)), count: () => Promise.resolve(SAMPLE)},
    });
    const send = async (body: string, headers: Readonly<Record<string, string>> = HEADERS): Promise<number> =>
      (await request('/measure', {method: 'POST', body, headers})).status;
    return {stored, request, send};
  }

  for (const [what, status, headers, body] of [
    ['takes an event after consent', 204, {}, GOOD],
    ['takes nothing before consent', 403, {Cookie: ''}, GOOD],
    ['takes nothing after a refusal', 403, {Cookie: 'measuring=no'}, GOOD],
    ['takes nothing from another site', 403, {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'}, GOOD],
    ['takes nothing from another port', 403, {'Sec-Fetch-Site': 'same-site'}, GOOD],
    ['takes nothing that is no JSON', 415, {'Content-Type': 'text/plain'}, GOOD],
    ['takes no event that it does not know', 400, {}, {...GOOD, name: 'page_view'}],
    ['takes no field that it does not know', 400, {}, {...GOOD, phone: '010'}],
    ['takes nothing large', 413, {}, {...GOOD, campaign: 'a'.repeat(5000)}],
  ] as const) {
    it(what, async () => {
      const {send, stored} = setup();

      assert.equal(await send(JSON.stringify(body), {...HEADERS, ...headers}), status);
      assert.equal(stored.length, status === 204 ? 1 : 0);
    });
  }

  it('asks an old browser for its origin alone', async () => {
    const {send} = setup();
    const old = {'Content-Type': 'application/json', Cookie: 'measuring=yes', Origin: ORIGIN};
    const sent = JSON.stringify(GOOD);
    assert.deepEqual([await send(sent, old), await send(sent, {...old, Origin: 'https://evil.example'})], [204, 403]);
  });

  it('answers broken JSON, and no other method', async () => {
    const {send, request} = setup();

    assert.deepEqual([await send('{'), (await request('/measure')).status], [400, 404]);
  });

  it('takes 600 events a minute', async () => {
    const {send, stored} = setup();

    for (let sent = 0; sent < 600; sent += 1) await send(JSON.stringify(GOOD));

    assert.deepEqual([await send(JSON.stringify(GOOD)), stored.length], [429, 600]);
  });

  it('stores nothing of who has sent it', async () => {
    const {send, stored} = setup();

    await send(JSON.stringify(GOOD), {...HEADERS, 'User-Agent': 'canary', 'X-Forwarded-For': '192.0.2.7'});

    const event = {name: GOOD.name, campaign: 'autumn', source: '', variant: '', purpose: 'login', eventId: null};
    assert.deepEqual(stored, [event]);
  });
});

describe('the question whether logins may be counted', () => {
  const isHidden = (page: string): boolean | undefined => {
    const tag = /<section\s+class="measuring"[^>]*>/.exec(page)?.[0];
    return tag?.includes('hidden');
  };

  for (const [cookie, hidden] of [
    ['', false],
    ['measuring=yes', true],
    ['measuring=no', true],
  ] as const) {
    it(`is ${hidden ? 'not ' : ''}asked of who comes with "${cookie}"`, async () => {
      assert.equal(isHidden(await setUpShop().read('/', cookie)), hidden);
    });
  }

  it('is not asked of the operator', async () => {
    const page = await setUpShop().read('/operator/funnel?numbers=sample');

    assert.equal(isHidden(page), undefined);
  });
});
