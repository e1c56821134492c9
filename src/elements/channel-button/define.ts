import {defineElement} from '../define-element.js';
import {KakaoChannelButton} from './channel-button.js';

defineElement('kakao-channel-button', KakaoChannelButton);

export {KakaoChannelButton};
