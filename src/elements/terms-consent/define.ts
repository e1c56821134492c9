import {defineElement} from '../define-element.js';
import {KakaoTermsConsent} from './terms-consent.js';

defineElement('kakao-terms-consent', KakaoTermsConsent);

export {KakaoTermsConsent};
