import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {factor, Family} from '../../support/family.js';
import {CALLBACK, CODE, FakeBrowser, ORIGIN, type FakePage} from '../support/browser.js';
import {returned} from '../support/journey.js';
import {expectUnharmed, secretsOf} from '../support/unharmed.js';

const BEGUN = '/cart?id=1#reviews';
const OTHER = 'another-code-of-somebody-canary';

/** A login whose answer is in the address, in a tab whose storage somebody has written to. */
async function logIn(write: (page: FakePage, values: {readonly state: string; readonly tx: string}) => void) {
  const {browser, callback, clock, shop, page} = await returned(undefined, {address: BEGUN});
  const {state = ''} = page.left;
  const secrets = [...secretsOf(browser), CODE, OTHER];
  write(callback, {state, tx: browser.record.tx});

  void callback.client.start();
  for (let seconds = 0; callback.navigations.length === 0 && seconds <= 15; seconds++) await clock.advance(1000);

  const last = callback.navigations.length > 0 ? callback.follow() : callback;
  await last.client.start();
  expect(shop.posts.length, 'a code is posted once at most').to.be.at.most(1);
  expectUnharmed(browser, secrets, last === callback ? [] : [callback]);
  const {outcome} = last.client.state;
  return {
    state,
    end: outcome && 'code' in outcome ? outcome.code : (outcome?.end ?? null),
    at: last.address.href.slice(ORIGIN.length),
    body: shop.posts[0]?.body,
  };
}

