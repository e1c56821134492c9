import {css, type CSSResultGroup} from 'lit';
import {base} from '../base.styles.js';
import {kakaoButton} from '../kakao-button.styles.js';

const bubble = css`
  [part='bubble'] {
    position: absolute;
    bottom: calc(100% + 8px);
    left: calc(50% + var(--shift, 0px));
    z-index: 1;
    transform: translateX(-50%);
    box-sizing: border-box;
    width: max-content;
    max-width: max(100%, 160px);
    padding: 5px 10px;
    border: 1px solid transparent;
    border-radius: 8px;
    background: var(--kakao-bubble-background, #3a3a3a);
    color: var(--kakao-bubble-color, #fff);
    font:
      500 12px/1.3 system-ui,
      sans-serif;
    text-align: center;
    pointer-events: none;
  }
  [part='bubble']::after {
    content: '';
    position: absolute;
    bottom: -4px;
    left: calc(50% - 4px - var(--shift, 0px));
    width: 8px;
    height: 8px;
    background: inherit;
    transform: rotate(45deg);
  }
`;

export const styles: CSSResultGroup = [base, kakaoButton, bubble];
