import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {textFromBase64url, textToBase64url} from '../../../src/shared/base64url.js';
import type {TransactionRecord} from '../../../src/shared/transaction.js';
import {factor, Family} from '../../support/family.js';
import {CODE, ORIGIN, type FakeBrowser} from '../support/browser.js';
import {returned} from '../support/journey.js';
import {expectUnharmed, secretsOf} from '../support/unharmed.js';

const BEGUN = '/cart?id=1#reviews';
const HOUR = 3_600_000;

/** What a row may use to spoil the jar: the record, the cookie it lies in, and the time. */
interface Good {
  readonly browser: FakeBrowser;
  readonly record: TransactionRecord;
  readonly name: string;
  readonly value: string;
  readonly now: number;
}

/** A login that has come back with its code, into a browser whose cookies were spoiled meanwhile. */
async function logIn(spoil: (good: Good) => void) {
  const {browser, callback, clock, shop} = await returned(undefined, {address: BEGUN});
  const {record} = browser;
  const [name = ''] = browser.cookies.names();
  const value = browser.cookies.get(name) ?? '';
  const secrets = [...secretsOf(browser), CODE];
  spoil({browser, record, name, value, now: clock.now()});

  void callback.client.start();
  for (let seconds = 0; callback.navigations.length === 0 && seconds <= 15; seconds++) await clock.advance(1000);

  expect(shop.posts.length, 'a code is posted once at most').to.be.at.most(1);
  expect(shop.reads.length, 'readings').to.be.at.most(11);
  expect(callback.navigations).to.have.length(1);
  const last = callback.follow();
  await last.client.start();
  expectUnharmed(browser, secrets, [callback]);
  const {outcome} = last.client.state;
  return {
    end: outcome && 'code' in outcome ? outcome.code : (outcome?.end ?? null),
    at: last.address.href.slice(ORIGIN.length),
    body: shop.posts[0]?.body,
    record,
  };
}

const fields =
  (more: Readonly<Record<string, unknown>>) =>
  ({browser, record, name}: Good): void =>
    browser.cookies.set(name, textToBase64url(JSON.stringify({...record, ...more})));
const text =
  (toText: (json: string) => string) =>
  ({browser, name, value}: Good): void =>
    browser.cookies.set(name, textToBase64url(toText(textFromBase64url(value) ?? '')));
const raw =
  (toValue: (value: string) => string) =>
  ({browser, name, value}: Good): void =>
    browser.cookies.set(name, toValue(value));
const rename =
  (toName: (name: string) => string) =>
  ({browser, name, value}: Good): void => {
    browser.cookies.clear();
    browser.cookies.set(toName(name), value);
  };

/** The login goes on as if nothing had happened. */
const TAKEN: readonly (readonly [id: string, spoil: (good: Good) => void])[] = [
  ['as-written', () => undefined],
  ['among-50-of-the-site', ({browser}) => fill(browser, 50, (index) => `site${index}`)],
  [
    'among-100-of-our-form',
    ({browser}) => fill(browser, 100, (index) => `__Host-ks.${String(index).padStart(6, '0')}`),
  ],
  [
    'among-prototype-names',
    ({browser}) => ['__proto__', 'constructor', 'toString'].forEach((n) => browser.cookies.set(n, 'x')),
  ],
  ['beside-a-plain-twin', ({browser, name, value}) => browser.cookies.set(name.replace('__Host-', ''), value)],
  ['beside-a-spoiled-twin-in-capitals', ({browser, name}) => browser.cookies.set(name.toUpperCase(), 'x')],
  ['json-with-blanks', text((json) => json.replaceAll(',', ' ,\n'))],
  ['fields-of-others', fields({access_token: 'x', admin: true, terms: ['a']})],
  ['prototype-key', text((json) => json.replace('{', '{"__proto__":{"purpose":"link"},'))],
  ['time-in-59-minutes', ({now, ...good}) => fields({time: now + HOUR - 60_000})({now, ...good})],
  ['used-null', fields({used: null})],
  ['used-text', fields({used: 'now'})],
];

