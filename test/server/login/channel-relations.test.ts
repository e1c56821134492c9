import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import {createRelationMemory} from '../../../src/server/login/relation-memory.js';
import {holdLongTimers} from '../support/long-timers.js';
import {assertNoCanary, createSite, json, PERSON, sessionCookies, type Site, toCookieHeader} from '../support/site.js';

const CHANNELS = ['_ours', '_other', '_third'];

/** A member who is signed in. */
async function signIn(overrides: Partial<KakaoServerOptions> = {}): Promise<{site: Site; Cookie: string}> {
  const site = await createSite({channels: CHANNELS, ...overrides});
  site.provider.relations.set('_ours', 'ADDED').set('_other', 'BLOCKED').set('_foreign', 'ADDED');
  const Cookie = toCookieHeader(await site.post(site.prepare()));
  site.provider.requests.length = 0;
  site.metrics.length = 0;
  return {site, Cookie};
}

describe('GET ?channel=', () => {
  const rows: [query: string, channels: unknown][] = [
    ['?channel=_ours', [{id: '_ours', relation: 'added'}]],
    ['?channel=_other', [{id: '_other', relation: 'blocked'}]],
    ['?channel=_third', [{id: '_third', relation: 'none'}]],
    [
      '?channel=_other&channel=_ours&channel=_ours',
      [
        {id: '_ours', relation: 'added'},
        {id: '_other', relation: 'blocked'},
      ],
    ],
    ['?channel=_ours&channel=_foreign', [{id: '_ours', relation: 'added'}]],
  ];
  for (const [query, channels] of rows) {
    test(`(${query}) tells how the member stands to the site’s channels`, async () => {
      const {site, Cookie} = await signIn();

      const response = await site.get({Cookie}, query);

      const answer = await json(response);
      assert.equal(answer['status'], 'signed-in');
      assert.deepEqual(answer['channels'], channels);
      assert.deepEqual(sessionCookies(response), []);
      assert.deepEqual(site.metrics, [{purpose: 'read', outcome: 'signed-in', milliseconds: 0}]);
    });
  }

  test('asks Kakao about this member alone, with the admin key in a header', async () => {
    const {site, Cookie} = await signIn();

    await site.get({Cookie}, '?channel=_ours&channel=_other&target_id=4200000666');

    const [{url, method, headers}, ...more] = site.provider.requests as [(typeof site.provider.requests)[0]];
    assert.deepEqual(more, []);
    assert.equal(method, 'GET');
    assert.match(headers.get('authorization') ?? '', /^KakaoAK \S+$/);
    assert.equal(
      url,
      `https://kapi.kakao.com/v2/api/talk/channels?target_id_type=user_id&target_id=${PERSON}&channel_ids=_ours%2C_other&channel_id_type=channel_public_id`,
    );
  });

  const silent: [name: string, query: string, overrides: Partial<KakaoServerOptions>][] = [
    ['no channel is named', '', {}],
    ['the channel is not the site’s', '?channel=_foreign', {}],
    ['the name is another’s', '?channels=_ours', {}],
    ['several are named as one', '?channel=_ours,_other', {}],
    ['the site names no channels', '?channel=_ours', {channels: undefined}],
  ];
  for (const [name, query, overrides] of silent) {
    test(`asks Kakao nothing where ${name}`, async () => {
      const {site, Cookie} = await signIn(overrides);

      const answer = await json(await site.get({Cookie}, query));

      assert.equal(answer['status'], 'signed-in');
      assert.equal('channels' in answer, false);
      assert.deepEqual(site.provider.requests, []);
    });
  }

  test('asks Kakao nothing where nobody is signed in, or the session names no Kakao account', async () => {
    const {site} = await signIn();
    const {site: other} = await signIn({
      session: {
        create: () => undefined,
        read: () => ({memberId: 'm-1', issuedAt: 0, isNewMember: false}),
        destroy: () => undefined,
      },
    });

    assert.deepEqual(await json(await site.get({}, '?channel=_ours')), {status: 'signed-out'});
    assert.equal('channels' in (await json(await other.get({}, '?channel=_ours'))), false);
    assert.deepEqual([...site.provider.requests, ...other.provider.requests], []);
  });

  const failures: [name: string, answer: () => Response | Promise<Response>, code: string | null][] = [
    ['503', () => new Response('', {status: 503}), 'provider_unavailable'],
    ['a reset', () => Promise.reject(new Error(`reset for ${PERSON}`)), 'provider_unavailable'],
    ['-401', () => Response.json({msg: 'no', code: -401}, {status: 401}), 'app_key_wrong'],
    ['-5', () => Response.json({msg: 'no', code: -5}, {status: 403}), 'provider_refused'],
    ['no JSON', () => new Response('<p>'), 'provider_bad_response'],
    ['no list', () => Response.json({channels: {}}), 'provider_bad_response'],
    ['-402, the person’s own choice', () => Response.json({msg: 'no', code: -402}, {status: 403}), null],
  ];
  for (const [name, answer, code] of failures) {
    test(`is answered without channels where Kakao answers ${name}`, async () => {
      const {site, Cookie} = await signIn();
      site.provider.on('/v2/api/talk/channels', answer);

      const response = await site.get({Cookie}, '?channel=_ours');

      const body = await json(response);
      assert.equal(body['status'], 'signed-in');
      assert.equal('channels' in body, false);
      assert.deepEqual(
        site.reports.map((report) => report.code),
        code === null ? [] : [code],
      );
      assertNoCanary(JSON.stringify([body, site.reports]), PERSON);
    });
  }

  const odd: [name: string, entries: unknown[]][] = [
    ['is null', [null]],
    ['has another relation', [{channel_public_id: '_ours', relation: 'FRIEND'}]],
    ['has no relation', [{channel_public_id: '_ours'}]],
    ['has an inherited name as relation', [{channel_public_id: '_ours', relation: 'constructor'}]],
    ['is of a channel that was not asked for', [{channel_public_id: '_other', relation: 'ADDED'}]],
  ];
  for (const [name, entries] of odd) {
    test(`leaves out what ${name}`, async () => {
      const {site, Cookie} = await signIn();
      site.provider.on('/v2/api/talk/channels', () => Response.json({channels: entries}));

      assert.deepEqual((await json(await site.get({Cookie}, '?channel=_ours')))['channels'], []);
    });
  }

  describe('asked again and again', () => {
    const ask = async (site: Site, Cookie: string, query = '?channel=_ours'): Promise<unknown> =>
      (await json(await site.get({Cookie}, query)))['channels'];
    const count = (site: Site): number => site.provider.count('/v2/api/talk/channels');
    const ADDED = [{id: '_ours', relation: 'added'}];

    for (const order of ['one after the other', 'at once'] as const) {
      test(`500 times ${order} asks Kakao three times, and every answer tells`, async () => {
        const {site, Cookie} = await signIn();

        const answers: unknown[] = [];
        if (order === 'at once')
          answers.push(...(await Promise.all(Array.from({length: 500}, () => ask(site, Cookie)))));
        else for (let index = 0; index < 500; index++) answers.push(await ask(site, Cookie));

        assert.equal(count(site), 3);
        assert.equal(answers.length, 500);
        for (const answer of answers) assert.deepEqual(answer, ADDED);
      });
    }

    test('tells what has changed since, before and after a press', async () => {
      const {site, Cookie} = await signIn();
      site.provider.relations.delete('_ours');

      assert.deepEqual(await ask(site, Cookie), [{id: '_ours', relation: 'none'}]);
      site.provider.relations.set('_ours', 'ADDED');
      assert.deepEqual(await ask(site, Cookie), ADDED);
      site.provider.relations.set('_ours', 'BLOCKED');
      assert.deepEqual(await ask(site, Cookie), [{id: '_ours', relation: 'blocked'}]);
    });

    test('tells what was told last, for ten seconds', async () => {
      const {site, Cookie} = await signIn();
      for (let index = 0; index < 3; index++) await ask(site, Cookie);
      site.provider.relations.set('_ours', 'BLOCKED');

      site.clock.time += 9999;
      assert.deepEqual(await ask(site, Cookie), ADDED);
      site.clock.time += 1;

      assert.deepEqual(await ask(site, Cookie), [{id: '_ours', relation: 'blocked'}]);
      assert.equal(count(site), 4);
    });

    test('counts each channel for itself', async () => {
      const {site, Cookie} = await signIn();
      for (let index = 0; index < 9; index++) await ask(site, Cookie);

      const both = await ask(site, Cookie, '?channel=_ours&channel=_other');

      assert.deepEqual(both, [...ADDED, {id: '_other', relation: 'blocked'}]);
      assert.equal(count(site), 4);
      assert.match(site.provider.requests.at(-1)!.url, /channel_ids=_other&/);
    });

    test('counts each member for themselves', async () => {
      const {site, Cookie} = await signIn();
      const other = toCookieHeader(await site.post(site.prepare({}, {sub: '4200000002'})));
      for (let index = 0; index < 9; index++) await ask(site, Cookie);
      site.provider.relations.set('_ours', 'BLOCKED');

      assert.deepEqual(await ask(site, other), [{id: '_ours', relation: 'blocked'}]);
      assert.deepEqual(await ask(site, Cookie), ADDED);
    });

    for (const arrival of ['come meanwhile', 'come later'] as const) {
      test(`waits for no answer of a request that its host has stopped: those who ${arrival}`, async (t) => {
        const timers = holdLongTimers(t);
        const {site, Cookie} = await signIn();
        const held = site.provider.holdAll('/v2/api/talk/channels');
        for (let index = 0; index < 3; index++) void ask(site, Cookie);
        await held.reached(3);
        timers.stop();

        if (arrival === 'come later') {
          site.clock.time += 7001;
          const answer = ask(site, Cookie);
          await held.reached(4);
          held.releaseAll();
          assert.deepEqual(await answer, ADDED);
          return;
        }
        const answer = site.get({Cookie}, '?channel=_ours');
        await timers.reached(7000);
        timers.pass(7000);

        const {status, channels} = await json(await answer);
        assert.deepEqual([status, channels, count(site)], ['signed-in', undefined, 3]);
      });
    }

    test('remembers a refusal like an answer, and reports only what was asked', async () => {
      const {site, Cookie} = await signIn();
      site.provider.on('/v2/api/talk/channels', () => new Response('', {status: 503}));

      for (let index = 0; index < 9; index++) assert.equal(await ask(site, Cookie), undefined);

      assert.equal(count(site), 3);
      assert.equal(site.reports.length, 3);
    });
  });
});

describe('a memory of relations', () => {
  test('keeps the last thousand people', () => {
    const memory = createRelationMemory<string>(() => 0);
    const told = Promise.resolve(null);
    for (let question = 0; question < 3; question++) {
      for (let person = 0; person < 1000; person++) memory.keep(String(person), ['_ours'], told);
    }
    assert.equal(memory.recall('0', ['_ours']).size, 1);

    memory.keep('one more', ['_ours'], told);

    assert.equal(memory.recall('0', ['_ours']).size, 0);
    assert.equal(memory.recall('999', ['_ours']).size, 1);
  });
});
