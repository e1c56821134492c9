import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoServerOptions, SiteTerm} from '../../../src/server/index.js';
import {assertNoCanary, createSite, PERSON, type Site, toCookieHeader} from '../support/site.js';
import {CANARIES} from '../support/provider.js';
import {prepareFor, signIn} from '../support/signed-in.js';

const toList = (...tags: string[]) => tags.map((tag) => ({tag, required: true, agreed: true}));

async function createSiteWithTerms(overrides: Partial<KakaoServerOptions> = {}): Promise<Site> {
  const site = await createSite(overrides);
  site.provider.terms = toList('service', 'marketing');
  return site;
}

/** What the site was told since the last look. */
const take = ({reports}: Site): string[] => reports.splice(0).map(({code, hint}) => `${code} ${hint}`);

describe('a tag that is no term of the app', () => {
  const LONG = `marketing_consent_2026-11-22_version_2${'x'.repeat(62)}`;
  const rows: [name: string, terms: SiteTerm[] | undefined, asked: string[] | undefined, told: string[]][] = [
    ['of neither the page nor the site', [{tag: 'service'}], ['marketing'], []],
    ['where nobody names any', undefined, undefined, []],
    ['of the page', undefined, ['service', 'makreting'], ['"makreting", which a page asks for']],
    ['of the page, in other letters', undefined, ['Marketing'], ['"Marketing"']],
    ['that comes twice', undefined, ['a', 'a', 'b'], ['"a"', '"b"']],
    ['of the site', [{tag: 'service'}, {tag: 'makreting'}], undefined, ['"makreting" (terms[1].tag)']],
    ['of both', [{tag: 'makreting'}], ['makreting'], ['"makreting" (terms[0].tag)']],
    ['that looks like a token', undefined, [LONG], [`"${LONG}"`]],
    [
      'that can be none',
      undefined,
      ['010-1234-5678', 'mina@shop.example', 'a\nb'],
      ['[hidden]', '[hidden]', '"a\\nb"'],
    ],
  ];
  for (const [name, terms, asked, told] of rows) {
    test(`is named in the log: ${name}`, async () => {
      const site = await createSiteWithTerms({terms});

      const response = await site.post(site.prepare({...(asked && {terms: asked})}));

      assert.equal(response.status, 200);
      const hints = take(site);
      assert.equal(hints.length, told.length, hints.join('\n'));
      for (const [index, part] of told.entries()) {
        assert.ok(hints[index]!.startsWith('config_invalid The app has no term '), hints[index]);
        assert.ok(hints[index]!.includes(part), hints[index]);
      }
    });
  }

  test('is told once, and again if the app has had it meanwhile', async () => {
    const site = await createSiteWithTerms();
    const logIn = async (...terms: string[]): Promise<number> => {
      await site.post(site.prepare({terms}));
      return take(site).length;
    };

    assert.equal(await logIn('gone', 'new'), 2);
    site.clock.time += 86_400_000;
    assert.equal(await logIn('gone', 'new'), 0);
    site.provider.terms = toList('service', 'gone');
    assert.equal(await logIn('gone', 'new'), 0);
    site.provider.terms = toList('service');
    assert.equal(await logIn('gone', 'new'), 1);
  });

  test('is told where the login has to wait for the site, and at each purpose', async () => {
    const waiting = await createSiteWithTerms({signUp: () => ({action: 'additional-info'})});
    await waiting.post(waiting.prepare({terms: ['a']}));
    assert.equal(take(waiting).length, 1);

    const site = await createSiteWithTerms();
    const Cookie = await signIn(site);
    for (const purpose of ['auto-login', 'terms', 'link'] as const) {
      const login = await prepareFor(
        site,
        Cookie,
        {purpose, terms: [purpose]},
        {sub: purpose === 'link' ? '7' : PERSON},
      );
      const response = await site.post(login, {Cookie: purpose === 'auto-login' ? null : Cookie});
      assert.equal(take(site).length, 1, `${purpose} ${await response.text()}`);
    }
  });

  test('is not told where Kakao has not said which there are, nor of a login that fails', async () => {
    const site = await createSiteWithTerms();
    site.provider.on('/v2/user/service_terms', () => new Response('', {status: 503}));
    await site.post(site.prepare({terms: ['a']}));
    assert.doesNotMatch(take(site).join(), /config_invalid/);

    const failing = await createSiteWithTerms({findMember: () => Promise.reject(new Error('no database'))});
    await failing.post(failing.prepare({terms: ['a']}));
    assert.match(take(failing).join(), /^hook_failed [^,]*$/);
  });

  test('is told of a hundred tags at most, whatever strangers name, and never with what is secret', async () => {
    const site = await createSiteWithTerms();
    for (let login = 0; login < 5; login++) {
      const terms = Array.from({length: 40}, (_, index) => `t-${login}-${index}`);
      await site.post(site.prepare({terms}));
    }
    assert.equal(take(site).length, 100);

    const other = await createSiteWithTerms();
    const login = other.prepare();
    const response = await other.post({...login, terms: [login.code, login.nonceSecret, CANARIES.nickname, PERSON]});
    assert.equal(response.status, 200);
    assertNoCanary(JSON.stringify(other.reports), login.code, login.nonceSecret, PERSON, toCookieHeader(response));
  });
});
