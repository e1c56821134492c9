import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {SCRIPT_KEY} from '../../support/setup.js';
import type {Fact, Open} from '../fact.js';
import type {PageOptions, SdkPage} from '../support/sdk-page.js';

const ID = '_emulator';
const FOLLOW = /^https:\/\/apps\.kakao\.com\/talk\/channel\/follow\?/;
const PROXY = `iframe[src^="https://apps.kakao.com/proxy"]`;

/** A page that has called `followChannel`, and the window that it opened. */
interface Following {
  readonly sdk: SdkPage;
  readonly popup: Page;
  /** How it ended: `resolved {…}` or `rejected {…}`. */
  settled(): Promise<string>;
}

async function follow(open: Open, before = '', options: PageOptions = {}): Promise<Following> {
  const sdk = await open({leaves: true, ...options});
  const [popup] = await Promise.all([sdk.page.waitForEvent('popup'), sdk.run(`${before}; ${CALL}`)]);
  return {sdk, popup, settled: () => sdk.nextSettlement()};
}

const CALL = `void Kakao.Channel.followChannel({channelPublicId: '${ID}'}).then(
  (value) => tellSettlement('resolved', value),
  (reason) => tellSettlement('rejected', reason),
)`;

/** What the hidden frame says, as if Kakao had told it. */
async function say({page}: SdkPage, message: unknown): Promise<void> {
  const frame = page.frames().find((candidate) => candidate.url().startsWith('https://apps.kakao.com/proxy'));
  await frame?.evaluate((data) => parent.postMessage(data, '*'), message);
}

const query = (popup: Page): URLSearchParams => new URL(popup.url()).searchParams;

