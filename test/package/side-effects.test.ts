import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {parse, type Program} from 'acorn';
import {bundle} from './support/bundle.js';
import {listFiles, manifest, read} from './support/package.js';

const modules = listFiles('dist', /(?<!\.min)\.js$/);
const patterns = manifest.sideEffects.map((pattern) => {
  const source = pattern.replace(/^\.\//, '').replace(/[.*]/g, (sign) => (sign === '*' ? '[^/]+' : '\\.'));
  return new RegExp(`^${source}$`);
});
const isNamed = (path: string): boolean => patterns.some((pattern) => pattern.test(path));

/** Its own accessors, on a class of its own: whoever leaves the module out misses nothing. */
const OWN_CLASS = ['dist/elements/sync/sync.js'];

/** Whether something is done when the module is imported, beyond naming what it holds. */
function acts(path: string): boolean {
  const {body}: Program = parse(read(path), {ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true});
  const isDirective = (statement: Program['body'][number]): boolean => 'directive' in statement;
  return body.some((part) => !isDirective(part) && !/^(Import|Export|Function|Class|Variable)/.test(part.type));
}

describe('sideEffects', () => {
  test('name every module that does something when it is imported', () => {
    const acting = modules.filter(acts);

    assert.ok(acting.length >= 6);
    assert.deepEqual(
      acting.filter((path) => !isNamed(path) && !OWN_CLASS.includes(path)),
      [],
    );
  });

  const entries = Object.entries(manifest.exports).flatMap(([name, target]) => {
    const file = typeof target === 'string' ? target : target.default;
    return isNamed(file.slice(2)) && modules.includes(file.slice(2)) ? [[name, file.slice(2)] as const] : [];
  });

  for (const [name, path] of entries) {
    test(`keep in a bundle what ${name} registers, or provides`, async () => {
      const {modules: left} = await bundle(`import '${name.replace('.', manifest.name)}';`);

      const expected = acts(path) ? [path] : await listActing(path);
      assert.ok(expected.length > 0);
      assert.deepEqual(
        expected.filter((module) => !left.includes(module)),
        [],
      );
    });
  }
});

/** The modules that act among all that a module is linked with, whatever package.json says of them. */
async function listActing(path: string): Promise<string[]> {
  const {modules: all} = await bundle(`import './${path}';`, {ignoreAnnotations: true});
  return all.filter((module) => modules.includes(module) && acts(module) && !OWN_CLASS.includes(module));
}
