import type {Page} from 'playwright-core';

/** The words of Kakao's pages. */
export const WORDS = {
  ko: {
    agreeToAll: '전체 동의하기',
    agree: '동의하고 계속하기',
    cancel: '취소',
    account: '카카오계정과 함께 로그아웃',
    service: '이 서비스만 로그아웃',
  },
  en: {
    agreeToAll: 'Agree to all',
    agree: 'Agree and continue',
    cancel: 'Cancel',
    account: 'Log out with Kakao Account',
    service: 'Log out of this service only',
  },
};

/** What a visitor does on Kakao's pages. */
export interface KakaoPages {
  /** Logs in as somebody on the login page. */
  signIn(name: string): Promise<void>;
  /** Agrees to everything on the consent screen. */
  agree(): Promise<void>;
  /** Agrees to one line of the consent screen. */
  agreeTo(label: string): Promise<void>;
  /** Turns back on the consent screen. */
  cancel(): Promise<void>;
  /** Logs out on Kakao's logout page: of the Kakao account too, or of the service alone. */
  logOut(what?: 'account' | 'service'): Promise<void>;
  /** Logs in and agrees to everything. */
  signUp(name: string): Promise<void>;
}

export function toKakaoPages(page: Page, language: keyof typeof WORDS = 'ko'): KakaoPages {
  const words = WORDS[language];
  const signIn = (name: string): Promise<void> => page.getByRole('button', {name}).click();
  const agree = async (): Promise<void> => {
    await page.getByLabel(words.agreeToAll).check();
    await page.getByRole('button', {name: words.agree}).click();
  };
  return {
    signIn,
    agree,
    async agreeTo(label) {
      await page.getByLabel(label).check();
      await page.getByRole('button', {name: words.agree}).click();
    },
    cancel: () => page.getByRole('button', {name: words.cancel}).click(),
    logOut: (what = 'account') => page.getByRole('button', {name: words[what]}).click(),
    signUp: async (name) => {
      await signIn(name);
      await agree();
    },
  };
}
