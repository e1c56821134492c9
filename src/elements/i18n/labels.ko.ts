import type {Labels} from '../../client/state/messages.js';

export const KO_LABELS = {
  start: '카카오로 시작하기',
  startShort: '시작하기',
  login: '카카오 로그인',
  loginShort: '로그인',
  link: '카카오 연결하기',
  linkShort: '연결하기',
  lastUsed: '최근 로그인',
} satisfies Labels;
