import type {Translations} from './language.js';

interface AccountTexts {
  readonly account: string;
  readonly logout: string;
  readonly switchAccount: string;
  readonly kakaoLogout: string;
  readonly loggedOut: string;
}

export const ACCOUNT: Translations<AccountTexts> = {
  ko: {
    account: '내 계정',
    logout: '로그아웃',
    switchAccount: '다른 계정으로 로그인',
    kakaoLogout: '카카오계정에서도 로그아웃',
    loggedOut: '로그아웃했어요.',
  },
  en: {
    account: 'My account',
    logout: 'Log out',
    switchAccount: 'Log in with another account',
    kakaoLogout: 'Log out of Kakao too',
    loggedOut: 'You are logged out.',
  },
  ja: {
    account: 'マイアカウント',
    logout: 'ログアウト',
    switchAccount: '別のアカウントでログイン',
    kakaoLogout: 'カカオアカウントからもログアウト',
    loggedOut: 'ログアウトしました。',
  },
};
