import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  isAuthorizationCode,
  readAuthorizationResponse,
  withoutAuthorizationResponse,
  type AuthorizationResponse,
} from '../../src/oauth/authorization-response.js';
import {anyText, itAlways} from '../shared/support/it-always.js';

const KAKAO = 'https://kauth.kakao.com';
const PAGE = 'https://shop.example/kakao/callback';
const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const STATE = `ks1.${TX}.L2NhcnQ`;
const OURS = {tx: TX, path: '/cart'};
const OTHER = `ks1.${'b'.repeat(43)}.Lw`;

/** Reads the answer in what follows the redirect URI; `{s}` stands for a state of ours. */
function read(rest: string): AuthorizationResponse {
  return readAuthorizationResponse(new URL(PAGE + rest.replaceAll('{s}', STATE)), KAKAO);
}

describe('readAuthorizationResponse', () => {
  const CODES: [string, string][] = [
    ['?code=abc&state={s}', 'abc'],
    ['?state={s}&code=abc', 'abc'],
    ['?code=abc&state={s}&iss=https%3A%2F%2Fkauth.kakao.com', 'abc'],
    ['?code=abc&state={s}#_=_', 'abc'],
    ['?code=abc&state={s}#top', 'abc'],
    ['?code=abc&state={s}#', 'abc'],
    ['?utm_source=talk&code=abc&state={s}&utm_medium=chat', 'abc'],
    ['?code=abc&state={s}&code[]=evil', 'abc'],
    ['?code=abc&state={s}&Code=evil&STATE=evil&ERROR=evil', 'abc'],
    ['?code=abc&state={s}&error_code=1', 'abc'],
    ['?code=abc&state={s}&__proto__=x&constructor=y', 'abc'],
    ['?&&code=abc&&state={s}&', 'abc'],
    ['?code=abc;state=evil&state={s}', 'abc;state=evil'],
    ['?co%64e=abc&st%61te={s}', 'abc'],
    ['?code=%21%7E&state={s}', '!~'],
    ['?code=a%2Bb%26c%3Dd&state={s}', 'a+b&c=d'],
    ['?code=%3Cscript%3E&state={s}', '<script>'],
    ['?code=constructor&state={s}', 'constructor'],
    [`?code=${'a'.repeat(1024)}&state={s}`, 'a'.repeat(1024)],
    [`?${Array.from({length: 700}, (_, index) => `k${index}=`).join('&')}&code=abc&state={s}`, 'abc'],
  ];
  for (const [rest, code] of CODES) {
    it(`takes the code of ${rest.slice(0, 70)}`, () => {
      expect(read(rest)).to.deep.equal({kind: 'code', state: OURS, code});
    });
  }

  const ERRORS: [string, string, string?][] = [
    ['?error=access_denied&state={s}', 'access_denied'],
    ['?error=access_denied&error_description=User+denied&state={s}', 'access_denied', 'User denied'],
    ['?state={s}&error=server_error&error_uri=https%3A%2F%2Fx.example', 'server_error'],
    ['?error=constructor&state={s}', 'constructor'],
    ['?error=__proto__&state={s}', '__proto__'],
    ['?error=login_required&state={s}&iss=https://kauth.kakao.com', 'login_required'],
    ['?error=access_denied&error_description=%3Cb%3E%00%E2%80%AE&state={s}', 'access_denied', '<b>\0\u202e'],
    ['?error=auto_login&error_description=NOT_SUPPORTED_BROWSER&state={s}', 'auto_login', 'NOT_SUPPORTED_BROWSER'],
  ];
  for (const [rest, error, description = ''] of ERRORS) {
    it(`takes the error of ${rest}`, () => {
      expect(read(rest)).to.deep.equal({kind: 'error', state: OURS, error, description});
    });
  }

  const INVALID: string[] = [
    // Duplicates
    '?code=abc&code=abc&state={s}',
    '?code=abc&state={s}&code=evil',
    '?code=abc&co%64e=evil&state={s}',
    '?code=abc&code=&state={s}',
    '?code=abc&state={s}&state={s}',
    `?code=abc&state={s}&state=${OTHER}`,
    '?error=access_denied&error=server_error&state={s}',
    '?error=access_denied&state={s}&state={s}',
    '?error=x&error_description=a&error_description=b&state={s}',
    '?error=x&error_uri=a&error_uri=b&state={s}',
    '?code=abc&state={s}&error_description=a&error_description=b',
    '?code=abc&state={s}&iss=https://kauth.kakao.com&iss=https://kauth.kakao.com',
    '?code=abc&state={s}&iss=https://kauth.kakao.com&iss=https://evil.example',
    // Code and error, or neither
    '?code=abc&error=access_denied&state={s}',
    '?error=access_denied&code=abc&state={s}',
    '?code=abc&error=&state={s}',
    '?code=&error=x&state={s}',
    '?state={s}',
    '?state={s}&error_description=x',
    '?state={s}&code[]=abc',
    '?state={s}&code%5B%5D=abc',
    '?state={s}&code.0=abc',
    '?state={s}&Code=abc',
    '?state={s}&CODE=abc',
    '?state={s}& code=abc',
    '?state={s}&code%00=abc',
    // Another issuer
    '?code=abc&state={s}&iss=https://evil.example',
    '?code=abc&state={s}&iss=https://kauth.kakao.com/',
    '?code=abc&state={s}&iss=http://kauth.kakao.com',
    '?code=abc&state={s}&iss=HTTPS://KAUTH.KAKAO.COM',
    '?code=abc&state={s}&iss=https://kauth.kakao.com.evil.example',
    '?code=abc&state={s}&iss=',
    '?code=abc&state={s}&iss',
    '?error=x&state={s}&iss=https://evil.example',
    // Leftovers of other flows
    '?code=abc&state={s}&id_token=x',
    '?code=abc&state={s}&token=x',
    '?code=abc&state={s}&access_token=x',
    '?code=abc&state={s}&response=x',
    '?code=abc&state={s}&access_token',
    '?error=x&state={s}&id_token=x',
    '?code=abc&state={s}#id_token=x',
    '?code=abc&state={s}#token=x',
    '?code=abc&state={s}#access_token=x&token_type=bearer',
    '?code=abc&state={s}#token_type=bearer&access_token=x',
    '?code=abc&state={s}#response=x',
    '?code=abc&state={s}#a=b&acc%65ss_token=x',
    '?error=x&state={s}#access_token=x',
    // No code at all
    '?code=&state={s}',
    '?code&state={s}',
    '?code=%00&state={s}',
    '?code=abc%00&state={s}',
    '?code=a+b&state={s}',
    '?code=%20abc&state={s}',
    '?code=abc%0A&state={s}',
    '?code=abc%0D%0ASet-Cookie:a&state={s}',
    '?code=%7F&state={s}',
    '?code=%C2%80&state={s}',
    '?code=%ED%A0%80&state={s}',
    '?code=\ud800&state={s}',
    '?code=코드&state={s}',
    '?code=%F0%9F%98%80&state={s}',
    '?code=%E2%80%AEabc&state={s}',
    '?code=%&state={s}&code=x',
    `?code=${'a'.repeat(1025)}&state={s}`,
    `?code=${'a'.repeat(8192)}&state={s}`,
    // Longer than anything Kakao sends
    `?code=abc&state={s}&junk=${'a'.repeat(8192)}`,
    `?error=x&state={s}&error_description=${'a'.repeat(8192)}`,
    `?code=abc&state={s}&${Array.from({length: 2000}, (_, index) => `k${index}=`).join('&')}`,
  ];
  for (const rest of INVALID) {
    it(`refuses ${JSON.stringify(rest.slice(0, 80))}, and knows whose it is`, () => {
      expect(read(rest)).to.deep.equal({kind: 'invalid', state: OURS});
    });
  }

  it('takes a query of 8192 characters, and refuses one more', () => {
    const start = `?code=abc&state=${STATE}&junk=`;
    const fits = start + 'a'.repeat(8192 - start.length);

    expect(read(fits).kind).to.equal('code');
    expect(read(`${fits}a`).kind).to.equal('invalid');
  });

  const SPOILED = [
    'ks1.',
    'ks1.a.b',
    `ks1.${TX}`,
    `${STATE}=`,
    `${STATE}.x`,
    `${STATE}%00`,
    `ks1.${TX}.Lx`,
    `${STATE}+`,
  ];
  for (const state of [...SPOILED, 'ks1.constructor.Lw', `ks1.${'a'.repeat(8000)}.Lw`]) {
    it(`refuses a state of ours that is spoiled, ${state.slice(0, 60)}`, () => {
      expect(read(`?code=abc&state=${state}`)).to.deep.equal({kind: 'invalid', state: null});
      expect(read(`?error=access_denied&state=${state}`)).to.deep.equal({kind: 'invalid', state: null});
    });
  }

  const FOREIGN = [
    '?code=abc&state=other',
    '?code=abc&state=',
    '?code=abc&state',
    '?code=abc&state=constructor',
    '?code=abc&state=__proto__',
    '?code=abc&state=toString',
    '?code=abc&state=hasOwnProperty',
    '?code=abc&state=%00',
    '?code=abc&state=%ED%A0%80',
    `?code=abc&state=%20${STATE}`,
    `?code=abc&state=${STATE.toUpperCase()}`,
    `?code=abc&state=ks2${STATE.slice(3)}`,
    `?code=abc&state=%7B%22state%22%3A%22${STATE}%22%7D`,
    '?state=Seoul',
    '?error=access_denied&state=other',
    '?code=abc&state=other&state={s}',
    '?code=abc&state={s}&state=other',
    `?code=abc&state=${'x'.repeat(9000)}`,
  ];
  for (const rest of FOREIGN) {
    it(`leaves ${rest.slice(0, 60)} to another login`, () => {
      expect(read(rest)).to.deep.equal({kind: 'foreign'});
    });
  }

  const STATELESS = [
    '?code=abc',
    '?code=',
    '?code',
    '?error=access_denied',
    '?error=access_denied&error_description=x',
    '?error=auto_login&error_description=NOT_SUPPORTED_BROWSER',
    '?code=abc&code=def',
    '?code=abc&error=x',
    '?code=abc&State={s}',
    '?code=abc&state[]={s}',
    '?code=abc#state={s}',
    '?code=abc;state={s}',
    '?code=abc&amp;state={s}',
    '?iss=https://kauth.kakao.com&code=abc',
  ];
  for (const rest of STATELESS) {
    it(`never uses ${rest}, which names no transaction`, () => {
      expect(read(rest)).to.deep.equal({kind: 'stateless'});
    });
  }

  const NONE = [
    '',
    '?',
    '#',
    '#_=_',
    '?a=1',
    '?code[]=abc',
    '?Code=abc',
    '?error_description=x',
    '?iss=https://kauth.kakao.com',
    '?access_token=x',
    '#access_token=x',
    '#code=abc&state={s}',
    '?q=code%3Dabc%26state%3D{s}',
    '?__proto__=x&constructor=y',
    '??code=abc&q={s}',
  ];
  for (const rest of NONE) {
    it(`finds no answer in ${JSON.stringify(rest)}`, () => {
      expect(read(rest)).to.deep.equal({kind: 'none'});
    });
  }

  it('asks an emulator for its own issuer', () => {
    const url = new URL(`${PAGE}?code=abc&state=${STATE}&iss=http%3A%2F%2F127.0.0.1%3A4000`);

    expect(readAuthorizationResponse(url, 'http://127.0.0.1:4000').kind).to.equal('code');
    expect(readAuthorizationResponse(url, KAKAO).kind).to.equal('invalid');
  });

  /** What may happen to an answer's parameters on their way. */
  const MUTATIONS: ((pairs: string[]) => string[])[] = [
    (pairs) => pairs.filter((pair) => !pair.startsWith('code=')),
    (pairs) => [...pairs, 'code=second'],
    (pairs) => [...pairs, 'code='],
    (pairs) => pairs.map((pair) => (pair.startsWith('code=') ? `${pair}%00` : pair)),
    (pairs) => [...pairs, `state=${STATE}`],
    (pairs) => [...pairs, 'error=access_denied'],
    (pairs) => [...pairs, 'iss=https://evil.example'],
    (pairs) => [...pairs, 'access_token=x'],
    (pairs) => [...pairs, `long=${'a'.repeat(8192)}`],
    (pairs) => [...pairs, 'CODE=x', 'State=y'],
    (pairs) => [...pairs, 'code[]=x', 'state[]=y'],
    (pairs) => [...pairs, '__proto__=x', 'constructor=y'],
    (pairs) => ['%=%zz', ...pairs],
    (pairs) => ['', ...pairs, ''],
    (pairs) => [...pairs].reverse(),
  ];
  const BAD = /^(error|iss|access_token|long)=/;

  itAlways(
    'takes a code from a good answer, whatever is beside it, and from no other',
    fc.property(
      fc.stringMatching(/^[\w-]{54}$/),
      fc.array(fc.constantFrom(...MUTATIONS), {maxLength: 4}),
      fc.constantFrom('', '#', '#_=_', '#top', '#access_token=x', '#id_token=x&a=b'),
      (code, mutations, hash) => {
        let pairs = [`code=${code}`, `state=${STATE}`];
        for (const mutate of mutations) pairs = mutate(pairs);
        const codes = pairs.filter((pair) => pair.startsWith('code='));
        const states = pairs.filter((pair) => pair.startsWith('state='));
        const isSound = states.length === 1 && !pairs.some((pair) => BAD.test(pair)) && !hash.includes('token');

        const response = read(`?${pairs.join('&')}${hash}`);

        if (isSound && codes.length === 1 && /^code=[\w-]+$/.test(codes[0]!)) {
          expect(response).to.deep.equal({kind: 'code', state: OURS, code: codes[0]!.slice(5)});
        } else {
          expect(response.kind).to.be.oneOf(codes.length > 0 ? ['invalid'] : ['invalid', 'error']);
        }
      },
    ),
    20_000,
  );

  itAlways(
    'never throws, and never takes a code that it would not write itself',
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('code=', 'state=', STATE, '&', '#', '%', '=', '+', 'error='), anyText(5)), {
        maxLength: 12,
      }),
      (pieces) => {
        const response = read(`?${pieces.join('')}`);
        if (response.kind === 'code') expect(isAuthorizationCode(response.code)).to.equal(true);
      },
    ),
    10_000,
  );
});

