import {expect, fixture, html} from '@open-wc/testing';
import {KakaoChannelResultEvent} from '../../../src/client/state/events.js';
import '../../../src/elements/channel-button/define.js';
import {itWithMedia, PAGES} from '../support/media.js';
import {combine, forgetPage, settle} from '../support/page.js';

const LOOKS = combine({
  action: ['add', 'chat'],
  layout: ['full', 'short', 'icon'],
  size: ['small', 'medium', 'large'],
  lang: ['ko', 'en', 'ja'],
});

describe('<kakao-channel-button> accessibility', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [page, {style, ...media}] of Object.entries(PAGES)) {
    for (const result of ['none', 'added', 'already', 'blocked'] as const) {
      itWithMedia(
        media,
        `has nothing in the way: ${page} page, ${result}`,
        async () => {
          const root = await fixture(
            html`<div style="${style}; padding: 20px">
              ${LOOKS.map(
                ({action, layout, size, lang}) =>
                  html`<p style="margin: 20px">
                    <kakao-channel-button
                      action=${action}
                      layout=${layout}
                      size=${size}
                      lang=${lang}
                    ></kakao-channel-button>
                  </p>`,
              )}
            </div>`,
          );
          const buttons = [...root.querySelectorAll('kakao-channel-button')];
          for (const button of buttons) {
            button.dispatchEvent(new KakaoChannelResultEvent({channelPublicId: '_ZeUTxl', result, verified: true}));
          }
          await settle(...buttons);

          await expect(root).to.be.accessible();
        },
        20_000,
      );
    }
  }
});
