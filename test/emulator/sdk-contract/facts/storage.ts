import assert from 'node:assert/strict';
import {fact, type Fact} from '../fact.js';
import {openToWait} from '../support/waiting-page.js';

const KEPT = `[document.cookie, localStorage.length, sessionStorage.length, document.querySelectorAll('iframe').length]`;

/** What the SDK leaves in the browser. */
export const STORAGE: readonly Fact[] = [
  fact('T1', 'a login writes no cookie, no storage and no frame', async (open) => {
    const {authorize, pollsEnded, pass, run, redirectUri} = await openToWait(open);
    await authorize({redirectUri, state: 's'});

    await pass(1000);
    await pollsEnded(1);

    assert.deepEqual(await run(KEPT), ['', 0, 0, 0]);
  }),
  fact('T6', 'setAccessToken throws SecurityError in a frame without storage', async (open) => {
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
  }),
];
