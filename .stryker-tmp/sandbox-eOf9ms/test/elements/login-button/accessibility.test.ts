import {expect, fixture, html} from '@open-wc/testing';
import {emulateMedia} from '@web/test-runner-commands';
import '../../../src/elements/login-button/define.js';
import type {FlowState} from '../../../src/client/state.js';
import {FakeClient} from '../support/fake-client.js';
import {combine, forgetPage, settle} from '../support/page.js';

const FLOWS: readonly FlowState[] = [
  {status: 'idle'},
  {status: 'starting'},
  {status: 'waiting-for-talk'},
  {status: 'waiting-for-talk', canContinueInBrowser: true},
  {status: 'completing'},
  {status: 'retry', code: 'login_unfinished', ref: 'KS-a1b2c3'},
  {status: 'help', code: 'cookies_blocked', ref: 'KS-a1b2c3'},
  {status: 'continue-here', code: 'other_browser', ref: 'KS-a1b2c3'},
  {status: 'action-required', code: 'age-check'},
  {status: 'action-required', code: 'dormant', message: '휴면 계정입니다.'},
];

const LOOKS = combine({
  label: ['start', 'login'],
  layout: ['full', 'short', 'icon'],
  size: ['small', 'medium', 'large'],
  lang: ['ko', 'en', 'ja'],
});

const PAGES = {
  light: {colorScheme: 'light', forcedColors: 'none', style: 'background: #fff; color: #222'},
  dark: {colorScheme: 'dark', forcedColors: 'none', style: 'background: #121212; color: #eee'},
  'forced colours': {colorScheme: 'dark', forcedColors: 'active', style: ''},
} as const;

describe('<kakao-login-button> accessibility', () => {
  beforeEach(forgetPage);
  afterEach(async () => {
    forgetPage();
    await emulateMedia({colorScheme: 'light', forcedColors: 'none'});
  });

  for (const [page, {colorScheme, forcedColors, style}] of Object.entries(PAGES)) {
    for (const flow of FLOWS) {
      const {status, canContinueInBrowser = false, message = ''} = flow;

      it(`has nothing in the way: ${page} page, ${status} ${canContinueInBrowser ? 'too long' : message}`, async () => {
        await emulateMedia({colorScheme});
        await emulateMedia({forcedColors});
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
      }).timeout(20_000);
    }
  }
});
