import type {KakaoSync} from '../client/page/page-client.js';
import type {Sheet, SheetOptions} from './options.js';
import {runSheet} from './run-sheet.js';

export type {Sheet, SheetContent, SheetOptions, SheetTriggers, SheetVariant} from './options.js';

const SHEET: unique symbol = Symbol.for('kakao-sync-widget.sheet');

/**
 * Asks visitors who are no members to sign up, in a sheet at the bottom of phones and a card in the corner of larger
 * screens: once they have scrolled, are about to leave, or have stayed for a while (docs/en/marketer/sheet.md). Define
 * `<kakao-login-button>` before. A page has one sheet: a second call is answered with the control of the first.
 *
 * @param client what `createKakaoSync()` returns; this starts it
 * @param options when it opens, where, how often, and what it says
 * @returns opens the sheet, and takes it away
 * @throws nothing
 * @example
 * startSheet(client, {text: '가입하면 3,000원 쿠폰을 드려요.', when: {scroll: 50}});
 */
export function startSheet(client: KakaoSync, options: SheetOptions = {}): Sheet {
  if (typeof document === 'undefined') return {open: () => undefined, stop: () => undefined};
  const page = document as Document & {[SHEET]?: Sheet | undefined};
  if (page[SHEET]) return page[SHEET];
  const sheet = runSheet(client, options, {
    now: () => Date.now(),
    random: () => Math.random(),
    isFramed: () => top !== self,
    href: () => location.href,
  });
  return (page[SHEET] = {
    open: sheet.open,
    stop() {
      page[SHEET] = undefined;
      sheet.stop();
    },
  });
}
