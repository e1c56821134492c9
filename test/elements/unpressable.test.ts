import {expect, fixture, html} from '@open-wc/testing';
import '../../src/elements/account/define.js';
import '../../src/elements/login-button/define.js';
import {forgetPage, holdTimers, recordErrors, settle} from './support/page.js';

// The page's one look is taken a while after its first element has come: this file has no other.
describe('an element that nobody can press', () => {
  it('is named once, when the page has settled', async () => {
    forgetPage();
    const time = holdTimers();
    const errors = recordErrors();
    try {
      for (const style of ['', '* { pointer-events: none !important }', '* { pointer-events: none !important }']) {
        const page = await fixture(
          html`<div>
            <style>
              ${style}</style
            ><kakao-account></kakao-account><kakao-login-button></kakao-login-button>
          </div>`,
        );
        await settle(...page.querySelectorAll('kakao-account, kakao-login-button'));
        time.advance(5000);
        page.remove();
      }
    } finally {
      time.restore();
      await errors.restore();
      forgetPage();
    }

    expect(errors.lines).to.deep.equal([
      '[kakao-sync] config_invalid: nobody can press <kakao-account>: a style sheet of the page sets pointer-events: none, which no element can undo. (docs/en/error-codes.md)',
    ]);
  });
});
