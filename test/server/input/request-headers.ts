import {STRANGE_BLANKS, toHeaderForms} from '../../support/cookie-forgeries.js';
import {ORIGIN} from '../support/site.js';

/** Headers that differ from those of the widget's own request; null: absent. */
export type Headers = Readonly<Record<string, string | null>>;

/** What a request ends as: fulfilled, or its status and code. */
type End = 'fulfilled' | '403 origin_refused' | '400 request_invalid' | '415 request_invalid' | '405 request_invalid';

type Row = readonly [id: string, end: End, headers: Headers, more?: {readonly method?: string}];

const FOREIGN = '403 origin_refused';
const SAME_ORIGIN = {'Sec-Fetch-Site': 'same-origin'};

/** A header's value with a blank before it or after it that is none in HTTP, where only space and tab are (RFC 9110 §5.6.3). */
const STRANGE = toHeaderForms(
  STRANGE_BLANKS.map((blank) => [`u${blank.charCodeAt(0).toString(16)}`, blank] as const),
).map(([id, blank]) => [id.replace(/, /g, '-').replace(/ /g, '-'), blank] as const);

/** A POST that would log in. */
export const POSTS: readonly Row[] = [
  ['of-the-widget', 'fulfilled', {}],

  ['origin-suffixed', FOREIGN, {Origin: 'https://shop.example.evil'}],
  ['origin-prefixed', FOREIGN, {Origin: 'https://evil-shop.example'}],
  ['origin-of-a-subdomain', FOREIGN, {Origin: 'https://m.shop.example'}],
  ['origin-of-the-parent', FOREIGN, {Origin: 'https://example'}],
  ['origin-of-another-port', FOREIGN, {Origin: 'https://shop.example:444'}],
  ['origin-with-the-usual-port', FOREIGN, {Origin: 'https://shop.example:443'}],
  ['origin-by-http', FOREIGN, {Origin: 'http://shop.example'}],
  ['origin-in-capitals', FOREIGN, {Origin: 'https://SHOP.example'}],
  ['origin-scheme-in-capitals', FOREIGN, {Origin: 'HTTPS://shop.example'}],
  ['origin-with-a-slash', FOREIGN, {Origin: 'https://shop.example/'}],
  ['origin-with-a-path', FOREIGN, {Origin: 'https://shop.example/kakao'}],
  ['origin-with-a-dot', FOREIGN, {Origin: 'https://shop.example.'}],
  ['origin-with-a-user', FOREIGN, {Origin: 'https://user@shop.example'}],
  ['origin-as-a-user', FOREIGN, {Origin: 'https://shop.example@evil.example'}],
  ['origin-with-a-query', FOREIGN, {Origin: 'https://evil.example?https://shop.example'}],
  ['origin-with-a-fragment', FOREIGN, {Origin: 'https://evil.example#shop.example'}],
  ['origin-without-scheme', FOREIGN, {Origin: 'shop.example'}],
  ['origin-punycode', FOREIGN, {Origin: 'https://xn--shp-fwc.example'}],
  ['origin-two-by-comma', FOREIGN, {Origin: 'https://shop.example, https://evil.example'}],
  ['origin-two-by-blank', FOREIGN, {Origin: 'https://shop.example https://evil.example'}],
  ['origin-twice', FOREIGN, {Origin: 'https://shop.example, https://shop.example'}],
  ['origin-file', FOREIGN, {Origin: 'file://'}],
  ['origin-of-an-extension', FOREIGN, {Origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'}],
  ['origin-star', FOREIGN, {Origin: '*'}],
  ['origin-empty', FOREIGN, {Origin: ''}],
  ['origin-null-in-capitals', FOREIGN, {Origin: 'NULL', ...SAME_ORIGIN}],
  ['origin-undefined', FOREIGN, {Origin: 'undefined', ...SAME_ORIGIN}],
  ['origin-constructor', FOREIGN, {Origin: 'constructor'}],
  ['origin-64-kb', FOREIGN, {Origin: `https://${'a'.repeat(65_536)}.example`}],
  ['origin-foreign-called-the-same', FOREIGN, {Origin: 'https://evil.example', ...SAME_ORIGIN}],
  [
    'host-and-forwards-of-the-foreign-origin',
    FOREIGN,
    {
      Origin: 'https://evil.example',
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example;proto=https',
    },
  ],
  ['referer-of-the-site', FOREIGN, {Origin: 'https://evil.example', Referer: `${ORIGIN}/cart`}],
  ['referer-in-place-of-origin', FOREIGN, {Origin: null, Referer: `${ORIGIN}/cart`}],
  ['origin-in-another-header', FOREIGN, {Origin: null, 'X-Origin': ORIGIN, 'X-Forwarded-Host': 'shop.example'}],
  ...(['absent', 'null'] as const).flatMap((origin): Row[] => {
    const Origin = origin === 'absent' ? null : origin;
    return [
      [`origin-${origin}`, FOREIGN, {Origin, 'Sec-Fetch-Site': null}],
      [`origin-${origin}-same-origin`, 'fulfilled', {Origin, ...SAME_ORIGIN}],
      [`origin-${origin}-same-site`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'same-site'}],
      [`origin-${origin}-cross-site`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'cross-site'}],
      [`origin-${origin}-none`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'none'}],
      [`origin-${origin}-same-origin-in-capitals`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'Same-Origin'}],
      [`origin-${origin}-same-origin-and-more`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'same-origin, cross-site'}],
      [`origin-${origin}-same-origin-with-parameter`, FOREIGN, {Origin, 'Sec-Fetch-Site': 'same-origin;v=1'}],
      [`origin-${origin}-site-empty`, FOREIGN, {Origin, 'Sec-Fetch-Site': ''}],
    ];
  }),
  ['origin-blank-around', 'fulfilled', {Origin: ` ${ORIGIN}\t`}],
  ['site-cross-site-from-an-allowed-origin', 'fulfilled', {'Sec-Fetch-Site': 'cross-site'}],

  ['client-header-absent', '400 request_invalid', {'X-Kakao-Sync': null}],
  ['client-header-empty', '400 request_invalid', {'X-Kakao-Sync': ''}],
  ['client-header-0', '400 request_invalid', {'X-Kakao-Sync': '0'}],
  ['client-header-2', '400 request_invalid', {'X-Kakao-Sync': '2'}],
  ['client-header-01', '400 request_invalid', {'X-Kakao-Sync': '01'}],
  ['client-header-true', '400 request_invalid', {'X-Kakao-Sync': 'true'}],
  ['client-header-twice', '400 request_invalid', {'X-Kakao-Sync': '1, 1'}],
  ['client-header-of-another-name', '400 request_invalid', {'X-Kakao-Sync': null, 'X-Kakao-Login': '1'}],
  ['requested-with-in-its-place', '400 request_invalid', {'X-Kakao-Sync': null, 'X-Requested-With': 'XMLHttpRequest'}],
  ['client-header-blank-around', 'fulfilled', {'X-Kakao-Sync': ' 1 '}],

  ['type-absent', '415 request_invalid', {'Content-Type': null}],
  ['type-empty', '415 request_invalid', {'Content-Type': ''}],
  ['type-text', '415 request_invalid', {'Content-Type': 'text/plain'}],
  ['type-form', '415 request_invalid', {'Content-Type': 'application/x-www-form-urlencoded'}],
  ['type-parts', '415 request_invalid', {'Content-Type': 'multipart/form-data; boundary=x'}],
  ['type-jsonp', '415 request_invalid', {'Content-Type': 'application/jsonp'}],
  ['type-of-a-problem', '415 request_invalid', {'Content-Type': 'application/problem+json'}],
  ['type-text-json', '415 request_invalid', {'Content-Type': 'text/json'}],
  ['type-in-a-parameter', '415 request_invalid', {'Content-Type': 'text/plain; application/json'}],
  ['type-in-a-list', '415 request_invalid', {'Content-Type': 'application/json, text/plain'}],
  ['type-last-in-a-list', '415 request_invalid', {'Content-Type': 'text/plain, application/json'}],
  ['type-with-a-blank', '415 request_invalid', {'Content-Type': 'application /json'}],
  ['type-quoted', '415 request_invalid', {'Content-Type': '"application/json"'}],
  ['type-star', '415 request_invalid', {'Content-Type': '*/*'}],
  ['type-with-charset', 'fulfilled', {'Content-Type': 'application/json;charset=utf-8'}],
  ['type-in-capitals', 'fulfilled', {'Content-Type': 'Application/JSON ; charset=UTF-8'}],
  ['type-with-a-semicolon', 'fulfilled', {'Content-Type': 'application/json;'}],

  ['type-with-space-and-tab', 'fulfilled', {'Content-Type': '\t application/json \t ;charset=utf-8'}],

  ...STRANGE.flatMap(([id, blank]): Row[] => [
    [`origin-after-${id}`, FOREIGN, {Origin: blank + ORIGIN}],
    [`origin-before-${id}`, FOREIGN, {Origin: ORIGIN + blank}],
    [`site-after-${id}`, FOREIGN, {Origin: null, 'Sec-Fetch-Site': `${blank}same-origin`}],
    [`site-before-${id}`, FOREIGN, {Origin: null, 'Sec-Fetch-Site': `same-origin${blank}`}],
    [`client-header-after-${id}`, '400 request_invalid', {'X-Kakao-Sync': `${blank}1`}],
    [`client-header-before-${id}`, '400 request_invalid', {'X-Kakao-Sync': `1${blank}`}],
    [`type-after-${id}`, '415 request_invalid', {'Content-Type': `${blank}application/json`}],
    [`type-before-${id}`, '415 request_invalid', {'Content-Type': `application/json${blank}`}],
    [
      `type-before-${id}-and-charset`,
      '415 request_invalid',
      {'Content-Type': `application/json${blank};charset=utf-8`},
    ],
  ]),

  ['method-override', 'fulfilled', {'X-HTTP-Method-Override': 'GET', 'X-Method-Override': 'DELETE'}],
  ['accept-other', 'fulfilled', {Accept: 'text/html'}],
  ['authorization', 'fulfilled', {Authorization: 'Bearer abc', 'Proxy-Authorization': 'Basic abc'}],
  ['500-headers', 'fulfilled', Object.fromEntries(Array.from({length: 500}, (_, index) => [`X-${index}`, 'x']))],
  ['prototype-header', 'fulfilled', {__proto__: null, constructor: '1', toString: '1'}],
];

