import type {Messages} from './texts.js';

export const ko = {
  start: '카카오로 시작하기',
  startShort: '시작하기',
  login: '카카오 로그인',
  loginShort: '로그인',
  link: '카카오 연결하기',
  linkShort: '연결하기',
  lastUsed: '최근 로그인',
  busy: '잠시만 기다려 주세요.',
  talk: '카카오톡에서 이어서 진행해 주세요.',
  continueInBrowser: '브라우저에서 계속하기',
  retry: '로그인을 마치지 못했어요. 다시 눌러 주세요.',
  later: '연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.',
  elsewhere: '다른 브라우저에서 시작한 로그인이에요. 여기서 계속하려면 다시 눌러 주세요.',
  underAge: '만 14세 미만은 이 서비스에 가입할 수 없어요.',
  cookies: '로그인하려면 브라우저에서 쿠키를 허용해 주세요.',
  restricted: '이용이 제한된 카카오계정이에요. 카카오에 문의해 주세요.',
  unavailable: '지금은 카카오로 로그인할 수 없어요. 다른 방법으로 로그인해 주세요.',
  action: '로그인하려면 확인이 더 필요해요.',
  reference: '문의 번호',
} satisfies Messages;
