/** A page of the site, as far as it differs from the others. */
export interface SitePage {
  /** Attributes of its `<kakao-sync>`, besides or in place of the site's. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  /** In place of `/scripts/page.js`. */
  readonly scripts?: readonly string[];
  /** In place of `<kakao-sync>` and a login button. */
  readonly body?: (attributes: string) => string;
}

export interface SitePageContext {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly isCallback: boolean;
  /** Where Kakao's script comes from and where it asks. */
  readonly kakao: string;
  readonly member: string | null;
}

export function renderSitePage(page: SitePage, {attributes, isCallback, kakao, member}: SitePageContext): Response {
  const {scripts = ['<script type="module" src="/scripts/page.js"></script>'], body = renderBody} = page;
  const given = Object.entries({...attributes, ...page.attributes}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  const markup = `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>온달</title>
    ${scripts.join('\n')}
  </head>
  <body>
    ${isCallback ? `<kakao-sync ${given.join(' ')}></kakao-sync><p>로그인 중</p>` : body(given.join(' '))}
    <p data-member>${member === null ? '' : `회원: ${member}`}</p>
  </body>
</html>`;
  return new Response(markup, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': member === null ? 'private, no-cache' : 'no-store',
      'Content-Security-Policy': `default-src 'none'; script-src 'self' ${kakao}; connect-src 'self' ${kakao}`,
      ...(isCallback && {'Referrer-Policy': 'no-referrer'}),
    },
  });
}

function renderBody(attributes: string): string {
  return `<kakao-sync ${attributes}></kakao-sync>
    <h1>온달</h1>
    <kakao-login-button></kakao-login-button>`;
}
