import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {RequestError} from '../../../../src/server/base/request-error.js';
import {KakaoSyncError} from '../../../../src/server/index.js';
import {START} from '../../support/site.js';
import {setup, toId} from './setup.js';

const isRateLimited = (error: unknown): boolean => error instanceof KakaoSyncError && error.code === 'rate_limited';

describe('reconcile within Kakao’s quota', () => {
  test('makes 100 calls a minute, so that Kakao refuses none', async () => {
    const site = setup({people: 10_100});
    const statuses = new Set<number>();
    site.answer = async (request, emulator) => {
      const answer = await emulator.fetch(request);
      statuses.add(answer.status);
      return answer;
    };

    const result = await site.run();

    assert.equal(result.outcome === 'done' && result.listed, 10_100);
    assert.deepEqual([site.listed, [...statuses], site.clock.time - START], [103, [200], 61_000]);
  });

  test('waits as long as Kakao says if each page is refused at first, and goes on', async () => {
    const site = setup({people: 350});
    site.unlink(7);
    let calls = 0;
    site.answer = async (request, emulator) => {
      const isList = new URL(request.url).pathname === '/v1/user/ids';
      if (!isList || ++calls % 2 === 0) return emulator.fetch(request);
      const headers = {...(calls === 1 && {'Retry-After': '90'})};
      return Promise.resolve(Response.json({msg: 'API limit has been exceeded.', code: -10}, {status: 429, headers}));
    };

    const result = await site.run();

    assert.deepEqual(result.outcome === 'done' && result.found, [toId(7)]);
    assert.deepEqual([site.listed, site.clock.time - START], [8, 90_000 + 3 * 60_000]);
    // A hold that ends would let another process in.
    assert.ok(Math.max(...site.waits) <= 20_000);
  });

  test('waits as long as the kit itself says if that has no place for a call', async () => {
    const site = setup({people: 350});
    site.refusals.push(new RequestError('rate_limited', '', {retryAfter: 7}), new RequestError('rate_limited', ''));

    assert.equal((await site.run()).outcome, 'done');

    assert.equal(site.clock.time - START, 67_000);
  });

  test('gives up after ten refusals of one page, and after an hour that it is to wait', async () => {
    const site = setup({people: 350});
    const refuse = (headers = {}): Promise<Response> =>
      Promise.resolve(Response.json({msg: 'API limit has been exceeded.', code: -10}, {status: 429, headers}));
    site.answer = () => refuse();
    await assert.rejects(site.run(), isRateLimited);
    assert.equal(site.listed, 10);
    site.answer = () => refuse({'Retry-After': '3601'});
    await assert.rejects(site.run(), isRateLimited);
    assert.equal(site.listed, 11);
    let calls = 0;
    site.answer = (request, emulator) => (++calls === 1 ? refuse({'Retry-After': '3600'}) : emulator.fetch(request));

    assert.equal((await site.run()).outcome, 'done');
  });
});
