import {randomBytes} from 'node:crypto';

/** A page of the site, as far as it differs from the others. */
export interface SitePage {
  /** Attributes of its `<kakao-sync>`, besides or in place of the site's. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  /** Tags in place of that of `/scripts/page.js`; `data` is the configuration as `data-` attributes. */
  readonly scripts?: (data: string, nonce: string) => string;
  /** In place of `<kakao-sync>` and, except on the callback page, a login button. */
  readonly body?: (attributes: string, nonce: string) => string;
  /** It sends no `Referer`, as a page should to which codes may come. */
  readonly sendsNoReferrer?: boolean;
  /** Changes the page's Content Security Policy. The nonce is another one in each answer. */
  readonly policy?: (policy: string, nonce: string) => string;
  /** What the browser is to report as if it were the policy. */
  readonly reportOnly?: (nonce: string) => string;
}

export interface SitePageContext {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly isCallback: boolean;
  /** Codes may come here: the page sends no `Referer`. */
  readonly isRedirect: boolean;
  /** Where Kakao's script comes from and where it asks. */
  readonly kakao: string;
  /** Where its session resource may be, too. */
  readonly api: string;
  readonly member: string | null;
}

export function renderSitePage(
  page: SitePage,
  {attributes, isCallback, isRedirect, kakao, api, member}: SitePageContext,
): Response {
  const {scripts = renderScript, body = isCallback ? renderCallback : renderBody, policy = String, reportOnly} = page;
  const nonce = randomBytes(16).toString('base64');
  const given = Object.entries({...attributes, ...page.attributes}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  const data = given.map((attribute) => `data-${attribute}`).join(' ');
  const markup = `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>온달</title>
    ${scripts(data, nonce)}
  </head>
  <body>
    ${body(given.join(' '), nonce)}
    <p>둥근 살림</p>
    <p data-member>${member === null ? '' : `회원: ${member}`}</p>
  </body>
</html>`;
  return new Response(markup, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': member === null ? 'private, no-cache' : 'no-store',
      'Content-Security-Policy': policy(
        `default-src 'none'; script-src 'self' ${kakao}; connect-src 'self' ${api} ${kakao}; style-src 'self'; frame-src 'self'`,
        nonce,
      ),
      ...(reportOnly && {'Content-Security-Policy-Report-Only': reportOnly(nonce)}),
      ...((isRedirect || page.sendsNoReferrer) && {'Referrer-Policy': 'no-referrer'}),
    },
  });
}

function renderBody(attributes: string): string {
  return `<kakao-sync ${attributes}></kakao-sync>
    <h1>온달</h1>
    <kakao-login-button></kakao-login-button>`;
}

function renderScript(): string {
  return '<script type="module" src="/scripts/page.js"></script>';
}

function renderCallback(attributes: string): string {
  return `<kakao-sync ${attributes}></kakao-sync>
    <p>로그인 중 <a href="/">홈으로</a></p>`;
}
