import type {CSSResultGroup} from 'lit';
import {message} from '../message.styles.js';
import {kakaoButton} from '../kakao-button.styles.js';

export const styles: CSSResultGroup = [message, kakaoButton];
