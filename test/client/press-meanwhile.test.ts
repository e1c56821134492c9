import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../src/client/config.js';
import {KakaoSyncError} from '../../src/shared/errors.js';
import {CONFIG, type FakePage} from './support/browser.js';
import {settle} from './support/clock.js';
import {returned, setup} from './support/journey.js';

/** Presses while Kakao's SDK is still on its way. */
async function pressEarly(page: FakePage): Promise<void> {
  page.sdk.answer = 'hangs';
  page.sdk.present = null;
  page.client.login({prompt: 'select_account'});
  await settle();
}

/** Starts a page whose document is not read to its end; the returned function ends it. */
function startEarly(page: FakePage): () => Promise<void> {
  let end!: () => void;
  page.parsed = new Promise((resolve) => (end = resolve));
  void page.client.start();
  return async () => {
    end();
    await settle();
  };
}

const PHONE = {device: 'android'} as const;

describe('a press that waits for the SDK', () => {
  for (const [what, query] of [
    ['the visitor had turned back', {error: 'access_denied'}],
    ['somebody had signed in', undefined],
  ] as const) {
    it(`goes on where the former login is told meanwhile: ${what}`, async () => {
      const {callback} = await returned(query, {browser: PHONE});
      await callback.client.start();
      const page = callback.follow();
      const endParsing = startEarly(page);
      await pressEarly(page);

      await endParsing();
      page.sdk.arrive();
      await settle();

      expect(page.sdk.sdk.authorizations).to.have.length(1);
    });
  }

  it('goes on, and looks so, where auto-login is given up meanwhile', async () => {
    const {page} = setup({browser: PHONE, config: {...CONFIG, autoLogin: 'known'}});
    const endParsing = startEarly(page);
    await pressEarly(page);

    await endParsing();

    expect(page.told).to.include('kakao-auto-login-skip');
    expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
    page.sdk.arrive();
    await settle();
    expect(page.sdk.sdk.authorizations).to.have.length(1);
  });

  it('goes on where auto-login by the SDK is given up before it', async () => {
    const config: KakaoSyncConfig = {...CONFIG, autoLogin: 'all'};
    const {page, clock} = setup({browser: {device: 'talkOnAndroid'}, config});
    page.sdk.answer = 'hangs';
    void page.client.start();
    await clock.advance(1000);
    page.unfit = 'too-late';
    page.client.login();

    await clock.advance(2500);
    page.sdk.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
  });

  it('keeps the message of its failure where auto-login is given up for the same reason', async () => {
    const {page, clock} = setup({browser: {device: 'talkOnAndroid'}, config: {...CONFIG, autoLogin: 'all'}});
    let fail!: (error: unknown) => void;
    const failing = new Promise<never>((_resolve, reject) => (fail = reject));
    page.sdk.load = () => failing;
    const endParsing = startEarly(page);
    await clock.advance(1000);
    page.client.login();
    await settle();

    fail(new KakaoSyncError('sdk_blocked'));
    await settle();
    await endParsing();

    expect(page.client.state.flow).to.include({status: 'retry', code: 'sdk_blocked'});
  });

  for (const [how, status] of [
    ['succeeds', 200],
    ['fails', 500],
  ] as const) {
    it(`goes on where a logout that was begun before ${how}`, async () => {
      const {page, shop} = setup({browser: PHONE});
      shop.onPost = () => ({status, json: {status: 'signed-out'}});
      void page.client.logout();

      await pressEarly(page);
      page.sdk.arrive();
      await settle();

      expect(page.sdk.sdk.authorizations).to.have.length(1);
    });
  }

  it('goes on where a consent is asked for that asks for nothing', async () => {
    const {page} = setup({browser: PHONE});
    await pressEarly(page);

    page.client.requestConsent();

    expect(page.client.state.flow.status).to.equal('starting');
    page.sdk.arrive();
    await settle();
    expect(page.sdk.sdk.authorizations).to.have.length(1);
  });

  it('is over where the page comes back from the back-forward cache', async () => {
    const {page} = setup({browser: PHONE});
    await pressEarly(page);

    page.restore();
    page.sdk.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations).to.have.length(0);
    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });
});

it('a consent that asks for nothing does not end the wait for a callback', async () => {
  const postCode = (): Promise<never> => new Promise(() => undefined);
  const {callback, clock} = await returned(undefined, {config: {...CONFIG, postCode}});
  void callback.client.start();
  await settle();

  callback.client.requestConsent();
  await clock.advance(15_000);

  expect(callback.navigations).to.have.length(1);
});
