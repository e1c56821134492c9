import {defineElement} from '../define-element.js';
import {KakaoAccount} from './account.js';

defineElement('kakao-account', KakaoAccount);

export {KakaoAccount};
