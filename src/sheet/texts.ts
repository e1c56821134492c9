import type {Translations} from '../client/state/language.js';

/** The sheet's own words. */
interface SheetTexts {
  readonly text: string;
  readonly close: string;
  readonly hide: (days: number) => string;
}

export const TEXTS: Translations<SheetTexts> = {
  ko: {
    text: '카카오로 간편하게 가입해 보세요.',
    close: '닫기',
    hide: (days) => `${days}일 동안 보지 않기`,
  },
  en: {
    text: 'Sign up easily with Kakao.',
    close: 'Close',
    hide: (days) => `Don't show for ${days} days`,
  },
  ja: {
    text: 'カカオで簡単に会員登録できます。',
    close: '閉じる',
    hide: (days) => `${days}日間表示しない`,
  },
};
