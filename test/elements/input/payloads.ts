/** Texts that a template, a CMS or an attacker puts where a setting belongs. Any that runs sets `window.pwned`. */
export const TEXTS: Readonly<Record<string, string>> = {
  'script-address': 'javascript:window.pwned=1',
  'script-address-split': 'java\nscript:window.pwned=1',
  'data-address': 'data:text/html,<script>parent.pwned=1</script>',
  'attribute-breaker': '"><img src=x onerror="window.pwned=1">',
  'attribute-breaker-single': "'><svg/onload='window.pwned=1'>",
  'script-element': '<script>window.pwned=1</script>',
  'comment-breaker': '--><iframe srcdoc="<script>parent.pwned=1</script>">',
  'style-breaker': '</style><style>:host{display:none}</style>',
  'style-declarations': 'x;position:fixed;inset:0;background:url(https://evil.example/)',
  'template-literal': '${window.pwned=1}',
  'template-handlebars': '{{constructor.constructor("window.pwned=1")()}}',
  'template-erb': '<%= window.pwned=1 %>',
  'template-unfilled': '{{ kakao_app_key }}',
  'lit-marker': '<?lit$123456789$>{{lit-0}}',
  'quote-and-semicolon': "';window.pwned=1;//",
  nul: '\0',
  'control-characters': 'a\b\x1b[31m\x7f',
  'line-breaks': 'a\r\nb\u2028c\u2029d',
  'writing-direction': '\u202ekakao\u2066',
  'lone-surrogate': '\ud800',
  'zero-width': '\u200b\ufeff',
  combining: `a${'\u0301'.repeat(500)}`,
  emoji: '👩‍👩‍👧‍👦',
  hangul: '카카오',
  blanks: '   ',
  proto: '__proto__',
  constructor: 'constructor',
  'has-own-property': 'hasOwnProperty',
  'text-of-undefined': 'undefined',
  'text-of-object': '[object Object]',
  json: '{"appKey":"x","__proto__":{"pwned":1}}',
  'one-mb': 'x'.repeat(1_000_000),
};

function fail(): never {
  throw new Error('of the site');
}
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

/** What a framework or a slip of the pen puts into a property that takes a text. */
export const VALUES: Readonly<Record<string, unknown>> = {
  zero: 0,
  number: 5,
  nan: NaN,
  true: true,
  false: false,
  bigint: 10n,
  symbol: Symbol('kakao'),
  function: () => 'x',
  'failing-function': fail,
  list: ['ko'],
  object: {},
  'object-without-prototype': Object.create(null) as unknown,
  'object-with-text': {toString: () => 'ko'},
  'object-with-failing-text': {toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail},
  'text-object': new String('ko'),
  'cyclic-object': cycle,
  'failing-getter': Object.defineProperty({}, 'length', {enumerable: true, get: fail}),
  untouchable: new Proxy({}, {get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail}),
  revoked: (() => {
    const {proxy, revoke} = Proxy.revocable({}, {});
    revoke();
    return proxy;
  })(),
  promise: Promise.resolve('ko'),
  date: new Date(0),
  expression: /ko/g,
  bytes: new Uint8Array(4),
  element: document.createElement('b'),
  window,
};
