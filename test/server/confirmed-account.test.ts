import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoServerOptions, SiteMember} from '../../src/server/index.js';
import {assertNoCanary, createSite, json, PERSON, readEnd, type Site, toCookieHeader} from './support/site.js';

const OTHER = '4200000666';

/** A member who is signed in with a Kakao account, and what `readMember` says of accounts from then on. */
async function signIn(
  kakaoId: unknown,
  overrides: Partial<KakaoServerOptions> = {},
): Promise<{site: Site; Cookie: string; tx: string}> {
  let told: unknown = PERSON;
  const site = await createSite({
    findMember: () => ({id: 'm-1'}),
    readMember: (id) => ({id, name: 'Mina', kakaoId: told}) as SiteMember,
    channels: ['_ours'],
    ...overrides,
  });
  const login = site.prepare();
  const Cookie = toCookieHeader(await site.post(login));
  site.provider.requests.length = 0;
  told = kakaoId;
  return {site, Cookie, tx: login.tx};
}

type Outcome = 'theirs' | 'not theirs' | 'not told' | 'nonsense';

const SAYS: readonly [name: string, kakaoId: unknown, outcome: Outcome][] = [
  ['this account', PERSON, 'theirs'],
  ['this account among others', [OTHER, PERSON], 'theirs'],
  ['another account', OTHER, 'not theirs'],
  ['other accounts', [OTHER, `${PERSON}0`], 'not theirs'],
  ['no account', null, 'not theirs'],
  ['an empty list', [], 'not theirs'],
  ['nothing of it', undefined, 'not told'],
  ['a number', Number(PERSON), 'nonsense'],
  ['a list with a number', [PERSON, Number(PERSON)], 'nonsense'],
  ['an empty text', '', 'nonsense'],
  ['an object', {id: PERSON}, 'nonsense'],
];

describe('before the admin key does anything, readMember says whose the account is:', () => {
  for (const [name, kakaoId, outcome] of SAYS) {
    test(`${name}, for unlink`, async () => {
      const {site, Cookie, tx} = await signIn(kakaoId);

      const end = await readEnd(site.post({purpose: 'unlink', tx}, {Cookie}));

      const expected = {theirs: 'signed-out', 'not theirs': 'session_required'}[outcome as string] ?? 'hook_failed';
      assert.equal(end, expected);
      assert.equal(site.provider.requests.length, outcome === 'theirs' ? 1 : 0);
      assertNoCanary(JSON.stringify(site.reports), PERSON, OTHER);
    });

    test(`${name}, for a channel`, async () => {
      const {site, Cookie} = await signIn(kakaoId);

      const answer = await json(await site.get({Cookie}, '?channel=_ours'));

      assert.equal(answer['status'], outcome === 'nonsense' ? 500 : 'signed-in');
      assert.equal('channels' in answer, outcome === 'theirs');
      assert.equal(site.provider.requests.length, outcome === 'theirs' ? 1 : 0);
      assert.deepEqual(
        site.reports.map(({code}) => code),
        outcome === 'not told' || outcome === 'nonsense' ? ['hook_failed'] : [],
      );
      assertNoCanary(JSON.stringify([answer, site.reports]), PERSON, OTHER);
    });
  }

  for (const [name, kakaoId] of SAYS.filter(([, , outcome]) => outcome !== 'nonsense')) {
    test(`${name}: pages and the site’s own routes are not told`, async () => {
      const {site, Cookie} = await signIn(kakaoId);

      const {member} = await json(await site.get({Cookie}));
      const session = await site.server.readSession(new Request('https://shop.example/', {headers: {Cookie}}));

      assert.deepEqual([member, session?.member], [{name: 'Mina'}, {id: 'm-1', name: 'Mina'}]);
    });
  }
});
