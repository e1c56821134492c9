import type {Ending} from '../preview/endings.js';
import type {Language} from '../texts/texts.js';

const ko = {
  /** Of the screens, wherever they are named. */
  label: '연습용 카카오 화면 · 실제 카카오와 달라요',
  close: '닫기',
  shop: '연습용 쇼핑몰',
  terms: ['서비스 이용약관', '혜택 알림 받기'] as readonly [string, string],
  guides: {
    'new-member': '‘김새봄’을 고르고, 필수 항목에 체크한 뒤 ‘동의하고 계속하기’를 누르세요.',
    member: '‘이하늘’을 고르세요. 이미 회원이라 동의 화면 없이 로그인돼요.',
    cancel: '‘김새봄’을 고르고, 동의 화면에서 ‘취소’를 누르세요.',
    'under-14': '‘박어린’을 고르세요. 만 14세 미만이라 카카오에서 가입이 거절돼요.',
    'backend-down': '‘이하늘’을 고르세요. 돌아왔을 때 사이트의 서버가 응답하지 않아요.',
  } satisfies Record<Ending, string>,
};

export type PlayerTexts = typeof ko;

const en: PlayerTexts = {
  label: 'Practice screen, not the real Kakao',
  close: 'Close',
  shop: 'Practice shop',
  terms: ['Terms of service', 'News about benefits'],
  guides: {
    'new-member': 'Choose 김새봄, tick what is required, and press “Agree and continue”.',
    member: 'Choose 이하늘. Members are signed in without a consent screen.',
    cancel: 'Choose 김새봄, and press “Cancel” on the consent screen.',
    'under-14': 'Choose 박어린. Kakao refuses the signup of a child under 14.',
    'backend-down': 'Choose 이하늘. On the way back, the site’s server does not answer.',
  },
};

export const PLAYER_TEXTS: Readonly<Record<Language, PlayerTexts>> = {ko, en};
