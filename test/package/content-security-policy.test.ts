import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {readPolicies} from '../support/policies.js';
import {listFiles, read} from './support/package.js';

const policies = await readPolicies();

for (const [kind, policy] of Object.entries(policies)) {
  describe(`the documents’ policy by ${kind}`, () => {
    for (const file of ['en', 'ko'].map((language) => `docs/${language}/frontend/content-security-policy.md`)) {
      test(`has each directive, and no other, explained in ${file}`, () => {
        const rows = [...read(file).matchAll(/^\| `([a-z-]+)`/gm)].map(([, directive]) => directive);

        assert.deepEqual(rows, [...policy.keys()]);
      });
    }

    test('needs nothing unsafe, and no plain http', () => {
      const sources = [...policy.values()].flat();

      assert.deepEqual(
        sources.filter((source) => /unsafe|^http:|\*|^https?:$|^data:/.test(source)),
        [],
      );
    });

    test('allows the Trusted Types policies that the code makes, and no other', () => {
      const made = [...read('dist/kakao-sync.min.js').matchAll(/createPolicy\([`'"]([\w-]+)[`'"]/g)];

      assert.deepEqual(made.map(([, name]) => name).sort(), policy.get('trusted-types'));
    });

    test('names the hosts of Kakao’s that the code asks, and no other', () => {
      const hosts = listFiles('src', /\.ts$/)
        .filter((path) => !/^src\/(emulator|server)\//.test(path))
        // A channel's page is gone to, not asked.
        .filter((path) => path !== 'src/client/channel.ts')
        .flatMap((path) => read(path).match(/https:\/\/[\w.]+\.kakao(cdn)?\.(com|net)(?=['"])/g) ?? []);
      const named = [...policy.values()].flat().filter((source) => source.startsWith('https:'));

      // By nonce, a script may come from anywhere.
      const asked = kind === 'nonce' ? hosts.filter((host) => !host.includes('cdn')) : hosts;
      assert.deepEqual([...new Set(named)].sort(), [...new Set(asked)].sort());
    });
  });
}
