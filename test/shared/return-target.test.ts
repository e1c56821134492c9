import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {isSamePage, readReturnTarget, toReturnTarget} from '../../src/shared/return-target.js';
import {Family} from '../support/family.js';
import {itAlways} from './support/it-always.js';

const ORIGIN = 'https://shop.example';
const RULES = {
  origin: ORIGIN,
  redirectUri: `${ORIGIN}/kakao/callback`,
  endpoint: `${ORIGIN}/api/kakao/session`,
};

describe('readReturnTarget', () => {
  const family = new Family('C4', 'return targets', after);
  const judge = (target: string | null): void => void family.judge(target === null ? 'refused' : 'accepted');

  const TAKEN: [string, string?][] = [
    ['/'],
    ['/cart'],
    ['/cart/'],
    ['/cart?a=1&b=2#top'],
    ['/?next=https://evil.example/'],
    ['/#//evil.example'],
    ['/?//evil.example'],
    ['/a//b'],
    ['/a;b=c'],
    ['/@evil.example'],
    ['/user@evil.example'],
    ['/:80'],
    ['/javascript:alert(1)'],
    ['/https://evil.example'],
    ['/%2f%2fevil.example'],
    ['/%5cevil.example'],
    ['/%09/evil.example'],
    ['/%00'],
    ['/?q=%ED%A0%80'],
    ['/?#', '/'],
    ['/a/../b', '/b'],
    ['/../b', '/b'],
    ['/./b', '/b'],
    ['/a/..', '/'],
    ['/%2e%2e/b', '/b'],
    ['/%2E/b', '/b'],
    ['/a b', '/a%20b'],
    ['/상품', '/%EC%83%81%ED%92%88'],
    ['/?q=가', '/?q=%EA%B0%80'],
    ['/<b>"', '/%3Cb%3E%22'],
    ['/\u202egpj', '/%E2%80%AEgpj'],
    ['/\u2028', '/%E2%80%A8'],
    ['/\ud800', '/%EF%BF%BD'],
    ['/ ', '/'],
    [`/${'a'.repeat(2047)}`],
    ['/kakao/callback'],
    ['/kakao/callback?tab=1'],
    ['/kakao/callback?code=SPRING10'],
    ['/kakao/callback/?a=1&code'],
    [`/kakao/callback?code=${'A'.repeat(15)}`],
    ['/x/../kakao/callback?c%6fde=1', '/kakao/callback?c%6fde=1'],
    ['/kakao/callback/more?code=1'],
    ['/kakao/callbacks?code=1'],
    ['/kakao?code=1'],
    ['/cart?code=SUMMER&state=open&error=none'],
    ['/api/kakao'],
    ['/api/kakao/session/other'],
    ['/api/kakao/sessions'],
  ];
  for (const [value, target = value] of TAKEN) {
    it(`C4 takes ${JSON.stringify(value.slice(0, 60))}${target === value ? '' : ` as ${target}`}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(target);
      family.judge('accepted');
    });
  }

  const REFUSED: string[] = [
    '',
    'cart',
    './cart',
    '../cart',
    '?a=1',
    '#top',
    ' /cart',
    '\t/cart',
    // Another host
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '//evil.example/..',
    '//',
    '//shop.example/cart',
    'https://shop.example/cart',
    'https://evil.example/',
    'https:evil.example',
    'https:/evil.example',
    'HTTPS://evil.example',
    // Schemes
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'blob:https://shop.example/1',
    'vbscript:x',
    'file:///etc/passwd',
    'intent:#Intent;end;',
    'kakaotalk://x',
    // A backslash is a slash to browsers
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/./\\evil.example',
    './\\evil.example',
    '/cart\\',
    '/cart?q=\\',
    // Tabs and line breaks are dropped by browsers
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '/\r\n/evil.example',
    '\n//evil.example',
    '/cart\nSet-Cookie: a=b',
    '/cart\0',
    '/\u001f',
    '/\u007f',
    // The path alone would lead elsewhere
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/a/../..//evil.example',
    '/%2e%2e//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/.//',
    // Length
    `/${'a'.repeat(2048)}`,
    `/${'a'.repeat(1_000_000)}`,
    // Our own endpoints
    '/api/kakao/session',
    '/api/kakao/session/',
    '/api/kakao/session?a=1#b',
    '/api/./kakao/x/../session',
    '/kakao/callback?code=1&state=2',
    '/kakao/callback/?state=2&code=1',
    '/kakao/callback?a=1&error=access_denied',
    `/kakao/callback?code=${'A'.repeat(16)}`,
    `/kakao/callback?code=1&c%6fde=${'A'.repeat(16)}`,
    '/kakao/callback?state=1#x',
    '/kakao/callback?st%61te=1',
    '/kakao/callback?state',
    '/x/../kakao/callback?code=1&state=2',
  ];
  for (const value of REFUSED) {
    it(`C4 refuses ${JSON.stringify(value.slice(0, 60))}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(null);
      family.judge('refused');
    });
  }

  const NO_TEXT: unknown[] = [
    undefined,
    null,
    0,
    1,
    true,
    {},
    [],
    ['/cart'],
    {toString: () => '/cart'},
    new String('/cart'),
  ];
  for (const value of [...NO_TEXT, new URL('https://shop.example/cart'), () => '/cart', Symbol('/cart')]) {
    it(`C4 refuses the ${typeof value} ${Object.prototype.toString.call(value)}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(null);
      family.judge('refused');
    });
  }

  it('leaves addresses of another origin out of its rules', () => {
    const rules = {
      origin: ORIGIN,
      redirectUri: 'https://other.example/cb',
      endpoint: 'https://api.shop.example/session',
    };

    expect(readReturnTarget('/cb?code=1', rules)).to.equal('/cb?code=1');
    expect(readReturnTarget('/session', rules)).to.equal('/session');
  });

  it('needs neither a redirect URI nor an endpoint', () => {
    expect(readReturnTarget('/kakao/callback?code=1', {origin: ORIGIN})).to.equal('/kakao/callback?code=1');
    expect(readReturnTarget('//evil.example', {origin: ORIGIN})).to.equal(null);
  });

  it('works on a port of this machine', () => {
    const rules = {origin: 'http://localhost:3000', endpoint: 'http://localhost:3000/session'};

    expect(readReturnTarget('/cart', rules)).to.equal('/cart');
    expect(readReturnTarget('/session', rules)).to.equal(null);
    expect(readReturnTarget('/session', {...rules, endpoint: 'http://localhost:3001/session'})).to.equal('/session');
  });

  it('refuses everything in a document without an origin', () => {
    expect(readReturnTarget('/cart', {origin: 'null'})).to.equal(null);
  });

  const PIECES = [
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%2e',
      '\t',
      '\n',
      '\r',
      '\0',
      '@',
      ':',
      '?',
      '#',
      ' ',
      '가',
      '\ud800',
    ],
    ...['https:', 'javascript:', 'evil.example', 'kakao/callback', 'api/kakao/session', 'code=1', '&state=2', ';', '|'],
  ];
  // Most begin as a path does: the rest would be refused for its first character.
  const hostile = fc
    .tuple(fc.constantFrom('', '/', '/', '/a', '/kakao'), fc.array(fc.constantFrom(...PIECES), {maxLength: 12}))
    .map(([start, pieces]) => start + pieces.join(''));

  for (const [base, what] of [
    [`${ORIGIN}/a/b`, 'a page'],
    [`${ORIGIN}/`, 'the root'],
    [`${ORIGIN}//evil.example/`, 'a page whose path looks like a host'],
  ] as const) {
    itAlways(
      `never leads to another host, read from ${what}`,
      fc.property(hostile, (value) => {
        const target = readReturnTarget(value, RULES);
        judge(target);
        if (target === null) return;
        expect(new URL(target, base).origin).to.equal(ORIGIN);
        expect(target).to.match(/^\/(?![/\\])[^\\\t\n\r\0]*$/);
      }),
      10_000,
      family,
    );
  }

  itAlways(
    'gives a target that reads as itself',
    fc.property(hostile, (value) => {
      const target = readReturnTarget(value, RULES);
      judge(target);
      if (target !== null) expect(readReturnTarget(target, RULES)).to.equal(target);
    }),
    10_000,
    family,
  );

  itAlways(
    'never leads to the endpoint, nor to the redirect URI with an answer',
    fc.property(hostile, (value) => {
      const target = readReturnTarget(value, RULES);
      judge(target);
      if (target === null) return;
      const {pathname, searchParams} = new URL(target, ORIGIN);
      expect(pathname).not.to.match(/^\/api\/kakao\/session\/?$/);
      if (/^\/kakao\/callback\/?$/.test(pathname)) {
        expect([...searchParams.keys()]).not.to.include.oneOf(['error', 'state']);
        expect(Math.max(0, ...searchParams.getAll('code').map(({length}) => length))).to.be.at.most(15);
      }
    }),
    10_000,
    family,
  );

  itAlways(
    'keeps every path of plain characters to the letter',
    fc.property(
      fc.stringMatching(/^\/[a-z0-9_~-]{1,20}(\/[a-z0-9]{1,9}){0,3}(\?[a-z=&]{1,20})?(#[a-z]{1,9})?$/),
      (value) => {
        expect(readReturnTarget(value, {origin: ORIGIN})).to.equal(value);
        family.judge('accepted');
      },
    ),
    1000,
    family,
  );
});

describe('isSamePage', () => {
  const ROWS: [string, string | undefined, boolean][] = [
    ['https://shop.example/cb', '/cb', true],
    ['https://shop.example/cb/', '/cb', true],
    ['https://shop.example/cb', '/cb/', true],
    ['https://shop.example/cb?code=1#x', 'https://shop.example/cb', true],
    ['https://shop.example/', 'https://shop.example', true],
    ['https://shop.example/cb//', '/cb', false],
    ['https://shop.example/CB', '/cb', false],
    ['https://shop.example/cb/x', '/cb', false],
    ['https://shop.example/', '/cb', false],
    ['https://shop.example:444/cb', 'https://shop.example/cb', false],
    ['http://shop.example/cb', 'https://shop.example/cb', false],
    ['https://www.shop.example/cb', 'https://shop.example/cb', false],
    ['https://shop.example/cb', 'https://', false],
    ['https://shop.example/undefined', undefined, false],
  ];
  for (const [url, page, expected] of ROWS) {
    it(`says ${expected ? 'yes' : 'no'} of ${url} and ${page}`, () => {
      expect(isSamePage(new URL(url), page)).to.equal(expected);
    });
  }
});

describe('toReturnTarget', () => {
  const path = (length: number): string => `/${'p'.repeat(length - 1)}`;
  const query = (length: number): string => `?${'q'.repeat(length - 1)}`;
  const hash = (length: number): string => `#${'h'.repeat(length - 1)}`;
  const rows: readonly [name: string, address: string, kept: string | undefined][] = [
    ['all of a short address', '/cart?id=1#reviews', '/cart?id=1#reviews'],
    ['all of 2048 characters', path(8) + query(40) + hash(2000), path(8) + query(40) + hash(2000)],
    ['no hash that is one too long', path(8) + query(40) + hash(2001), path(8) + query(40)],
    ['no hash of megabytes', `/cart${hash(3_000_000)}`, '/cart'],
    ['no query that is too long', path(8) + query(2041), path(8)],
    ['neither', path(8) + query(3000) + hash(3000), path(8)],
    ['nothing of a path that is too long', path(2049), undefined],
    ['what is counted as it is sent, percent-encoded', `/${'가'.repeat(300)}?q#h`, undefined],
  ];
  for (const [name, address, kept] of rows) {
    it(`keeps ${name}`, () => {
      const target = toReturnTarget(new URL(address, ORIGIN));

      expect(target).to.equal(kept);
      if (target !== undefined) expect(readReturnTarget(target, RULES)).to.equal(target);
    });
  }
});
