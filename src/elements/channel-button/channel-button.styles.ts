import type {CSSResultGroup} from 'lit';
import {base} from '../base.styles.js';
import {kakaoButton} from '../kakao-button.styles.js';

export const styles: CSSResultGroup = [base, kakaoButton];
