import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {DEFAULTS, type Settings} from '../../../demo/configurator/settings.js';
import {toConfiguration} from '../../../demo/configurator/outputs/script-settings.js';
import {toOrigin} from '../../../demo/configurator/sites.js';
import {validate, type Problem} from '../../../demo/configurator/validate.js';
import {readConfig} from '../../../src/client/state/config.js';
import {drawSeed} from '../../server/support/seed.js';
import {anySettings, PLACES, WHOLE} from './support/settings.js';

const isSelector = (text: string): boolean => !text.includes('[[');

/** `field code`, with a question mark for a warning, and its values. */
const toLine = ({field, code, isWarning, values}: Problem): string =>
  [field, code + (isWarning ? '?' : ''), ...Object.values(values ?? {})].join(' ');
const judge = (settings: Settings): string[] => validate(settings, isSelector).map(toLine);

const KEY = WHOLE.appKey;

/** What is said of settings that are right but for these. */
const ROWS: readonly (readonly [what: string, given: Partial<Settings>, lines: readonly string[]])[] = [
  ['nothing is wrong', {}, []],
  ['keys with blanks around them', {appKey: ` ${KEY}\n`}, []],
  ['no key', {appKey: ' '}, ['appKey missing']],
  ['a short key', {appKey: KEY.slice(1)}, ['appKey key-malformed 31']],
  [
    'a key with a letter that none has',
    {restApiKey: `g${KEY.slice(1)}`},
    ['restApiKey key-malformed 32', 'restApiKey maybe-secret?'],
  ],
  [
    'a client secret',
    {appKey: 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY'},
    ['appKey key-malformed 32', 'appKey maybe-secret?'],
  ],
  ['one key twice', {restApiKey: KEY.toUpperCase()}, ['restApiKey keys-equal']],
  ['no REST API key', {restApiKey: ''}, []],
  ['no site', {sites: ['']}, ['sites site-missing?']],
  ['a site with a slash at its end', {sites: ['https://www.example.com/']}, []],
  ['a site on this machine', {sites: ['http://localhost:3000']}, []],
  ['a site without TLS', {sites: ['http://www.example.com']}, ['sites site-malformed http://www.example.com']],
  ['a site without a scheme', {sites: ['www.example.com']}, ['sites site-malformed www.example.com']],
  [
    'a page as a site',
    {sites: ['https://www.example.com/shop']},
    ['sites site-malformed https://www.example.com/shop'],
  ],
  ['a site with a name', {sites: ['https://me@www.example.com']}, ['sites site-malformed https://me@www.example.com']],
  ['one site twice', {sites: ['https://a.kr', 'https://A.kr/']}, ['sites site-twice https://A.kr/']],
  ['no return path', {redirectUri: ''}, ['redirectUri missing']],
  ['a return path with a query', {redirectUri: '/back?a=1'}, ['redirectUri path-has-query']],
  ['a return path with a hash', {redirectUri: '/back#a'}, ['redirectUri path-has-query']],
  ['a return path without a slash', {redirectUri: 'back'}, ['redirectUri path-malformed /back']],
  ['a return path of two slashes', {redirectUri: '//back'}, ['redirectUri path-malformed /']],
  ['a return path with a backslash', {redirectUri: '/\\x.example/a'}, ['redirectUri path-malformed /a']],
  ['a whole address of the site', {redirectUri: 'https://m.example.com/back'}, ['redirectUri path-malformed /back']],
  ['a whole address elsewhere', {redirectUri: 'https://x.example/back'}, ['redirectUri path-elsewhere x.example']],
  ['no endpoint', {endpoint: ''}, ['endpoint missing']],
  ['an endpoint without a slash', {endpoint: 'api'}, ['endpoint endpoint-malformed']],
  ['an endpoint without TLS', {endpoint: 'http://api.example.com/'}, ['endpoint endpoint-malformed']],
  ['an endpoint with a name', {endpoint: 'https://me@api.example.com/'}, ['endpoint endpoint-malformed']],
  ['an endpoint of the same site', {endpoint: 'https://api.example.com/kakao'}, []],
  [
    'an endpoint of another site',
    {endpoint: 'https://example.org/kakao'},
    ['endpoint endpoint-elsewhere example.org https://www.example.com'],
  ],
  [
    'a neighbour below co.kr',
    {sites: ['https://a.co.kr'], endpoint: 'https://b.co.kr/'},
    ['endpoint endpoint-elsewhere b.co.kr https://a.co.kr'],
  ],
  ['the return path as endpoint', {endpoint: '/kakao/callback/'}, ['endpoint endpoint-is-callback']],
  ['own words', {label: 'own', text: '카톡으로 가입'}, ['label words-own?']],
  ['own words that are none', {label: 'own', text: ' '}, ['label words-own?', 'text missing']],
  ['own words that are not shown', {text: '카톡으로 가입'}, []],
  ['a bubble of 20 characters', {bubble: '⚡'.repeat(20)}, []],
  ['a bubble of 21 characters', {bubble: '🎁'.repeat(21)}, ['bubble bubble-long? 21 20']],
  ['a low button', {height: 39}, ['height height-range 40 60']],
  ['a high button', {height: 61}, ['height height-range 40 60']],
  ['no height', {height: NaN}, ['height height-range 40 60']],
  ['the least and the most', {height: 60, width: 0, radius: 12}, []],
  ['a narrow button', {width: 47}, ['width width-range 48 1200']],
  ['corners of their own', {radius: 0}, ['radius radius-own?']],
  ['corners that are too round', {radius: 31}, ['radius radius-range 0 30']],
  ['a track id', {kakaoPixel: '1234567890123456789', loadPixel: true}, []],
  ['a track id with a letter', {kakaoPixel: '12a'}, ['kakaoPixel pixel-malformed']],
  ['a pixel to load, and none', {loadPixel: true}, ['loadPixel pixel-missing?']],
  ['a folder elsewhere', {base: 'https://cdn.example.com/kakao/'}, []],
  ['no folder', {base: ''}, ['base missing']],
  ['a folder without a slash at its end', {base: '/kakao'}, ['base base-no-slash']],
  ['a folder without TLS', {base: 'http://cdn.example.com/'}, ['base base-malformed']],
  ['a folder with a query', {base: '/kakao/?a/'}, ['base base-malformed']],
  ['a folder without a slash first', {base: 'kakao/'}, ['base base-malformed']],
  ['a shop without keys', {place: 'cafe24', appKey: 'x', endpoint: '', sites: []}, []],
  ['a selector that is none', {place: 'cafe24', clickSelector: 'a[['}, ['clickSelector selector-malformed']],
  ["members' mark that is none", {place: 'imweb', memberSelector: 'a[['}, ['memberSelector selector-malformed']],
  ['members that nothing tells apart', {place: 'imweb'}, ['memberSelector members-unknown?']],
  [
    'a sheet of a hosted shop that knows no members',
    {place: 'imweb', hideForMembers: false, sheet: 'auto'},
    ['memberSelector sheet-members-unknown'],
  ],
  ['a sheet of a hosted shop that knows some', {place: 'cafe24', hideForMembers: false, sheet: 'delay'}, []],
  ['a sheet of sixty characters', {sheet: 'auto', sheetText: '가'.repeat(60)}, []],
  ['a sheet of more', {sheet: 'auto', sheetText: '가'.repeat(61)}, ['sheetText sheet-long? 61 60']],
  ['long words of a sheet that there is not', {sheetText: '가'.repeat(61)}, []],
  ['a sheet of an app', {place: 'framework', sheet: 'auto', sheetText: '가'.repeat(61)}, []],
  ['members who see the button', {place: 'imweb', hideForMembers: false}, []],
  ['selectors where nobody asks for them', {clickSelector: 'a[[', memberSelector: 'a[['}, []],
  ['a folder where none is used', {place: 'framework', base: ''}, []],
];

describe('the settings of the configurator', () => {
  for (const [what, given, lines] of ROWS) {
    test(`are judged: ${what}`, () => assert.deepEqual(judge({...WHOLE, ...given}), lines));
  }

  test('begin with what is missing, and nothing that is wrong', () => {
    assert.deepEqual(judge(DEFAULTS), ['appKey missing', 'sites site-missing?']);
  });

  test('are judged whatever they are', (t) => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const {field} of validate(settings, isSelector)) assert.ok(field in settings);
      }),
      {seed: drawSeed(t), numRuns: 500},
    );
  });
});

