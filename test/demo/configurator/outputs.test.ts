import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {SIGNUP_TEXT, type Place, type Settings} from '../../../demo/configurator/settings.js';
import {
  toAutoLoginTag,
  toConsoleRows,
  toDataLayerLines,
  toOutputs,
  type Output,
} from '../../../demo/configurator/outputs/outputs.js';
import {drawSeed} from '../../server/support/seed.js';
import {anySettings, PLACES, RELEASE, WHOLE} from './support/settings.js';

const toText = (settings: Partial<Settings>, id: Output['id']): string =>
  toOutputs({...WHOLE, ...settings}, RELEASE).find((output) => output.id === id)?.text ?? '';

describe('the outputs', () => {
  const OF_PLACES: Readonly<Record<Place, readonly string[]>> = {
    page: ['tag', 'html', 'callback', 'csp', 'link'],
    gtm: ['gtm-loader', 'gtm-container', 'callback', 'csp', 'link'],
    cafe24: ['tag', 'link'],
    imweb: ['tag', 'link'],
    makeshop: ['tag', 'link'],
    framework: ['react', 'vue', 'svelte', 'csp', 'link'],
  };
  for (const place of PLACES) {
    test(`of a place are those that fit it: ${place}`, () => {
      const outputs = toOutputs({...WHOLE, place}, RELEASE);

      assert.deepEqual(
        outputs.map(({id}) => id),
        OF_PLACES[place],
      );
      for (const {id, text} of outputs) assert.match(text, /^\S[^]*\n$/, id);
    });
  }

  test('have no link while no site is known', () => {
    assert.equal(toText({sites: ['example.com']}, 'link'), '');
  });

  test('are there whatever was typed', (t) => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        assert.ok(toOutputs(settings, {version: '', integrity: {}}).length > 0);
        toConsoleRows(settings);
        toDataLayerLines(settings);
        toAutoLoginTag(settings, RELEASE);
      }),
      {seed: drawSeed(t), numRuns: 300},
    );
  });
});

