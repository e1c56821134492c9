import {toHeader, type Policy} from './policies.js';
import {REPORT_PATH} from './site.js';
import type {SitePage} from './site-pages.js';
import {CALLBACK_PATH} from './test-environment.js';

/** How the widget comes to a page. */
export type Way = 'elements' | 'script tag';

/** What can be changed about {@link toStrictPages}, at any time. */
export interface Strictness {
  way: Way;
  policy: Policy;
  /** Tags before the widget's own. `nonce` is the attribute, where the policy has one; `data` the configuration. */
  before?: ((nonce: string, data: string) => string) | undefined;
}

/** The page at `path` and the callback page under a policy, with what the documents say to put there. */
export function toStrictPages(path: string, strict: Strictness): Readonly<Record<string, SitePage>> {
  const common: SitePage = {
    policy: (_usual, nonce) => toHeader(strict.policy, nonce),
    reportOnly: (nonce) => `${toHeader(strict.policy, nonce)}; report-uri ${REPORT_PATH}`,
  };
  const toAttribute = (nonce: string): string =>
    toHeader(strict.policy, nonce).includes(`'nonce-${nonce}'`) ? `nonce="${nonce}"` : '';
  const renderHead = (data: string, nonce: string): string =>
    `${strict.before?.(nonce, data) ?? ''}
    ${
      strict.way === 'elements'
        ? `<link rel="stylesheet" ${nonce} href="/reserve.css">
    <script type="module" ${nonce} src="/scripts/page.js"></script>`
        : ''
    }`;
  const renderTag = (data: string, nonce: string): string =>
    strict.way === 'script tag' ? `<script ${nonce} src="/kakao-sync.min.js" ${data}></script>` : '';
  const renderElements = (elements: string): string => (strict.way === 'elements' ? elements : '');

  return {
    [CALLBACK_PATH]: {
      ...common,
      scripts: (data, nonce) => renderHead(data, toAttribute(nonce)) + renderTag(data, toAttribute(nonce)),
      body: (attributes) => `${renderElements(`<kakao-sync ${attributes}></kakao-sync>`)}
    <p>로그인 중 <a href="/">홈으로</a></p>`,
    },
    [path]: {
      ...common,
      scripts: (data, nonce) => renderHead(data, toAttribute(nonce)),
      body: (attributes, nonce) =>
        renderElements(`<kakao-sync ${attributes}></kakao-sync>
    <kakao-login-button><a href="/login">로그인 페이지</a></kakao-login-button>`) +
        renderTag(attributes.replace(/([\w-]+)=/g, 'data-$1='), toAttribute(nonce)),
    },
  };
}
