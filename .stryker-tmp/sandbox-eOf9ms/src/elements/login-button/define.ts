import {defineElement} from '../define-element.js';
import {KakaoLoginButton} from './login-button.js';

defineElement('kakao-login-button', KakaoLoginButton);

export {KakaoLoginButton};
