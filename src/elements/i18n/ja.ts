import type {Messages} from './texts.js';

export const ja = {
  start: 'カカオではじめる',
  startShort: 'はじめる',
  login: 'カカオでログイン',
  loginShort: 'ログイン',
  link: 'カカオと連携する',
  linkShort: '連携する',
  lastUsed: '前回のログイン',
  busy: '少々お待ちください。',
  talk: 'カカオトークで続けてください。',
  continueInBrowser: 'ブラウザで続ける',
  retry: 'ログインが完了しませんでした。もう一度押してください。',
  later: '接続できませんでした。しばらくしてからもう一度押してください。',
  elsewhere: '別のブラウザで始めたログインです。ここで続けるにはもう一度押してください。',
  underAge: '14歳未満の方は登録できません。',
  cookies: 'ログインするには、ブラウザでCookieを許可してください。',
  restricted: '利用が制限されているカカオアカウントです。カカオにお問い合わせください。',
  unavailable: '現在カカオでログインできません。別の方法でログインしてください。',
  action: 'ログインには、もう一つ手続きが必要です。',
  reference: 'お問い合わせ番号',
} satisfies Messages;
