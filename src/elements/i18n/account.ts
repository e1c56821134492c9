import type {AccountMessages} from '../../client/state/messages.js';
import type {Translations} from '../../client/state/language.js';

export const ACCOUNT: Translations<AccountMessages> = {
  ko: {
    account: '내 계정',
    logout: '로그아웃',
    switchAccount: '다른 계정으로 로그인',
    kakaoLogout: '카카오계정에서도 로그아웃',
    loggedOut: '로그아웃했어요.',
  },
  en: {
    account: 'My account',
    logout: 'Sign out',
    switchAccount: 'Sign in with another account',
    kakaoLogout: 'Sign out of Kakao too',
    loggedOut: "You're signed out.",
  },
  ja: {
    account: 'マイアカウント',
    logout: 'ログアウト',
    switchAccount: '別のアカウントでログイン',
    kakaoLogout: 'カカオアカウントからもログアウト',
    loggedOut: 'ログアウトしました。',
  },
};
