import type {FindingText} from './finding-text.js';

/** What is found on the page that `--page` names. */
export const OF_PAGE = {
  page_fails: {
    level: 'wrong',
    facts: ['status'],
    what: {en: 'The page does not open ({status}).', ko: '페이지가 열리지 않습니다({status}).'},
    fix: {
      en: 'Give the final address of a page that everybody can open: no redirect is followed.',
      ko: '누구나 열 수 있는 페이지의 최종 주소를 주세요. 리다이렉트는 따라가지 않습니다.',
    },
  },
  page_without_widget: {
    level: 'note',
    facts: [],
    what: {
      en: 'The page’s HTML has neither <kakao-sync> nor the script tag, so its settings were not read.',
      ko: '페이지의 HTML에 <kakao-sync>도 스크립트 태그도 없어 설정을 읽지 못했습니다.',
    },
    fix: {
      en: 'If a script makes them, give the settings by options. Else add one of them.',
      ko: '스크립트가 만들어 넣는다면 설정을 옵션으로 주세요. 아니라면 둘 중 하나를 넣으세요.',
    },
  },
  attribute_refused: {
    level: 'wrong',
    facts: [],
    what: {en: 'The widget cannot use the value of this attribute.', ko: '위젯이 쓸 수 없는 속성값입니다.'},
    fix: {
      en: 'See docs/en/frontend/elements.md for what it takes; the page’s console says it too.',
      ko: 'docs/ko/frontend/elements.md에서 쓸 수 있는 값을 확인하세요. 페이지의 콘솔에도 나옵니다.',
    },
  },
  attribute_missing: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The page lacks this attribute, so that no login begins.',
      ko: '페이지에 이 속성이 없어 로그인이 시작되지 않습니다.',
    },
    fix: {
      en: 'Add it. A page whose script sets it, or posts the code itself, may leave it out: then pass over this.',
      ko: '속성을 추가하세요. 스크립트로 설정하거나 코드를 직접 보내는 페이지라면 이 항목은 넘어가도 됩니다.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>;
