import {expect, fixture, html} from '@open-wc/testing';
import fc from 'fast-check';
import '../../../src/define.js';
import {ATTRIBUTES, toAttribute} from '../../../src/client/state/config.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {AuthorizeSettings} from '../../../src/sdk/kakao-sdk-types.js';
import {isErrorCode} from '../../../src/shared/errors.js';
import {factor, Family} from '../../support/family.js';
import {forgetPage, partOf, settle} from '../support/page.js';
import {openPage} from '../support/real-client.js';
import {COMPLETE, KEY, openConfigured} from '../support/sync.js';
import {TEXTS, VALUES} from './payloads.js';
import {watchEachPage} from './watch.js';

/** All but the one that any text at all switches on: no press leads anywhere then (test/elements/paused.test.ts). */
const SETTINGS = ATTRIBUTES.filter((name) => name !== 'paused');
const BUTTON_ATTRIBUTES = ['label', 'layout', 'size', 'prompt', 'scope', 'service-terms', 'last-used'] as const;
const BUTTON_PROPERTIES = ['label', 'layout', 'size', 'prompt', 'scope', 'serviceTerms', 'lastUsed'] as const;
const LIVE_PROPERTIES = [
  ...['returnTo', 'scope', 'serviceTerms', 'channelPublicId', 'loginHint', 'context'],
  ...['throughTalk', 'locale', 'postCode', 'readSession', 'endSession'],
];
/** Settings of a narrow form: nothing with a blank, a quote or a bracket is one. */
const STRICT = /^(app-key|rest-api-key|sdk|scope|service-terms|channel|through-talk|locale|emulator)/;

describe('a setting', () => {
  const family = new Family('C2', 'attributes and properties', after);
  const watch = watchEachPage();

  /** A page with a button and its configuration; what a press on it comes to. */
  async function setup(attributes: Readonly<Record<string, string>>) {
    const {button, sync, told} = await openConfigured(attributes);
    const press = async (): Promise<string> => {
      told.length = 0;
      partOf(button, 'button').click();
      await settle(button);
      expect(told).to.have.length(1);
      expect(told[0] === 'start' || isErrorCode(told[0])).to.equal(true);
      return told[0]!;
    };
    return {button, sync, press};
  }

  for (const [id, text] of Object.entries(TEXTS)) {
    it(`C2 ${id} in every attribute of the page is named and lets nobody leave`, async () => {
      const everywhere = Object.fromEntries(SETTINGS.map((name) => [toAttribute(name), text]));
      const {button, press} = await setup(everywhere);

      expect(await press()).to.match(/^config_(invalid|incomplete)$/);
      await watch.expectUnharmed(button);
      family.judge('refused');
    });

    it(`C2 ${id} in every attribute of a button leaves its face as it is`, async () => {
      const {button, press} = await setup(COMPLETE);
      for (const name of BUTTON_ATTRIBUTES) button.setAttribute(name, text);
      await settle(button);

      expect(await press()).to.equal('start');
      await watch.expectUnharmed(button);
      const complaints = watch.lines.filter((line) => /config_invalid: (label|layout|size)=/.test(line));
      expect(complaints).to.have.length(3);
      family.judge('refused');
    });
  }

  for (const [id, value] of Object.entries(VALUES)) {
    it(`C2 ${id} in every property of the page is no setting`, async () => {
      const {button, sync, press} = await setup({});
      for (const name of SETTINGS) Reflect.set(sync, name, value);
      await settle(button);

      expect(await press()).to.match(/^config_(invalid|incomplete)$/);
      await watch.expectUnharmed(button);
      family.judge('refused');
    });

    it(`C2 ${id} in every property that may change leaves the login as it is`, async () => {
      const {button, sync, press} = await setup(COMPLETE);
      for (const name of LIVE_PROPERTIES) Reflect.set(sync, name, value);
      await settle(button);

      expect(await press()).to.equal('start');
      await watch.expectUnharmed(button);
      family.judge('refused');
    });

    it(`C2 ${id} in every property of a button asks Kakao for nothing strange`, async () => {
      const {client, sdk} = openPage();
      const button = await fixture<HTMLElementTagNameMap['kakao-login-button']>(
        html`<kakao-login-button .client=${client}></kakao-login-button>`,
      );
      for (const name of BUTTON_PROPERTIES) Reflect.set(button, name, value);
      await settle(button);
      await client.prepare();

      partOf(button, 'button').click();
      await settle(button);

      expect(sdk.sdk.authorizations).to.have.length(1);
      const [{prompt, scope, serviceTerms} = {} as Partial<AuthorizeSettings>] = sdk.sdk.authorizations;
      expect([prompt, scope, serviceTerms]).to.deep.equal([undefined, undefined, undefined]);
      await watch.expectUnharmed(button);
      family.judge('refused');
    });

    it(`C2 ${id} in every option of createKakaoSync() and login() is none`, async () => {
      const {button} = await setup({});
      const config = Object.fromEntries([...SETTINGS, 'postCode', 'readSession'].map((name) => [name, value]));
      const client = createKakaoSync(config);

      await client.start();
      await client.prepare();
      const options = ['prompt', 'scope', 'serviceTerms', 'loginHint', 'throughTalk'].map((name) => [name, value]);
      client.login(Object.fromEntries(options) as object);

      expect(client.state.flow.code).to.match(/^config_(invalid|incomplete)$/);
      await watch.expectUnharmed(button);
      family.judge('refused');
    });
  }

  it('of any text is a published end, and one of a narrow form takes nothing else', async () => {
    const text = fc.oneof(
      fc.string({unit: 'binary', maxLength: 40}),
      fc.constantFrom(...Object.values(TEXTS), '/x', 'https://shop.example/', KEY, 'ko', 'never', 'openid'),
    );
    await family.alwaysAsync(
      150,
      fc.asyncProperty(fc.constantFrom(...SETTINGS.map(toAttribute)), text, async (name, value) => {
        forgetPage();
        await watch.settled();
        const before = watch.lines.length;
        const {button, press} = await setup({...COMPLETE, [name]: value});

        const end = await press();

        await watch.settled();
        const lines = watch.lines.slice(before).filter((line) => line.includes(`${name}=`));
        const isStrange = /[\s"'<>{}$\\]/.test(value.trim());
        if (STRICT.test(name) && isStrange && !/,/.test(value)) expect(lines).to.have.length(1);
        expect(lines.length).to.be.at.most(1);
        await watch.expectUnharmed(button);
        button.parentElement!.remove();
        family.judge(lines.length > 0 || end !== 'start' ? 'refused' : 'accepted');
      }),
    );
  }).timeout(120_000 * factor);
});
