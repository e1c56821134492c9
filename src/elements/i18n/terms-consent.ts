import type {Translations} from './language.js';

interface TermsConsentTexts {
  readonly title: string;
  readonly agree: string;
  readonly required: string;
  readonly optional: string;
  /** For screen readers, after a link. */
  readonly newWindow: string;
  readonly agreed: string;
  readonly declined: string;
}

export const TERMS_CONSENT: Translations<TermsConsentTexts> = {
  ko: {
    title: '계속하려면 동의가 필요해요',
    agree: '동의하고 계속하기',
    required: '필수',
    optional: '선택',
    newWindow: '새 창에서 열림',
    agreed: '동의해 주셔서 고마워요.',
    declined: '동의하지 않았어요. 다시 누르면 동의할 수 있어요.',
  },
  en: {
    title: 'Your consent is needed to continue',
    agree: 'Agree and continue',
    required: 'Required',
    optional: 'Optional',
    newWindow: 'opens in a new window',
    agreed: 'Thank you for agreeing.',
    declined: 'You did not agree. You can press again to do so.',
  },
  ja: {
    title: '続けるには同意が必要です',
    agree: '同意して続ける',
    required: '必須',
    optional: '任意',
    newWindow: '新しいウィンドウで開きます',
    agreed: '同意いただきありがとうございます。',
    declined: '同意されませんでした。もう一度押すと同意できます。',
  },
};
