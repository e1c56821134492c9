import type {Labels} from '../../client/state/messages.js';

export const JA_LABELS = {
  start: 'カカオではじめる',
  startShort: 'はじめる',
  login: 'カカオでログイン',
  loginShort: 'ログイン',
  link: 'カカオと連携する',
  linkShort: '連携する',
  lastUsed: '前回のログイン',
} satisfies Labels;
