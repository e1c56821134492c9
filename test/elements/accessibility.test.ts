import {expect, fixture, html} from '@open-wc/testing';
import type {LitElement, TemplateResult} from 'lit';
import {KakaoChannelResultEvent} from '../../src/client/state/events.js';
import type {FlowState, KakaoSyncState, SessionState} from '../../src/client/state/state.js';
import '../../src/define.js';
import {FakeClient} from './support/fake-client.js';
import {itWithMedia, PAGES} from './support/media.js';
import {combine, forgetPage, partOf, press, settle} from './support/page.js';

const REF = 'KS-7GR0-9A2K';
const LANGUAGES = ['ko', 'en', 'ja'];
const LAYOUTS = ['full', 'short', 'icon'];

/** A row of elements in one state, drawn beside those of the other states. */
interface Row {
  readonly elements: readonly TemplateResult[];
  readonly state?: Partial<KakaoSyncState>;
  /** What happens to each of them. */
  readonly then?: (element: LitElement) => unknown;
}

const member = (more: object = {}): {session: SessionState} => ({
  session: {status: 'signed-in', member: {name: '김하나'}, missingTerms: [], ...more},
});
const missing = member({
  missingTerms: [
    {tag: 'privacy', required: true, title: '개인정보 수집', url: '/privacy'},
    {tag: 'marketing', required: false},
  ],
});
const consent = (privacy: 'agreed' | 'declined'): Partial<KakaoSyncState> => ({
  outcome: {end: 'consent', purpose: 'terms', scope: {}, terms: {privacy}},
});

const FLOWS: readonly FlowState[] = [
  {status: 'idle'},
  {status: 'starting'},
  {status: 'waiting-for-talk'},
  {status: 'waiting-for-talk', canContinueInBrowser: true},
  {status: 'completing'},
  {status: 'retry', code: 'login_unfinished', ref: REF},
  {status: 'help', code: 'cookies_blocked', ref: REF},
  {status: 'help', purpose: 'link', code: 'login_too_old', to: '/login?next=%2Fmypage'},
  {status: 'continue-here', code: 'other_browser', ref: REF},
  {status: 'continue-here', code: 'other_browser', to: '/cart'},
  {status: 'action-required', code: 'age-check'},
  {status: 'action-required', code: 'dormant', message: '휴면 계정입니다.'},
];

const ACCOUNTS: readonly Omit<Row, 'elements'>[] = [
  {state: {}},
  {state: {session: {status: 'signed-out'}}},
  {state: member()},
  {state: member({member: {}})},
  {state: member(), then: (account) => press(account)},
  {state: {...member(), flow: {status: 'retry', purpose: 'logout', code: 'backend_failed', ref: REF}}},
];

/** Every state with every language and layout, and every look at rest: what a state draws knows neither label nor size. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  '<kakao-login-button>': [
    {
      elements: combine({
        label: ['start', 'login'],
        size: ['small', 'medium', 'large'],
        layout: LAYOUTS,
        lang: LANGUAGES,
      }).map(
        ({label, layout, size, lang}) =>
          html`<kakao-login-button
            label=${label}
            layout=${layout}
            size=${size}
            lang=${lang}
            ?last-used=${size === 'small'}
            .client=${new FakeClient()}
          ></kakao-login-button>`,
      ),
    },
    ...FLOWS.map((flow) => ({
      elements: combine({layout: LAYOUTS, lang: LANGUAGES}).map(
        ({layout, lang}) =>
          html`<kakao-login-button layout=${layout} lang=${lang} .client=${new FakeClient()}></kakao-login-button>`,
      ),
      state: {flow},
    })),
  ],
  '<kakao-channel-button>': [
    {
      elements: combine({
        action: ['add', 'chat'],
        size: ['small', 'medium', 'large'],
        layout: LAYOUTS,
        lang: LANGUAGES,
      }).map(
        ({action, layout, size, lang}) =>
          html`<kakao-channel-button
            action=${action}
            layout=${layout}
            size=${size}
            lang=${lang}
          ></kakao-channel-button>`,
      ),
    },
    ...(['none', 'added', 'already', 'blocked'] as const).map((result) => ({
      elements: combine({layout: LAYOUTS, lang: LANGUAGES}).map(
        ({layout, lang}) => html`<kakao-channel-button layout=${layout} lang=${lang}></kakao-channel-button>`,
      ),
      then: (button: LitElement) =>
        button.dispatchEvent(new KakaoChannelResultEvent({channelPublicId: '_ZeUTxl', result, verified: true})),
    })),
  ],
  '<kakao-terms-consent>': [
    {},
    member(),
    missing,
    {...missing, flow: {status: 'starting', purpose: 'terms'}},
    {...missing, flow: {status: 'waiting-for-talk', purpose: 'terms', canContinueInBrowser: true}},
    {...missing, flow: {status: 'help', purpose: 'terms', code: 'cookies_blocked', ref: REF}},
    {...missing, ...consent('declined')},
    {...member(), ...consent('agreed')},
  ].map((state: Partial<KakaoSyncState>) => ({
    elements: LANGUAGES.map(
      (lang) => html`<kakao-terms-consent lang=${lang} .client=${new FakeClient()}></kakao-terms-consent>`,
    ),
    state,
  })),
  '<kakao-account>': ACCOUNTS.map((row) => ({
    ...row,
    elements: LANGUAGES.map(
      (lang) =>
        html`<kakao-account style="min-height: 240px" lang=${lang} kakao-logout .client=${new FakeClient()}
          ><kakao-login-button slot="signed-out" .client=${new FakeClient()}></kakao-login-button
        ></kakao-account>`,
    ),
  })),
};

describe('accessibility', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [page, {style, ...media}] of Object.entries(PAGES)) {
    for (const [element, rows] of Object.entries(ROWS)) {
      itWithMedia(
        media,
        `nothing is in the way of using ${element} on a ${page} page`,
        async () => {
          const root = await fixture(
            html`<div style="${style}; padding: 40px">
              ${rows.map(({elements}) => html`<div>${elements.map((one) => html`<p style="margin: 40px">${one}</p>`)}</div>`)}
            </div>`,
          );
          for (const [index, {state, then}] of rows.entries()) {
            const elements = [...root.children[index]!.querySelectorAll<LitElement>('p > *')];
            for (const one of elements) {
              const {client} = one as LitElement & {client?: FakeClient};
              if (client) client.source = one;
              if (state) client!.update(state);
              await settle(one);
              await then?.(one);
            }
            await settle(...elements);
          }
          const isMenuOpen = [...root.querySelectorAll('kakao-account')].map((account) => partOf(account, 'menu'));
          expect(isMenuOpen.filter((menu: HTMLElement | null) => menu && !menu.hidden)).to.have.lengthOf(
            element === '<kakao-account>' ? LANGUAGES.length : 0,
          );

          await expect(root).to.be.accessible();
        },
        60_000,
      );
    }
  }
});
