import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact, type Open} from '../fact.js';
import type {PageOptions, SdkPage} from '../support/sdk-page.js';

const ID = '_emulator';
const FOLLOW = /^https:\/\/apps\.kakao\.com\/talk\/channel\/follow\?/;
const PROXY = `iframe[src^="https://apps.kakao.com/proxy"]`;

/** The window that a call of `followChannel` opens. */
async function openPopup(sdk: SdkPage, call = CALL): Promise<Page> {
  const [popup] = await Promise.all([sdk.page.waitForEvent('popup'), sdk.run(call)]);
  return popup;
}

/** A page that has called `followChannel`, the window that it opened, and how it ends: `resolved {…}` or `rejected {…}`. */
async function follow(open: Open, options: PageOptions = {}) {
  const sdk = await open({popups: true, ...options});
  const popup = await openPopup(sdk);
  await popup.waitForURL(FOLLOW);
  return {sdk, popup, settled: () => sdk.nextSettlement()};
}

/** A page with an access token that has called `followChannel`; `answer` is Kakao's to the request for a ticket. */
async function openWithToken(open: Open, answer: {readonly status?: number; readonly body: string}) {
  const asked: string[] = [];
  const sdk = await open({popups: true, before: SPY_ON_WINDOWS});
  await sdk.page.route('https://kauth.kakao.com/api/agt', (route) => {
    asked.push(`${route.request().method()} ${route.request().postData()}`);
    return route.fulfill({headers: {'access-control-allow-origin': '*'}, ...answer});
  });
  await sdk.page.context().route('https://apps.kakao.com/error/**', (route) => route.fulfill({body: 'error'}));
  return {sdk, asked, popup: await openPopup(sdk, `Kakao.Auth.setAccessToken('token-1'); ${CALL}`)};
}

const CALL = `void Kakao.Channel.followChannel({channelPublicId: '${ID}'}).then(
  (value) => tellSettlement('resolved', value),
  (reason) => tellSettlement('rejected', reason),
)`;

/** Keeps what is opened. */
const SPY_ON_WINDOWS = `
  const {open} = window;
  window.opened = [];
  window.open = (...args) => (opened.push(args.map(String)), open.apply(window, args));
`;

/** What the hidden frame says, as if Kakao had told it. */
async function say({page}: SdkPage, message: unknown): Promise<void> {
  const frame = page.frames().find((candidate) => candidate.url().startsWith('https://apps.kakao.com/proxy'));
  await frame?.evaluate((data) => parent.postMessage(data, '*'), message);
}

const query = (popup: Page): URLSearchParams => new URL(popup.url()).searchParams;

