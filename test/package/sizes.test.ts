import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {measureChunks} from '../../bench/chunks.js';
import {measureSize, type EntryName} from '../../bench/sizes.js';
import {BUDGETS, CHUNK_BUDGETS, MOST_FILES} from './budgets.js';
import {bundle, keepNodeEnv} from './support/bundle.js';

describe('the size of', () => {
  keepNodeEnv();

  for (const [name, budget] of Object.entries(BUDGETS)) {
    test(`${name} is at most ${budget} kB`, async (t) => {
      const {brotli} = await measureSize(name as EntryName);

      t.diagnostic(`${name}: ${brotli} of ${budget * 1000} bytes`);
      assert.ok(brotli > 100, 'there is something to weigh');
      assert.ok(brotli <= budget * 1000, `${brotli} bytes are ${brotli - budget * 1000} too many`);
    });
  }
});

describe('the modules of', () => {
  keepNodeEnv();

  for (const [name, budget] of Object.entries(CHUNK_BUDGETS)) {
    test(`${name} are at most ${budget.first} kB first and ${budget.whole} kB in all, in few files`, async (t) => {
      const {first, whole, files} = await measureChunks(name);

      t.diagnostic(
        `${name}: first ${first} of ${budget.first * 1000}, whole ${whole} of ${budget.whole * 1000}, ${files} files`,
      );
      assert.ok(first > 1000 && whole > first, 'there is something to weigh, and a part of it comes later');
      assert.ok(first <= budget.first * 1000, `${first - budget.first * 1000} bytes too many at first`);
      assert.ok(whole <= budget.whole * 1000, `${whole - budget.whole * 1000} bytes too many in all`);
      assert.ok(files <= MOST_FILES, `${files} files`);
    });
  }
});

describe('what no page has', () => {
  for (const entry of ['client', 'define']) {
    test(`are the statuses of a backend and Kakao's own codes: ${entry}`, async () => {
      const {text} = await bundle(`export * from 'kakao-sync-widget/${entry}';`);

      assert.ok(text.includes('session_required'));
      assert.doesNotMatch(text, /KOE\d|Gateway Timeout|session_required:\s*401/);
    });
  }
});

describe('what a bundler leaves out', () => {
  test('is everything, of the package imported and not used', async () => {
    const {text} = await bundle(`import 'kakao-sync-widget';`);

    assert.equal(text, '');
  });

  test('is Lit and the elements, of the headless client', async () => {
    const {modules} = await bundle(`export * from 'kakao-sync-widget/client';`);

    assert.ok(modules.includes('dist/client/client.js'));
    assert.deepEqual(
      modules.filter((path) => !/^dist\/(client|shared|oauth|sdk|in-app)\//.test(path)),
      [],
    );
  });

  test('is Lit and the elements, of a client taken from the package itself', async () => {
    const {modules} = await bundle(`export {createKakaoSync} from 'kakao-sync-widget';`);

    assert.deepEqual(
      modules.filter((path) => /lit|elements/.test(path)),
      [],
    );
  });

  test('is the button, where only the configuration is used', async () => {
    const {modules} = await bundle(`import 'kakao-sync-widget/sync/define';`);

    assert.ok(modules.includes('dist/elements/sync/sync.js'));
    assert.deepEqual(
      modules.filter((path) => /login-button|node_modules/.test(path)),
      [],
    );
  });

  test('is nothing of what registers the elements', async () => {
    const {modules} = await bundle(`import 'kakao-sync-widget/define';`);

    for (const name of ['sync', 'login-button', 'terms-consent', 'channel-button', 'account']) {
      assert.ok(modules.includes(`dist/elements/${name}/${name}.js`), name);
    }
    assert.deepEqual(
      modules.filter((path) => /^dist\/(server|emulator)\//.test(path)),
      [],
    );
  });
});
