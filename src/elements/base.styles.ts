import {css, type CSSResult} from 'lit';

/** Every element's native buttons and the place of its message, and what none of it takes over from the page. */
// `all` leaves direction alone, and what is listed after it: what a page hides or disables stays so. A page whose letters
// are made transparent, for a gradient behind them, would have nothing to show in ours. The link is positioned, a block within
// an inline box: otherwise Chromium gives presses on it to that box.
export const base: CSSResult = css`
  :host([hidden]) {
    display: none;
  }
  .root,
  .member,
  [part='message'] {
    all: initial;
    display: block;
    color: inherit;
    color-scheme: inherit;
    cursor: inherit;
    font-family: inherit;
    pointer-events: inherit;
    text-align: inherit;
    visibility: inherit;
    -webkit-text-fill-color: currentColor;
    -webkit-text-size-adjust: inherit;
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  p,
  [part='label'],
  [part='name'],
  [part='title'],
  [part='term'],
  [part='item'] {
    unicode-bidi: plaintext;
  }
  button {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 2px solid var(--kakao-button-focus-color, #191919);
    outline-offset: 2px;
    box-shadow: 0 0 0 6px #fff;
  }
  [part='message'] {
    position: relative;
    left: var(--shift, 0);
    font-size: 14px;
    line-height: 1.5;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  p {
    margin: 0;
  }
  [role='status'] {
    display: inline;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
