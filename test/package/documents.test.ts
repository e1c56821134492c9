import assert from 'node:assert/strict';
import {before, describe, test} from 'node:test';
import {posix} from 'node:path';
import {listFiles, read, run} from './support/package.js';

const READMES = ['README.md', 'README.ko.md'];
/** README says what it is and how to begin; everything else is a page of `docs/`. */
const MAX_README = 12_000;

const pages = [...READMES, 'SECURITY.md', ...listFiles('docs', /\.md$/)];

/** The headings of a page, as links name them. */
function readAnchors(text: string): string[] {
  return text
    .replace(/^```[^]*?^```$/gm, '')
    .split('\n')
    .flatMap((line) => /^#{1,4} (.*)$/.exec(line)?.[1] ?? [])
    .map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    );
}

describe('the documents', () => {
  let packed: readonly string[] = [];
  before(async () => {
    const {code, output} = await run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts');
    assert.equal(code, 0, output);
    const [{files}] = JSON.parse(output.slice(output.indexOf('['))) as [{files: {path: string}[]}];
    packed = files.map(({path}) => path);
  });

  for (const page of pages) {
    test(`${page} leads only to what is in the package`, () => {
      for (const [, link = ''] of read(page).matchAll(/\]\((?!https?:|mailto:)([^)]+)\)/g)) {
        const [path = '', anchor] = link.split('#');
        const target = path ? posix.join(posix.dirname(page), path) : page;
        assert.ok(packed.includes(target), `${target} is packed`);
        if (anchor) assert.ok(readAnchors(read(target)).includes(decodeURIComponent(anchor)), link);
      }
    });
  }

  for (const page of READMES) {
    test(`${page} is short`, () => {
      assert.ok(Buffer.byteLength(read(page)) <= MAX_README, `${Buffer.byteLength(read(page))} bytes`);
    });
  }

  test('are the same pages in both languages', () => {
    const toNames = (language: string): string[] =>
      listFiles(`docs/${language}`, /\.md$/).map((path) => path.slice(`docs/${language}/`.length));

    assert.deepEqual(toNames('ko'), toNames('en'));
  });

  test('hold every page that the code names', () => {
    const named = listFiles('dist', /\.js$/).flatMap((path) => read(path).match(/docs\/[\w/-]+\.md/g) ?? []);

    assert.ok(named.length > 0);
    for (const page of new Set(named)) assert.ok(packed.includes(page), page);
  });
});
