import type {Page} from 'playwright-core';

/** The words of Kakao's pages. */
export const WORDS = {
  ko: {agreeToAll: '전체 동의하기', agree: '동의하고 계속하기', cancel: '취소'},
  en: {agreeToAll: 'Agree to all', agree: 'Agree and continue', cancel: 'Cancel'},
};

/** What a visitor does on Kakao's pages. */
export interface KakaoPages {
  /** Logs in as somebody on the login page. */
  signIn(name: string): Promise<void>;
  /** Agrees to everything on the consent screen. */
  agree(): Promise<void>;
  /** Turns back on the consent screen. */
  cancel(): Promise<void>;
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
    cancel: () => page.getByRole('button', {name: words.cancel}).click(),
    signUp: async (name) => {
      await signIn(name);
      await agree();
    },
  };
}
