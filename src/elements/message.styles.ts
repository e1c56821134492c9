import {css, type CSSResult} from 'lit';

/** Every element's native buttons and the message below, and what none of it takes over from the page. */
// `all` leaves direction alone, and what is listed after it: what a page hides or disables stays so. A page whose letters
// are made transparent, for a gradient behind them, would have nothing to show in ours.
export const message: CSSResult = css`
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
    color: var(--kakao-message-color, inherit);
    font-size: 13px;
    font-weight: 400;
    line-height: 1.5;
    position: relative;
    left: var(--shift, 0);
    width: 0;
    min-width: 100%;
  }
  p {
    min-width: 160px;
    margin: 8px 0 0;
  }
  .reference {
    margin: 0;
    opacity: 0.8;
    user-select: all;
  }
  .continue,
  .to {
    min-height: 44px;
    margin: 0 -6px;
    padding: 0 6px;
    text-decoration: underline;
  }
  .continue:focus-visible,
  .to:focus-visible {
    outline-color: var(--kakao-button-focus-color, currentColor);
    outline-offset: -2px;
    box-shadow: none;
  }
  .to {
    display: inline-flex;
    align-items: center;
    color: inherit;
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
