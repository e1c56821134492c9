import type {CSSResultGroup} from 'lit';
import {message} from '../message.styles.js';
import {yellowButton} from '../kakao-button.styles.js';

export const styles: CSSResultGroup = [message, yellowButton];
