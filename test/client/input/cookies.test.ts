import {expect} from '@open-wc/testing';
import {textFromBase64url, textToBase64url} from '../../../src/shared/encoding/base64url.js';
import type {TransactionRecord} from '../../../src/shared/transaction.js';
import {Family} from '../../support/family.js';
import {CODE, type FakeBrowser} from '../support/browser.js';
import {returned} from '../support/journey.js';
import {endUnharmed, secretsOf} from '../support/unharmed.js';
import rows from './cookies.json' with {type: 'json'};

const BEGUN = '/cart?id=1#reviews';
const HOUR = 3_600_000;

/** What a row may use to spoil the jar: the record, the cookie it lies in, and the time. */
interface Good {
  readonly browser: FakeBrowser;
  readonly record: TransactionRecord;
  readonly name: string;
  readonly value: string;
  readonly json: string;
  readonly now: number;
}
type Row = readonly [id: string, spoil: (good: Good) => void];

/** A login that has come back with its code, into a browser whose cookies were spoiled meanwhile. */
async function logIn(spoil: (good: Good) => void) {
  const {browser, callback, clock} = await returned(undefined, {address: BEGUN});
  const {record} = browser;
  const [name = ''] = browser.cookies.names();
  const value = browser.cookies.get(name) ?? '';
  const secrets = [...secretsOf(browser), CODE];
  spoil({browser, record, name, value, json: textFromBase64url(value) ?? '', now: clock.now()});
  return {...(await endUnharmed(callback, secrets)), record};
}

const setValue = ({browser, name}: Good, value: string): void => browser.cookies.set(name, value);
const setText = (good: Good, text: string): void => setValue(good, textToBase64url(text));
const put = (good: Good, value: unknown): void => setText(good, JSON.stringify(value));
const fields = (good: Good, more: object): void => put(good, {...good.record, ...more});
function rename({browser, value}: Good, name: string): void {
  browser.cookies.clear();
  browser.cookies.set(name, value);
}
function fill(browser: FakeBrowser, count: number, toName: (index: number) => string): void {
  for (let index = 0; index < count; index++) browser.cookies.set(toName(index), textToBase64url('{"tx":"x"}'));
}

/** A row of the corpus: other fields, a field less, another JSON or another cookie's value. */
interface Spoil {
  readonly id: string;
  readonly fields?: object;
  readonly without?: string;
  readonly json?: string;
  readonly value?: string;
}
const toRow = ({id, fields: more, without, json, value}: Spoil): Row => [
  id,
  (good) => {
    const expand = (text: string): string =>
      text
        .replaceAll('{json}', () => good.json)
        .replaceAll('{rest}', () => good.json.slice(1))
        .replaceAll('{value}', () => good.value);
    if (more) fields(good, more);
    if (without) fields(good, {[without]: undefined});
    if (json !== undefined) setText(good, expand(json));
    if (value !== undefined) setValue(good, expand(value));
  },
];

/** The login goes on as if nothing had happened. */
const TAKEN: readonly Row[] = [
  ...(rows.taken as readonly Spoil[]).map(toRow),
  ['among-50-of-the-site', ({browser}) => fill(browser, 50, (index) => `site${index}`)],
  ['among-100-of-our-form', ({browser}) => fill(browser, 100, (index) => `__Host-ks.${`${index}`.padStart(6, '0')}`)],
  [
    'among-prototype-names',
    ({browser}) => ['__proto__', 'constructor', 'toString'].forEach((name) => browser.cookies.set(name, 'x')),
  ],
  ['beside-a-plain-twin', ({browser, name, value}) => browser.cookies.set(name.replace('__Host-', ''), value)],
  ['beside-a-spoiled-twin-in-capitals', ({browser, name}) => browser.cookies.set(name.toUpperCase(), 'x')],
  ['json-with-blanks', (good) => setText(good, good.json.replaceAll(',', ' ,\n'))],
  ['time-in-59-minutes', (good) => fields(good, {time: good.now + HOUR - 60_000})],
];

const other = (text: string): string => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));

/** There is no transaction of ours, as in another browser. */
const UNKNOWN: readonly Row[] = [
  ...(rows.unknown as readonly Spoil[]).map(toRow),
  ['gone', ({browser}) => browser.cookies.clear()],
  ['cut-by-one', (good) => setValue(good, good.value.slice(0, -1))],
  ['cut-in-half', (good) => setValue(good, good.value.slice(0, good.value.length / 2))],
  ['with-a-blank', (good) => setValue(good, good.value.replace(/.{9}/, '$& '))],
  ['of-100-kb', (good) => setValue(good, 'A'.repeat(100_000))],
  ['json-cut', (good) => setText(good, good.json.slice(0, -1))],
  ['json-10000-deep', (good) => setText(good, '['.repeat(10_000) + ']'.repeat(10_000))],
  ['time-beyond-numbers', (good) => setText(good, good.json.replace(/"time":\d+/, '"time":1e999'))],
  ['under-no-prefix', (good) => rename(good, good.name.replace('__Host-', ''))],
  ['under-another-prefix', (good) => rename(good, good.name.replace('__Host-', '__Secure-'))],
  ['under-another-id', (good) => rename(good, other(good.name))],
  ['under-a-longer-name', (good) => rename(good, `${good.name}x`)],
  ['tx-of-another', (good) => fields(good, {tx: other(good.record.tx)})],
  ['tx-list', (good) => fields(good, {tx: [good.record.tx]})],
  ['time-of-an-hour-ago', (good) => fields(good, {time: good.now - HOUR})],
  ['time-in-an-hour', (good) => fields(good, {time: good.now + HOUR})],
  ['tombstone-in-an-hour', (good) => fields(good, {used: good.now + HOUR})],
];

/** The answer is taken already: the session is read, never made anew. */
const USED: readonly Row[] = [
  ['tombstone', (good) => put(good, {tx: good.record.tx, used: good.now})],
  ['tombstone-in-59-minutes', (good) => put(good, {tx: good.record.tx, used: good.now + HOUR - 60_000})],
  ['tombstone-with-a-record', (good) => fields(good, {used: good.now})],
  ['tombstone-of-59-minutes-ago', (good) => fields(good, {used: good.now - HOUR + 60_000})],
];

// What is found in a cookie that is spoiled in any character is proven where the transaction store is.
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

  for (const [cases, expected] of [
    [UNKNOWN, 'other_browser'],
    [USED, 'login_unfinished'],
  ] as const) {
    for (const [id, spoil] of cases) {
      it(`C9 ${id}: ends as ${expected}, leads back, and posts nothing`, async () => {
        const {end, at, body} = await logIn(spoil);

        expect({end, at, body}).to.deep.equal({end: expected, at: BEGUN, body: undefined});
        family.judge('refused');
      });
    }
  }

  for (const from of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:x', '/..//evil']) {
    it(`C9 from ${from}: leads nowhere else`, async () => {
      const {end, at} = await logIn((good) => {
        fields(good, {from});
        good.browser.localItems.clear();
      });

      expect({end, at}).to.deep.equal({end: 'callback_invalid', at: '/'});
      family.judge('refused');
    });
  }
});
