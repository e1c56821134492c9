import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {DEFAULT_APP} from '../../../../src/emulator/index.js';
import {KakaoApiError, KakaoSyncError} from '../../../../src/server/index.js';
import type {PassStore} from '../../../../src/server/notices/reconcile/pass-store.js';
import {createReconciler} from '../../../../src/server/notices/reconcile/reconciler.js';
import {START} from '../../support/site.js';
import {onPage, OTHER_APP, setup, toId} from './setup.js';

const refusedWith =
  (code: string, text = /./) =>
  (error: unknown) =>
    error instanceof KakaoSyncError && error.code === code && text.test(error.message);

/** Holds on to the passes as a process does that is killed: it gives nothing back. */
const leave = (passes: PassStore): PassStore => ({...passes, release: () => Promise.resolve()});

describe('reconcile', () => {
  test('finds whose link has ended, reports them, and acts on nobody', async () => {
    const site = setup();
    site.unlink(7, 199);

    const result = await site.run();

    assert.deepEqual(result, {
      outcome: 'done',
      listed: 248,
      checked: 250,
      found: [toId(7), toId(199)],
      unclear: 0,
      acted: 0,
    });
    assert.deepEqual(site.added, []);
    // A page of 100, then 99 new ones each; one who proves the app, and the two.
    assert.deepEqual([site.listed, site.asked], [3, 3]);
  });

  test('stores an unlink of each if it may act, by which the worker asks again', async () => {
    const site = setup();
    site.unlink(7, 199);

    const result = await site.run({act: true});

    const provenKey = `hash of ${DEFAULT_APP.adminKey}`;
    assert.equal(result.outcome === 'done' && result.acted, 2);
    assert.deepEqual(
      site.added.map(({notice: {eventId, ...notice}}) => [typeof eventId, notice]),
      [7, 199].map((index) => [
        'string',
        {
          ...{kind: 'unlink', event: 'unlinked', kakaoId: toId(index), at: START, clock: 'received'},
          ...{reason: 'RECONCILE', provenKey},
        },
      ]),
    );
  });

  test('asks nobody, and needs no proof, if everybody is in the list', async () => {
    const site = setup();

    assert.deepEqual(await site.run({act: true}), {
      ...{outcome: 'done', listed: 250, checked: 250, found: [], unclear: 0, acted: 0},
    });
    assert.deepEqual([site.asked, site.proof.isGiven], [0, false]);
    const empty = setup({people: 0});
    const steps: string[] = [];
    const onProgress = ({step}: {step: string}): void => void steps.push(step);
    assert.deepEqual(await empty.run({onProgress}), {
      ...{outcome: 'done', listed: 0, checked: 0, found: [], unclear: 0, acted: 0},
    });
    assert.deepEqual(steps, ['list']);
  });

  describe('with more than the usual', () => {
    for (const [people, gone, options, outcome] of [
      [30, 10, {act: true}, 'done'],
      [30, 11, {act: true}, 'too-many'],
      [1250, 12, {act: true}, 'done'],
      [1250, 13, {act: true}, 'too-many'],
      [30, 11, {act: true, allow: 11}, 'done'],
      [30, 12, {act: true, allow: 11}, 'too-many'],
      [30, 1, {act: true, allow: 0}, 'too-many'],
      [30, 11, {}, 'done'],
      [30, 1, {allow: 5}, 'done'],
    ] as const) {
      test(`${gone} of ${people} are ${outcome} with ${JSON.stringify(options)}`, async () => {
        const site = setup({people});
        site.unlink(...Array.from({length: gone}, (_, index) => index));

        const result = await site.run(options);

        assert.ok(result.outcome === outcome, result.outcome);
        assert.equal(result.found.length, gone);
        const acted = outcome === 'done' && 'act' in options ? gone : 0;
        assert.deepEqual([result.acted, site.added.length], [acted, acted]);
      });
    }
  });

  describe('judges nobody without a proof of the app', () => {
    test('if Kakao lists nobody', async () => {
      const site = setup({people: 5});
      site.unlink(0, 1, 2, 3, 4);
      site.proof.give();

      await assert.rejects(
        site.run({act: true}),
        refusedWith('app_key_wrong', /lists no account.* 5 linked: compare adminKey with the admin key/),
      );

      assert.deepEqual([site.added, site.asked], [[], 0]);
    });

    test('if the key is of another app, which has other people', async () => {
      const site = setup({people: 30, adminKey: OTHER_APP.adminKey, apps: [DEFAULT_APP, OTHER_APP]});
      for (let index = 0; index < 29; index++) site.emulator.account(toId(index), OTHER_APP.appId).unlink(null);
      site.members.delete(toId(29));

      await assert.rejects(site.run({act: true, allow: 99}), refusedWith('app_key_wrong', /nothing shows/));

      assert.deepEqual([site.added, site.proof.isGiven], [[], false]);
    });

    test('if the other app counts its people alike, and they linked it at another time', async () => {
      const site = setup({people: 30, adminKey: OTHER_APP.adminKey, apps: [DEFAULT_APP, OTHER_APP]});
      for (const [index, seconds] of [60, -60, 3600, -86_400].entries()) {
        site.members.set(toId(index), new Date(site.members.get(toId(index))!.getTime() + seconds * 1000));
      }
      for (let index = 4; index < 30; index++) site.emulator.account(toId(index), OTHER_APP.appId).unlink(null);

      await assert.rejects(site.run({act: true, allow: 99}), refusedWith('app_key_wrong', /profile.connectedAt/));

      assert.deepEqual([site.added, site.asked], [[], 4], 'those whom the list has');
    });

    test('and does not go on with that list either', async () => {
      const site = setup({people: 5});
      site.unlink(0, 1, 2, 3, 4);
      await assert.rejects(site.run());
      site.emulator.account(toId(0)).link();
      site.members.set(toId(0), new Date(site.clock.time));
      site.clock.time += 60_000;

      const result = await site.run();

      assert.equal(result.outcome === 'done' && result.listed, 1);
    });

    test('and is content with one that this process has had before', async () => {
      const site = setup({people: 30});
      for (const [kakaoId] of site.members) site.members.set(kakaoId, new Date(START - 1000));
      site.unlink(3);
      await assert.rejects(site.run());
      site.proof.give();

      const result = await site.run();

      assert.deepEqual(result.outcome === 'done' && result.found, [toId(3)]);
    });

    test('and asks five members for it at most', async () => {
      const site = setup({people: 30});
      for (const [kakaoId] of site.members) site.members.set(kakaoId, new Date(START - 1000));
      site.unlink(3);

      await assert.rejects(site.run(), refusedWith('app_key_wrong'));

      assert.equal(site.asked, 5);
    });

    for (const [what, fault] of [
      ['nothing clear', {status: 500}],
      ['that the account is not linked', {code: -101}],
    ] as const) {
      test(`which another member gives if Kakao says of the first ${what}`, async () => {
        const site = setup({people: 30});
        site.unlink(3);
        site.emulator.failNext('user', fault);

        const result = await site.run();

        assert.deepEqual([result.outcome === 'done' && result.found, site.asked], [[toId(3)], 3]);
      });
    }

    test('which is given by one of those who linked last, to the minute', async () => {
      const site = setup({people: 30});
      const [real] = site.members.values();
      for (const [index, kakaoId] of [...site.members.keys()].entries()) {
        const seconds = index === 20 ? 59 : index < 10 ? -3600 : index < 14 ? 3600 : -7200;
        site.members.set(kakaoId, new Date(real!.getTime() + seconds * 1000));
      }
      site.unlink(3);

      const result = await site.run();

      assert.deepEqual([result.outcome === 'done' && result.found, site.proof.isGiven], [[toId(3)], true]);
    });
  });

  describe('judges only whom it may', () => {
    test('not those who linked since the list was begun, by Kakao’s clock', async () => {
      const site = setup({people: 30});
      site.clock.time += 400;
      const begun = Math.floor(site.clock.time / 1000) * 1000;
      site.members.set('99', new Date(begun - 1));
      site.members.set('100', new Date(begun));
      // Their answers carry the time without its milliseconds.
      onPage(site, 1, async (request) => {
        const answer = await site.emulator.fetch(request);
        return new Response(await answer.text(), {headers: {Date: new Date(site.clock.time).toUTCString()}});
      });

      const result = await site.run();

      assert.ok(result.outcome === 'done');
      assert.deepEqual([result.checked, result.found], [31, ['99']]);
    });

    test('nor by this server’s clock if Kakao does not tell its own', async () => {
      const site = setup({people: 30});
      site.members.set('99', new Date(START - 1));
      site.members.set('100', new Date(START));
      onPage(site, 1, async (request) => {
        const answer = await site.emulator.fetch(request);
        site.clock.time += 5000;
        return new Response(await answer.text());
      });

      const result = await site.run();

      assert.ok(result.outcome === 'done');
      assert.deepEqual(result.found, ['99']);
    });

    test('not somebody who links, or leaves, while the list is read', async () => {
      const site = setup();
      site.unlink(7);
      onPage(site, 2, (request) => {
        site.clock.time += 1000;
        // Linked behind the page that comes, and before it; one leaves who was on a page, one who comes.
        site.link();
        site.unlink(8, 240);
        return site.emulator.fetch(request);
      });

      const result = await site.run({act: true});

      assert.ok(result.outcome === 'done');
      assert.deepEqual(result.found, [toId(7), toId(240)], 'of the other the next call tells');
      const next = await site.run();
      assert.deepEqual(next.outcome === 'done' && next.found, [toId(7), toId(8), toId(240)]);
    });

    test('not somebody who was away while the list was read, and is back', async () => {
      const site = setup();
      site.unlink(7, 8);

      const result = await site.run({
        onProgress: ({step}) => {
          if (step === 'members') site.emulator.account(toId(7)).link();
        },
      });

      assert.deepEqual(result.outcome === 'done' && result.found, [toId(8)]);
    });

    test('nobody by a list that Kakao ends too early', async () => {
      const site = setup({people: 500});
      site.unlink(450);
      onPage(site, 3, async (request) => {
        const page = (await (await site.emulator.fetch(request)).json()) as object;
        return Response.json({...page, after_url: null});
      });

      const result = await site.run({act: true});

      assert.ok(result.outcome === 'done');
      assert.deepEqual([result.listed, result.found, result.unclear], [298, [toId(450)], 0]);
    });

    for (const [what, fault] of [
      ['500', {status: 500}],
      ['429', {status: 429}],
      ['a page', {body: '<html>'}],
      ['nothing', {body: '{}'}],
      ['-1', {code: -1}],
      ['-10', {code: -10}],
      ['-103', {code: -103}],
      ['a broken connection', {reset: true}],
    ] as const) {
      test(`nobody about whom Kakao answers ${what}`, async () => {
        const site = setup({people: 30});
        site.proof.give();
        site.unlink(3, 4);
        site.emulator.failNext('user', fault);

        const result = await site.run({act: true});

        assert.ok(result.outcome === 'done');
        assert.deepEqual([result.found, result.unclear, result.acted], [[toId(4)], 1, 1]);
        site.emulator.expectNoPlannedFailures();
      });
    }

    test('and ends if Kakao takes the admin key no longer', async () => {
      const site = setup({people: 30});
      site.proof.give();
      site.unlink(3, 4);
      site.emulator.failNext('user', {code: -401});

      await assert.rejects(site.run({act: true}), refusedWith('app_key_wrong', /adminKey/));

      assert.deepEqual(site.added, []);
    });

    test('once, if the site has the same account twice', async () => {
      const site = setup({people: 30});
      site.unlink(3);
      const twice = [...site.members, [toId(3), new Date(START - 9e9)] as const];

      const result = await site.run({
        act: true,
        members: () => twice.map(([kakaoId, linkedAt]) => ({kakaoId, linkedAt})),
      });

      assert.deepEqual(result.outcome === 'done' && [result.found, result.acted], [[toId(3)], 1]);
    });
  });

  describe('goes on where a call was that', () => {
    test('was cut off at its third page', async () => {
      const site = setup({people: 500});
      site.unlink(1, 499);
      onPage(site, 3, async (request) => {
        const text = await (await site.emulator.fetch(request)).text();
        return new Response(text.slice(0, text.length / 2));
      });
      await assert.rejects(site.run({act: true}), refusedWith('provider_bad_response'));
      assert.deepEqual([site.listed, site.asked, site.added], [3, 0, []]);

      const result = await site.run({act: true});

      assert.deepEqual(result.outcome === 'done' && [result.listed, result.found], [498, [toId(1), toId(499)]]);
      assert.equal(site.listed, 3 + 4);
    });

    for (const [where, step, times, pages] of [
      ['between two pages', 'list', 2, 2],
      ['after the last page', 'list', 6, 6],
      ['while members were looked up', 'members', 1, 6],
      ['while Kakao was asked about them', 'confirm', 1, 6],
    ] as const) {
      test(`was killed ${where}, a minute later`, async () => {
        const site = setup({people: 520});
        site.unlink(1, 519);
        const seen: string[] = [];
        await assert.rejects(
          site.run({
            act: true,
            passes: leave(site.store.passes),
            onProgress: ({step: now}) => {
              seen.push(now);
              if (seen.filter((each) => each === step).length === times) throw new Error('killed');
            },
          }),
          /killed/,
        );
        assert.deepEqual([site.listed, site.added], [pages, []]);
        assert.deepEqual(await site.run(), {outcome: 'busy', retryAfter: 60}, 'it may be alive');
        site.clock.time += 60_000;

        const result = await site.run({act: true});

        assert.deepEqual(result.outcome === 'done' && [result.listed, result.found], [518, [toId(1), toId(519)]]);
        assert.deepEqual([site.listed, site.added.length], [6, 2]);
      });
    }

    test('was killed while it stored unlinks: each is stored once', async () => {
      const site = setup({people: 30});
      site.unlink(3, 4);
      const {add} = site.store;
      let stored = 0;
      site.store.add = (notice, options) =>
        ++stored === 2 ? Promise.reject(new Error('killed')) : add(notice, options);
      await assert.rejects(site.run({act: true}), /killed/);
      assert.equal((await site.store.count()).waiting, 1);

      await site.run({act: true});

      assert.equal(site.added.length, 4, 'it was tried again');
      assert.equal((await site.store.count()).waiting, 2);
    });

    test('its signal has ended, at once', async () => {
      const site = setup();
      site.unlink(7);
      const controller = new AbortController();
      const reason = new Error('the process is stopped');
      onPage(site, 2, () => {
        controller.abort(reason);
        return new Promise(() => undefined);
      });
      await assert.rejects(site.run({signal: controller.signal}), reason);
      await assert.rejects(site.run({signal: AbortSignal.abort(reason)}), reason);

      const result = await site.run();

      assert.deepEqual(result.outcome === 'done' && result.found, [toId(7)]);
      assert.equal(site.listed, 2 + 2);
    });

    test('but not after a day, when it is too old', async () => {
      const site = setup();
      onPage(site, 2, () => Promise.reject(new Error('no connection')));
      await assert.rejects(site.run(), KakaoApiError);
      site.clock.time += 86_400_000;
      // Of a page that was read.
      site.unlink(7);

      const result = await site.run();

      assert.deepEqual(result.outcome === 'done' && result.found, [toId(7)]);
      assert.equal(site.listed, 2 + 3);
    });
  });

  test('is done by one of two processes, and the other is told', async () => {
    const site = setup();
    site.unlink(7);
    let other: unknown;
    onPage(site, 2, async (request) => {
      other = await site.run({act: true});
      return site.emulator.fetch(request);
    });

    const result = await site.run({act: true});

    assert.deepEqual(other, {outcome: 'busy', retryAfter: 60});
    assert.equal(result.outcome === 'done' && result.acted, 1);
    assert.equal(site.added.length, 1);
  });

  for (const step of ['list', 'members', 'confirm'] as const) {
    test(`does nothing more once another process has taken it over: ${step}`, async () => {
      const site = setup({people: 520});
      site.unlink(7, 8, 519);
      let isFirst = true;
      let other: Awaited<ReturnType<typeof site.run>> | undefined;
      const takeOver = async (): Promise<void> => {
        isFirst = false;
        site.clock.time += 61_000;
        other = await site.run();
      };
      const passes = {...site.store.passes};
      const isStep = (): boolean => isFirst && now === step;
      let now = '';
      for (const name of ['keep', 'findUnlisted', 'renew'] as const) {
        const original = passes[name].bind(passes) as (...given: unknown[]) => Promise<unknown>;
        (passes[name] as unknown) = async (...given: unknown[]) => {
          if (isStep()) await takeOver();
          return original(...given);
        };
      }

      const result = await site.run({
        act: true,
        passes,
        onProgress: (progress) => void (now = progress.step),
      });

      assert.deepEqual(result, {outcome: 'busy', retryAfter: 60});
      assert.equal(other?.outcome === 'done' && other.found.length, 3);
      assert.deepEqual(site.added, []);
    });
  }

  test('tells how far it has come', async () => {
    const site = setup({people: 620});
    site.unlink(7, 619);
    const told: string[] = [];

    await site.run({
      onProgress: ({step, listed, checked, missing, asked}) =>
        void told.push([step, listed, checked, missing, asked].join(' ')),
    });

    assert.deepEqual(told, [
      ...[100, 199, 298, 397, 496, 595, 618].map((listed) => `list ${listed} 0 0 0`),
      ...['members 618 500 1 0', 'members 618 620 2 0', 'confirm 618 620 2 1', 'confirm 618 620 2 2'],
    ]);
  });

  describe('refuses', () => {
    const members = (): never[] => [];
    for (const [what, options, text] of [
      ['no options', undefined, /options/],
      ['null', null, /options/],
      ['no members', {members: undefined}, /members/],
      ['members that are a list', {members: []}, /members/],
      ['act that is no yes or no', {act: 'yes'}, /act/],
      ['allow that is a part', {allow: 0.5}, /allow/],
      ['allow below nobody', {allow: -1}, /allow/],
      ['allow that is a text', {allow: '3'}, /allow/],
      ['a misspelt option', {alow: 3}, /alow.*allow/],
      ['a signal that is none', {signal: {aborted: false}}, /signal/],
      ['onProgress that is no function', {onProgress: true}, /onProgress/],
    ] as const) {
      test(`${what}, before anything else`, async () => {
        const {run} = createReconciler(() => assert.fail('The store is opened.'));
        const given = options && {members, ...options};

        await assert.rejects(run(given as never), refusedWith('config_invalid', text));
      });
    }

    for (const [what, member, text] of [
      ['no member', null, /gives a kakaoId that is no text of digits/],
      ['a number', {kakaoId: 4_300_000_000, linkedAt: new Date()}, /gives a kakaoId/],
      ['no time', {kakaoId: '42'}, /gives a linkedAt that is no Date/],
      ['a time as text', {kakaoId: '42', linkedAt: '2026-01-01T00:00:00Z'}, /gives a linkedAt/],
      ['no real time', {kakaoId: '42', linkedAt: new Date(NaN)}, /gives a linkedAt/],
    ] as const) {
      test(`${what} among the members`, async () => {
        const members = [{kakaoId: toId(0), linkedAt: new Date(0)}, member];
        await assert.rejects(
          setup({people: 3}).run({members: () => members as never}),
          refusedWith('hook_failed', text),
        );
      });
    }
  });

  test('keeps no more than a batch of 100,000 members in memory', async () => {
    const site = setup({people: 30});
    const TOTAL = 100_000;
    let out = 0;
    let most = 0;
    let read = 0;
    // Whom the kit has taken, and looked up.
    const passes: PassStore = {
      ...site.store.passes,
      findUnlisted: (pass, keys) => {
        most = Math.max(most, out);
        out -= keys.length;
        return site.store.passes.findUnlisted(pass, keys);
      },
    };
    async function* members() {
      for (let index = 0; index < TOTAL; index++) {
        out++;
        read++;
        yield {kakaoId: toId(index % 30), linkedAt: new Date(START - 30 * 86_400_000 - (index % 7))};
      }
      await Promise.resolve();
    }

    const result = await site.run({passes, members});

    assert.equal(result.outcome === 'done' && result.checked, TOTAL);
    assert.deepEqual([read, most, out], [TOTAL, 500, 0]);
  });
});
