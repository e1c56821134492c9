import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {factor, Family} from '../../support/family.js';
import {CALLBACK, CODE, FakeBrowser, type FakePage} from '../support/browser.js';
import {returned} from '../support/journey.js';
import {endUnharmed, expectUnharmed, secretsOf} from '../support/unharmed.js';
import stored from './stored.json' with {type: 'json'};

const BEGUN = '/cart?id=1#reviews';
const OTHER = 'another-code-of-somebody-canary';

/** A login whose answer is in the address, in a tab whose storage somebody has written to. */
async function logIn(write: (page: FakePage, values: {readonly state: string; readonly tx: string}) => void) {
  const {browser, callback, page} = await returned(undefined, {address: BEGUN});
  const {state = ''} = page.left;
  const secrets = [...secretsOf(browser), CODE, OTHER];
  write(callback, {state, tx: browser.record.tx});
  return {...(await endUnharmed(callback, secrets)), state};
}

const DEEP = '['.repeat(10_000) + ']'.repeat(10_000);

/** What may lie in the saved answer of KakaoTalk, and how the login ends. */
const TALK_ANSWERS: readonly {id: string; text: string; end: string; code?: string}[] = [
  ...stored['talk answers'],
  {id: 'code-that-is-the-state', text: '{"state":"{s}","code":"{s}"}', end: 'signed-in', code: '{s}'},
  {id: '10000-deep', text: DEEP, end: 'signed-in'},
  {id: 'code-of-8-kib', text: `{"state":"{s}","code":"${'x'.repeat(8192)}"}`, end: 'callback_invalid'},
];
/** What may lie where an outcome crosses from page to page, and is none. */
const OUTCOMES = [...stored.outcomes, {id: '10000-deep', text: `{"end":${DEEP}}`}];
/** What may lie where the details of a transaction do. None of it keeps anybody from logging in. */
const DETAILS: readonly {id: string; text: string; at?: string}[] = [
  ...stored.details,
  {id: 'context-of-100-kb', text: `{"context":"${'x'.repeat(100_000)}"}`},
];

describe('what somebody has written to the storage', () => {
  const family = new Family('C10', 'notes, outcomes and details in the storage', after);
  const judge = (end: unknown): void => void family.judge(end === 'signed-in' ? 'accepted' : 'refused');

  for (const {id, text, end, code = CODE} of TALK_ANSWERS) {
    it(`C10 note ${id}: ends as ${end}`, async () => {
      const login = await logIn((page, {state}) => page.sessionStorage.set('ks.note', text.replaceAll('{s}', state)));

      expect(login.end).to.equal(end);
      expect(login.body?.code).to.equal(end === 'signed-in' ? code.replace('{s}', login.state) : undefined);
      expect(login.at).to.equal(end === 'other_browser' ? '/' : BEGUN);
      judge(end);
    });
  }

  for (const {id, text} of OUTCOMES) {
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

  for (const {id, text, at = '/cart?id=1'} of DETAILS) {
    it(`C10 details ${id}: keep nobody from logging in`, async () => {
      const login = await logIn((page, {tx}) => page.localStorage.set(`ks.${tx.slice(0, 6)}`, text));

      expect({end: login.end, at: login.at, code: login.body?.code}).to.deep.equal({end: 'signed-in', at, code: CODE});
      judge(login.end);
    });
  }

  for (const text of stored.memories) {
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
        const login = await logIn((page, {state, tx}) => {
          const text = JSON.stringify(value);
          // Secrets that the test itself puts where nobody takes them away would be found there.
          const harmless = text.replaceAll(/\{s\}|another-[a-z-]+/g, 'x');
          if (isLocal) page.localStorage.set(`ks.${tx.slice(0, 6)}`, harmless);
          else page.sessionStorage.set(name, name === 'ks.note' ? text.replaceAll('{s}', state) : harmless);
        });

        // A note of our own state may bring another code; no other can.
        const {end, body} = login;
        if (body && body.code !== CODE) {
          expect(value).to.have.property('state', '{s}');
          const noted = new URLSearchParams({code: value['code'] as string}).get('code');
          expect(noted?.replaceAll('{s}', login.state)).to.equal(body.code);
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
