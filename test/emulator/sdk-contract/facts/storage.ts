import assert from 'node:assert/strict';
import type {Fact} from '../fact.js';
import {openToWait} from '../support/waiting-page.js';

/** For the key 0123456789abcdef0123456789abcdef: kakao_ and the MD5 of "kat" and the key. */
const ENTRY = 'kakao_455260b1fe34076f531b37c26d3488ea';
const KEPT = `[document.cookie, localStorage.length, sessionStorage.length, document.querySelectorAll('iframe').length]`;

/** What the SDK leaves in the browser. */
export const STORAGE: readonly Fact[] = [
  {
    id: 'T1',
    says: 'a login writes no cookie, no storage and no frame',
    async check(open) {
      const {authorize, pollsEnded, pass, run, redirectUri} = await openToWait(open);
      await authorize({redirectUri, state: 's'});

      await pass(1000);
      await pollsEnded(1);

      assert.deepEqual(await run(KEPT), ['', 0, 0, 0]);
    },
  },
  {
    id: 'T2',
    says: `a token is kept in sessionStorage as ${ENTRY}, not as plain text`,
    async check(open) {
      const {run} = await open();

      await run('Kakao.Auth.setAccessToken("token-1")');

      assert.deepEqual(await run('Object.keys(sessionStorage)'), [ENTRY]);
      assert.ok(!(await run<string>(`sessionStorage['${ENTRY}']`)).includes('token-1'));
      assert.equal(await run('localStorage.length'), 0);
    },
  },
  {
    id: 'T3',
    says: 'a kept token is there again after a reload',
    async check(open) {
      const {run, page} = await open();
      await run('Kakao.Auth.setAccessToken("token-1")');

      await page.reload();
      await run('Kakao.init("0123456789abcdef0123456789abcdef")');

      assert.equal(await run('Kakao.Auth.getAccessToken()'), 'token-1');
    },
  },
  {
    id: 'T4',
    says: 'a token that is not to persist stays in memory',
    async check(open) {
      const {run} = await open();

      await run('Kakao.Auth.setAccessToken("token-1", false)');

      assert.deepEqual(await run('[Kakao.Auth.getAccessToken(), sessionStorage.length]'), ['token-1', 0]);
    },
  },
  {
    id: 'T5',
    says: 'null takes the token away',
    async check(open) {
      const {run} = await open();

      await run('Kakao.Auth.setAccessToken("token-1"); Kakao.Auth.setAccessToken(null)');

      assert.deepEqual(await run('[Kakao.Auth.getAccessToken(), sessionStorage.length]'), [null, 0]);
    },
  },
  {
    id: 'T6',
    says: 'setAccessToken throws SecurityError in a frame without storage',
    async check(open) {
      const {page, run, sdkUrl} = await open({load: false});
      const markup = `<script src="${sdkUrl}" crossorigin="anonymous"></script><script>
        Kakao.init('0123456789abcdef0123456789abcdef');
        try {
          Kakao.Auth.setAccessToken('token-1');
          document.title = 'kept';
        } catch (error) {
          document.title = error.name;
        }
        parent.postMessage(document.title, '*');
      </script>`;

      const told = run<string>(`new Promise((resolve) => {
        addEventListener('message', ({data}) => resolve(data));
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = ${JSON.stringify(markup)};
        document.body.append(frame);
      })`);

      assert.equal(await told, 'SecurityError');
      assert.equal(page.frames().length, 2);
    },
  },
];
