import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/account/define.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoSyncState} from '../../../src/client/state/state.js';
import {FakeClient} from '../support/fake-client.js';
import {itWithMedia, PAGES} from '../support/media.js';
import {combine, forgetPage, partOf, press, settle} from '../support/page.js';

const member = {status: 'signed-in', member: {name: '김하나'}, missingTerms: []} as const;

const STATES: Readonly<Record<string, Partial<KakaoSyncState> & {readonly isOpen?: true}>> = {
  unknown: {},
  'signed out': {session: {status: 'signed-out'}},
  'signed in': {session: member},
  'signed in without a name': {session: {...member, member: {}}},
  'with an open menu': {session: member, isOpen: true},
  'with a failure': {
    session: member,
    flow: {status: 'retry', purpose: 'logout', code: 'backend_failed', ref: 'KS-a1b2c3'},
  },
};

describe('<kakao-account> accessibility', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [page, {style, ...media}] of Object.entries(PAGES)) {
    for (const [what, {isOpen, ...state}] of Object.entries(STATES)) {
      itWithMedia(
        media,
        `has nothing in the way: ${page} page, ${what}`,
        async () => {
          const root = await fixture(
            html`<div style="${style}; padding: 20px">
              ${combine({lang: ['ko', 'en', 'ja']}).map(
                ({lang}) =>
                  html`<div style="min-height: 240px">
                    <kakao-account lang=${lang} kakao-logout .client=${new FakeClient()}
                      ><kakao-login-button slot="signed-out" .client=${new FakeClient()}></kakao-login-button
                    ></kakao-account>
                  </div>`,
              )}
            </div>`,
          );
          const accounts = [...root.querySelectorAll('kakao-account')];
          for (const account of accounts) {
            const client = account.client as unknown as FakeClient;
            client.source = account;
            client.update(state);
            await settle(account);
            if (isOpen) await press(account);
          }
          if (isOpen)
            expect(accounts.map((account) => partOf(account, 'menu').hidden)).to.deep.equal([false, false, false]);

          await expect(root).to.be.accessible();
        },
        20_000,
      );
    }
  }
});
