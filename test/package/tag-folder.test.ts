import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {before, describe, test} from 'node:test';
import {CLASSIC_SCRIPTS} from '../support/site-scripts.js';
import {manifest, read, ROOT, run} from './support/package.js';

const FOLDER = `dist/tag/${manifest.version}`;

/** What each script fetches from beside itself. */
const FETCHES: Readonly<Record<string, readonly string[]>> = {
  'kakao-sync.min.js': [
    'kakao-sync-report.min.js',
    'kakao-sync-analytics.min.js',
    'kakao-sync-attribution.min.js',
    'kakao-sync-check.min.js',
    'kakao-sync-sheet.min.js',
    'kakao-sync-on-server.min.js',
    'kakao-sync-host.min.js',
  ],
  'kakao-sync-host.min.js': [
    'kakao-sync-report.min.js',
    'kakao-sync-analytics.min.js',
    'kakao-sync-check.min.js',
    'kakao-sync-sheet.min.js',
  ],
};

const toIntegrity = (bytes: string | Buffer, hash = 'sha384'): string =>
  `${hash}-${createHash(hash).update(bytes).digest('base64')}`;

describe('the folder that a site without a bundler copies', () => {
  let integrity: Readonly<Record<string, string>> = {};
  before(() => {
    integrity = JSON.parse(read(`${FOLDER}/integrity.json`)) as typeof integrity;
  });

  test('holds every classic script and the style sheet, with the integrity of each', () => {
    const files = [...CLASSIC_SCRIPTS, 'reserve.css'].sort();

    assert.deepEqual(readdirSync(join(ROOT, FOLDER)).sort(), [...files, 'integrity.json'].sort());
    assert.deepEqual(
      integrity,
      Object.fromEntries(files.map((file) => [file, toIntegrity(read(`${FOLDER}/${file}`))])),
    );
  });

  test('has the very files of the stable names', () => {
    for (const file of Object.keys(integrity)) assert.equal(read(`${FOLDER}/${file}`), read(`dist/${file}`), file);
  });

  for (const [file, others] of Object.entries(FETCHES)) {
    test(`${file} holds the integrity of each file that it fetches`, () => {
      const text = read(`${FOLDER}/${file}`);
      for (const other of others) assert.ok(text.includes(toIntegrity(read(`${FOLDER}/${other}`), 'sha256')), other);
    });
  }

  test('is the same however often it is built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kakao-sync-tag-'));
    try {
      for (const file of CLASSIC_SCRIPTS) {
        const script = file.replace('.min.js', '');
        const {code, output} = await run('npx', 'vite', 'build', '--mode', script, '--outDir', folder);
        assert.equal(code, 0, output);
        assert.equal(toIntegrity(await readFile(join(folder, file))), integrity[file], file);
      }
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});
