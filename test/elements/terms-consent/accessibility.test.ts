import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/terms-consent/define.js';
import type {KakaoSyncState} from '../../../src/client/state/state.js';
import {FakeClient} from '../support/fake-client.js';
import {itWithMedia, PAGES} from '../support/media.js';
import {combine, forgetPage, settle} from '../support/page.js';

const missing = {
  status: 'signed-in',
  member: {},
  missingTerms: [
    {tag: 'privacy', required: true, title: '개인정보 수집', url: '/privacy'},
    {tag: 'marketing', required: false},
  ],
} as const;
const agreed = {...missing, missingTerms: []};
const consent = {end: 'consent', purpose: 'terms', scope: {}} as const;

const STATES: Readonly<Record<string, Partial<KakaoSyncState>>> = {
  'nothing is known': {},
  'nothing is missing': {session: agreed},
  'terms are missing': {session: missing},
  'it is busy': {session: missing, flow: {status: 'starting', purpose: 'terms'}},
  'KakaoTalk does not come': {
    session: missing,
    flow: {status: 'waiting-for-talk', purpose: 'terms', canContinueInBrowser: true},
  },
  'it failed': {session: missing, flow: {status: 'help', purpose: 'terms', code: 'cookies_blocked', ref: 'KS-a1b2c3'}},
  'it was declined': {session: missing, outcome: {...consent, terms: {privacy: 'declined'}}},
  'it was agreed to': {session: agreed, outcome: {...consent, terms: {privacy: 'agreed'}}},
};

describe('<kakao-terms-consent> accessibility', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [page, {style, ...media}] of Object.entries(PAGES)) {
    for (const [what, state] of Object.entries(STATES)) {
      itWithMedia(
        media,
        `has nothing in the way: ${page} page, where ${what}`,
        async () => {
          const root = await fixture(
            html`<div style="${style}; padding: 20px">
              ${combine({lang: ['ko', 'en', 'ja']}).map(
                ({lang}) => html`<kakao-terms-consent lang=${lang} .client=${new FakeClient()}></kakao-terms-consent>`,
              )}
            </div>`,
          );
          const elements = [...root.querySelectorAll('kakao-terms-consent')];
          for (const element of elements) {
            const client = element.client as unknown as FakeClient;
            client.source = element;
            client.update(state);
          }
          await settle(...elements);

          await expect(root).to.be.accessible();
        },
        20_000,
      );
    }
  }
});