/** There is no transaction of ours, as in another browser. */
const UNKNOWN: readonly (readonly [id: string, spoil: (good: Good) => void])[] = [
  ['gone', ({browser}) => browser.cookies.clear()],
  ['empty', raw(() => '')],
  ['one-letter', raw(() => 'x')],
  ['cut-by-one', raw((value) => value.slice(0, -1))],
  ['cut-in-half', raw((value) => value.slice(0, value.length / 2))],
  ['longer-by-one', raw((value) => `${value}A`)],
  ['padded', raw((value) => `${value}=`)],
  ['with-a-blank', raw((value) => `${value.slice(0, 9)} ${value.slice(9)}`)],
  ['quoted', raw((value) => `"${value}"`)],
  ['escaped', raw((value) => encodeURIComponent(`${value}+`))],
  ['of-one-mb', raw(() => 'A'.repeat(1_000_000))],
  ['json-in-clear', ({browser, name, record}) => browser.cookies.set(name, JSON.stringify(record).replaceAll(';', ''))],
  ['sealed-by-somebody', raw(() => 'eyJhbGciOiJkaXIifQ..AAAA.BBBB.CCCC')],
  ['json-cut', text((json) => json.slice(0, -1))],
  ['json-after-bom', text((json) => `\ufeff${json}`)],
  ['json-twice', text((json) => json + json)],
  ['json-null', text(() => 'null')],
  ['json-number', text(() => '5')],
  ['json-text', text((json) => JSON.stringify(json))],
  ['json-list', text((json) => `[${json}]`)],
  ['json-10000-deep', text(() => '['.repeat(10_000) + ']'.repeat(10_000))],
  ['fields-inherited', text((json) => `{"__proto__":${json}}`)],
  ['under-no-prefix', rename((name) => name.replace('__Host-', ''))],
  ['under-another-prefix', rename((name) => name.replace('__Host-', '__Secure-'))],
  ['under-another-id', rename((name) => `${name.slice(0, -1)}${name.endsWith('A') ? 'B' : 'A'}`)],
  ['under-a-longer-name', rename((name) => `${name}x`)],
  [
    'tx-of-another',
    ({browser, record, name}) =>
      moveTo(browser, name, {...record, tx: record.tx.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'))}),
  ],
  ['tx-missing', fields({tx: undefined})],
  ['tx-list', ({browser, record, name}) => moveTo(browser, name, {...record, tx: [record.tx]})],
  ['nonce-secret-missing', fields({nonceSecret: undefined})],
  ['nonce-secret-short', fields({nonceSecret: 'x'.repeat(42)})],
  ['nonce-secret-with-newline', fields({nonceSecret: `${'x'.repeat(42)}\n`})],
  ['code-verifier-null', fields({codeVerifier: null})],
  ['code-verifier-plain', fields({codeVerifier: 'plain'})],
  ['redirect-uri-missing', fields({redirectUri: undefined})],
  ['redirect-uri-list', fields({redirectUri: [`${ORIGIN}/kakao/callback`]})],
  ['client-id-number', fields({clientId: 5})],
  ['purpose-missing', fields({purpose: undefined})],
  ['purpose-logout', fields({purpose: 'logout'})],
  ['purpose-constructor', fields({purpose: 'constructor'})],
  ['purpose-list', fields({purpose: ['login']})],
  ['time-missing', fields({time: undefined})],
  ['time-text', fields({time: '1795338000000'})],
  ['time-beyond-numbers', text((json) => json.replace(/"time":\d+/, '"time":1e999'))],
  ['time-of-an-hour-ago', ({now, ...good}) => fields({time: now - HOUR})({now, ...good})],
  ['time-in-an-hour', ({now, ...good}) => fields({time: now + HOUR})({now, ...good})],
  ['tombstone-in-an-hour', ({now, ...good}) => fields({used: now + HOUR})({now, ...good})],
  ['from-missing', fields({from: undefined})],
  ['from-object', fields({from: {path: '/'}})],
];

/** The answer is taken already: the session is read, never made anew. */
const USED: readonly (readonly [id: string, spoil: (good: Good) => void])[] = [
  ['tombstone', ({browser, name, record, now}) => moveTo(browser, name, {tx: record.tx, used: now})],
  [
    'tombstone-in-59-minutes',
    ({browser, name, record, now}) => moveTo(browser, name, {tx: record.tx, used: now + HOUR - 60_000}),
  ],
  ['tombstone-with-a-record', ({now, ...good}) => fields({used: now})({now, ...good})],
  ['tombstone-of-59-minutes-ago', ({now, ...good}) => fields({used: now - HOUR + 60_000})({now, ...good})],
];

function moveTo(browser: FakeBrowser, name: string, value: unknown): void {
  browser.cookies.set(name, textToBase64url(JSON.stringify(value)));
}

function fill(browser: FakeBrowser, count: number, toName: (index: number) => string): void {
  for (let index = 0; index < count; index++) browser.cookies.set(toName(index), textToBase64url('{"tx":"x"}'));
}

describe('the cookie of a transaction', () => {
  const family = new Family('C9', 'cookies of a transaction', after);

  for (const [id, spoil] of TAKEN) {
    it(`C9 ${id}: the login goes on, with what was written alone`, async () => {
      const {end, at, body, record} = await logIn(spoil);

      const {tx, nonceSecret, redirectUri, clientId, purpose} = record;
      expect({end, at}).to.deep.equal({end: 'signed-in', at: BEGUN});
      expect(body).to.deep.equal({purpose, tx, code: CODE, redirectUri, clientId, nonceSecret});
      family.judge('accepted');
    });
  }

  for (const [id, spoil] of UNKNOWN) {
    it(`C9 ${id}: signs nobody in, and leads back`, async () => {
      const {end, at, body} = await logIn(spoil);

      expect({end, at, body}).to.deep.equal({end: 'other_browser', at: BEGUN, body: undefined});
      family.judge('refused');
    });
  }

  for (const [id, spoil] of USED) {
    it(`C9 ${id}: posts nothing a second time`, async () => {
      const {end, at, body} = await logIn(spoil);

      expect({end, at, body}).to.deep.equal({end: 'login_unfinished', at: BEGUN, body: undefined});
      family.judge('refused');
    });
  }

  for (const from of [
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/..//evil',
  ]) {
    it(`C9 from ${from}: leads nowhere else`, async () => {
      const {end, at} = await logIn((good) => {
        fields({from})(good);
        good.browser.localItems.clear();
      });

      expect(end).to.equal('callback_invalid');
      expect(at).to.equal('/');
      family.judge('refused');
    });
  }

  it('that is spoiled in any character posts what it says, or nothing', async () => {
    const letter = fc.constantFrom(...Array.from('AQgwZz019-_=+/% '));
    const edit = fc.record({at: fc.double({min: 0, max: 1, noNaN: true}), letter});
    await family.alwaysAsync(
      200,
      fc.asyncProperty(fc.array(edit, {minLength: 1, maxLength: 3}), async (edits) => {
        let changed = '';
        const {end, body, record} = await logIn((good) => {
          changed = edits.reduce((value, {at, letter: put}) => {
            const index = Math.floor(at * (value.length - 1));
            return value.slice(0, index) + put + value.slice(index + 1);
          }, good.value);
          good.browser.cookies.set(good.name, changed);
        });

        if (body) {
          const {tx, nonceSecret, purpose, clientId, redirectUri} = body;
          const written = JSON.parse(textFromBase64url(changed)!) as Record<string, unknown>;
          expect({...written, tx, nonceSecret, purpose, clientId, redirectUri}).to.deep.equal(written);
          expect(tx).to.equal(record.tx);
        }
        expect(end === 'signed-in').to.equal(body !== undefined);
        family.judge(body ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
