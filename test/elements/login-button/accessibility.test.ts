import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/login-button/define.js';
import type {FlowState} from '../../../src/client/state/state.js';
import {FakeClient} from '../support/fake-client.js';
import {itWithMedia, PAGES} from '../support/media.js';
import {combine, forgetPage, settle} from '../support/page.js';

const FLOWS: readonly FlowState[] = [
  {status: 'idle'},
  {status: 'starting'},
  {status: 'waiting-for-talk'},
  {status: 'waiting-for-talk', canContinueInBrowser: true},
  {status: 'completing'},
  {status: 'retry', code: 'login_unfinished', ref: 'KS-a1b2c3'},
  {status: 'help', code: 'cookies_blocked', ref: 'KS-a1b2c3'},
  {status: 'help', purpose: 'link', code: 'login_too_old', to: '/login?next=%2Fmypage'},
  {status: 'continue-here', code: 'other_browser', ref: 'KS-a1b2c3'},
  {status: 'continue-here', code: 'other_browser', to: '/cart'},
  {status: 'action-required', code: 'age-check'},
  {status: 'action-required', code: 'dormant', message: '휴면 계정입니다.'},
];

const LOOKS = combine({
  label: ['start', 'login'],
  layout: ['full', 'short', 'icon'],
  size: ['small', 'medium', 'large'],
  lang: ['ko', 'en', 'ja'],
});

describe('<kakao-login-button> accessibility', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [page, {style, ...media}] of Object.entries(PAGES)) {
    for (const flow of FLOWS) {
      const {status, canContinueInBrowser = false, message = ''} = flow;
      const what = `${status} ${canContinueInBrowser ? 'too long' : message}`.trim();

      itWithMedia(
        media,
        `has nothing in the way: ${page} page, ${what}`,
        async () => {
          const root = await fixture(
            html`<div style="${style}; padding: 40px">
              ${LOOKS.map(
                ({label, layout, size, lang}) =>
                  html`<p style="margin: 40px">
                    <kakao-login-button
                      label=${label}
                      layout=${layout}
                      size=${size}
                      lang=${lang}
                      ?last-used=${size === 'small'}
                      .client=${new FakeClient()}
                    ></kakao-login-button>
                  </p>`,
              )}
            </div>`,
          );
          const buttons = [...root.querySelectorAll('kakao-login-button')];
          for (const button of buttons) (button.client as unknown as FakeClient).enter(flow, button);
          await settle(...buttons);

          await expect(root).to.be.accessible();
        },
        20_000,
      );
    }
  }
});