const facts: readonly Fact[] = [
  fact(
    'H1',
    'followChannel opens a window for apps.kakao.com, which names the page’s own key and the channel',
    async (open) => {
      const {popup, sdk} = await follow(open);

      const parameters = query(popup);
      assert.deepEqual([...parameters.keys()], ['trans_id', 'app_key', 'ka', 'channel_public_id']);
      assert.equal(parameters.get('app_key'), SCRIPT_KEY);
      assert.equal(parameters.get('channel_public_id'), ID);
      assert.ok(parameters.get('ka')?.startsWith(`sdk/${sdk.version} os/javascript `));
    },
  ),
  fact(
    'H2',
    'followChannel without an access token opens that window, follow_channel, 480 × 700, at its address at once',
    async (open) => {
      const {sdk} = await follow(open, {before: SPY_ON_WINDOWS});

      const [[address, name, features] = ['', '', ''], ...others] = await sdk.run<[string, string, string][]>('opened');
      assert.match(address, FOLLOW);
      assert.deepEqual(others, []);
      assert.equal(name, 'follow_channel');
      assert.match(features, /width=480\b.*height=700\b/);
    },
  ),
  fact(
    'H3',
    'followChannel puts a hidden frame of apps.kakao.com into the page, for the same transaction',
    async (open) => {
      const {popup, sdk} = await follow(open);

      const source = (await sdk.page.getAttribute(PROXY, 'src')) ?? '';
      assert.equal(new URL(source).searchParams.get('trans_id'), query(popup).get('trans_id'));
      assert.equal(await sdk.page.isVisible(PROXY), false);
    },
  ),
  fact(
    'H4',
    'followChannel with an access token opens an empty window, and gets a ticket for it first',
    async (open) => {
      const {sdk, asked, popup} = await openWithToken(open, {body: '{"agt":"ticket-1"}'});
      await popup.waitForURL(FOLLOW);

      assert.deepEqual(await sdk.run('opened.map(([address]) => address)'), ['about:blank']);
      assert.deepEqual(asked, [`POST client_id=${SCRIPT_KEY}&access_token=token-1`]);
      assert.deepEqual([...query(popup).keys()].slice(0, 2), ['agt', 'trans_id']);
      assert.equal(query(popup).get('agt'), 'ticket-1');
    },
  ),
  ...(
    [
      ['H4-invalid_client', '{"error":"invalid_client"}', 'auth'],
      ['H4-other', '{"error":"invalid_token"}', 'server-error'],
    ] as const
  ).map(([id, body, page]) =>
    fact(
      id,
      `followChannel goes to apps.kakao.com/error/${page} in that window where Kakao gives no ticket: ${body}`,
      async (open) => {
        const {sdk, popup} = await openWithToken(open, {status: 401, body});

        await popup.waitForURL(`https://apps.kakao.com/error/${page}?**`);

        assert.deepEqual([...query(popup).keys()], ['trans_id', 'app_key', 'ka']);
        assert.deepEqual(await sdk.settlements(), []);
      },
    ),
  ),
  ...(
    [
      ['H5', 'resolves with what apps.kakao.com says', {status: 'success', channel_public_id: ID}],
      ['H6-code', 'rejects with what apps.kakao.com says where that has code', {code: 'KAE005'}],
      ['H6-error_code', 'rejects with what apps.kakao.com says where that has error_code', {error_code: 'KAE005'}],
      ['H7-method', 'keeps the method of a message to itself', {method: 'follow', status: 'success'}],
    ] as const
  ).map(([id, what, message]) =>
    fact(id, `followChannel ${what}`, async (open) => {
      const {sdk, settled} = await follow(open);

      await say(sdk, JSON.stringify(message));

      const told = {...message, method: undefined};
      assert.equal(await settled(), `${what.startsWith('rejects') ? 'rejected' : 'resolved'} ${JSON.stringify(told)}`);
    }),
  ),
  fact('H7', 'followChannel hears nobody but apps.kakao.com', async (open) => {
    const {sdk, settled} = await follow(open);

    await sdk.run(`postMessage('{"status":"from the page itself"}', '*')`);
    await say(sdk, '{"status":"from Kakao"}');

    assert.equal(await settled(), 'resolved {"status":"from Kakao"}');
  }),
  ...(
    [
      {id: 'H8', since: '2.7.4', says: 'takes its frame away at the next call, not before', count: 1},
      {id: 'H8-first', before: '2.7.4', says: 'has two frames at the next call', count: 2},
    ] as const
  ).map(({says, count, ...others}) =>
    fact(others, `followChannel ${says}`, async (open) => {
      const {sdk, settled} = await follow(open);
      await say(sdk, '{"status":"success"}');
      await settled();
      const after = await sdk.page.locator(PROXY).count();

      const next = await sdk.run(`(() => {
        ${CALL};
        return document.querySelectorAll('${PROXY}').length;
      })()`);

      assert.deepEqual([after, next], [1, count]);
    }),
  ),
  fact(
    {id: 'H8-closed', before: '2.7.4'},
    'followChannel takes its frame away when its window was closed',
    async (open) => {
      const {popup, sdk} = await follow(open);

      await popup.close();

      await sdk.page.waitForFunction((selector) => !document.querySelector(selector), PROXY);
    },
  ),
  ...(['instagramOnAndroid', 'instagramOnIphone', 'facebookOnAndroid'] as const).map((agent) =>
    fact(
      `H10-${agent}`,
      `followChannel rejects with KAE007, by the SDK’s own thenable, and opens nothing, for ${agent}`,
      async (open) => {
        const sdk = await open({agent, leaves: true});

        const isPromise = await sdk.run(`(() => {
        const result = Kakao.Channel.followChannel({channelPublicId: '${ID}'});
        result.catch((reason) => tellSettlement('rejected', reason));
        return result instanceof Promise;
      })()`);

        assert.match(
          await sdk.nextSettlement(),
          /^rejected \{"error_code":"KAE007","error_msg":"unsupported environment/,
        );
        assert.equal(isPromise, false);
        assert.equal(sdk.page.context().pages().length, 1);
        assert.equal(await sdk.page.locator('iframe').count(), 0);
      },
    ),
  ),
  ...(
    [
      {id: 'H11', how: 'added', press: 'add', status: 'success', relation: 'ADDED'},
      {
        id: 'H12',
        how: 'cancelled',
        unverified: 'what Kakao says of a cancellation was not recorded',
        press: 'cancel',
        status: 'fail',
        relation: 'NONE',
      },
    ] as const
  ).map(({how, press, status, relation, ...others}) =>
    fact(others, `followChannel is answered through Kakao’s own window: ${how}`, async (open) => {
      const {sdk, popup, settled} = await follow(open);

      await popup.click('button[value=new-visitor]');
      await popup.click(`button[value=${press}]`);

      assert.equal(await settled(), `resolved {"status":"${status}","channel_public_id":"${ID}"}`);
      assert.equal(sdk.emulator.account('new-visitor').channel, relation);
      if (!popup.isClosed()) await popup.waitForEvent('close');
    }),
  ),
];

/** `Kakao.Channel.followChannel`. */
export const FOLLOWING: readonly Fact[] = facts.map((one) => ({since: '2.6.0', ...one}));
