import type {Messages} from './texts.js';

export const JA_MESSAGES = {
  busy: '少々お待ちください。',
  talk: 'カカオトークで続けてください。',
  continueInBrowser: 'ブラウザで続ける',
  retry: '完了しませんでした。もう一度押してください。',
  later: '接続できませんでした。しばらくしてからもう一度押してください。',
  elsewhere: '別のブラウザで始まった操作です。ここで続けるにはもう一度押してください。',
  underAge: '14歳未満の方は登録できません。',
  cookies: '続けるには、ブラウザでCookieを許可してください。',
  restricted: '利用が制限されているカカオアカウントです。カカオにお問い合わせください。',
  unavailable: '現在カカオを利用できません。別の方法をご利用ください。',
  linked: 'このカカオアカウントは別の会員に連携されています。別のカカオアカウントをお使いください。',
  otherAccount: 'ログイン中の会員のカカオアカウントではありません。同じアカウントでもう一度お試しください。',
  signedOut: '先にログインしてください。',
  loginTooOld: '安全のため、もう一度ログインしてください。',
  signInAgain: 'もう一度ログイン',
  action: '続けるには、もう一つ手続きが必要です。',
  stateMissing: 'ログインを確認できませんでした。最初からやり直してください。',
  back: '元のページに戻る',
  reference: 'お問い合わせ番号',
} satisfies Messages;
