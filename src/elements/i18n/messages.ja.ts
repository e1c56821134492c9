import type {LazyMessages} from './later.js';
import {PAUSED} from './paused.js';

export const JA_MESSAGES = {
  busy: '少々お待ちください。',
  slow: '確認しています。少々お待ちください。',
  slowBack: '元のページに戻る',
  talk: 'カカオトークで続けてください。',
  continueInBrowser: 'ブラウザで続ける',
  retry: 'ログインが完了しませんでした。もう一度お試しください。',
  retryOther: '完了しませんでした。もう一度お試しください。',
  elsewhere: '別のブラウザで開始されたログインです。ここで続けるには、もう一度ボタンを押してください。',
  elsewhereOther: '別のブラウザで開始されました。ここで続けるには、もう一度ボタンを押してください。',
  underAge: '14歳未満の方はご利用いただけません。',
  cookies: 'Cookieがブロックされています。ブラウザの設定で許可してから、もう一度お試しください。',
  restricted: '利用が制限されているカカオアカウントです。カカオのカスタマーセンターにお問い合わせください。',
  unavailable: '現在カカオでログインできません。別の方法をご利用いただくか、お問い合わせください。',
  unavailableOther: '現在カカオを利用できません。お問い合わせください。',
  linked: 'このカカオアカウントは別の会員に連携されています。別のカカオアカウントを選んでください。',
  otherAccount:
    'ログイン中のアカウントとは別のカカオアカウントです。ログインに使ったアカウントでもう一度お試しください。',
  signedOut: '先にログインしてください。',
  loginTooOld: '安全のため、もう一度ログインしてください。',
  loginTooOldLink: 'もう一度ログイン',
  action: '続けるには、追加の手続きが必要です。',
  framed: 'この画面の中ではカカオログインを開けません。',
  framedLink: '新しいウィンドウで開く',
  ...PAUSED.ja,
  stateMissing: 'ログインを確認できませんでした。最初からやり直してください。',
  reference: 'お問い合わせ番号',
  referenceCopy: 'コピー',
  referenceCopied: 'コピーしました',
} satisfies LazyMessages;
