import assert from 'node:assert/strict';
import type {Route} from 'playwright-core';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact} from '../fact.js';
import {CODE_JSON, openToWait, type Poll, type Reply} from '../support/waiting-page.js';
import replies from './polling.json' with {type: 'json'};

/** How an answer settles the result, and what it adds to the redirect URI. */
type Answer = [id: string, body: string, settled: string, added: string];
type NoAnswer = [id: string, what: string, reply: Reply];

const NO_POLL: Poll = {method: '', url: '', headers: [], withCredentials: false};

/** How a page waits for KakaoTalk’s answer at /apiweb/code.json. */
export const POLLING: readonly Fact[] = [
  ...(replies.answers as Answer[]).map(([id, body, settled, added]) =>
    fact(id, `${body}: the result is ${settled}, and the page goes to the redirect URI with ${added}`, async (open) => {
      const {page, reply, authorize, nextSettlement, pass, redirectUri} = await openToWait(open);
      await reply(body, body, body);
      // If the browser drops a request while it gives up the way to the app, the page asks again in a second.
      page.on('requestfailed', (request) => {
        if (CODE_JSON.test(request.url())) pass(1000).catch(() => undefined);
      });
      await authorize({redirectUri: `${redirectUri}?x=1`, state: 'st.1'});

      await pass(1000);

      assert.equal(await nextSettlement(), settled);
      await page.waitForURL(`${redirectUri}?x=1&${added}`);
    }),
  ),
  ...(replies.noAnswers as NoAnswer[]).map(([id, what, reply]) =>
    fact(id, `${what} is no answer: it asks again`, async (open) => {
      const sdk = await openToWait(open);
      const {authorize, polls, pollsEnded, settlements, jumps, pass, redirectUri} = sdk;
      await sdk.reply(reply);
      await authorize({redirectUri});
      await pass(1000);
      await pollsEnded(1);

      await pass(1000);

      assert.equal((await polls()).length, 2);
      assert.deepEqual(await settlements(), []);
      assert.equal((await jumps()).length, 1);
    }),
  ),
  fact(
    {id: 'P9', since: '2.7.1'},
    'error_code 700: the page goes to Kakao’s network error, and the result is never settled',
    async (open) => {
      const {page, reply, authorize, settlements, pass, redirectUri} = await openToWait(open);
      await reply('{"status":"error","error_code":"700"}');
      await authorize({redirectUri});
      // Not by `waitForURL`: the way to KakaoTalk that is given up counts as a failure there.
      const arrived = page.waitForEvent('framenavigated', (frame) => frame.url().endsWith('/error/network'));

      await pass(1000);

      assert.equal((await arrived).url(), 'https://kauth.kakao.com/error/network');
      assert.deepEqual(await settlements(), []);
    },
  ),
  fact(
    {id: 'P9-first', before: '2.7.1'},
    'error_code 700: the result is settled, and the page goes to the redirect URI',
    async (open) => {
      const {page, reply, authorize, nextSettlement, pass, redirectUri} = await openToWait(open);
      await reply('{"status":"error","error_code":"700"}');
      await authorize({redirectUri});

      await pass(1000);

      assert.equal(await nextSettlement(), 'resolved {}');
      await page.waitForURL(`${redirectUri}?`);
    },
  ),
  fact(
    'P10',
    'it asks by GET for client_id, auth_tran_id and ka, without credentials, headers and preflight',
    async (open) => {
      const {page, emulator, authorize, nextJump, polls, pollsEnded, pass, redirectUri} = await openToWait(open);
      await page
        .context()
        .addCookies([
          {name: 'session', value: 's', domain: 'kauth.kakao.com', path: '/', secure: true, sameSite: 'None'},
        ]);
      await authorize({redirectUri});
      const id = /"auth_tran_id":"([^"]+)"/.exec(decodeURIComponent(await nextJump()))?.[1];
      const request = page.waitForRequest(CODE_JSON);

      await pass(1000);
      await pollsEnded(1);

      const [{url, ...others} = NO_POLL] = await polls();
      const {searchParams} = new URL(url);
      assert.match(url, CODE_JSON);
      assert.deepEqual(others, {method: 'GET', headers: [], withCredentials: false});
      assert.deepEqual([...searchParams.keys()], ['client_id', 'auth_tran_id', 'ka']);
      assert.deepEqual([searchParams.get('client_id'), searchParams.get('auth_tran_id')], [SCRIPT_KEY, id]);
      assert.match(searchParams.get('ka') ?? '', /^sdk\/2\./);
      assert.equal(await (await request).headerValue('cookie'), null);
      const methods = emulator.requests.filter(({path}) => path === '/apiweb/code.json').map(({method}) => method);
      assert.deepEqual(methods, ['GET']);
    },
  ),
  fact('P11', 'it asks every second', async (open) => {
    const {authorize, polls, pass, redirectUri} = await openToWait(open);
    await authorize({redirectUri});

    await pass(999);
    assert.equal((await polls()).length, 0);
    await pass(1);
    assert.equal((await polls()).length, 1);
    await pass(1000);
    assert.equal((await polls()).length, 2);
  }),
  fact(
    'P12',
    'it asks six hundred times at most, then rejects with timeout and the state, and goes to the redirect URI',
    async (open) => {
      const {page, authorize, nextSettlement, polls, pass, redirectUri} = await openToWait(open);
      let count = 0;
      page.on('request', (request) => (count += CODE_JSON.test(request.url()) ? 1 : 0));
      await authorize({redirectUri, state: 's'});
      await pass(598_000);
      assert.equal((await polls()).length, 598);

      await pass(4000);

      const fields = '"error":"timeout","error_description":"LOGIN_TIMEOUT","state":"s"';
      assert.equal(await nextSettlement(), `rejected {${fields}}`);
      await page.waitForURL(`${redirectUri}?error=timeout&error_description=LOGIN_TIMEOUT&state=s`);
      assert.equal(count, 600);
    },
  ),
  ...(['android', 'iphone', 'channelHome'] as const).map((agent) =>
    fact(`P13-${agent}`, `it waits for an answer on ${agent}`, async (open) => {
      const {emulator, authorize, polls, pass, redirectUri} = await openToWait(open, {agent});
      emulator.signInToKakaoTalk('member');
      await authorize({redirectUri});

      await pass(2000);

      assert.equal((await polls()).length, 2);
    }),
  ),
  ...(['desktop', 'talkOnAndroid'] as const).map((agent) =>
    fact(
      `P14-${agent}`,
      `after a plain redirect it waits for nothing, and the result is never settled, on ${agent}`,
      async (open) => {
        const {page, authorize, nextJump, polls, settlements, pass, redirectUri} = await openToWait(open, {agent});
        // So that the page stays and can be asked.
        await page.route('https://kauth.kakao.com/oauth/authorize?**', (route) => route.fulfill({status: 204}));
        await authorize({redirectUri});
        await nextJump();

        await pass(5000);

        assert.deepEqual(await polls(), []);
        assert.deepEqual(await settlements(), []);
      },
    ),
  ),
  fact('P15', 'without redirect URI the result is settled and the page stays', async (open) => {
    const {reply, authorize, nextSettlement, jumps, pass} = await openToWait(open);
    await reply('{"status":"ok","code":"CODE1"}');
    await authorize({state: 's'});

    await pass(1000);

    assert.equal(await nextSettlement(), 'resolved {"code":"CODE1"}');
    assert.equal((await jumps()).length, 1);
  }),
  fact('P16', 'a second authorize ends the waiting of the first, whose result is never settled', async (open) => {
    const sdk = await openToWait(open);
    const {reply, authorize, nextJump, nextSettlement, settlements, polls, pollsEnded, pass} = sdk;
    await reply('{"status":"error","error_code":"300"}', '{"status":"ok","code":"CODE2"}');
    await authorize({state: 'first'});
    await authorize({state: 'second'});
    const second = /"auth_tran_id":"([^"]+)"/.exec(decodeURIComponent(await nextJump(2)))?.[1];
    await pass(1000);
    await pollsEnded(1);

    await pass(1000);
    await nextSettlement();
    await pass(2000);

    const asked = (await polls()).map(({url}) => new URL(url).searchParams.get('auth_tran_id'));
    assert.deepEqual(asked, [second, second]);
    assert.deepEqual(await settlements(), ['resolved {"code":"CODE2"}']);
  }),
  ...(
    [
      {id: 'P17', says: 'polls that overlap are answered each for itself', before: '2.7.9', count: 2},
      {
        id: 'P18',
        says: 'of polls that overlap one answer counts',
        since: '2.7.9',
        unverified: '2.7.9 was read and not run',
        count: 1,
      },
    ] as const
  ).map(({count, ...others}): Fact => ({
    ...others,
    async check(open) {
      const {page, authorize, jumps, pollsEnded, settlements, pass, redirectUri} = await openToWait(open);
      const held: Route[] = [];
      const both = new Promise<void>((resolve) => {
        void page.route(CODE_JSON, (route) => {
          held.push(route);
          if (held.length === 2) resolve();
        });
      });
      // So that the page stays and can be asked.
      await page.route(`${redirectUri}?**`, (route) => route.fulfill({status: 204}));
      await authorize({redirectUri});
      await pass(2000);
      await both;

      const headers = {'access-control-allow-origin': '*'};
      await held[0]!.fulfill({headers, json: {status: 'ok', code: 'CODE1', state: 's'}});
      await pollsEnded(1);
      await held[1]!.fulfill({headers, json: {status: 'ok', code: 'CODE1'}});
      await pollsEnded(2);

      const gone = [`${redirectUri}?code=CODE1&state=s`, `${redirectUri}?code=CODE1`];
      assert.deepEqual((await jumps()).slice(1), gone.slice(0, count));
      assert.deepEqual(await settlements(), ['resolved {"code":"CODE1","state":"s"}']);
    },
  })),
  fact('P19', 'an answer is added behind a fragment of the redirect URI', async (open) => {
    const {reply, authorize, nextJump, pass, redirectUri} = await openToWait(open);
    await reply('{"status":"ok","code":"CODE1"}');
    await authorize({redirectUri: `${redirectUri}#x`});

    await pass(1000);

    assert.equal(await nextJump(2), `${redirectUri}#x?code=CODE1`);
  }),
  ...(
    [
      {id: 'P20', agent: 'desktop', says: 'ends the waiting, once one more poll was answered', more: 1},
      {id: 'P22', agent: 'iphone', says: 'does not end the waiting where it was to open KakaoTalk', more: 6},
    ] as const
  ).map(({id, agent, says, more}) =>
    fact(id, `a window that the visitor closes ${says}, and the result is never settled`, async (open) => {
      const sdk = await openToWait(open, {agent, popups: true});
      const {page, authorize, polls, pollsEnded, settlements, pass, redirectUri} = sdk;
      const [popup] = await Promise.all([page.waitForEvent('popup'), authorize({redirectUri, isPopup: true})]);
      await pass(1000);
      await pollsEnded(1);

      await popup.close();
      await pass(1000);
      await pollsEnded(2);
      await pass(5000);

      assert.equal((await polls()).length, 1 + more);
      assert.deepEqual(await settlements(), []);
    }),
  ),
  fact('P21', 'a window that is blocked is waited for all the same', async (open) => {
    const options = {agent: 'desktop', before: 'window.open = () => null;'} as const;
    const {authorize, polls, settlements, pass, redirectUri} = await openToWait(open, options);
    await authorize({redirectUri, isPopup: true});

    await pass(3000);

    assert.equal((await polls()).length, 3);
    assert.deepEqual(await settlements(), []);
  }),
];
