import {css, unsafeCSS, type CSSResult} from 'lit';

/** Kakao's own colours: the same on every page, light or dark. Kakao's design guide allows no others. */
const KAKAO_YELLOW = '#fee500';
const KAKAO_SYMBOL = '#000000';
const KAKAO_LABEL = 'rgba(0, 0, 0, 0.85)';

// `.root::before` holds the width that nobody has asked for, because a layout set as a property cannot be seen on the host.
// Its track may shrink to a square: in a row, a grid or a table the words wrap before anything runs over. What stands below
// it asks for no width of its own.
// `align-self` knows `center` and refuses `space-between`: the face is then stretched, its label centred on the button,
// and `::after` balances the symbol.
export const kakaoButton: CSSResult = css`
  :host {
    display: inline-block;
    position: relative;
    box-sizing: border-box;
    width: var(--kakao-button-width, auto);
    max-width: 100%;
    vertical-align: top;
  }
  :host([layout='icon']) {
    width: auto;
  }
  .root {
    --size: 48px;
    --text: 15px;
    --scale: var(--kakao-button-scale, 1);
    --height: calc(clamp(40px, var(--kakao-button-height, var(--size)), 60px) * var(--scale));
    --width: calc(300px * var(--scale));
  }
  .small {
    --size: 40px;
    --text: 14px;
  }
  .large {
    --size: 56px;
    --text: 17px;
  }
  .short {
    --width: calc(160px * var(--scale));
  }
  .icon {
    width: var(--height);
  }
  .root::before {
    content: '';
    display: grid;
    grid-template-columns: minmax(var(--height), var(--width));
  }
  .icon::before {
    content: none;
  }
  [part='button'] {
    display: flex;
    flex-direction: column;
    justify-content: center;
    box-sizing: border-box;
    width: 0;
    min-width: 100%;
    min-height: var(--height);
    padding: 6px min(1em, 6%);
    border: 1px solid transparent;
    border-radius: var(--kakao-button-radius, 12px);
    font:
      500 calc(var(--text) * var(--scale)) / 1.3 system-ui,
      sans-serif;
    background: ${unsafeCSS(KAKAO_YELLOW)};
    color: ${unsafeCSS(KAKAO_LABEL)};
    color-scheme: only light;
  }
  .icon [part='button'] {
    padding: 0;
  }
  .face {
    display: flex;
    position: relative;
    align-items: center;
    align-self: var(--kakao-button-align, center);
  }
  .icon .face {
    align-self: center;
  }
  .face::after {
    content: '';
    flex: 1;
    max-width: 1.7em;
  }
  svg {
    flex: none;
    width: 1.3em;
    height: 1.3em;
    fill: ${unsafeCSS(KAKAO_SYMBOL)};
  }
  .icon svg {
    width: 1.7em;
    height: 1.7em;
  }
  [part='label'] {
    flex: 1 1 auto;
    margin-inline-start: 0.4em;
  }
  ::slotted(*) {
    white-space: normal !important;
  }
  [aria-disabled] {
    cursor: progress;
  }
  [aria-disabled] .face::before {
    content: '';
    position: absolute;
    box-sizing: border-box;
    inset-inline-start: calc(100% + 0.3em);
    top: calc(50% - 0.4em);
    width: 0.8em;
    height: 0.8em;
    border: 2px solid;
    border-top-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  .paused .face::before {
    content: none;
  }
  .icon .face::before {
    inset: -0.3em;
    width: auto;
    height: auto;
  }
  .icon [part='label'] {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .face::before {
      animation-duration: 4s !important;
    }
  }
  @media (forced-colors: active) {
    svg {
      fill: ButtonText;
    }
  }
`;
