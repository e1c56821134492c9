import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {DEFAULT_APP} from '../../src/emulator/index.js';
import {openBrowser} from '../support/browser.js';
import {createKakaoHosts} from '../support/kakao-hosts.js';
import {AGENTS} from './support/browser.js';
import {setup as setupEmulator} from './support/setup.js';
import {openShop} from './support/shop.js';

const [rest] = DEFAULT_APP.restApiKeys;
const [script] = DEFAULT_APP.javascriptKeys;

/** A browser for which every host of Kakao's is the emulator, and nothing else but loopback exists. */
async function openStage() {
  const hosts = await createKakaoHosts();
  const shop = await openShop({tls: hosts.tls});
  return {shop, browser: await openBrowser({args: hosts.toBrowserArgs(shop.listening.port)})};
}

describe('under Kakao’s host names', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  before(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    for (const context of stage.browser.contexts()) await context.close();
    stage.shop.emulator.reset();
  });
  after(async () => {
    await stage.browser.close();
    await stage.shop.close();
  });

  async function setup(userAgent: string) {
    const {browser, shop} = stage;
    const page = await (await browser.newContext({userAgent, locale: 'ko-KR'})).newPage();
    await page.goto(`${shop.origin}/`);
    await page.addScriptTag({url: 'https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js'});
    await page.evaluate(`Kakao.init(${JSON.stringify(script.key)})`);
    const authorize = () =>
      page.evaluate(`Kakao.Auth.authorize({redirectUri: ${JSON.stringify(shop.redirectUri)}, state: 'st.1'}); 0`);
    return {...shop, page, authorize};
  }

  it('signs somebody up over kauth.kakao.com, from script to tokens', async () => {
    const {page, emulator, redirectUri, authorize} = await setup(AGENTS.desktop);
    await Promise.all([page.waitForURL(/^https:\/\/kauth\.kakao\.com\/oauth\/authorize/), authorize()]);
    await page.click('button[value=new-visitor]');
    await page.getByLabel('전체 동의하기').check();
    await page.getByRole('button', {name: '동의하고 계속하기'}).click();
    await page.waitForURL(/^http:\/\/localhost:\d+\/callback\?code=/);

    const answer = new URL(page.url()).searchParams;
    assert.equal(answer.get('state'), 'st.1');
    const response = await emulator.fetch('https://kauth.kakao.com/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: rest.key,
        client_secret: rest.clientSecret,
        redirect_uri: redirectUri,
        code: answer.get('code')!,
      }),
    });
    assert.equal(response.status, 200);
  });

  it('goes over talk-apps.kakao.com to the page on an iPhone', async () => {
    const {page, emulator, authorize} = await setup(AGENTS.iphone);
    await Promise.all([page.waitForURL(/^https:\/\/kauth\.kakao\.com\/oauth\/authorize/), authorize()]);

    assert.ok(emulator.requests.some(({host}) => host.startsWith('talk-apps.kakao.com')));
  });

  it('polls kauth.kakao.com from an Android phone, and tells nobody else', async () => {
    const {page, emulator, redirectUri, authorize} = await setup(AGENTS.android);
    emulator.failNext('code.json', {body: '{"status":"ok","code":"C1"}'});
    await authorize();
    await page.waitForEvent('framenavigated', {predicate: (frame) => frame.url() === `${redirectUri}?code=C1`});

    assert.deepEqual(emulator.talkRequests, []);
  });

  for (const [address, status] of [
    ['https://kauth.kakao.com/v2/user/me', 404],
    ['https://kapi.kakao.com/oauth/token', 404],
    ['https://kauth.kakao.com/__emulator', 404],
    ['https://accounts.kakao.com/__emulator/reset', 404],
    ['https://kauth.kakao.com/.well-known/jwks.json', 200],
  ] as const) {
    it(`answers ${status} to ${address}`, async () => {
      const response = await setupEmulator().emulator.fetch(address);

      assert.equal(response.status, status);
    });
  }
});
