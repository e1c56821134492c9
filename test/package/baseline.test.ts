import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {parse, type Node, type Program} from 'acorn';
import {full} from 'acorn-walk';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {bundle} from './support/bundle.js';
import {read} from './support/package.js';

const FILE = 'dist/kakao-sync.min.js';
const text = read(FILE);

/** Not there in Chrome 92, Safari 15.0 or Firefox 115: as properties and as names of their own. */
const MISSING = {
  members: [
    ...['hasOwn', 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'groupBy', 'fromAsync'],
    ...['withResolvers', 'randomUUID', 'canParse', 'isWellFormed', 'toWellFormed', 'transfer', 'checkVisibility'],
    ...['showPopover', 'hidePopover', 'togglePopover', 'startViewTransition', 'attachInternals', 'throwIfAborted'],
    ...['scheduler', 'difference', 'intersection', 'isSubsetOf', 'setHTMLUnsafe', 'moveBefore', 'requestSubmit'],
  ],
  statics: {
    AbortSignal: ['timeout', 'any'],
    Promise: ['try'],
    RegExp: ['escape'],
    URL: ['parse', 'canParse'],
    Array: ['fromAsync'],
    Iterator: ['from'],
  } as Readonly<Record<string, readonly string[]>>,
  names: [
    ...['structuredClone', 'requestIdleCallback', 'cancelIdleCallback', 'CompressionStream', 'URLPattern', 'Iterator'],
    ...['navigation', 'scheduler', 'cookieStore', 'reportError', 'BroadcastChannel', 'WeakRef', 'FinalizationRegistry'],
  ],
} as const;
/** Those of them that Lit or we use only where they are there. */
const GUARDED: readonly string[] = [];

/** What in a script an older browser of the baseline could not read or run. */
function findTooNew(program: Program): string[] {
  const found: string[] = [];
  full(program, (any) => {
    const node = any as Node & Record<string, unknown>;
    const {name: ownName} = node as {name?: string};
    if (node.type === 'StaticBlock') found.push('a static block');
    if (node.type === 'ImportExpression') found.push('import()');
    if (node.type === 'AwaitExpression' && node['isTopLevel']) found.push('top-level await');
    if (node.type === 'Literal' && node['regex']) {
      const {pattern, flags} = node['regex'] as {pattern: string; flags: string};
      if (/\(\?<[=!]/.test(pattern)) found.push(`the lookbehind /${pattern}/`);
      if (/[dv]/.test(flags)) found.push(`the flags of /${pattern}/${flags}`);
    } else if (node.type === 'Literal' && typeof node['value'] === 'string' && /\(\?<[=!]/.test(node['value'])) {
      found.push(`the lookbehind in ${node['value']}`);
    }
    if (node.type === 'Identifier' && MISSING.names.some((name) => name === ownName)) found.push(String(ownName));
    if (node.type === 'MemberExpression') {
      const {object, property, computed} = node as unknown as {
        object: {type: string; name?: string};
        property: {type: string; name?: string; value?: unknown};
        computed: boolean;
      };
      const name = computed ? property.value : property.name;
      if (typeof name !== 'string') return;
      if (MISSING.members.some((member) => member === name)) found.push(`.${name}`);
      if (object.type === 'Identifier' && MISSING.statics[String(object.name)]?.includes(name)) {
        found.push(`${String(object.name)}.${name}`);
      }
    }
  });
  return found.filter((what) => !GUARDED.includes(what));
}

describe('the script tag', () => {
  test('is one classic script of ES2022', () => {
    parse(text, {ecmaVersion: 2022, sourceType: 'script'});
  });

  test('uses nothing that a browser of the baseline lacks', () => {
    assert.deepEqual(findTooNew(parse(text, {ecmaVersion: 2022, sourceType: 'script'})), []);
  });

  const FORBIDDEN: Readonly<Record<string, RegExp>> = {
    'an address of this machine': /\/\/(localhost|127\.0\.0\.1|\[::1\])/,
    'a key of an app': /\b[0-9a-f]{32}\b/,
    'a private key': /PRIVATE KEY/,
    "Kakao's admin key header": /KakaoAK/,
    "a server's parameter": /client_secret(?!_wrong)|refresh_token|grant_type/,
    "the emulator's words": /persona|stand-in|failNext/i,
    'a map': /sourceMappingURL|sourcesContent/,
    'a path of the source': /node_modules|src\/|\.ts\b|\/(home|root|work|Users)\//,
    "a bundler's leftovers": /process\.env|import\.meta|__vite|require\(/,
    "Lit's development mode": /dev-mode|Lit is in dev mode/,
    'code from text': /\beval\(|new Function\(|document\.write/,
  };
  for (const [what, form] of Object.entries(FORBIDDEN)) {
    test(`holds no trace of ${what}`, () => {
      assert.doesNotMatch(text, form);
    });
  }

  test('is made of the client, the elements and Lit', async () => {
    const {modules} = await bundle(`import './src/script/kakao-sync.ts';`);

    assert.deepEqual(
      modules.filter((path) => !/^src\/(script|elements|client|oauth|sdk|in-app|shared|define)\b|lit/.test(path)),
      [],
    );
    assert.ok(modules.includes('src/script/kakao-sync.ts'));
  });
});

describe('the script tag in a browser', () => {
  let browser: Browser | undefined;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  test('adds no global but its own', async () => {
    const page = await browser!.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const readNames = () => page.evaluate(() => Object.getOwnPropertyNames(window));
    const known = await readNames();

    await page.addScriptTag({content: text});

    const OWN = [
      'kakaoSync',
      'litElementVersions',
      'litHtmlVersions',
      'reactiveElementVersions',
      'litPropertyMetadata',
    ];
    assert.deepEqual(
      (await readNames()).filter((name) => !known.includes(name) && !OWN.includes(name)),
      [],
    );
    assert.equal(await page.evaluate(() => customElements.get('kakao-login-button') !== undefined), true);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test('may be there twice', async () => {
    const page = await browser!.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));

    await page.addScriptTag({content: text});
    await page.addScriptTag({content: text});

    assert.deepEqual(errors, []);
    await page.close();
  });
});
