import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import type {Settings} from '../../../demo/configurator/settings.js';
import {toOutputs, type Output} from '../../../demo/configurator/outputs/outputs.js';
import {toSha256} from '../../../demo/configurator/outputs/text/sha256.js';
import {drawSeed} from '../../server/support/seed.js';
import {RELEASE, WHOLE} from './support/settings.js';

const toText = (settings: Partial<Settings>, id: Output['id']): string =>
  toOutputs({...WHOLE, ...settings}, RELEASE).find((output) => output.id === id)?.text ?? '';

describe('the policy', () => {
  const ROWS: readonly (readonly [what: string, given: Partial<Settings>, pattern: RegExp, there: boolean])[] = [
    [
      'the folder elsewhere',
      {base: 'https://cdn.example.com/a/'},
      /script-src [^;]*https:\/\/cdn\.example\.com[ ;]/,
      true,
    ],
    [
      'the endpoint elsewhere',
      {endpoint: 'https://api.example.com/a'},
      /connect-src [^;]*https:\/\/api\.example\.com /,
      true,
    ],
    ['an address that is none', {endpoint: 'https://x; script-src *'}, /\*/, false],
    ['no style', {}, /sha256/, false],
    ['Google', {analytics: 'gtag'}, /script-src [^;]*googletagmanager[^;]*; .*connect-src [^;]*google-analytics/, true],
    ['no Google', {}, /google/, false],
    ['a nonce for a tag manager', {place: 'gtm'}, /script-src [^;]*'nonce-R4nd0m'/, true],
    ['Kakao Pixel', {kakaoPixel: '1'}, /script-src [^;]*https:\/\/t1\.daumcdn\.net/, true],
    ['Trusted Types', {}, /require-trusted-types-for 'script'; trusted-types kakao-sync lit-html/, true],
    ['no Trusted Types where the pixel is loaded', {kakaoPixel: '1', loadPixel: true}, /trusted-types/, false],
    ['no Trusted Types in an app', {place: 'framework'}, /trusted-types/, false],
  ];
  for (const [what, given, pattern, isThere] of ROWS) {
    test(`allows what the settings need: ${what}`, () => {
      const text = toText(given, 'csp');
      assert.match(text, /^Content-Security-Policy: [^\n]+\n$/);
      assert.equal(pattern.test(text), isThere, text);
      assert.doesNotMatch(text, /unsafe/);
    });
  }

  test('has the hash of the very style', () => {
    const given = {height: 52, align: 'end'} as const;
    const [, style = ''] = /<style>(.*)<\/style>/.exec(toText(given, 'html')) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(style && toText(given, 'csp').includes(`style-src 'self' 'sha256-${hash}'`));
  });

  test('hashes as everybody does', (t) => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
        assert.equal(toSha256(text), createHash('sha256').update(text).digest('base64'));
      }),
      {seed: drawSeed(t), numRuns: 300},
    );
  });
});
