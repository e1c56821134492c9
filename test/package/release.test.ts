import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, test} from 'node:test';
import {VERSION as ofServer} from '../../src/server/index.js';
import {VERSION} from '../../src/shared/version.js';
import {manifest, ROOT, run} from './support/package.js';

test('the release in reports is that of package.json', () => {
  assert.deepEqual([VERSION, ofServer], [manifest.version, manifest.version]);
});

describe('npm publish', () => {
  const filled = {
    repository: {type: 'git', url: 'git+https://github.com/shop/kakao-sync-widget.git'},
    homepage: 'https://github.com/shop/kakao-sync-widget#readme',
    bugs: {url: 'https://github.com/shop/kakao-sync-widget/issues'},
  };
  const rows: [name: string, fields: object, lacks: RegExp | null][] = [
    ['all are filled', filled, null],
    [
      'all are filled, as texts',
      {...filled, repository: 'https://git.shop.dev/widget', bugs: 'https://b.shop.dev/x'},
      null,
    ],
    ['none is there', {}, /lacks repository, homepage, bugs:/],
    ['one is missing', {...filled, homepage: undefined}, /lacks homepage:/],
    ['one is empty', {...filled, bugs: {url: ''}}, /lacks bugs:/],
    ['one has no address', {...filled, repository: {type: 'git'}}, /lacks repository:/],
    ['one is another’s example', {...filled, homepage: 'https://shop.example/widget'}, /lacks homepage:/],
    ['one is no https address', {...filled, bugs: 'http://github.com/shop/widget'}, /lacks bugs:/],
  ];
  for (const [name, fields, lacks] of rows) {
    test(`is ${lacks ? 'refused' : 'let pass'} where ${name}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kakao-sync-release-'));
      try {
        await writeFile(join(folder, 'package.json'), JSON.stringify({name: 'kakao-sync-widget', ...fields}));

        const {code, output} = await run(process.execPath, join(ROOT, 'scripts/release-check.mjs'), folder);

        assert.equal(code, lacks ? 1 : 0, output);
        if (lacks) assert.match(output, lacks);
      } finally {
        await rm(folder, {recursive: true});
      }
    });
  }

  test('runs that check', () => {
    assert.match(String((manifest['scripts'] as Record<string, string>)['prepublishOnly']), /release-check\.mjs/);
  });
});
