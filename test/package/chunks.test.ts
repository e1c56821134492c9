import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  BUNDLERS,
  measureChunks,
  MODULE_ENTRIES,
  weighChunks,
  type Chunk,
  type ModuleEntryName,
} from '../../bench/chunks.js';
import {keepNodeEnv} from './support/bundle.js';

/** A file with what it loads, in a build without anything else. */
const file = (name: string, imports: readonly string[] = [], laterImports: readonly string[] = []): Chunk => ({
  ...{name, code: `"${name}";`, isEntry: name === 'entry', imports, laterImports},
  module: name.startsWith('shared') ? null : `/site/node_modules/kakao-sync-widget/dist/client/${name}/index.js`,
});

const LOADS: Readonly<Record<string, {chunks: readonly Chunk[]; first: string; later: string; report: string}>> = {
  'one file': {chunks: [file('entry')], first: 'entry', later: '', report: ''},
  'a part that comes later': {
    chunks: [file('entry', [], ['leave']), file('leave')],
    ...{first: 'entry', later: 'leave', report: ''},
  },
  'a file that the entry shares with a part': {
    chunks: [file('entry', ['shared'], ['leave']), file('leave', ['shared']), file('shared')],
    ...{first: 'entry shared', later: 'leave', report: ''},
  },
  'a file that two parts share': {
    chunks: [
      file('entry', [], ['leave', 'return']),
      file('leave', ['shared']),
      file('return', ['shared']),
      file('shared'),
    ],
    ...{first: 'entry', later: 'leave return shared', report: ''},
  },
  'a part of a part, and a circle': {
    chunks: [
      file('entry', [], ['leave']),
      file('leave', ['entry'], ['return']),
      file('return', ['shared']),
      file('shared', ['return']),
    ],
    ...{first: 'entry', later: 'leave return shared', report: ''},
  },
  'the report, and what it alone loads': {
    chunks: [
      file('entry', ['shared-first'], ['report', 'leave']),
      file('report', ['shared-first', 'shared-last']),
      file('leave', []),
      ...[file('shared-first'), file('shared-last')],
    ],
    ...{first: 'entry shared-first', later: 'leave', report: 'report shared-last'},
  },
};

describe('of a split build', () => {
  keepNodeEnv();

  for (const [what, {chunks, first, later, report}] of Object.entries(LOADS)) {
    test(`the loads are told apart: ${what}`, () => {
      const sizes = weighChunks(chunks);

      const named = (load: string): string =>
        sizes.emitted
          .filter((found) => found.load === load)
          .map(({name}) => name)
          .sort()
          .join(' ');
      assert.deepEqual([named('first'), named('later'), named('apart')], [first, later, report]);
      const weigh = (loads: string): number =>
        sizes.emitted.filter(({load}) => loads.includes(load)).reduce((sum, {brotli}) => sum + brotli, 0);
      assert.equal(sizes.first, weigh('first'));
      assert.equal(sizes.whole, weigh('first later'));
      assert.equal(sizes.files, [first, later].join(' ').trim().split(' ').length);
    });
  }

  for (const entry of Object.keys(MODULE_ENTRIES) as ModuleEntryName[]) {
    for (const bundler of BUNDLERS) {
      test(`${entry} by ${bundler}: what stands apart is told, and it is weighed`, async (t) => {
        const {first, whole, files, emitted} = await measureChunks(entry, bundler);

        t.diagnostic(`${entry}, ${bundler}: first ${first}, whole ${whole}, ${files} files`);
        for (const part of [/report.part\.js$/, /on-server-part\.js$/]) {
          assert.ok(
            emitted.some(({load, module}) => load === 'apart' && part.test(module ?? '')),
            String(part),
          );
        }
        assert.ok(first > 1000 && whole >= first);
      });
    }
  }
});