describe('isAuthorizationCode', () => {
  it('takes 1 to 1024 visible ASCII characters', () => {
    const visible = Array.from({length: 94}, (_, index) => String.fromCharCode(0x21 + index)).join('');

    expect(isAuthorizationCode(visible)).to.equal(true);
    expect(isAuthorizationCode('a')).to.equal(true);
    expect(isAuthorizationCode('a'.repeat(1024))).to.equal(true);
    expect(isAuthorizationCode('a'.repeat(1025))).to.equal(false);
  });

  for (const value of [
    '',
    ' ',
    'a b',
    'a\n',
    '\na',
    'a\0',
    '\x7f',
    'é',
    '가',
    '\ud800',
    undefined,
    null,
    1,
    ['a'],
    {},
  ]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(isAuthorizationCode(value)).to.equal(false);
    });
  }
});

describe('withoutAuthorizationResponse', () => {
  const ROWS: [string, string][] = [
    ['?code=abc&state={s}', ''],
    ['?error=x&error_description=y&error_uri=z&state={s}&iss=w', ''],
    ['?code=abc&state={s}&utm_source=talk', '?utm_source=talk'],
    ['?utm_source=talk&code=abc&utm_medium=chat&state={s}', '?utm_source=talk&utm_medium=chat'],
    ['?code=abc&code=def&state={s}&state=x', ''],
    ['?id_token=a&token=b&access_token=c&response=d', ''],
    ['?co%64e=abc&st%61te=x&a=1', '?a=1'],
    ['?code&state', ''],
    ['?a=%20+b&code=abc&c=%2f%2F', '?a=%20+b&c=%2f%2F'],
    ['?a=1&a=2&code=abc&a=1', '?a=1&a=2&a=1'],
    ['?%zz&code=abc&%', '?%zz&%'],
    ['?b&code=abc&=c&d=', '?b&=c&d='],
    ['?a=b=c&code=x', '?a=b=c'],
    ['?code[]=a&Code=b&error_code=c&statement=d', '?code[]=a&Code=b&error_code=c&statement=d'],
    ['?q=code%3Dabc', '?q=code%3Dabc'],
    ['?a=1&?code=2&b=3', '?a=1&?code=2&b=3'],
    ['??code=2', '??code=2'],
    ['?q=%EA%B0%80&code=x', '?q=%EA%B0%80'],
    ['?code=abc#top', '#top'],
    ['?code=abc#_=_', '#_=_'],
    ['?code=abc#/route?x=y', '#/route?x=y'],
    ['?code=abc#access_token=x&token_type=bearer', ''],
    ['?a=1#state=x&code=y', '?a=1'],
    ['', ''],
    ['?a=1#b', '?a=1#b'],
  ];
  for (const [rest, kept] of ROWS) {
    it(`makes ${JSON.stringify(kept)} of ${JSON.stringify(rest)}`, () => {
      const url = new URL(PAGE + rest.replaceAll('{s}', STATE));

      expect(withoutAuthorizationResponse(url)).to.equal(`/kakao/callback${kept}`);
      expect(url.href).to.equal(new URL(PAGE + rest.replaceAll('{s}', STATE)).href);
    });
  }

  const OWN = ['code', 'state', 'error', 'error_description', 'error_uri', 'iss', 'id_token', 'token', 'access_token'];
  const pair = fc.constantFrom(
    'a=1',
    'b',
    '=c',
    '%zz',
    '%EA%B0%80=%20',
    'code[]=x',
    'x=code=1',
    '?state=1',
    'a=1;code=2',
  );

  itAlways(
    'keeps every other parameter to the letter and in its place',
    fc.property(
      fc.array(fc.oneof(pair, fc.constantFrom(...OWN.map((name) => `${name}=x`))), {maxLength: 9}),
      (pairs) => {
        const query = pairs.filter((one) => !OWN.some((name) => one === `${name}=x`)).join('&');

        const cleaned = withoutAuthorizationResponse(new URL(`${PAGE}?${pairs.join('&')}`));

        expect(cleaned).to.equal(`/kakao/callback${query && `?${query}`}`);
      },
    ),
    5000,
  );

  itAlways(
    'leaves an address without an answer',
    fc.property(fc.array(fc.oneof(pair, fc.constantFrom(...OWN), anyText(4)), {maxLength: 9}), (pairs) => {
      const cleaned = new URL(withoutAuthorizationResponse(new URL(`${PAGE}?${pairs.join('&')}`)), PAGE);

      expect(readAuthorizationResponse(cleaned, KAKAO).kind).to.equal('none');
    }),
    5000,
  );
});
