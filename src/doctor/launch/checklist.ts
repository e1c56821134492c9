import type {Localized} from '../base/language.js';

/** What a run of the doctor can find in order. */
export type Subject = 'keys' | 'secrets' | 'redirect-uri' | 'kakao' | 'scope' | 'endpoint' | 'callback' | 'notices';

/** One line of the checklist. */
export interface Item {
  readonly text: Localized;
  /** What has to be in order for a tick; null if only somebody can tell. */
  readonly needs: Subject | null;
}

/** Lines that belong together. */
interface Section {
  readonly title: Localized;
  readonly items: readonly Item[];
}

const open = (en: string, ko: string): Item => ({text: {en, ko}, needs: null});
const seen = (needs: Subject, en: string, ko: string): Item => ({text: {en, ko}, needs});

/** What must be so before a site goes live. What only Kakao's console shows is for somebody to look at. */
export const CHECKLIST: readonly Section[] = [
  {
    title: {en: 'In Kakao’s console', ko: '카카오 콘솔'},
    items: [
      seen('kakao', 'Kakao Login is on', '카카오 로그인이 켜져 있음'),
      open('OpenID Connect is on', 'OpenID Connect가 켜져 있음'),
      seen('kakao', 'The redirect URI is registered for each key in use', '쓰는 키마다 리다이렉트 URI가 등록되어 있음'),
      seen(
        'kakao',
        'The site’s domain is registered for the JavaScript key',
        'JavaScript 키에 사이트 도메인이 등록되어 있음',
      ),
      seen('scope', 'The consent items that the login asks for are set up', '요청하는 동의항목이 설정되어 있음'),
      open(
        'Consent items, terms and channel look as they should on the consent screen',
        '동의 화면에 동의항목, 약관, 채널이 의도한 대로 나옴',
      ),
      open('Simple Signup is approved for this app', '카카오싱크(간편가입) 신청이 승인됨'),
    ],
  },
  {
    title: {en: 'Keys and secrets', ko: '키와 시크릿'},
    items: [
      seen('keys', 'The keys have their shape', '키의 형식이 맞음'),
      seen('secrets', 'No secret is in a variable that pages can read', '페이지가 읽을 수 있는 변수에 시크릿이 없음'),
      seen('kakao', 'Kakao takes the client secret', '카카오가 클라이언트 시크릿을 받음'),
      open(
        'Keys and session secrets of the live site are not those of development',
        '운영 사이트의 키와 세션 시크릿이 개발용과 다름',
      ),
    ],
  },
  {
    title: {en: 'The site', ko: '사이트'},
    items: [
      seen('redirect-uri', 'The redirect URI is https and exact', '리다이렉트 URI가 https이고 정확함'),
      seen('callback', 'The callback page opens without a guard in front of it', '콜백 페이지가 로그인 검사 없이 열림'),
      seen('endpoint', 'The endpoint answers as it should, POST included', '엔드포인트가 POST까지 규약대로 응답함'),
      seen('endpoint', 'Only the site’s own pages can read it', '사이트의 페이지만 응답을 읽을 수 있음'),
      seen('notices', 'The address for notices refuses a wrong key', '알림 주소가 틀린 키를 거부함'),
      open(
        'The backend refuses forged requests (doctor --forgeries, on a test server)',
        '서버가 위조 요청을 거부함(테스트 서버에서 doctor --forgeries)',
      ),
      open(
        'A button that follows Kakao’s design guide is on the login page',
        '로그인 화면에 디자인 가이드를 지킨 버튼이 있음',
      ),
    ],
  },
  {
    title: {en: 'By hand, on real devices', ko: '실제 기기에서 직접'},
    items: [
      open('A new visitor signs up on a desktop', 'PC에서 새 방문자가 가입함'),
      open(
        'A new visitor signs up on an iPhone and on an Android phone, by KakaoTalk',
        'iPhone과 Android에서 카카오톡으로 가입함',
      ),
      open('A member signs in inside KakaoTalk', '카카오톡 안에서 회원이 로그인함'),
      open('A cancellation leads back to the page, with a message', '취소하면 안내와 함께 보던 페이지로 돌아옴'),
      open('Somebody who has an account already finds it connected', '기존 회원이 자신의 계정과 연결됨'),
      open('The agreed terms are stored', '동의한 약관이 저장됨'),
      open(
        'A member who leaves is unlinked from Kakao, and a member unlinked at Kakao is handled',
        '탈퇴하면 카카오 연결이 끊기고, 카카오에서 연결을 끊은 회원도 처리됨',
      ),
    ],
  },
];