/** Requests that only read, or are no request of the widget's at all. */
export const OTHERS: readonly Row[] = [
  ['get-of-the-widget', 'fulfilled', {Origin: null, ...SAME_ORIGIN}],
  ['get-without-either', 'fulfilled', {Origin: null, 'Sec-Fetch-Site': null}],
  ['get-of-an-allowed-origin', 'fulfilled', {'Sec-Fetch-Site': 'same-site'}],
  ['get-null-same-origin', 'fulfilled', {Origin: 'null', ...SAME_ORIGIN}],
  ['get-null', FOREIGN, {Origin: 'null', 'Sec-Fetch-Site': null}],
  ['get-cross-site', FOREIGN, {Origin: null, 'Sec-Fetch-Site': 'cross-site'}],
  ['get-same-site', FOREIGN, {Origin: null, 'Sec-Fetch-Site': 'same-site'}],
  ['get-from-the-address-bar', FOREIGN, {Origin: null, 'Sec-Fetch-Site': 'none'}],
  ['get-foreign', FOREIGN, {Origin: 'https://evil.example', 'Sec-Fetch-Site': null}],
  ['get-foreign-called-the-same', FOREIGN, {Origin: 'https://evil.example', ...SAME_ORIGIN}],
  ['get-without-client-header', '400 request_invalid', {'X-Kakao-Sync': null}],
  ['get-fetched-ahead', 'fulfilled', {'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch'}],
  ['get-that-calls-itself-a-post', 'fulfilled', {'X-HTTP-Method-Override': 'POST'}],
  ['head', 'fulfilled', {}, {method: 'HEAD'}],
  ['head-cross-site', FOREIGN, {Origin: null, 'Sec-Fetch-Site': 'cross-site'}, {method: 'HEAD'}],
  ['put', '405 request_invalid', {}, {method: 'PUT'}],
  ['patch', '405 request_invalid', {}, {method: 'PATCH'}],
  ['delete', '405 request_invalid', {}, {method: 'DELETE'}],
  ['propfind', '405 request_invalid', {}, {method: 'PROPFIND'}],
  ['post-in-lower-case-and-longer', '405 request_invalid', {}, {method: 'postx'}],
  ['put-foreign', '405 request_invalid', {Origin: 'https://evil.example'}, {method: 'PUT'}],
  ['preflight', 'fulfilled', {'Access-Control-Request-Method': 'POST'}, {method: 'OPTIONS'}],
  [
    'preflight-of-a-private-network',
    'fulfilled',
    {'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Private-Network': 'true'},
    {method: 'OPTIONS'},
  ],
  ['preflight-foreign', FOREIGN, {Origin: 'https://evil.example'}, {method: 'OPTIONS'}],
  ['preflight-null', FOREIGN, {Origin: 'null'}, {method: 'OPTIONS'}],
  ['preflight-without-origin', FOREIGN, {Origin: null}, {method: 'OPTIONS'}],
];
