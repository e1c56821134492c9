import assert from 'node:assert/strict';
import type {Fact} from '../fact.js';
import {openToWait} from '../support/waiting-page.js';

/** A channel home in KakaoTalk that can sign in silently; `answer` is an expression for its promise. */
const toKakaoWeb = (answer: string): string => `
  window.silent = 0;
  window.kakaoweb = {
    reqSignInLocation() {
      silent += 1;
      return ${answer};
    },
  };
`;

/** What `Kakao.Auth.authorize` returns. */
export const RESULTS: readonly Fact[] = [
  {
    id: 'R1',
    says: 'a thenable of the SDK’s own with then, catch and finally, and no Promise',
    async check(open) {
      const {run} = await open({agent: 'android'});

      const kinds = await run(`(() => {
        const result = Kakao.Auth.authorize({});
        return [result instanceof Promise, ...['then', 'catch', 'finally'].map((name) => typeof result[name])];
      })()`);
      assert.deepEqual(kinds, [false, 'function', 'function', 'function']);
    },
  },
  {
    id: 'R2',
    says: 'a rejection that nobody handles raises no event',
    async check(open) {
      const before = `
        window.unhandled = [];
        addEventListener('unhandledrejection', ({reason}) => unhandled.push(reason));
      `;
      const {run, page} = await open({before});

      // The page's own promise is rejected after the SDK's: its event comes last.
      await run(`(() => { Kakao.Auth.authorize({prompt: 'none'}); Promise.reject('own'); })()`);

      await page.waitForFunction(`unhandled.includes('own')`);
      assert.deepEqual(await run('unhandled'), ['own']);
    },
  },
  {
    id: 'R3',
    says: 'undefined in a channel home that signs in silently',
    async check(open) {
      const before = toKakaoWeb('new Promise(() => undefined)');
      const {authorize, polls, jumps, run, pass, redirectUri} = await openToWait(open, {agent: 'channelHome', before});

      assert.equal(await authorize({redirectUri}), 'undefined');

      await pass(3000);
      assert.equal(await run('silent'), 1);
      assert.deepEqual([await polls(), await jumps()], [[], []]);
    },
  },
  {
    id: 'R4',
    says: 'nothing happens where a channel home fails to sign in silently',
    async check(open) {
      const before = toKakaoWeb('Promise.reject(new Error("no"))');
      const {authorize, polls, jumps, pass, redirectUri} = await openToWait(open, {agent: 'channelHome', before});

      assert.equal(await authorize({redirectUri}), 'undefined');

      await pass(15_000);
      assert.deepEqual([await polls(), await jumps()], [[], []]);
    },
  },
  {
    id: 'R5',
    says: 'prompt=cert is not tried silently in a channel home',
    async check(open) {
      const before = toKakaoWeb('new Promise(() => undefined)');
      const {authorize, nextJump, run, redirectUri} = await open({agent: 'channelHome', before});

      assert.equal(await authorize({redirectUri, prompt: 'cert'}), 'thenable');

      assert.match(await nextJump(), /^kakaotalk:\/\/bizplugin\?/);
      assert.equal(await run('silent'), 0);
    },
  },
  ...(['consent_required', 'interaction_required'] as const).map((error): Fact => ({
    id: `R6-${error}`,
    says: `a channel home that answers ${error} is followed by the plain redirect`,
    unverified: 'it was read in early releases and not run',
    async check(open) {
      const before = toKakaoWeb(`Promise.resolve(location.origin + '/callback?error=${error}')`);
      const {authorize, nextJump, redirectUri} = await open({agent: 'channelHome', before});

      await authorize({redirectUri});

      assert.match(await nextJump(), /^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?/);
    },
  })),
];