/** What the script tag says of the same texts, on a page of the site. */
function readBy(settings: Settings, origin: string): string[] {
  const {problems, missing} = readConfig({...toConfiguration(settings), locale: undefined}, origin);
  return [...problems.map(({name}) => name ?? 'origin'), ...(missing ? [missing.name ?? ''] : [])];
}

describe('the script tag', () => {
  const FIELDS = ['appKey', 'restApiKey', 'endpoint', 'redirectUri'];

  for (const [what, given] of ROWS.filter(([, {place}]) => !place)) {
    test(`agrees with the configurator: ${what}`, () => agree({...WHOLE, ...given}));
  }

  test('agrees with the configurator on whatever was typed', (t) => {
    const parts = fc.record({
      key: fc.oneof(fc.constant(KEY), fc.string({maxLength: 40})),
      path: fc.oneof(fc.constant('/kakao/callback'), fc.webPath(), fc.string(), fc.constant('//a/b'), fc.webUrl()),
      endpoint: fc.oneof(fc.webPath(), fc.webUrl(), fc.string(), fc.constant('https://api.example.com/a')),
    });
    fc.assert(
      fc.property(parts, ({key, path, endpoint}) => {
        agree({...WHOLE, restApiKey: key, redirectUri: path, endpoint});
      }),
      {seed: drawSeed(t), numRuns: 1000},
    );
  });

  /** What is right here is right there, and what cannot be used there is wrong here. */
  function agree(settings: Settings): void {
    const wrong = validate(settings, isSelector)
      .filter(({isWarning}) => !isWarning)
      .map(({field}) => field as string);
    for (const origin of settings.sites.flatMap((site) => toOrigin(site) ?? [])) {
      const refused = readBy(settings, origin);
      assert.deepEqual(
        refused.filter((field) => !wrong.includes(field)),
        [],
        `${origin} refuses what was right`,
      );
      if (!FIELDS.some((field) => wrong.includes(field))) assert.deepEqual(refused, []);
    }
  }

  test('is asked for all places that have keys', () => {
    const asked = PLACES.filter((place) => judge({...WHOLE, place, appKey: ''}).includes('appKey missing'));
    assert.deepEqual(asked, ['page', 'gtm', 'framework']);
  });
});
