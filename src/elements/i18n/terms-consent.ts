import type {TermsMessages} from '../../client/state/messages.js';
import type {Translations} from '../../client/state/language.js';

export const TERMS_CONSENT: Translations<TermsMessages> = {
  ko: {
    termsTitle: '계속하려면 동의가 필요해요',
    termsAgree: '카카오에서 동의하기',
    termsRequired: '필수',
    termsOptional: '선택',
    termsNewWindow: '새 창에서 열림',
    termsAgreed: '동의가 완료됐어요.',
    termsDeclined: '아직 동의하지 않으셨어요. 버튼을 누르면 다시 동의할 수 있어요.',
  },
  en: {
    termsTitle: 'Your consent is needed to continue',
    termsAgree: 'Agree on Kakao',
    termsRequired: 'Required',
    termsOptional: 'Optional',
    termsNewWindow: 'opens in a new window',
    termsAgreed: 'Your consent is saved.',
    termsDeclined: "You haven't agreed yet. Press the button to try again.",
  },
  ja: {
    termsTitle: '続けるには同意が必要です',
    termsAgree: 'カカオで同意する',
    termsRequired: '必須',
    termsOptional: '任意',
    termsNewWindow: '新しいウィンドウで開きます',
    termsAgreed: '同意が完了しました。',
    termsDeclined: '同意が完了していません。もう一度ボタンを押すと同意できます。',
  },
};
