import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {parse, type Node, type Program} from 'acorn';
import {full} from 'acorn-walk';
import {shareBrowser} from '../support/shared-browser.js';
import missing from './missing.json' with {type: 'json'};
import {bundle} from './support/bundle.js';
import {read} from './support/package.js';

const FILE = 'dist/kakao-sync.min.js';
const text = read(FILE);

/** Not there in Chrome 92, Safari 15.0 or Firefox 115: as properties and as names of their own. */
const {members, names} = missing;
const statics: Readonly<Record<string, readonly string[]>> = missing.statics;

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
    if (node.type === 'Identifier' && names.includes(String(ownName))) found.push(String(ownName));
    if (node.type === 'MemberExpression') {
      const {object, property, computed} = node as unknown as {
        object: {type: string; name?: string};
        property: {type: string; name?: string; value?: unknown};
        computed: boolean;
      };
      const name = computed ? property.value : property.name;
      if (typeof name !== 'string') return;
      if (members.includes(name)) found.push(`.${name}`);
      if (object.type === 'Identifier' && statics[String(object.name)]?.includes(name)) {
        found.push(`${String(object.name)}.${name}`);
      }
    }
  });
  return found;
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
    'a path of the source': /node_modules|src\/|\w\.ts\b|\/(home|root|work|Users)\//,
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
    // package.json names no sources among the modules with side effects.
    const {modules} = await bundle(`import './src/script/kakao-sync.ts';`, {ignoreAnnotations: true});

    assert.deepEqual(
      modules.filter((path) => !/^src\/(script|elements|client|oauth|sdk|in-app|shared|define)\b|lit/.test(path)),
      [],
    );
    assert.ok(modules.includes('src/script/kakao-sync.ts'));
  });
});

describe('the script tag in a browser', () => {
  /** Puts the file into a page as often as is said, and finds no error there. */
  async function load(times: number) {
    const page = await (await shareBrowser()).newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const readNames = () => page.evaluate(() => Object.getOwnPropertyNames(window));
    const known = await readNames();

    for (let time = 0; time < times; time++) await page.addScriptTag({content: text});

    const added = (await readNames()).filter((name) => !known.includes(name));
    const isDefined = await page.evaluate(() => customElements.get('kakao-login-button') !== undefined);
    assert.deepEqual(errors, []);
    await page.close();
    return {added, isDefined};
  }

  test('adds no global but its own', async () => {
    const {added, isDefined} = await load(1);

    const lit = ['litElementVersions', 'litHtmlVersions', 'reactiveElementVersions', 'litPropertyMetadata'];
    assert.deepEqual(
      added.filter((name) => !['kakaoSync', ...lit].includes(name)),
      [],
    );
    assert.equal(isDefined, true);
  });

  test('may be there twice', async () => {
    await load(2);
  });
});
