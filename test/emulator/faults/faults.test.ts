import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Fault, FaultPoint} from '../../../src/emulator/index.js';
import {setup, toAuthorizeAddress} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';
import rows from './faults.json' with {type: 'json'};

/** Every point with an address of its own. */
type AskedPoint = Exclude<FaultPoint, 'answer'>;

const ADDRESSES: Readonly<Record<AskedPoint, string>> = {...rows.addresses, authorize: toAuthorizeAddress()};

const POSTED: readonly AskedPoint[] = [
  'token',
  'revoke-terms',
  'upgrade-terms',
  'revoke-scopes',
  'logout',
  'unlink',
  'create-customer-file',
  'add-customers',
  'remove-customers',
];

const ask = (emulator: ReturnType<typeof setup>['emulator'], point: AskedPoint) =>
  emulator.fetch(ADDRESSES[point], {method: POSTED.includes(point) ? 'POST' : 'GET'});

describeBothWays('failNext', () => {
  for (const point of Object.keys(ADDRESSES) as AskedPoint[]) {
    it(`answers one request to ${point} with the planned status, body and headers`, async () => {
      const {emulator} = setup();
      emulator.failNext(point, {status: 503, body: 'later', headers: {'retry-after': '7'}});

      const failed = await ask(emulator, point);
      const next = await ask(emulator, point);

      assert.equal(failed.status, 503);
      assert.equal(await failed.text(), 'later');
      assert.equal(failed.headers.get('retry-after'), '7');
      assert.notEqual(next.status, 503);
    });
  }

  it('fails as often as planned, in the planned order', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {status: 500}, 2);
    emulator.failNext('jwks', {status: 502});

    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask(emulator, 'jwks')).status);

    assert.deepEqual(statuses, [500, 500, 502, 200]);
    assert.equal(emulator.counts.jwks, 4);
  });

  for (const [point, fault, status, text] of rows.errors as [AskedPoint, Fault, number, string][]) {
    it(`answers ${status} at ${point} for ${JSON.stringify(fault)}`, async () => {
      const {emulator} = setup();
      emulator.failNext(point, fault);

      const response = await ask(emulator, point);

      assert.equal(response.status, status);
      assert.ok((await response.text()).includes(text));
    });
  }

  it('sends the visitor back with the planned error', async () => {
    const {emulator} = setup();
    emulator.failNext('authorize', {error: 'server_error'});

    const response = await ask(emulator, 'authorize');

    const {searchParams} = new URL(response.headers.get('location')!);
    assert.equal(searchParams.get('error'), 'server_error');
    assert.equal(searchParams.get('state'), 'state-1');
  });

  it('never sends anybody to a redirect URI that is not registered, planned or not', async () => {
    const {emulator} = setup();
    emulator.failNext('authorize', {error: 'server_error'});

    const response = await emulator.fetch(toAuthorizeAddress({redirect_uri: 'https://evil.example/'}));

    assert.equal(response.headers.get('location'), null);
  });

  it('rejects as fetch does when the connection is reset', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {reset: true});

    await assert.rejects(ask(emulator, 'token'), TypeError);
  });

  it('hangs until the caller gives up', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {hang: true});
    const controller = new AbortController();
    const pending = emulator.fetch(ADDRESSES.token, {method: 'POST', signal: controller.signal});

    controller.abort();

    await assert.rejects(pending, {name: 'AbortError'});
  });

  it('answers as usual after a delay', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {delayMs: 20});
    const before = performance.now();

    const response = await ask(emulator, 'jwks');

    assert.equal(response.status, 200);
    assert.ok(performance.now() - before >= 19);
  });

  for (const [point, fault, times] of rows.nonsense as [string, unknown, number?][]) {
    it(`refuses to plan ${JSON.stringify([point, fault, times])}`, () => {
      const {emulator} = setup();

      assert.throws(() => emulator.failNext(point as FaultPoint, fault as Fault, times), Error);
    });
  }
});

// Over sockets, the first bytes and the reset may arrive at once, and the reset before the request.
describe('failNext by fetch', () => {
  it('breaks off inside the body', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {reset: 'mid-body'});

    const response = await ask(emulator, 'token');

    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  it('hangs no longer than to the reset', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {hang: true});
    const pending = ask(emulator, 'jwks');

    emulator.reset();

    await assert.rejects(pending, TypeError);
  });
});

describeBothWays('expectNoPlannedFailures', () => {
  it('names what never happened, and is content with the rest', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {koe: 'KOE320'}, 2);
    emulator.failNext('jwks', {status: 500});
    await ask(emulator, 'token');
    await ask(emulator, 'jwks');

    assert.throws(() => emulator.expectNoPlannedFailures(), /token \{"koe":"KOE320"\} 1×$/);
    await ask(emulator, 'token');
    assert.doesNotThrow(() => emulator.expectNoPlannedFailures());
    emulator.failNext('token', {body: 'x'.repeat(10_000_000)});
    assert.throws(() => emulator.expectNoPlannedFailures(), /x{60}… \(10000000 characters\)"\} 1×$/);
  });
});
