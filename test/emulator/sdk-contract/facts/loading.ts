import assert from 'node:assert/strict';
import {fact, type Fact} from '../fact.js';

/** What a page notes of what its policy blocks. */
declare const blocked: readonly string[];
declare const calls: readonly unknown[];

/** How the file behaves on the pages that load it. */
export const LOADING: readonly Fact[] = [
  fact('L1', 'adds one global, Kakao', async (open) => {
    const {run, page, sdkUrl} = await open({load: false});
    const before = await run<string[]>('Object.getOwnPropertyNames(window)');

    await page.addScriptTag({url: sdkUrl});

    const after = await run<string[]>('Object.getOwnPropertyNames(window)');
    assert.deepEqual(
      after.filter((name) => !before.includes(name)),
      ['Kakao'],
    );
  }),
  fact('L6', 'calls kakaoAsyncInit once, in a later task', async (open) => {
    const before = `
        window.calls = [];
        window.kakaoAsyncInit = () => calls.push(document.currentScript === null && typeof Kakao);
      `;
    const {run, page} = await open({before, init: false});

    await page.waitForFunction(() => calls.length > 0);
    assert.deepEqual(await run('new Promise((resolve) => setTimeout(() => resolve(calls), 0))'), ['object']);
  }),
  fact('L6-then', 'calls the kakaoAsyncInit that is there in that later task', async (open) => {
    const before = `window.calls = []; window.kakaoAsyncInit = () => calls.push('first');`;
    const {run, page, sdkUrl} = await open({before, load: false});

    const named = `
        const tag = document.createElement('script');
        tag.src = ${JSON.stringify(sdkUrl)};
        tag.onload = () => (window.kakaoAsyncInit = () => calls.push('then'));
        document.head.append(tag);
      `;
    await run(`{ ${named} }`);

    await page.waitForFunction(() => calls.length > 0);
    assert.deepEqual(await run('calls'), ['then']);
  }),
  fact('L12', 'tells Kakao of the language as it was when it was loaded', async (open) => {
    const {run, authorize, nextJump, redirectUri} = await open();
    await run(`Object.defineProperty(navigator, 'language', {value: 'xx-XX'})`);

    await authorize({redirectUri});

    assert.match(new URL(await nextJump()).searchParams.get('ka') ?? '', / lang\/ko-KR /);
  }),
  ...(['desktop', 'android'] as const).map((agent) =>
    fact(
      `L13-${agent}`,
      `works without eval and under Trusted Types that allow no policy, on ${agent}`,
      async (open) => {
        const csp = `default-src 'none'; script-src https://t1.kakaocdn.net; connect-src https://kauth.kakao.com; require-trusted-types-for 'script'; trusted-types 'none'`;
        const {authorize, nextJump, redirectUri} = await open({agent, csp});

        await authorize({redirectUri});

        assert.match(await nextJump(), agent === 'desktop' ? /^https:\/\/kauth\.kakao\.com\// : /^intent:/);
      },
    ),
  ),
  fact('L14', 'redirects a desktop where it may connect to nothing', async (open) => {
    const csp = `default-src 'none'; script-src https://t1.kakaocdn.net`;
    const {authorize, nextJump, redirectUri} = await open({csp});

    await authorize({redirectUri});

    assert.match(await nextJump(), /^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?/);
  }),
  fact('L15', 'waits on for ever where it may not connect to kauth', async (open) => {
    const csp = `default-src 'none'; script-src https://t1.kakaocdn.net`;
    const {page, emulator, authorize, nextJump, settlements, pass, redirectUri} = await open({
      agent: 'android',
      csp,
      clock: true,
      before: `window.blocked = []; addEventListener('securitypolicyviolation', ({blockedURI}) => blocked.push(blockedURI));`,
    });
    await authorize({redirectUri});
    emulator.openInKakaoTalk(await nextJump(), {persona: 'member'});

    await pass(3000);

    // A function: a text that is asked for again is not run under this policy.
    await page.waitForFunction(() => blocked.length === 3);
    assert.deepEqual(await settlements(), []);
    assert.equal(emulator.counts.codeJson, 0);
  }),
];
