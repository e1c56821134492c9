import type {keepFirstTouch} from '../../analytics/first-touch.js';

/** Where the file that keeps first touches leaves what it has: on its own tag. */
export const FIRST_TOUCH: unique symbol = Symbol.for('kakao-sync-widget.keep-first-touch');

/** The tag of that file. */
export interface FirstTouchScript extends HTMLScriptElement {
  [FIRST_TOUCH]?: typeof keepFirstTouch;
}
