import type {SitePage} from './site-pages.js';
import {LOGOUT_PATH} from './site.js';

/** The words on the buttons of a site without elements (`test/journeys/hosts/members.ts`). */
export const ACTIONS = {
  start: '카카오로 시작하기',
  change: '다른 계정으로 로그인',
  link: '카카오와 연결하기',
  agree: '약관 확인하기',
  scope: '배송지 불러오기',
  add: '채널 추가',
  chat: '문의하기',
  logout: '로그아웃',
  'logout-account': '카카오계정에서도 로그아웃',
} as const;

interface MembersPage {
  /** Tags that the button for terms names. */
  readonly tags?: string;
  readonly logoutPath?: string;
  /** Whether the page reads who is signed in. */
  readonly reads?: boolean;
}

/** A page of a site without elements, with a button for whatever members can do. */
export function toMembersPage({tags, reads = true, logoutPath = LOGOUT_PATH}: MembersPage = {}): SitePage {
  return {
    attributes: {'logout-redirect-uri': logoutPath},
    scripts: () => '<script type="module" src="/scripts/members.js"></script>',
    body(attributes) {
      const config = Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value]) => [
          name.replace(/-./g, ([, letter = '']) => letter.toUpperCase()),
          value,
        ]),
      );
      const buttons = Object.entries(ACTIONS).map(
        ([action, words]) =>
          `<button data-action="${action}" data-scope="shipping_address" ${tags === undefined ? '' : `data-tags="${tags}"`}>${words}</button>`,
      );
      return `<div data-config='${JSON.stringify(config)}' ${reads ? 'data-read' : ''}>${buttons.join('')}</div>
        <a href="/">처음으로</a>
        <p>남은 약관: <span data-missing></span></p>`;
    },
  };
}
