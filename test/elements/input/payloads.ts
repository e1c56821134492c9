import texts from './texts.json' with {type: 'json'};

/** Texts that a template, a CMS or an attacker puts where a setting belongs. Any that runs sets `window.pwned`. */
export const TEXTS: Readonly<Record<string, string>> = {
  ...texts,
  combining: `a${'\u0301'.repeat(500)}`,
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
