import assert from 'node:assert/strict';
import {relative} from 'node:path';
import {before, describe, test} from 'node:test';
import {build, type Rolldown} from 'vite';
import {keepNodeEnv} from './support/bundle.js';
import {read, ROOT} from './support/package.js';

describe('the entry for hosted shops', () => {
  keepNodeEnv();
  let modules: readonly string[] = [];
  let code = '';
  before(async () => {
    const result = await build({root: ROOT, mode: 'kakao-sync-host', logLevel: 'error', build: {write: false}});
    const [output] = result as Rolldown.RolldownOutput[];
    const chunk = output?.output[0];
    code = chunk?.code ?? '';
    modules = Object.entries(chunk?.modules ?? {}).flatMap(([path, {renderedLength}]) =>
      renderedLength > 0 ? [relative(ROOT, path)] : [],
    );
  });

  test('is what the build has written', () => {
    assert.ok(modules.includes('src/script/hosts/press-host.ts'));
    assert.equal(code, read('dist/kakao-sync-host.min.js'));
  });

  test('has no code of a login, which is the host’s, and no Lit', () => {
    const ofLogins =
      /^src\/(oauth|in-app|client\/(leave|return|member|auto-login)|client\/page\/(transactions|backend|kept))\/|load-kakao-sdk|client\/client\.ts|node_modules/;

    assert.deepEqual(
      modules.filter((path) => ofLogins.test(path)),
      [],
    );
    assert.doesNotMatch(code, /kauth|kakaocdn\.net\/kakao_js_sdk\/\d/);
  });
});
