import {css, unsafeCSS, type CSSResult} from 'lit';
import {KAKAO_LABEL, KAKAO_SYMBOL, KAKAO_YELLOW} from '../tokens.js';

export const styles: CSSResult = css`
  :host {
    display: inline-block;
    position: relative;
    box-sizing: border-box;
    width: var(--kakao-button-width, auto);
    max-width: 100%;
    vertical-align: top;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  .root {
    --height: calc(clamp(40px, var(--kakao-button-height, var(--size, 48px)), 60px) * var(--kakao-button-scale, 1));
    width: 300px;
    min-width: 100%;
    max-width: 100%;
  }
  .root.short {
    width: 160px;
  }
  .root.icon {
    width: var(--height);
    min-width: 0;
  }
  .small {
    --size: 40px;
  }
  .large {
    --size: 56px;
  }
  .kakao {
    display: flex;
    align-items: center;
    justify-content: var(--kakao-button-align, center);
    gap: 0.5em;
    box-sizing: border-box;
    width: 100%;
    min-height: var(--height);
    margin: 0;
    padding: 6px 1em;
    border: 1px solid transparent;
    border-radius: var(--kakao-button-radius, 12px);
    background: ${unsafeCSS(KAKAO_YELLOW)};
    color: ${unsafeCSS(KAKAO_LABEL)};
    font:
      500 calc(15px * var(--kakao-button-scale, 1)) / 1.3 system-ui,
      -apple-system,
      'Apple SD Gothic Neo',
      'Noto Sans KR',
      'Malgun Gothic',
      sans-serif;
    text-align: center;
    word-break: keep-all;
    overflow-wrap: anywhere;
    cursor: pointer;
    touch-action: manipulation;
  }
  .small .kakao {
    font-size: calc(14px * var(--kakao-button-scale, 1));
  }
  .large .kakao {
    font-size: calc(17px * var(--kakao-button-scale, 1));
  }
  .icon .kakao {
    padding: 0;
    justify-content: center;
  }
  .kakao[aria-disabled='true'] {
    cursor: progress;
  }
  button:focus-visible {
    outline: 2px solid var(--kakao-button-focus-color, #191919);
    outline-offset: 2px;
    box-shadow: 0 0 0 6px #fff;
  }
  svg {
    flex: none;
    width: 1.2em;
    height: 1.2em;
    fill: ${unsafeCSS(KAKAO_SYMBOL)};
  }
  .busy {
    flex: none;
    box-sizing: border-box;
    width: 1em;
    height: 1em;
    border: 2px solid rgba(0, 0, 0, 0.25);
    border-top-color: ${unsafeCSS(KAKAO_SYMBOL)};
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  .icon .busy {
    position: absolute;
    width: 60%;
    height: 60%;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .bubble {
    position: absolute;
    bottom: calc(100% + 8px);
    left: 50%;
    z-index: 1;
    transform: translateX(-50%);
    width: max-content;
    max-width: 100%;
    padding: 5px 10px;
    border-radius: 8px;
    background: var(--kakao-bubble-background, #191919);
    color: var(--kakao-bubble-color, #fff);
    font:
      600 12px/1.4 system-ui,
      -apple-system,
      'Apple SD Gothic Neo',
      'Noto Sans KR',
      'Malgun Gothic',
      sans-serif;
    text-align: center;
    pointer-events: none;
  }
  .bubble::after {
    content: '';
    position: absolute;
    top: 100%;
    left: calc(50% - 5px);
    border: 5px solid transparent;
    border-bottom-width: 0;
    border-top-color: var(--kakao-bubble-background, #191919);
  }
  .message {
    color: var(--kakao-message-color, inherit);
    font:
      13px/1.5 system-ui,
      -apple-system,
      'Apple SD Gothic Neo',
      'Noto Sans KR',
      'Malgun Gothic',
      sans-serif;
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  .message:not(:empty) {
    margin-top: 8px;
  }
  .icon .message {
    min-width: 160px;
  }
  .message p {
    margin: 0;
  }
  .reference {
    opacity: 0.8;
    user-select: all;
  }
  .continue {
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-decoration: underline;
    cursor: pointer;
  }
  .hidden,
  [hidden] {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bubble[hidden] {
    display: none;
  }
  @media (prefers-reduced-motion: reduce) {
    .busy {
      animation-duration: 4s;
    }
  }
  @media (forced-colors: active) {
    .kakao {
      border-color: ButtonText;
    }
    svg {
      fill: ButtonText;
    }
    .bubble {
      border: 1px solid CanvasText;
    }
  }
`;
