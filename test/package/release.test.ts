import assert from 'node:assert/strict';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, test} from 'node:test';
import {VERSION as ofServer} from '../../src/server/index.js';
import {VERSION} from '../../src/shared/version.js';
import {manifest, ROOT, run} from './support/package.js';

test('the release in reports is that of package.json', () => {
  assert.deepEqual([VERSION, ofServer], [manifest.version, manifest.version]);
});

/** The tag's folder, as `integrity.json` has it. */
const TAG = {'kakao-sync.min.js': 'sha384-a', 'reserve.css': 'sha384-a'};

/** What the check says of a package with these fields, this tag, and these releases before it; and what it has noted. */
async function check(fields: object, tag: object | null, released: object | null = null, ...options: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'kakao-sync-release-'));
  const list = join(folder, 'scripts/released-tags.json');
  try {
    for (const path of ['scripts', 'dist/tag/1.0.0']) await mkdir(join(folder, path), {recursive: true});
    const name = 'kakao-sync-widget';
    await writeFile(join(folder, 'package.json'), JSON.stringify({name, version: '1.0.0', ...fields}));
    if (tag) await writeFile(join(folder, 'dist/tag/1.0.0/integrity.json'), JSON.stringify(tag));
    if (released) await writeFile(list, JSON.stringify(released));
    const ran = await run(process.execPath, join(ROOT, 'scripts/release-check.mjs'), folder, ...options);
    return {...ran, list: options.length > 0 ? (JSON.parse(await readFile(list, 'utf8')) as unknown) : undefined};
  } finally {
    await rm(folder, {recursive: true});
  }
}

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
      const {code, output} = await check(fields, TAG);

      assert.equal(code, lacks ? 1 : 0, output);
      if (lacks) assert.match(output, lacks);
    });
  }

  const released = {'0.0.9': {'kakao-sync.min.js': 'sha384-old'}};
  const tags: [name: string, tag: object | null, released: object | null, says: RegExp | null][] = [
    ['no release is out', TAG, null, null],
    ['only others are out', TAG, released, null],
    ['the same bytes are out', TAG, {...released, '1.0.0': TAG}, null],
    ['other bytes are out', TAG, {'1.0.0': {...TAG, 'reserve.css': 'sha384-b'}}, /published with other bytes: reserve/],
    ['a file has come', TAG, {'1.0.0': {'reserve.css': TAG['reserve.css']}}, /other bytes: kakao-sync\.min\.js/],
    ['a file has gone', TAG, {'1.0.0': {...TAG, 'gone.min.js': 'sha384-c'}}, /other bytes: gone\.min\.js/],
    ['it was not built', null, null, /integrity\.json is missing: npm run build/],
  ];
  for (const [name, tag, list, says] of tags) {
    test(`is ${says ? 'refused' : 'let pass'} for its script tag where ${name}`, async () => {
      const {code, output} = await check(filled, tag, list);

      assert.equal(code, says ? 1 : 0, output);
      if (says) assert.match(output, says);
    });
  }

  test('is followed by a note of what is out, beside the releases before it', async () => {
    const {code, output, list} = await check(filled, TAG, released, '--record');

    assert.equal(code, 0, output);
    assert.deepEqual(list, {...released, '1.0.0': TAG});
  });

  test('runs that check before, and the note after', () => {
    const {prepublishOnly, postpublish} = manifest['scripts'] as Record<string, string>;

    assert.match(String(prepublishOnly), /build\.mjs --quiet && node scripts\/release-check\.mjs$/);
    assert.match(String(postpublish), /release-check\.mjs --record$/);
  });
});