/** What may lie in the note of an answer in KakaoTalk, and how the login ends; null: the note speaks of another login. */
const NOTES: readonly (readonly [id: string, note: string, end: string])[] = [
  ['empty', '', 'signed-in'],
  ['no-json', 'junk', 'signed-in'],
  ['null', 'null', 'signed-in'],
  ['number', '5', 'signed-in'],
  ['text', '"ks1"', 'signed-in'],
  ['list', '["state"]', 'signed-in'],
  ['without-state', '{"code":"x"}', 'signed-in'],
  ['state-null', '{"state":null}', 'signed-in'],
  ['state-inherited', '{"__proto__":{"state":"{s}","code":"x"}}', 'signed-in'],
  ['state-that-is-no-text', '{"state":{"toString":1,"valueOf":1}}', 'signed-in'],
  ['code-that-is-no-text', '{"state":"{s}","code":{"toString":1,"valueOf":1}}', 'signed-in'],
  ['10000-deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'signed-in'],
  ['state-alone', '{"state":"{s}"}', 'callback_invalid'],
  ['code-and-error', '{"state":"{s}","code":"x","error":"access_denied"}', 'callback_invalid'],
  ['code-empty', '{"state":"{s}","code":""}', 'callback_invalid'],
  ['code-with-newline', '{"state":"{s}","code":"x\\r\\ny"}', 'callback_invalid'],
  ['code-of-8-kib', `{"state":"{s}","code":"${'x'.repeat(8192)}"}`, 'callback_invalid'],
  ['token', '{"state":"{s}","code":"x","access_token":"y"}', 'callback_invalid'],
  ['state-of-an-unknown-login', `{"state":"ks1.${'x'.repeat(43)}.Lw","code":"${OTHER}"}`, 'other_browser'],
  ['error', '{"state":"{s}","error":"access_denied","error_description":"under age 14"}', 'under_age'],
  ['error-of-markup', '{"state":"{s}","error":"<img src=x>"}', 'kakao_refused'],
];

/** What may lie where an outcome crosses from page to page, and is none. */
const OUTCOMES: readonly (readonly [id: string, text: string])[] = [
  ['empty', ''],
  ['no-json', 'junk'],
  ['null', 'null'],
  ['number', '5'],
  ['list', '[{"end":"help","code":"under_age"}]'],
  ['without-end', '{"purpose":"login","code":"under_age"}'],
  ['end-number', '{"end":1}'],
  ['end-empty', '{"end":""}'],
  ['end-unknown', '{"end":"won","purpose":"login"}'],
  ['end-constructor', '{"end":"constructor"}'],
  ['end-of-a-flow', '{"end":"completing","purpose":"login"}'],
  ['end-longer', '{"end":"help me","purpose":"login"}'],
  ['end-inherited', '{"__proto__":{"end":"help","code":"under_age"}}'],
  ['arrival-alone', '{"end":"signed-in"}'],
  ['arrival-without-terms', '{"end":"signed-in","purpose":"login","member":{}}'],
  ['arrival-with-member-null', '{"end":"signed-in","purpose":"login","member":null,"missingTerms":[]}'],
  ['arrival-with-terms-text', '{"end":"signed-in","purpose":"login","member":{},"missingTerms":"x"}'],
  ['10000-deep', `{"end":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
];

/** What may lie where the details of a transaction do. None of it keeps anybody from logging in. */
const DETAILS: readonly (readonly [id: string, text: string, at?: string])[] = [
  ['gone', ''],
  ['no-json', '{"from":'],
  ['null', 'null'],
  ['list', '["/x"]'],
  ['from-of-another-site', '{"from":"https://evil.example/"}'],
  ['from-without-scheme', '{"from":"//evil.example/"}'],
  ['from-that-is-script', '{"from":"javascript:alert(1)"}'],
  ['from-object', '{"from":{"toString":"/x"}}'],
  ['from-callback', '{"from":"/kakao/callback?code=1&state=2"}'],
  ['from-inherited', '{"__proto__":{"from":"/x"}}'],
  ['from-of-a-page', '{"from":"/x#y"}', '/x#y'],
  ['context-number', '{"context":5}'],
  ['context-object', '{"context":{"toString":1}}'],
  ['context-of-100-kb', `{"context":"${'x'.repeat(100_000)}"}`],
  ['attribution-text', '{"attribution":"utm"}'],
  ['attribution-list', '{"attribution":["utm"]}'],
  ['attribution-of-objects', '{"attribution":{"utm_source":{"toString":1}}}'],
];

describe('what somebody has written to the storage', () => {
  const family = new Family('C10', 'notes, outcomes and details in the storage', after);
  const judge = (end: unknown): void => void family.judge(end === 'signed-in' ? 'accepted' : 'refused');

  for (const [id, note, end] of NOTES) {
    it(`C10 note ${id}: ends as ${end}`, async () => {
      const login = await logIn((page, {state}) => page.sessionStorage.set('ks.note', note.replaceAll('{s}', state)));

      expect(login.end).to.equal(end);
      expect(login.body?.code).to.equal(end === 'signed-in' ? CODE : undefined);
      expect(login.at).to.equal(end === 'other_browser' ? '/' : BEGUN);
      judge(end);
    });
  }

  it('C10 note code-that-is-the-state: is posted like any other code', async () => {
    const login = await logIn((page, {state}) =>
      page.sessionStorage.set('ks.note', JSON.stringify({state, code: state})),
    );

    expect(login.end).to.equal('signed-in');
    expect(login.body?.code).to.equal(login.state);
    judge(login.end);
  });

  for (const [id, text] of OUTCOMES) {
    it(`C10 outcome ${id}: is none`, async () => {
      const browser = new FakeBrowser();
      const page = browser.open(BEGUN);
      const before = page.client.state;
      page.sessionStorage.set('ks.outcome', text);

      await page.client.start();

      expect(page.client.state).to.equal(before);
      expect(page.told).to.deep.equal([]);
      expectUnharmed(browser, [], [page]);
      judge(null);
    });
  }

  for (const [id, text, at = '/cart?id=1'] of DETAILS) {
    it(`C10 details ${id}: keep nobody from logging in`, async () => {
      const login = await logIn((page, {tx}) => page.localStorage.set(`ks.${tx.slice(0, 6)}`, text));

      expect({end: login.end, at: login.at, code: login.body?.code}).to.deep.equal({end: 'signed-in', at, code: CODE});
      judge(login.end);
    });
  }

  for (const text of [
    '',
    'junk',
    'null',
    '[]',
    '{"until":"x"}',
    '{"until":1e999,"known":1}',
    '{"__proto__":{"out":true}}',
  ]) {
    it(`C10 memory ${text || 'empty'}: changes no login`, async () => {
      const login = await logIn((page) => page.localStorage.set('ks', text));

      expect(login.end).to.equal('signed-in');
      judge(login.end);
    });
  }

  it('of any JSON leads to a published end, of our own login or none', async () => {
    const key = fc.constantFrom('ks.note', 'ks.outcome', 'ks.no-read', 'ks');
    const json = fc.dictionary(
      fc.constantFrom('state', 'code', 'error', 'end', 'member', 'missingTerms', 'from', 'context', '__proto__'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('{s}', OTHER, 'signed-in', 'help', 'x')),
    );
    await family.alwaysAsync(
      200,
      fc.asyncProperty(key, fc.boolean(), json, async (name, isLocal, value) => {
        const {
          end,
          body,
          state: ours,
        } = await logIn((page, {state, tx}) => {
          const text = JSON.stringify(value);
          // Secrets that the test itself puts where nobody takes them away would be found there.
          const harmless = text.replaceAll(/\{s\}|another-[a-z-]+/g, 'x');
          if (isLocal) page.localStorage.set(`ks.${tx.slice(0, 6)}`, harmless);
          else page.sessionStorage.set(name, name === 'ks.note' ? text.replaceAll('{s}', state) : harmless);
        });

        // A note of our own state may bring another code; no other can.
        if (body && body.code !== CODE) {
          expect(value).to.have.property('state', '{s}');
          const noted = new URLSearchParams({code: value['code'] as string}).get('code');
          expect(noted?.replaceAll('{s}', ours)).to.equal(body.code);
        }
        expect(end === 'signed-in').to.equal(body !== undefined);
        judge(end);
      }),
    );
  }).timeout(120_000 * factor);

  it('is touched nowhere where it is another’s', async () => {
    const browser = new FakeBrowser();
    const page = browser.open(CALLBACK);
    const own = ['token', 'ks_theme', 'ks-1', 'ks.notes', 'ks.outcome2', 'KS.note', 'kakao_abc'];
    for (const key of own) page.localStorage.set(key, key);
    for (const key of own) page.sessionStorage.set(key, key);

    await page.client.start();
    await page.press();

    for (const key of own) {
      expect(page.localStorage.get(key)).to.equal(key);
      expect(page.sessionStorage.get(key)).to.equal(key);
    }
  });
});