describe('the tag', () => {
  test('is whole', () => {
    assert.equal(
      toText({label: 'signup', bubble: '3초 만에 "가입"', analytics: 'gtm', needsConsent: true}, 'tag'),
      `<div data-kakao-login data-text="카카오 1초 회원가입" data-bubble="3초 만에 &quot;가입&quot;"></div>
<script
  async
  src="${WHOLE.base}kakao-sync.min.js"
  integrity="${RELEASE.integrity['kakao-sync.min.js']}"
  crossorigin="anonymous"
  data-app-key="${WHOLE.appKey}"
  data-rest-api-key="${WHOLE.restApiKey}"
  data-endpoint="/api/kakao/session"
  data-redirect-uri="/kakao/callback"
  data-for-members="hide"
  data-analytics="gtm"
  data-analytics-consent
></script>
`,
    );
  });

  const STYLES: readonly (readonly [given: Partial<Settings>, style: string])[] = [
    [{}, ''],
    [{height: 40}, ''],
    [{height: 56}, ''],
    [{height: 52}, '--kakao-button-height: 52px;'],
    [{width: 0}, '--kakao-button-width: 100%;'],
    [{width: 320}, '--kakao-button-width: 320px;'],
    [{width: 320, layout: 'icon'}, ''],
    [{radius: 0}, '--kakao-button-radius: 0px;'],
    [{align: 'center'}, 'text-align: center;'],
    [
      {isPinned: true, align: 'end'},
      'position: fixed; right: 16px; bottom: max(12px, env(safe-area-inset-bottom)); left: 16px; z-index: 1000; width: fit-content; margin: 0 auto;',
    ],
    [
      {isPinned: true, width: 0},
      '--kakao-button-width: 100%; position: fixed; right: 16px; bottom: max(12px, env(safe-area-inset-bottom)); left: 16px; z-index: 1000; margin: 0 auto;',
    ],
    [{height: 60, align: 'end'}, '--kakao-button-height: 60px; text-align: end;'],
  ];
  for (const [given, style] of STYLES) {
    test(`has a style where the look is not the button's own: ${JSON.stringify(given)}`, () => {
      const [, text = ''] = /^<style>\[data-kakao-login\] \{ (.*) \}<\/style>$/m.exec(toText(given, 'tag')) ?? [];
      assert.equal(text, style);
    });
  }

  const LOOKS: readonly (readonly [given: Partial<Settings>, attributes: string])[] = [
    [{height: 40}, 'data-size="small"'],
    [{height: 48}, ''],
    [{height: 56, layout: 'short'}, 'data-layout="short" data-size="large"'],
    [{label: 'login'}, 'data-label="login"'],
    [{label: 'signup'}, `data-text="${SIGNUP_TEXT}"`],
    [{label: 'own', text: ' 카톡 가입 '}, 'data-text="카톡 가입"'],
    [{label: 'start', text: '카톡 가입', bubble: ' '}, ''],
  ];
  for (const [given, attributes] of LOOKS) {
    test(`says how the button looks: ${JSON.stringify(given)}`, () => {
      const [, said = ''] = /<div data-kakao-login *([^>]*)><\/div>/.exec(toText(given, 'tag')) ?? [];
      assert.equal(said, attributes);
    });
  }

  const SHEETS: readonly (readonly [given: Partial<Settings>, attributes: string])[] = [
    [{sheet: 'none', sheetText: 'a', sheetDone: 'b'}, ''],
    [{sheet: 'auto'}, 'data-sheet'],
    [{sheet: 'delay', sheetText: ' 쿠폰을 드려요. '}, 'data-sheet="delay:20" data-sheet-text="쿠폰을 드려요."'],
    [{sheet: 'auto', sheetDone: '환영해요.'}, 'data-sheet data-sheet-done="환영해요."'],
  ];
  for (const [given, attributes] of SHEETS) {
    test(`says when its sheet opens: ${JSON.stringify(given)}`, () => {
      const text = toText({...given, hideForMembers: false}, 'tag').replace(/\s+/g, ' ');
      assert.equal(/data-redirect-uri="[^"]*" ?(.*?) ?><\/script>/.exec(text)?.[1], attributes);
    });
  }

  const HOSTED: readonly (readonly [given: Partial<Settings>, attributes: string])[] = [
    [{place: 'cafe24'}, 'data-host="cafe24" data-member=".xans-layout-statelogon" data-for-members="hide"'],
    [{place: 'imweb'}, 'data-host="imweb"'],
    [
      {place: 'cafe24', hideForMembers: false, sheet: 'auto'},
      'data-host="cafe24" data-member=".xans-layout-statelogon" data-sheet',
    ],
    [{place: 'imweb', needsConsent: true, loadPixel: true}, 'data-host="imweb"'],
    [{place: 'imweb', memberSelector: '.a', hideForMembers: false}, 'data-host="imweb"'],
    [{place: 'imweb', memberSelector: '.a > b'}, 'data-host="imweb" data-member=".a &gt; b" data-for-members="hide"'],
    [{place: 'makeshop', clickSelector: '#k', hideForMembers: false}, 'data-host="makeshop" data-click="#k"'],
  ];
  for (const [given, attributes] of HOSTED) {
    test(`of a hosted shop has no key and no address: ${JSON.stringify(given)}`, () => {
      const text = toText(given, 'tag').replace(/\s+/g, ' ');
      assert.match(text, /src="[^"]*kakao-sync-host\.min\.js"/);
      assert.equal(/crossorigin="anonymous" (.*?) ?><\/script>/.exec(text)?.[1], attributes);
    });
  }

  test('has neither a hash nor CORS where the release is not known', () => {
    const [tag] = toOutputs(WHOLE, {version: '', integrity: {}});
    assert.doesNotMatch(String(tag?.text), /integrity|crossorigin/);
    assert.match(String(tag?.text), /src=/);
  });

  test('of a callback page says what a login needs, and measures nothing', () => {
    const text = toText({analytics: 'gtm', kakaoPixel: '1', bubble: 'b', hideForMembers: true}, 'callback');
    const names = [...text.matchAll(/data-([\w-]+)/g)].map(([, name]) => name);
    assert.deepEqual(names, ['app-key', 'rest-api-key', 'endpoint', 'redirect-uri']);
    assert.match(text, /<title>로그인 중<\/title>\s+<script\s+src=/, 'the script is first, and not async');
  });
});
