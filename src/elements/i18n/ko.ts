import {type Messages} from './messages.js';

export const ko = {
  start: '카카오로 시작하기',
  startShort: '시작하기',
  login: '카카오 로그인',
  loginShort: '로그인',
  lastUsed: '최근 로그인',
  starting: '카카오로 이동하고 있어요.',
  completing: '로그인하고 있어요.',
  waitingForTalk: '카카오톡에서 이어서 진행해 주세요.',
  continueInBrowser: '브라우저에서 계속하기',
  retry: '로그인을 마치지 못했어요. 다시 눌러 주세요.',
  network: '연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.',
  later: '지금은 요청이 많아요. 잠시 후 다시 눌러 주세요.',
  elsewhere: '다른 브라우저에서 시작한 로그인이에요. 여기에서 계속하려면 다시 눌러 주세요.',
  underAge: '만 14세 미만은 이 서비스에 가입할 수 없어요.',
  cookies: '쿠키가 차단되어 로그인할 수 없어요. 브라우저 설정에서 쿠키를 허용해 주세요.',
  restricted: '카카오계정 이용이 제한되어 있어요. 카카오 고객센터에 문의해 주세요.',
  unavailable: '지금은 카카오 로그인을 쓸 수 없어요. 다른 방법으로 로그인해 주세요.',
  actionRequired: '로그인을 마치려면 확인이 더 필요해요.',
  reference: '문의 번호',
} satisfies Messages;
