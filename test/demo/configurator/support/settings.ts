import fc from 'fast-check';
import {DEFAULTS, type Place, type Settings} from '../../../../demo/configurator/settings.js';
import type {Release} from '../../../../demo/configurator/outputs/outputs.js';

export const PLACES: readonly Place[] = ['page', 'gtm', 'cafe24', 'imweb', 'makeshop', 'framework'];

export const RELEASE: Release = {
  version: '0.1.0',
  integrity: {
    'kakao-sync.min.js': `sha384-${'A+/b'.repeat(16)}`,
    'kakao-sync-host.min.js': `sha384-${'c+/D'.repeat(16)}`,
  },
};

/** All that is asked for is there and right. */
export const WHOLE: Settings = {
  ...DEFAULTS,
  appKey: '0123456789abcdef0123456789abcdef',
  restApiKey: 'fedcba9876543210fedcba9876543210',
  sites: ['https://www.example.com', 'https://m.example.com'],
};

/** What ends a string, a tag, a comment or a line somewhere, or is replaced by a template. */
const HOSTILE = [
  '"><script>alert(1)</script>',
  "'; alert(1); '",
  '</script><img src=x onerror=alert(1)>',
  '<!--<script>',
  '-->',
  ']]>',
  '`${alert(1)}`',
  '{{x}} {% y %} {z}',
  '\\',
  "\\'",
  '\\u0027',
  'a\u2028b\u2029c',
  'a\nb\r\nc\rd\te',
  '&quot;&#39;&amp;amp;',
  '$& $1 $`',
  'javascript:alert(1)',
  '*/ alert(1) /*',
  '⚡ 3초 만에 가입 👩‍💻',
  'a\u0000b',
];

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'}));
const address = fc.oneof(
  fc.constantFrom('/a', 'https://x.example/', 'https://user@x.example/', '//x', 'no address'),
  text,
);

/** Anything that somebody may have typed. */
export const anySettings: fc.Arbitrary<Settings> = fc.record({
  place: fc.constantFrom(...PLACES),
  label: fc.constantFrom('start', 'login', 'signup', 'own'),
  text,
  layout: fc.constantFrom('full', 'short', 'icon'),
  height: fc.integer({min: 40, max: 60}),
  width: fc.constantFrom(0, 300, 320),
  radius: fc.constantFrom(0, 12, 30),
  align: fc.constantFrom('start', 'center', 'end'),
  locale: fc.constantFrom('auto', 'ko', 'en', 'ja'),
  bubble: text,
  hideForMembers: fc.boolean(),
  isPinned: fc.boolean(),
  sheet: fc.constantFrom('none', 'auto', 'delay'),
  sheetText: text,
  sheetDone: text,
  appKey: text,
  restApiKey: text,
  sites: fc.array(address, {maxLength: 3}),
  redirectUri: address,
  endpoint: address,
  clickSelector: text,
  memberSelector: text,
  analytics: fc.constantFrom('none', 'gtm', 'gtag'),
  kakaoPixel: text,
  loadPixel: fc.boolean(),
  needsConsent: fc.boolean(),
  base: address,
});
