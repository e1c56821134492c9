import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Settings} from '../../../demo/configurator/settings.js';
import {toConsoleRows, toDataLayerLines} from '../../../demo/configurator/outputs/outputs.js';
import {WHOLE} from './support/settings.js';

describe('the list for the console', () => {
  const LINES = {
    domains: ['javascript web-domain https://www.example.com', 'javascript web-domain https://m.example.com'],
    javascript: [
      'javascript redirect-uri https://www.example.com/kakao/callback',
      'javascript redirect-uri https://m.example.com/kakao/callback',
    ],
    rest: [
      'rest-api redirect-uri https://www.example.com/kakao/callback',
      'rest-api redirect-uri https://m.example.com/kakao/callback',
    ],
  };
  const ROWS: readonly (readonly [what: string, given: Partial<Settings>, lines: readonly string[]])[] = [
    ['both keys', {}, [...LINES.domains, ...LINES.javascript, ...LINES.rest]],
    ['no REST API key', {restApiKey: ' '}, [...LINES.domains, ...LINES.javascript]],
    [
      'a site twice, and none',
      {sites: [...WHOLE.sites, 'https://M.example.com/', 'x'], restApiKey: ''},
      [...LINES.domains, ...LINES.javascript],
    ],
    ['a path that is none', {redirectUri: 'back'}, LINES.domains],
    ['a hosted shop', {place: 'imweb'}, []],
  ];
  for (const [what, given, lines] of ROWS) {
    test(`has each value per key and site: ${what}`, () => {
      const rows = toConsoleRows({...WHOLE, ...given});
      assert.deepEqual(
        rows.map(({key, field, value}) => `${key} ${field} ${value}`),
        lines,
      );
    });
  }
});

describe('the lines of one signup', () => {
  const names = (settings: Partial<Settings>): unknown[] =>
    toDataLayerLines({...WHOLE, ...settings}).map((line) => /(?:event: |'event', )'(\w+)'/.exec(line)?.[1]);

  test('are none where nothing is measured', () => assert.deepEqual(names({}), []));

  test('are of the way that was chosen', () => {
    for (const line of toDataLayerLines({...WHOLE, analytics: 'gtm'}))
      assert.match(line, /^dataLayer\.push\(\{.*\}\);$/);
    for (const line of toDataLayerLines({...WHOLE, analytics: 'gtag'})) assert.match(line, /^gtag\('event', .*\);$/);
  });

  test('end with the press at a hosted shop, which alone knows the rest', () => {
    assert.deepEqual(names({place: 'cafe24', analytics: 'gtm'}), [
      'kakao_sync_ready',
      'kakao_sync_view',
      'kakao_sync_press',
      'kakao_sync_start',
    ]);
  });
});
