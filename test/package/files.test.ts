import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {join, posix} from 'node:path';
import {before, describe, test} from 'node:test';
import {listFiles, manifest, read, ROOT, run} from './support/package.js';

/** What stands in a pattern of paths for more than itself. */
const TO_PATTERN = new Map([
  ['**/', '(.+/)?'],
  ['*', '[^/]+'],
  ['*.', '[^/]+\\.'],
  ['*/', '[^/]+/'],
]);

interface Packed {
  readonly files: readonly {readonly path: string; readonly size: number}[];
}

describe('what npm packs', () => {
  let paths: readonly string[] = [];
  before(async () => {
    const {code, output} = await run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts');
    assert.equal(code, 0, output);
    const [packed] = JSON.parse(output.slice(output.indexOf('['))) as Packed[];
    paths = packed?.files.map(({path}) => path) ?? [];
  });

  test('is the build, its texts and the two manifests, and nothing else', () => {
    const others = paths.filter(
      (path) =>
        !/^(dist|docs)\/|^(README(\.ko)?|CHANGELOG|SECURITY)\.md$|^(LICENSE(-THIRD-PARTY)?|package\.json|custom-elements\.json)$/.test(
          path,
        ),
    );

    assert.deepEqual(others, []);
  });

  test('is modules, declarations, their maps, style sheets and what editors know at most', () => {
    const others = paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)(\.map)?$|\.css$/.test(path));

    const forEditors = ['vscode.css-custom-data', 'vscode.html-custom-data', 'web-types'].map(
      (name) => `dist/${name}.json`,
    );
    assert.deepEqual(others, [`dist/tag/${manifest.version}/integrity.json`, ...forEditors]);
  });

  test('holds no test, demo, benchmark or setting', () => {
    const others = paths.filter((path) =>
      /(^|\/)(test\/|demo|bench|scripts|coverage|\.|node_modules)|\.(env|pem|key)/.test(path),
    );

    assert.deepEqual(others, []);
  });

  test('holds everything that package.json names', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const fields = ['main', 'types', 'unpkg', 'jsdelivr', 'customElements'].map((field) => String(manifest[field]));

    for (const target of [...targets, ...fields, ...Object.values(manifest.bin)]) {
      assert.ok(paths.includes(posix.normalize(target)), target);
    }
  });

  for (const name of manifest.files) {
    test(`holds ${name}`, () => {
      assert.ok(existsSync(join(ROOT, name)), 'it is there');
      assert.ok(paths.some((path) => path === name || path.startsWith(`${name}/`)));
    });
  }

  test('holds whatever package.json says has side effects', () => {
    for (const pattern of manifest.sideEffects) {
      const source = pattern.replace(/^\.\//, '').replace(/[.*]+\/?/g, (part) => TO_PATTERN.get(part) ?? `\\${part}`);
      assert.ok(
        paths.some((path) => new RegExp(`^${source}$`).test(path)),
        pattern,
      );
    }
  });

  test('holds the licence of what its files contain', () => {
    const own = (name: string): string => read(`node_modules/${name}/LICENSE`).replace(/\s+/g, ' ').trim();

    for (const name of ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'parse5', 'entities']) {
      assert.ok(read('LICENSE-THIRD-PARTY').replace(/\s+/g, ' ').includes(own(name)), name);
    }
  });

  test('holds every module that its own modules import', () => {
    for (const path of paths.filter((name) => /\.js$/.test(name) && !name.endsWith('.min.js'))) {
      for (const [, target = ''] of read(path).matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)) {
        assert.ok(paths.includes(posix.join(posix.dirname(path), target)), `${path} imports ${target}`);
      }
    }
  });

  test('explains every module by a map that holds its source', () => {
    for (const path of paths.filter((name) => name.endsWith('.js.map'))) {
      const map = JSON.parse(read(path)) as {sources: string[]; sourcesContent?: string[]};

      assert.equal(map.sources.length, 1, path);
      assert.match(String(map.sources[0]), /^(\.\.\/)+src\/[\w/.-]+\.ts$/, path);
      assert.ok(map.sourcesContent?.[0], path);
    }
  });

  test('names no folder of the machine that built it', () => {
    for (const path of paths) assert.ok(!read(path).includes(ROOT), path);
    for (const path of paths) assert.doesNotMatch(read(path), /\/(home|root|Users|tmp|work)\/\w+\//, path);
  });

  test('holds no private key, and no key of an app outside the emulator', () => {
    for (const path of paths) {
      const text = read(path);
      assert.doesNotMatch(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/, path);
      if (!/^dist\/emulator\/|\.md$/.test(path)) assert.doesNotMatch(text, /\b[0-9a-f]{32}\b/, path);
    }
  });
});

describe('dist', () => {
  /** Of the script tag, which is a file of its own, the types of its global with what they are made of. */
  const OF_GLOBAL = ['hosts/host-settings', 'tag/global', 'tag/sheet-settings', 'tag/tag-settings'].map(
    (name) => `dist/script/${name}.js`,
  );

  test('holds a module for every source, and a source for every module', () => {
    // Declarations make no module.
    const sources = listFiles('src', /(?<!\.d)\.ts$/)
      .map((path) => path.replace(/^src/, 'dist').replace(/\.ts$/, '.js'))
      .filter((path) => !path.startsWith('dist/script/') || OF_GLOBAL.includes(path));
    const modules = listFiles('dist', /\.js$/).filter((path) => !path.endsWith('.min.js'));

    assert.deepEqual(modules, sources.sort());
  });
});
