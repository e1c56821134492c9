import {type Messages} from './messages.js';

export const ja = {
  start: 'カカオではじめる',
  startShort: 'はじめる',
  login: 'カカオでログイン',
  loginShort: 'ログイン',
  lastUsed: '前回のログイン',
  starting: 'カカオに移動しています。',
  completing: 'ログインしています。',
  waitingForTalk: 'カカオトークで続けてください。',
  continueInBrowser: 'ブラウザで続ける',
  retry: 'ログインが完了しませんでした。もう一度押してください。',
  network: '接続できませんでした。しばらくしてからもう一度押してください。',
  later: 'ただいま混み合っています。しばらくしてからもう一度押してください。',
  elsewhere: '別のブラウザで始めたログインです。ここで続けるにはもう一度押してください。',
  underAge: '14歳未満の方は登録できません。',
  cookies: 'Cookieがブロックされているためログインできません。ブラウザの設定で許可してください。',
  restricted: 'カカオアカウントの利用が制限されています。カカオのカスタマーセンターにお問い合わせください。',
  unavailable: '現在カカオログインを利用できません。別の方法でログインしてください。',
  actionRequired: 'ログインを完了するには、もう一つ手続きが必要です。',
  reference: 'お問い合わせ番号',
} satisfies Messages;
