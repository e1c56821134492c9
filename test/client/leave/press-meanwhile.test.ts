import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {KakaoSyncError} from '../../../src/shared/kakao-sync-error.js';
import {CONFIG, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {pressed, returned, setup, strangerReturn} from '../support/journey.js';

const PHONE = {device: 'android'} as const;
const STARTING = {status: 'starting', purpose: 'login'};

/** Presses while Kakao's SDK is still on its way. */
async function pressEarly(page: FakePage): Promise<void> {
  page.sdk.answer = 'hangs';
  page.sdk.present = null;
  page.client.login({prompt: 'select_account'});
  await settle();
}

/** The SDK arrives, and the press that waits for it leaves, or not. */
async function expectLeft(page: FakePage, isLeft = true): Promise<void> {
  page.sdk.arrive();
  await settle();
  expect(page.sdk.sdk.authorizations).to.have.length(isLeft ? 1 : 0);
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

describe('a press that waits for the SDK', () => {
  for (const query of [{error: 'access_denied'}, undefined]) {
    it(`goes on where the former login is told meanwhile: ${query ? 'turned back' : 'signed in'}`, async () => {
      const {callback} = await returned(query, {browser: PHONE});
      await callback.client.start();
      const page = callback.follow();
      const endParsing = startEarly(page);
      await pressEarly(page);

      await endParsing();

      await expectLeft(page);
    });
  }

  it('goes on, and looks so, where auto-login is given up meanwhile', async () => {
    const {page} = setup({browser: PHONE, config: {...CONFIG, autoLogin: 'known'}});
    const endParsing = startEarly(page);
    await pressEarly(page);

    await endParsing();

    expect(page.told).to.include('kakao-auto-login-skip');
    expect(page.client.state.flow).to.deep.equal(STARTING);
    await expectLeft(page);
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

    await expectLeft(page);
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

  for (const status of [200, 500]) {
    it(`goes on where a logout that was begun before is answered by ${status}`, async () => {
      const {page} = setup({browser: PHONE, post: {status, json: {status: 'signed-out'}}});
      void page.client.logout();

      await pressEarly(page);

      await expectLeft(page);
    });
  }

  it('goes on where a consent is asked for that asks for nothing', async () => {
    const {page} = setup({browser: PHONE});
    await pressEarly(page);

    page.client.requestConsent();

    expect(page.client.state.flow).to.deep.equal(STARTING);
    await expectLeft(page);
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

describe('a callback that nothing answers', () => {
  const hang = (): Promise<never> => new Promise(() => undefined);
  const reject = (): Promise<never> => Promise.reject(new Error('of the site'));
  const own = (answer: string): string => answer;
  const HANGING: readonly [what: string, functions: KakaoSyncConfig, toAddress: typeof own, code: string][] = [
    ['the site’s `postCode`', {postCode: hang}, own, 'backend_timeout'],
    ['the site’s `readSession`', {readSession: hang}, () => strangerReturn(), 'other_browser'],
    ['neither of both', {postCode: reject, readSession: hang}, own, 'backend_failed'],
  ];
  const MEANWHILE: readonly [what: string, happen: (callback: FakePage) => unknown][] = [
    ['nothing happens', () => undefined],
    ['a logout fails', (callback) => callback.client.logout()],
    ['the page comes back from the back-forward cache', (callback) => callback.restore()],
    ['both happen', (callback) => callback.client.logout().then(() => callback.restore())],
  ];
  for (const [what, functions, toAddress, code] of HANGING) {
    for (const [meanwhile, happen] of MEANWHILE) {
      it(`ends within 15 seconds where ${what} never answers and ${meanwhile}`, async () => {
        const {page, clock} = await pressed({config: {...CONFIG, ...functions}, post: {status: 500}});
        const callback = page.follow(toAddress(page.answer()));
        let isOver = false;
        void callback.client.start().then(() => (isOver = true));
        await settle();
        expect(callback.client.state.flow.status).to.equal('completing');
        await happen(callback);
        expect(isOver).to.equal(false);

        await clock.advance(15_000);

        expect([isOver, callback.navigations.length]).to.deep.equal([true, 1]);
        expect((await callback.visit()).client.state.outcome).to.have.property('code', code);
      });
    }
  }
});