/** `Kakao.Channel.followChannel`. */
export const FOLLOWING: readonly Fact[] = [
  {
    id: 'H1',
    says: 'followChannel opens a window for apps.kakao.com, which names the page’s own key and the channel',
    async check(open) {
      const {popup, sdk} = await follow(open);
      await popup.waitForURL(FOLLOW);

      const parameters = query(popup);
      assert.deepEqual([...parameters.keys()], ['trans_id', 'app_key', 'ka', 'channel_public_id']);
      assert.equal(parameters.get('app_key'), SCRIPT_KEY);
      assert.equal(parameters.get('channel_public_id'), ID);
      assert.ok(parameters.get('ka')?.startsWith(`sdk/${sdk.version} os/javascript `));
    },
  },
  {
    id: 'H2',
    says: 'followChannel opens it as follow_channel, 480 × 700, and goes there in the press itself',
    async check(open) {
      const before = `
        const {open} = window;
        window.opened = [];
        window.open = (...args) => (opened.push(args.map(String)), open.apply(window, args));
      `;
      const {sdk} = await follow(open, '', {before});

      const [[, name, features] = ['', '', '']] = await sdk.run<[string, string, string][]>('opened');
      assert.equal(name, 'follow_channel');
      assert.match(features, /width=480\b.*height=700\b/);
    },
  },
  {
    id: 'H3',
    says: 'followChannel puts a hidden frame of apps.kakao.com into the page, for the same transaction',
    async check(open) {
      const {popup, sdk} = await follow(open);
      await popup.waitForURL(FOLLOW);

      const source = (await sdk.page.getAttribute(PROXY, 'src')) ?? '';
      assert.equal(new URL(source).searchParams.get('trans_id'), query(popup).get('trans_id'));
      assert.equal(await sdk.page.isVisible(PROXY), false);
    },
  },
  {
    id: 'H4',
    says: 'followChannel gets a ticket for the access token first, where there is one',
    async check(open) {
      const asked: (string | null)[] = [];
      const sdk = await open({leaves: true});
      await sdk.page.route('https://kauth.kakao.com/api/agt', (route) => {
        asked.push(`${route.request().method()} ${route.request().postData()}`);
        return route.fulfill({headers: {'access-control-allow-origin': '*'}, body: '{"agt":"ticket-1"}'});
      });
      const call = `Kakao.Auth.setAccessToken('token-1'); ${CALL}`;
      const [popup] = await Promise.all([sdk.page.waitForEvent('popup'), sdk.run(call)]);
      await popup.waitForURL(FOLLOW);

      assert.deepEqual(asked, [`POST client_id=${SCRIPT_KEY}&access_token=token-1`]);
      assert.deepEqual([...query(popup).keys()].slice(0, 2), ['agt', 'trans_id']);
      assert.equal(query(popup).get('agt'), 'ticket-1');
    },
  },
  {
    id: 'H5',
    says: 'followChannel resolves with what apps.kakao.com says',
    async check(open) {
      const {popup, sdk, settled} = await follow(open);
      await popup.waitForURL(FOLLOW);

      await say(sdk, JSON.stringify({status: 'success', channel_public_id: ID}));

      assert.equal(await settled(), `resolved {"status":"success","channel_public_id":"${ID}"}`);
    },
  },
  ...(['code', 'error_code'] as const).map((name): Fact => ({
    id: `H6-${name}`,
    says: `followChannel rejects with what apps.kakao.com says where that has ${name}`,
    async check(open) {
      const {popup, sdk, settled} = await follow(open);
      await popup.waitForURL(FOLLOW);

      await say(sdk, JSON.stringify({[name]: 'KAE005'}));

      assert.equal(await settled(), `rejected {"${name}":"KAE005"}`);
    },
  })),
  {
    id: 'H7',
    says: 'followChannel hears nobody but apps.kakao.com',
    async check(open) {
      const {popup, sdk, settled} = await follow(open);
      await popup.waitForURL(FOLLOW);

      await sdk.run(`postMessage('{"status":"from the page itself"}', '*')`);
      await say(sdk, '{"status":"from Kakao"}');

      assert.equal(await settled(), 'resolved {"status":"from Kakao"}');
    },
  },
  {
    id: 'H8',
    says: 'followChannel takes its frame away at the next call, not before',
    async check(open) {
      const {popup, sdk, settled} = await follow(open);
      await popup.waitForURL(FOLLOW);
      await say(sdk, '{"status":"success"}');
      await settled();
      const after = await sdk.page.locator(PROXY).count();

      await Promise.all([sdk.page.waitForEvent('framenavigated'), sdk.run(CALL)]);

      assert.deepEqual([after, await sdk.page.locator(PROXY).count()], [1, 1]);
    },
  },
  {
    id: 'H9',
    says: 'followChannel returns a thenable of the SDK’s own',
    unverified: 'the kind of its promise was not recorded',
    async check(open) {
      const {run} = await open({leaves: true});

      const kind = await run(`(() => {
        const result = Kakao.Channel.followChannel({channelPublicId: '${ID}'});
        return [result instanceof Promise, typeof result.then];
      })()`);
      assert.deepEqual(kind, [false, 'function']);
    },
  },
  ...(['instagramOnAndroid', 'instagramOnIphone', 'facebookOnAndroid'] as const).map((agent): Fact => ({
    id: `H10-${agent}`,
    says: `followChannel rejects a real Promise with KAE007 and opens nothing, for ${agent}`,
    async check(open) {
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
      assert.equal(isPromise, true);
      assert.equal(sdk.page.context().pages().length, 1);
      assert.equal(await sdk.page.locator('iframe').count(), 0);
    },
  })),
  {
    id: 'H11',
    says: 'followChannel is answered through Kakao’s own window: added',
    async check(open) {
      const {sdk, popup, settled} = await follow(open);

      await popup.click('button[value=new-visitor]');
      await popup.click('button[value=add]');

      assert.equal(await settled(), `resolved {"status":"success","channel_public_id":"${ID}"}`);
      assert.equal(sdk.emulator.account('new-visitor').channel, 'ADDED');
    },
  },
  {
    id: 'H12',
    says: 'followChannel is answered through Kakao’s own window: cancelled',
    unverified: 'what Kakao says of a cancellation was not recorded',
    async check(open) {
      const {sdk, popup, settled} = await follow(open);

      await popup.click('button[value=new-visitor]');
      await popup.click('button[value=cancel]');

      assert.equal(await settled(), `resolved {"status":"fail","channel_public_id":"${ID}"}`);
      assert.equal(sdk.emulator.account('new-visitor').channel, 'NONE');
    },
  },
];
