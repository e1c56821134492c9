import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  LINK_DEFAULTS,
  toLinkVisits,
  toMessageLink,
  validateLink,
  type LinkSettings,
} from '../../../demo/configurator/outputs/link.js';
import type {Settings} from '../../../demo/configurator/settings.js';
import {WHOLE} from './support/settings.js';

const MARK = 'ks_auto=1&utm_source=kakao&utm_medium=message';

describe('a link for a message', () => {
  const ROWS: readonly (readonly [page: string, given: Partial<LinkSettings>, link: string])[] = [
    ['https://www.example.com', {}, `https://www.example.com/?${MARK}`],
    [' https://www.example.com/a?b=1%20c&b=2#d ', {}, `https://www.example.com/a?b=1%20c&b=2&${MARK}#d`],
    ['https://www.example.com/?utm_source=x&utm_term=y&ks_auto=0', {}, `https://www.example.com/?utm_term=y&${MARK}`],
    ['https://www.example.com/?ks_auto=1', {isMarked: false, source: '', medium: ''}, 'https://www.example.com/'],
    [
      'https://www.example.com/?utm_source=x',
      {isMarked: false, source: ' ', medium: ''},
      'https://www.example.com/?utm_source=x',
    ],
    [
      'https://www.example.com/',
      {isMarked: false, campaign: '봄&여름 =1', content: 'a#b'},
      'https://www.example.com/?utm_source=kakao&utm_medium=message&utm_campaign=%EB%B4%84%26%EC%97%AC%EB%A6%84%20%3D1&utm_content=a%23b',
    ],
    ['http://localhost:3000/', {}, `http://localhost:3000/?${MARK}`],
    [
      'https://www.example.com/',
      {campaign: '\ud800', source: '', medium: ''},
      'https://www.example.com/?ks_auto=1&utm_campaign=%EF%BF%BD',
    ],
    ['http://www.example.com/', {}, ''],
    ['www.example.com', {}, ''],
    ['javascript:alert(1)', {}, ''],
    ['https://me:x@www.example.com/', {}, ''],
    ['', {}, ''],
  ];
  for (const [page, given, link] of ROWS) {
    test(`adds to the address what was chosen: ${page} ${JSON.stringify(given)}`, () => {
      assert.equal(toMessageLink(page, {...LINK_DEFAULTS, ...given}), link);
    });
  }

  const PROBLEMS: readonly (readonly [page: string, given: Partial<Settings>, problems: readonly string[]])[] = [
    ['https://www.example.com/event', {}, []],
    ['https://m.example.com/event', {}, []],
    ['https://shop.example.com/', {}, ['elsewhere? shop.example.com']],
    ['https://bit.ly/abc', {}, ['shortener? bit.ly']],
    ['https://www.me2.do/abc', {}, ['shortener? www.me2.do']],
    ['https://anywhere.example/', {sites: []}, []],
    ['https://www.example.com/', {restApiKey: ''}, ['no-rest-api-key?']],
    ['https://www.example.com/', {restApiKey: '', place: 'imweb'}, []],
    ['example', {}, ['address-malformed']],
    [' ', {}, []],
  ];
  for (const [page, given, problems] of PROBLEMS) {
    test(`is judged: ${page} ${JSON.stringify(given)}`, () => {
      assert.deepEqual(
        validateLink(page, LINK_DEFAULTS, {...WHOLE, ...given}).map(({code, isWarning, values}) =>
          [code + (isWarning ? '?' : ''), ...Object.values(values ?? {})].join(' '),
        ),
        problems,
      );
    });
  }

  test('signs members in only if it is marked', () => {
    assert.deepEqual(toLinkVisits(LINK_DEFAULTS), {member: 'signed-in', guest: 'page'});
    assert.deepEqual(toLinkVisits({...LINK_DEFAULTS, isMarked: false}), {member: 'page', guest: 'page'});
  });
});
