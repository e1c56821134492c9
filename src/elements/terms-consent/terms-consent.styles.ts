import {css, type CSSResultGroup} from 'lit';
import {base} from '../base.styles.js';
import {kakaoButton} from '../kakao-button.styles.js';

const terms = css`
  :host {
    display: block;
  }
  .root::before {
    content: none;
  }
  [part='title'] {
    font-size: 17px;
    font-weight: 600;
    line-height: 1.4;
  }
  ul {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: 15px;
    line-height: 1.5;
  }
  li {
    padding: 4px 0;
  }
  a {
    color: inherit;
    text-underline-offset: 3px;
  }
  [part='button'] {
    margin-top: 12px;
  }
`;

export const styles: CSSResultGroup = [base, kakaoButton, terms];
