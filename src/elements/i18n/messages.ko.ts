import type {Messages} from './texts.js';

export const KO_MESSAGES = {
  busy: '잠시만 기다려 주세요.',
  talk: '카카오톡에서 이어서 진행해 주세요.',
  continueInBrowser: '브라우저에서 계속하기',
  retry: '완료되지 않았어요. 다시 눌러 주세요.',
  later: '연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.',
  elsewhere: '다른 브라우저에서 시작했어요. 여기서 계속하려면 다시 눌러 주세요.',
  underAge: '만 14세 미만은 이 서비스에 가입할 수 없어요.',
  cookies: '계속하려면 브라우저에서 쿠키를 허용해 주세요.',
  restricted: '이용이 제한된 카카오계정이에요. 카카오에 문의해 주세요.',
  unavailable: '지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.',
  linked: '이미 다른 회원에게 연결된 카카오계정이에요. 다른 카카오계정으로 해 주세요.',
  otherAccount: '지금 로그인한 회원의 카카오계정이 아니에요. 같은 계정으로 다시 해 주세요.',
  signedOut: '먼저 로그인해 주세요.',
  loginTooOld: '안전을 위해 다시 로그인한 뒤 진행해 주세요.',
  signInAgain: '다시 로그인하기',
  action: '계속하려면 확인이 더 필요해요.',
  stateMissing: '로그인을 확인하지 못했어요. 처음 화면에서 다시 시작해 주세요.',
  back: '보던 페이지로 돌아가기',
  reference: '문의 번호',
} satisfies Messages;
