import {defineElement} from '../define-element.js';
import {KakaoSyncElement} from './sync.js';

defineElement('kakao-sync', KakaoSyncElement);

export {KakaoSyncElement};
