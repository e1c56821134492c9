import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP} from '../../src/emulator/index.js';
import {createKakaoServer, type ServerErrorReport} from '../../src/server/index.js';
import {delayLimits} from '../support/late-limits.js';
import {authorize, JAVASCRIPT_KEY, KIT_OPTIONS, toShopGet, toShopPost} from './support/over-sockets.js';
import {json, START, toCookieHeader} from './support/site.js';

delayLimits();

/** A shop on this machine, with the emulator in place of Kakao, under its own address or under Kakao's names. */
function setup(address: string | undefined) {
  const emulator = createKakaoEmulator({now: () => START});
  const members = new Map<string, string>();
  const reports: ServerErrorReport[] = [];
  const calls: string[] = [];
  const server = createKakaoServer({
    ...KIT_OPTIONS,
    adminKey: DEFAULT_APP.adminKey,
    channels: [DEFAULT_APP.channel.publicId],
    findMember(profile) {
      calls.push('findMember');
      const id = members.get(profile.id);
      return id === undefined ? null : {id, name: profile.nickname};
    },
    signUp(profile) {
      calls.push('signUp');
      members.set(profile.id, `m-${profile.id}`);
      return {id: `m-${profile.id}`, name: profile.nickname};
    },
    readMember: (id) => ({id, kakaoId: [...members].flatMap(([kakaoId, theirs]) => (theirs === id ? [kakaoId] : []))}),
    onUnlink: ({kakaoId}) => void calls.push(`onUnlink ${kakaoId}`),
    onError: (report) => reports.push(report),
    fetch: (request) => emulator.fetch(request),
    now: () => START,
    emulator: address,
  });

  return {
    emulator,
    members,
    reports,
    calls,
    authorize: (persona: string, options?: Parameters<typeof authorize>[3]) =>
      authorize(emulator, address ?? 'https://kauth.kakao.com', persona, options),
    post: (body: object, headers?: Readonly<Record<string, string>>) => server.session(toShopPost(body, headers)),
    get: ({Cookie}: {readonly Cookie: string}, query?: string) => server.session(toShopGet(Cookie, query)),
  };
}

for (const address of [undefined, 'http://127.0.0.1:4000']) {
  describe(`with the emulator ${address ? `at ${address}` : 'under Kakao’s names'}`, () => {
    for (const [name, options] of [
      ['a REST API key', {}],
      ['a REST API key and PKCE', {pkce: true}],
      ['a JavaScript key', {clientId: JAVASCRIPT_KEY}],
    ] as const) {
      test(`a new visitor signs up with ${name}, and is a member the next time`, async () => {
        const {post, authorize, calls, reports, emulator} = setup(address);

        const first = await post(authorize('new-visitor', options));
        const second = await post(authorize('new-visitor', options));

        const answer = await json(first);
        assert.equal(answer['status'], 'signed-in', JSON.stringify(reports));
        assert.equal(answer['isNewMember'], true);
        assert.deepEqual(answer['member'], {name: '김새봄'});
        assert.equal((await json(second))['isNewMember'], false);
        assert.deepEqual(calls, ['findMember', 'signUp', 'findMember']);
        assert.equal(emulator.counts.token, 2);
      });
    }

    test('a member who lacks a new term is told of it, agrees, and lacks none', async () => {
      const {post, get, authorize, members, reports} = setup(address);
      members.set('4100000008', 'm-1');

      const first = await post(authorize('missing-term'));
      // Of a wrong tag beside it, Kakao makes no question at all.
      const wrong = authorize('missing-term', {purpose: 'terms', terms: ['privacy', 'unknown']});
      const asked = await post(wrong, {Cookie: toCookieHeader(first)});
      const login = authorize('missing-term', {purpose: 'terms', terms: ['privacy']});
      const second = await post(login, {Cookie: toCookieHeader(asked)});
      const read = await get({Cookie: toCookieHeader(second)});

      const missing = (await json(first))['missingTerms'] as {tag: string; required: boolean}[];
      assert.deepEqual(
        missing.filter(({required}) => required),
        [{tag: 'privacy', required: true}],
      );
      assert.deepEqual((await json(asked))['terms'], [{tag: 'privacy', agreed: false}]);
      const answer = await json(second);
      assert.deepEqual(answer['terms'], [{tag: 'privacy', agreed: true, agreedAgo: 0}]);
      assert.deepEqual(
        answer['missingTerms'],
        missing.filter(({required}) => !required),
      );
      assert.equal((await json(read))['tx'], login.tx);
      assert.deepEqual(
        reports.map(({code, hint}) => `${code} ${/"\w+"/.exec(hint)?.[0] ?? ''}`),
        ['config_invalid "unknown"'],
      );
    });

    test('a member unlinks: Kakao knows nobody any more, and unlinking again is no failure', async () => {
      const {post, authorize, emulator, calls, reports} = setup(address);
      const login = authorize('new-visitor');
      const Cookie = toCookieHeader(await post(login));
      assert.equal(emulator.account('new-visitor').linked, true);
      const unlink = {purpose: 'unlink', tx: login.tx};

      const first = await post(unlink, {Cookie});
      const second = await post(unlink, {Cookie});

      assert.deepEqual(await json(first), {status: 'signed-out'});
      assert.deepEqual(await json(second), {status: 'signed-out'});
      assert.equal(emulator.account('new-visitor').linked, false);
      assert.deepEqual(calls.slice(2), ['onUnlink 4100000001', 'onUnlink 4100000001']);
      assert.deepEqual(reports, []);
    });

    test('a member’s relation to the channel is told once the member agrees to that', async () => {
      const {post, get, authorize, emulator, reports} = setup(address);
      const Cookie = toCookieHeader(await post(authorize('new-visitor')));
      const account = emulator.account('new-visitor');
      const query = `?channel=${DEFAULT_APP.channel.publicId}`;
      const before = await json(await get({Cookie}, query));
      account.agree('plusfriends');
      account.setChannel('BLOCKED');

      const after = await json(await get({Cookie}, query));

      assert.equal('channels' in before, false);
      assert.deepEqual(after['channels'], [{id: DEFAULT_APP.channel.publicId, relation: 'blocked'}]);
      assert.deepEqual(reports, []);
    });
  });
}
