import {css, type CSSResultGroup} from 'lit';
import {base} from '../base.styles.js';

const account = css`
  :host {
    display: inline-block;
    max-width: 100%;
    vertical-align: top;
  }
  .place {
    position: relative;
    min-height: var(--kakao-account-height, 44px);
  }
  .member {
    font:
      15px/1.3 system-ui,
      sans-serif;
  }
  [part='button'] {
    display: flex;
    align-items: center;
    gap: 8px;
    max-width: 100%;
    min-height: max(44px, var(--kakao-account-height, 44px));
    padding: 4px;
    border-radius: 8px;
  }
  [part='picture'] {
    flex: none;
    box-sizing: border-box;
    width: 32px;
    height: 32px;
    border: 1px solid transparent;
    border-radius: 50%;
    background: #e9e7e1;
    color: #3a3a3a;
    font-weight: 600;
    line-height: 30px;
    overflow: hidden;
    text-align: center;
    object-fit: cover;
  }
  [part='name'] {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
    overflow: hidden;
    word-break: break-all;
  }
  svg {
    flex: none;
    width: 12px;
    height: 12px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  [aria-expanded='true'] svg {
    transform: rotate(180deg);
  }
  [aria-disabled] {
    opacity: 0.6;
    cursor: progress;
  }
  [part='menu'] {
    position: absolute;
    left: 0;
    top: calc(100% + 4px);
    z-index: 1;
    box-sizing: border-box;
    width: max-content;
    min-width: 180px;
    max-width: min(280px, 100vw);
    padding: 6px;
    border: 1px solid rgba(128, 128, 128, 0.4);
    border-radius: 10px;
    background: var(--kakao-account-menu-background, Canvas);
    color: var(--kakao-account-menu-color, CanvasText);
    box-shadow: 0 6px 24px rgba(0, 0, 0, 0.16);
  }
  [part='menu'][hidden] {
    display: none;
  }
  [part='item'] {
    display: block;
    box-sizing: border-box;
    width: 100%;
    min-height: 44px;
    padding: 8px 12px;
    border-radius: 6px;
    text-align: start;
    overflow-wrap: anywhere;
  }
  @media (hover: hover) {
    [part='item']:hover {
      background: rgba(128, 128, 128, 0.16);
    }
  }
`;

export const styles: CSSResultGroup = [base, account];
