import assert from 'node:assert/strict';
import {accessSync, constants, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, test} from 'node:test';
import {listFiles, manifest, read, ROOT, run} from './support/package.js';

const entries = Object.entries(manifest.exports).map(([name, target]) => {
  const conditions = typeof target === 'string' ? {default: target} : target;
  return {name, id: name.replace(/^\./, manifest.name), ...conditions};
});
const modules = entries.filter(({default: file}) => file.endsWith('.js') && !file.endsWith('.min.js'));
/** Next is no package of this project: test/bundlers imports what needs it. */
const alone = modules.filter(({name}) => name !== './next');

/** What Lit adds on a server: its notes of its releases and metadata, and a stand-in for the registry. */
const LIT = [
  ...['litElementVersions', 'litHtmlVersions', 'reactiveElementVersions', 'litPropertyMetadata', 'litServerRoot'],
  'customElements',
];

describe('the exports', () => {
  for (const {name, default: file, types} of entries) {
    test(`${name} is a file, ${types === undefined ? 'without types' : 'with types'}`, () => {
      assert.ok(statSync(join(ROOT, file)).size > 0, file);
      if (types !== undefined) assert.ok(statSync(join(ROOT, types)).size > 0, types);
      if (modules.some((module) => module.name === name)) assert.ok(types, 'a module has types');
    });
  }

  test('hold every element, with its registration beside it', () => {
    const elements = listFiles('src/elements', /\/define\.ts$/).map((path) => path.split('/')[2]);

    assert.ok(elements.length >= 2);
    for (const element of elements) {
      for (const name of [`./${element}`, `./${element}/define`]) assert.ok(manifest.exports[name], name);
    }
  });

  for (const {id} of alone) {
    test(`${id} does nothing on a server when it is imported`, async () => {
      const {code, output} = await run(process.execPath, 'test/package/support/import-alone.mjs', id);

      assert.equal(code, 0, output);
      const lines = output.trim().split('\n');
      const done = JSON.parse(String(lines.pop())) as Record<'names' | 'added' | 'changed' | 'fetched', string[]>;
      const {names, added, changed, fetched} = done;
      const own = added.filter((name) => !LIT.includes(name));
      assert.deepEqual({own, changed, fetched, begun: lines}, {own: [], changed: [], fetched: [], begun: []});
      assert.ok(names.length > 0 || /\/(jsx|vue|svelte|global)$/.test(id), 'exports something');
    });
  }

  test('let nobody reach what is not exported', async () => {
    for (const id of ['dist/client/client.js', 'client/client.js', 'shared/wire.js', 'src/index.ts']) {
      const {code, output} = await run(
        process.execPath,
        '--input-type=module',
        '--eval',
        `await import('${manifest.name}/${id}')`,
      );

      assert.notEqual(code, 0);
      assert.match(output, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
    }
  });

  test('hand out the wire contract to a module', async () => {
    const {code, output} = await run(
      process.execPath,
      '--no-warnings',
      '--input-type=module',
      '--eval',
      `import contract from '${manifest.name}/openapi.json' with {type: 'json'}; console.log(contract.openapi)`,
    );

    assert.equal(code, 0, output);
    assert.equal(output, '3.1.1\n');
  });

  test('name every error code to a site', async () => {
    const {output} = await run(
      process.execPath,
      '--input-type=module',
      '--eval',
      `import {ERROR_CODES, isErrorCode} from '${manifest.name}'; console.log(ERROR_CODES.every(isErrorCode), ERROR_CODES.length)`,
    );

    assert.match(output, /^true [1-9]/);
  });
});

describe('the package', () => {
  test('has nothing that publint remarks on', async () => {
    const {code, output} = await run(process.execPath, 'node_modules/publint/src/cli.js', '--strict', '.');

    assert.equal(code, 0, output);
    assert.match(output, /All good!/);
  });

  test('has types that every modern resolution finds', async () => {
    const {code, output} = await run(
      'node_modules/.bin/attw',
      ...['--pack', '.', '--profile', 'esm-only', '--no-color', '--no-emoji'],
      ...['--exclude-entrypoints', 'reserve.css', 'kakao-sync.min.js', 'kakao-sync-report.min.js'],
      ...[
        'kakao-sync-host.min.js',
        'kakao-sync-analytics.min.js',
        'kakao-sync-attribution.min.js',
        'kakao-sync-check.min.js',
        'kakao-sync-sheet.min.js',
        'kakao-sync-on-server.min.js',
        'kakao-auto-login.min.js',
      ],
    );

    assert.equal(code, 0, output);
    for (const {id} of modules) assert.ok(output.includes(`"${id}"`), id);
  });

  for (const [name, file] of Object.entries(manifest.bin)) {
    test(`has a command ${name} that starts`, async () => {
      accessSync(join(ROOT, file), constants.X_OK);
      assert.match(read(file), /^#!\/usr\/bin\/env node\n/);

      const {code, output} = await run(process.execPath, file, '--help');

      assert.equal(code, 0, output);
      assert.match(output, new RegExp(name));
    });
  }

  test('needs nothing at run time but Lit and jose', () => {
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), ['jose', 'lit']);
  });
});
